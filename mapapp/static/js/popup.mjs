/** ふきだし: what opens over a pin or a spot of the map. Everything in it is set as text. */

import { calm, el, unseen } from './dom.mjs';
import { markOf } from './shapes.mjs';

const SMALL_PX = 560; // a phone

/** All activities of the 会場 under the pointer. `nearHere(place)` orders the list from there. */
export function pinContent(pins, { nearHere } = {}) {
    const root = el('div', { class: 'pop' });
    for (const pin of pins) {
        root.append(
            el('h2', { class: 'pop-place' }, pin.place.name || pin.place.address || '会場'),
            pin.coarse ? el('p', { class: 'pop-unsure' }, '約：位置は町の中心です') : '',
            el('ul', { class: 'pop-list' }, ...pin.resources.map(activity)),
        );
    }
    if (nearHere && pins.length === 1) root.append(action('この会場から近い順', () => nearHere(pins[0].place)));
    return root;
}

function activity(resource) {
    return el('li', {}, markOf(resource.category, 28), el('div', {},
        el('a', { href: `/resources/${resource.id}` }, resource.name),
        el('p', {}, resource.when || '日時は未確認', unseen(`（${resource.category.name}）`))));
}

/** A spot without pins: the 自治会 there, and 近い順 from here. */
export function spotContent(area, { narrow, nearHere }) {
    const root = el('div', { class: 'pop' });
    if (area) {
        root.append(
            el('h2', { class: 'pop-place' }, area.name),
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

/** Opens the content over a lat-lng; on a small map it lies along the lower edge instead, and the map makes room. */
export function openPopup(map, latLng, content, lift = 14) {
    const size = map.getSize();
    const small = size.x < SMALL_PX;
    const popup = L.popup({
        maxWidth: 320, minWidth: 200, maxHeight: Math.max(160, size.y - 90), offset: [0, -lift],
        autoPan: !small, autoPanPaddingTopLeft: [64, 16], autoPanPaddingBottomRight: [16, 48],
        className: small ? 'pop-below' : '', pane: small ? 'below' : 'popupPane',
    });
    if (small) makeRoomBelow(map, latLng, size);
    popup.setLatLng(latLng).setContent(content).openOn(map);
    popup.getElement().querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', 'とじる');
    return popup;
}

/** A pane that does not move with the map, and the spot brought into the upper part of the view. */
function makeRoomBelow(map, latLng, size) {
    if (!map.getPane('below')) map.createPane('below', map.getContainer());
    const spot = map.latLngToContainerPoint(latLng);
    map.panBy(spot.subtract([size.x / 2, size.y * 0.22]), { animate: !calm() });
}
