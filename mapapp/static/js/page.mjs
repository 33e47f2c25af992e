/** 地図と一覧のページ: form, list, count, sentence, map and address bar move together. */

import { read } from './data.mjs';
import { afterPaint, calm, el, unseen, whenMapIsThere } from './dom.mjs';
import { NOTHING, chosenFields, fromQuery, matcher, toQuery } from './filter.mjs';
import { areaMarker, lookAt, onPress, speakJapanese } from './frame.mjs';
import { cardList } from './list.mjs';
import { nearestFirst, reach } from './nearest.mjs';
import { areaPicker } from './picker.mjs';
import { pinLayer } from './pins.mjs';
import { openPopup, pinContent, spotContent } from './popup.mjs';
import { originOf, ownPosition } from './position.mjs';
import { describe, describeField } from './sentence.mjs';
import { addTiles } from './tiles.mjs';

const $ = (id) => document.getElementById(id);
const WIDE = matchMedia('(min-width: 60rem)'); // map beside the list
const ROOMY = matchMedia('(min-width: 75rem)'); // and the form beside both
const TYPING_MS = 150;
const MOST_IN_POPUP = 3; // 会場 drawn as one; more than these are first drawn apart
const CLOSE = 17;
const TITLE = document.title.split('｜').slice(-2).join('｜');

const form = $('filters');
const sheet = $('sheet');
const list = cardList($('resources'), $('more'));
let book = null;
let chosen = fromQuery(location.search);
let free = null; // a tapped or own position: never in the address bar, in storage or in a request
let found = [];
let picker = null;
let map = null;

/** Everything that follows from what is chosen. */
function update({ fit = false } = {}) {
    const origin = free ?? (chosen.near ? originOf(chosen.near, form.elements.near, book.places) : null);
    found = book.resources.filter(matcher(chosen));
    const far = origin && nearestFirst(found, origin);
    if (far) found = far.sorted;
    $('results').scrollTop = 0; // before the list changes: afterwards it would cost a layout
    list.show(found, far?.far);
    say(origin);
    map?.refresh(origin, fit);
    afterPaint(() => history.replaceState(null, '', `${location.pathname}${toQuery(chosen)}`));
}

function say(origin) {
    const words = describe(chosen, book);
    const anything = chosenFields(chosen).length > 0;
    $('sentence').replaceChildren(el('span', { class: 'sentence-words' }, words), unseen(': '), el('b', { class: 'sentence-count' }, `${found.length}件`));
    document.title = anything ? `${words}：${found.length}件｜${TITLE}` : TITLE;
    $('conditions').replaceChildren(...chosenFields(chosen).map((field) => condition(field)), ...(origin ? [condition('near', origin.words)] : []));
    form.querySelector('[type=submit]').textContent = `${found.length}件を見る`;
    $('pages').hidden = true;
    sayUnknown();
    sayNothing();
}

function condition(field, words = describeField(chosen, field, book)) {
    return el('li', {}, el('a', { class: 'condition', href: `/${toQuery(without(field))}`, 'data-field': field }, words, unseen('をはずす')));
}

const without = (field) => ({ ...chosen, [field]: NOTHING[field] });
const countOf = (filter) => book.resources.filter(matcher(filter)).length;

function sayUnknown() {
    const asked = chosen.weekdays.length || chosen.time || chosen.free || chosen.barrierFree;
    const more = asked && !chosen.unknown ? countOf({ ...chosen, unknown: true }) - found.length : 0;
    $('unknown-more').hidden = !more;
    $('unknown-more').querySelector('b').textContent = more;
}

function sayNothing() {
    $('nothing').hidden = found.length > 0;
    if (found.length) return;
    $('loosen').replaceChildren(...chosenFields(chosen).map((field) => {
        const count = countOf(without(field));
        return count && el('li', {}, el('a', { class: 'button', href: `/${toQuery(without(field))}`, 'data-field': field },
            `${describeField(chosen, field, book)} をはずす（${count}件）`));
    }).filter(Boolean));
}

/** The form shows what is chosen, wherever it was chosen. */
function fillForm() {
    const pairs = new URLSearchParams(toQuery(chosen));
    for (const box of form.querySelectorAll('input[type=checkbox]:not([name=area])')) box.checked = pairs.getAll(box.name).includes(box.value);
    for (const dot of form.querySelectorAll('input[type=radio]')) dot.checked = dot.value === chosen.time;
    form.elements.q.value = chosen.q;
    const select = form.elements.near;
    if (chosen.near && ![...select.options].some((option) => option.value === chosen.near)) select.append(el('option', { value: chosen.near }, '選んだ会場から'));
    select.value = chosen.near;
    for (const hidden of form.querySelectorAll('input[type=hidden]')) if (!chosen[hidden.name]) hidden.remove();
    picker.set(chosen.areas);
}

function choose(next, options) {
    if (next.near) free = null;
    chosen = next;
    fillForm();
    update(options);
}

function nearFrom(origin) {
    free = origin;
    chosen = { ...chosen, near: '' };
    fillForm();
    update();
}

function listen() {
    let timer = 0;
    form.addEventListener('change', (event) => {
        const before = chosen;
        chosen = fromQuery(new URLSearchParams(new FormData(form)));
        if (event.target.name === 'near') free = null;
        update({ fit: before.areas.join() !== chosen.areas.join() });
    });
    form.elements.q.addEventListener('input', (event) => {
        clearTimeout(timer);
        if (event.isComposing) return;
        timer = setTimeout(() => { chosen = { ...chosen, q: event.target.value.trim() }; update(); }, TYPING_MS);
    });
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        chosen = fromQuery(new URLSearchParams(new FormData(form)));
        update();
        if (!WIDE.matches) sheet.open = false;
        $('found').scrollIntoView({ behavior: calm() ? 'auto' : 'smooth' });
        $('results').focus({ preventScroll: true });
    });
    document.addEventListener('click', pressed);
    addEventListener('popstate', () => choose(fromQuery(location.search)));
    $('own-position').addEventListener('click', locate);
}

/** Links that only change the filter are answered here; with a modifier key they open as links do. */
function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest('[data-field], [data-clear], [data-unknown]');
    const show = event.target.closest('[data-show]');
    if (show) showOnMap(Number(show.dataset.show));
    if (!link) return;
    event.preventDefault();
    if ('unknown' in link.dataset) return choose({ ...chosen, unknown: true });
    if (link.dataset.field === 'near' || 'clear' in link.dataset) free = null;
    choose('clear' in link.dataset ? NOTHING : without(link.dataset.field));
    $('results').focus({ preventScroll: true });
}

async function locate() {
    const hint = $('near-hint');
    try {
        nearFrom(await ownPosition());
    } catch (error) {
        hint.textContent = error.message;
        hint.setAttribute('role', 'alert');
    }
}

function showOnMap(id) {
    list.select(id);
    map?.show(id);
    if (!WIDE.matches) $('map').scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'center' });
}

/** The map's side: pins, presses, the start of 近い順. */
function mapSide({ map: leaflet, areas }) {
    const pins = pinLayer(leaflet);
    const mark = areaMarker(areas);
    const start = L.layerGroup().addTo(leaflet);
    const drop = () => { leaflet.closePopup(); };
    const narrow = (area) => { drop(); choose({ ...chosen, areas: [...new Set([...chosen.areas, area.code])] }, { fit: true }); };
    const nearPlace = (place) => { drop(); choose({ ...chosen, near: `p:${place.id}` }); };
    speakJapanese(leaflet);
    addTiles(leaflet);
    leaflet.on('popupclose', () => pins.select(null));
    onPress(leaflet, areas, ({ latlng, containerPoint, area }) => {
        const hit = pins.at(containerPoint);
        if (hit.length > MOST_IN_POPUP && leaflet.getZoom() < CLOSE) return comeCloser(leaflet, hit);
        if (hit.length) return open(hit);
        const nearHere = () => { drop(); nearFrom({ lng: latlng.lng, lat: latlng.lat, words: '地図で選んだ所から近い順' }); };
        openPopup(leaflet, latlng, spotContent(book.areas.get(area), { narrow, nearHere }), 0);
    });
    leaflet.on('mousemove', ({ containerPoint }) => leaflet.getContainer().classList.toggle('on-pin', pins.at(containerPoint).length > 0));

    function open(hit) {
        openPopup(leaflet, [hit[0].place.lat, hit[0].place.lng], pinContent(hit, { nearHere: nearPlace }));
        pins.select(hit[0].resources[0].id);
        const card = list.select(hit[0].resources[0].id);
        if (WIDE.matches) card?.scrollIntoView({ block: 'nearest' });
    }

    return {
        refresh(origin, fit) {
            drop();
            pins.show(found);
            mark(chosen.areas);
            start.clearLayers();
            if (origin) startAt(origin, start, leaflet);
            if (fit) fitAreas(leaflet, chosen.areas.map((code) => areas[code]).filter(Boolean));
        },
        show(id) {
            const pin = pins.select(id);
            if (!pin) return;
            leaflet.setView([pin.place.lat, pin.place.lng], Math.max(leaflet.getZoom(), 15), { animate: false });
            openPopup(leaflet, [pin.place.lat, pin.place.lng], pinContent([pin], { nearHere: nearPlace }));
            pins.select(id);
        },
    };
}

function startAt(origin, group, leaflet) {
    const at = [origin.lat, origin.lng];
    for (const minutes of [5, 10]) L.circle(at, { radius: reach(minutes), interactive: false, fill: false, color: '#0017c1', weight: 2, dashArray: '2 6' }).addTo(group);
    L.circleMarker(at, { radius: 9, interactive: false, color: '#fff', weight: 3, fillColor: '#0017c1', fillOpacity: 1 }).addTo(group);
    lookAt(leaflet, L.latLng(at).toBounds(2.2 * reach(10)));
}

function comeCloser(leaflet, pins) {
    const bounds = L.latLngBounds(pins.map(({ place }) => [place.lat, place.lng]));
    leaflet.fitBounds(bounds.pad(0.15), { animate: !calm(), maxZoom: CLOSE });
}

function fitAreas(leaflet, layers) {
    const bounds = L.latLngBounds([]);
    layers.forEach((layer) => bounds.extend(layer.getBounds()));
    if (bounds.isValid()) lookAt(leaflet, bounds.pad(0.1), { maxZoom: 15.5 });
}

/** A date is only asked of the server, which knows 第2水曜日 and 祝日休み; everything else is answered here. */
async function begin() {
    const main = $('main');
    const payload = 'serverOnly' in main.dataset ? null : await fetch(main.dataset.resources).then((answer) => answer.ok && answer.json(), () => null);
    if (!payload) return import('./place.mjs'); // the server's list and form go on working; its cards get their pins
    book = read(payload);
    const jichikai = [...book.areas.values()].filter((area) => area.kind === 'jichikai');
    picker = areaPicker($('area-picker'), jichikai, () => form.dispatchEvent(new Event('change')));
    document.querySelectorAll('[data-script-only]').forEach((one) => { one.hidden = false; });
    $('own-position').hidden = !('geolocation' in navigator && isSecureContext);
    const page = Number(new URLSearchParams(location.search).get('page') ?? 1);
    const follow = () => { sheet.open = ROOMY.matches; };
    ROOMY.addEventListener('change', follow);
    follow();
    listen();
    fillForm();
    update();
    if (page > 1) list.show(found, null, page * 50);
    document.documentElement.dataset.ready = '';
    whenMapIsThere((frame) => {
        map = mapSide(frame);
        const origin = chosen.near ? originOf(chosen.near, form.elements.near, book.places) : null;
        map.refresh(origin, chosen.areas.length > 0);
        document.documentElement.dataset.map = '';
    });
}

begin();
