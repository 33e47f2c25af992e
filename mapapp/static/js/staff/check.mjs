/** 行と地図: every row with a point as a pin by how sure its place is; a pin leads to its row, a row to its pin. */

import { calm, el, whenMapIsThere } from '../dom.mjs';
import { lookAt, onPress, speakJapanese } from '../frame.mjs';
import { pinLayer } from '../pins.mjs';
import { openPopup } from '../popup.mjs';
import { addTiles } from '../tiles.mjs';

const MOST_IN_POPUP = 12;
const CLOSE_M = 600;
const EXACT = { code: 'exact', mark: '番', color: '#115a36', shape: 'circle', consultation: false };
const ABOUT = { code: 'about', mark: '推', color: '#1d4ed8', shape: 'square', consultation: false };
const CENTRE = { code: 'centre', mark: '約', color: '#7a5a00', shape: 'circle', consultation: false };
const KINDS = { interpolated: ABOUT, machiaza: CENTRE, city: CENTRE, prefecture: CENTRE };

/** [[id, number, name, level, lng, lat], …] → records as pins.mjs takes them; rows of one point share a 会場. */
export function recordsOf(rows) {
    const places = new Map();
    return rows.map(([id, number, name, level, lng, lat]) => {
        const key = `${lng},${lat},${level}`;
        if (!places.has(key)) places.set(key, { lng, lat, level, name: '', address: '' });
        return { id, number, name, place: places.get(key), category: KINDS[level] ?? EXACT };
    });
}

/** The smallest box that holds all records, [[south, west], [north, east]]; null of none. */
export function boxOf(records) {
    if (!records.length) return null;
    const lats = records.map((one) => one.place.lat);
    const lngs = records.map((one) => one.place.lng);
    const least = (list) => list.reduce((a, b) => Math.min(a, b));
    const most = (list) => list.reduce((a, b) => Math.max(a, b));
    return [[least(lats), least(lngs)], [most(lats), most(lngs)]];
}

function start(box, { map, areas }, rows) {
    const records = recordsOf(rows);
    const byId = new Map(records.map((one) => [one.id, one]));
    const here = (id) => document.getElementById(`row-${id}`);
    const onPage = records.filter((one) => here(one.id));
    const pins = pinLayer(map);
    speakJapanese(map);
    addTiles(map);
    pins.show(records);
    const home = boxOf(onPage.length ? onPage : records);
    if (home) lookAt(map, L.latLngBounds(home).pad(0.1), { animate: false, maxZoom: 16 });

    function choose(id, { scroll }) {
        for (const row of document.querySelectorAll('.row-chosen')) row.classList.remove('row-chosen');
        pins.select(id);
        const row = here(id);
        row?.classList.add('row-chosen');
        if (scroll && row) {
            row.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
            row.tabIndex = -1;
            row.focus({ preventScroll: true });
        }
        const record = byId.get(id);
        box.querySelector('[data-map-told]').textContent = record ? `${record.number ? `${record.number}行目 ` : ''}${record.name}` : '';
    }

    function wayTo(record) {
        const words = `${record.number ? `${record.number}行目　` : ''}${record.name}`;
        if (!here(record.id)) return el('li', {}, el('a', { class: 'pop-link', href: `${location.pathname}/rows/${record.id}` }, words));
        const button = el('button', { type: 'button', class: 'link-button' }, words);
        button.addEventListener('click', () => choose(record.id, { scroll: true }));
        return el('li', {}, button);
    }

    function open(hit) {
        if (!hit.length) return;
        const found = hit.flatMap((pin) => pin.resources);
        const rest = found.length - MOST_IN_POPUP;
        const content = el('div', { class: 'pop' }, el('ul', {}, ...found.slice(0, MOST_IN_POPUP).map(wayTo)),
            rest > 0 && el('p', {}, `ほか${rest}件。地図を大きくすると分かれます。`));
        openPopup(map, [hit[0].place.lat, hit[0].place.lng], content);
        choose(found[0].id, { scroll: found.length === 1 });
    }
    onPress(map, areas, ({ containerPoint }) => open(pins.at(containerPoint)));

    for (const show of document.querySelectorAll('[data-show]')) {
        const record = byId.get(Number(show.dataset.show));
        show.hidden = !record;
        show.addEventListener('click', () => {
            lookAt(map, L.latLng(record.place).toBounds(CLOSE_M));
            choose(record.id, { scroll: false });
            box.scrollIntoView({ block: 'nearest', behavior: calm() ? 'auto' : 'smooth' });
        });
    }
    document.documentElement.dataset.checked = '';
}

const box = globalThis.document?.querySelector('[data-check-map]');
if (box) {
    const rows = fetch(box.dataset.pins, { headers: { Accept: 'application/json' } }).then((answer) => answer.json());
    whenMapIsThere(async (frame) => start(box, frame, await rows));
}
