/** 位置の確認: one movable mark on the map, in step with the choices and the numbers beside it. */

import { whenMapIsThere } from '../dom.mjs';
import { lookAt, onPress, speakJapanese } from '../frame.mjs';
import { addTiles } from '../tiles.mjs';
import { nudged, rounded } from './nudge.mjs';

const STREETS_M = 900;
const form = document.getElementById('placing');
const box = document.getElementById('q');

if (form) whenMapIsThere(({ map, areas }) => {
    const { lat, lng } = form.elements;
    const byHand = form.querySelector('[value="by_hand"]');
    const offered = [...form.querySelectorAll('[name="choice"][data-lng]')];
    const pin = L.marker(map.getCenter(), { draggable: true, autoPan: true, keyboard: true, icon: pinIcon(), title: '会場の位置' });
    speakJapanese(map);
    addTiles(map);
    for (const [number, choice] of offered.entries()) showNumber(choice, number + 1);

    function put(point, { look = false, say = '' } = {}) {
        const known = map.hasLayer(pin);
        pin.setLatLng(point);
        if (!known) pin.addTo(map).getElement().setAttribute('aria-label', '会場の位置。矢印キーで動かせます');
        if (look || !map.getBounds().contains(point)) lookAt(map, () => pin.getLatLng().toBounds(STREETS_M), { animate: false });
        if (say) document.getElementById('where').textContent = say;
    }

    function putByHand(point) {
        const exact = rounded(point);
        byHand.checked = true;
        lat.value = exact.lat;
        lng.value = exact.lng;
        put(exact, { say: `緯度${exact.lat}、経度${exact.lng}` });
    }

    function pointOf(choice) {
        return [Number(choice.dataset.lat), Number(choice.dataset.lng)];
    }

    function showNumber(choice, number) {
        if (choice.value === 'as_it_is') return;
        const label = document.createElement('span');
        label.className = 'pin-number';
        label.textContent = number;
        label.setAttribute('aria-hidden', 'true');
        choice.after(label);
        const icon = L.divIcon({ className: '', html: label.cloneNode(true), iconSize: [26, 26] });
        L.marker(pointOf(choice), { icon, keyboard: false, zIndexOffset: -100 }).addTo(map)
            .on('click', () => { choice.checked = true; put(pointOf(choice)); });
    }

    for (const choice of offered) choice.addEventListener('change', () => put(pointOf(choice), { look: true }));
    for (const number of [lat, lng]) number.addEventListener('change', () => {
        const point = { lat: Number(lat.value), lng: Number(lng.value) };
        if (lat.value && lng.value && Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180) { byHand.checked = true; put(point, { look: true }); }
    });
    pin.on('dragend', () => putByHand(pin.getLatLng()));
    map.getContainer().addEventListener('keydown', (event) => {
        if (event.target !== pin.getElement()) return;
        const moved = nudged(pin.getLatLng(), event.key, event.shiftKey);
        if (!moved) return;
        event.preventDefault();
        event.stopPropagation();
        putByHand(moved);
    }, { capture: true });
    onPress(map, areas, ({ latlng }) => putByHand(latlng));

    const chosen = form.querySelector('[name="choice"]:checked');
    if (chosen?.value === 'by_hand' && lat.value && lng.value) put([Number(lat.value), Number(lng.value)], { look: true });
    else if (form.dataset.lng) put([Number(form.dataset.lat), Number(form.dataset.lng)], { look: true });
    else if (chosen?.dataset.lng) put(pointOf(chosen), { look: true });
    document.documentElement.dataset.map = '';
});

function pinIcon() {
    const svg = '<svg viewBox="0 0 36 46" aria-hidden="true"><path d="M18 45C9 32 3 26 3 17a15 15 0 0 1 30 0c0 9-6 15-15 28z" fill="#b3261e" stroke="#fff" stroke-width="2"/><circle cx="18" cy="17" r="5.5" fill="#fff"/></svg>';
    return L.divIcon({ className: 'pin-by-hand', html: svg, iconSize: [36, 46], iconAnchor: [18, 45] });
}

if (box?.dataset.suggest) {
    let asked = 0;
    box.addEventListener('input', async () => {
        const turn = ++asked;
        if (!box.value.trim()) return;
        const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`, { headers: { Accept: 'application/json' } });
        if (!answer.ok || turn !== asked) return;
        document.getElementById('found').replaceChildren(...(await answer.json()).map(({ text, where }) => new Option(where, text)));
    });
}
