/** ふきだし: what opens over a pin or a spot of the map. Everything in it is set as text. */

import { el, unseen } from './dom.mjs';
import { markOf } from './shapes.mjs';

/** All activities of the 会場 under the pointer. `nearHere(place)` orders the list from there. */
export function pinContent(pins, { nearHere } = {}) {
    const root = el('div', { class: 'pop' });
    for (const pin of pins) {
        root.append(
            el('h3', { class: 'pop-place' }, pin.place.name || pin.place.address || '会場'),
            pin.coarse ? el('p', { class: 'pop-unsure' }, '約：位置は町の中心です') : '',
            el('ul', { class: 'pop-list' }, ...pin.resources.map(activity)),
        );
    }
    if (nearHere) root.append(action('この会場から近い順', () => nearHere(pins[0].place)));
    return root;
}

function activity(resource) {
    return el('li', {}, markOf(resource.category, 28), el('div', {},
        el('a', { href: `/resources/${resource.id}` }, resource.name),
        el('p', {}, resource.schedule || resource.scheduleText || '日時は未確認', unseen(`（${resource.category.name}）`))));
}

/** A spot without pins: the 自治会 there, and 近い順 from here. */
export function spotContent(area, { narrow, nearHere }) {
    const root = el('div', { class: 'pop' });
    if (area) {
        root.append(
            el('h3', { class: 'pop-place' }, area.name),
            area.approximate ? el('p', { class: 'pop-unsure' }, 'おおよその区域') : '',
            action('この自治会でしぼりこむ', () => narrow(area)),
            el('p', {}, el('a', { class: 'pop-link', href: `/areas/${area.code}` }, 'この自治会のページへ')),
        );
    }
    root.append(action('ここから近い順', nearHere));
    return root;
}

function action(words, run) {
    const button = el('button', { type: 'button', class: 'button small' }, words);
    button.addEventListener('click', run);
    return button;
}

/** Opens the content over a lat-lng; the close button speaks Japanese. */
export function openPopup(map, latLng, content, lift = 14) {
    const popup = L.popup({ maxWidth: 320, minWidth: 200, maxHeight: Math.max(160, map.getSize().y - 90), offset: [0, -lift], autoPanPadding: [16, 16] });
    popup.setLatLng(latLng).setContent(content).openOn(map);
    popup.getElement()?.querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', 'とじる');
    return popup;
}
