/** 自治会・地区・一件のページ: pins for the cards on the page, the way from a card to its pin, and 印刷. */

import { isCoarse } from './data.mjs';
import { calm, whenMapIsThere } from './dom.mjs';
import { lookAt, onPress, speakJapanese } from './frame.mjs';
import { pinLayer } from './pins.mjs';
import { openPopup, pinContent } from './popup.mjs';
import { recordsIn } from './records.mjs';
import { addTiles } from './tiles.mjs';

const STREETS_M = 700; // so much of the town around a 会場
const TOWN_M = 1_500; // and around the centre of a 町

whenMapIsThere(({ map, areas }) => {
    const pins = pinLayer(map);
    const records = recordsIn(document);
    const focus = records.find((record) => 'focus' in record.element.dataset);
    speakJapanese(map);
    addTiles(map);
    pins.show(records);
    if (focus) {
        lookAt(map, L.latLng(focus.place).toBounds(isCoarse(focus.place) ? TOWN_M : STREETS_M), { animate: false });
        pins.select(focus.id);
    } else {
        map.on('popupclose', () => pins.select(null));
        onPress(map, areas, ({ containerPoint }) => open(pins.at(containerPoint)));
    }

    function open(hit) {
        if (!hit.length) return;
        openPopup(map, [hit[0].place.lat, hit[0].place.lng], pinContent(hit));
        pins.select(hit[0].resources[0].id);
    }

    for (const show of document.querySelectorAll('[data-show]')) {
        show.hidden = false;
        show.addEventListener('click', () => {
            const pin = pins.select(Number(show.dataset.show));
            document.getElementById('map').scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'center' });
            if (!pin) return;
            map.setView([pin.place.lat, pin.place.lng], Math.max(map.getZoom(), 15), { animate: false });
            open([pin]);
        });
    }
    document.documentElement.dataset.map = '';
});

for (const print of document.querySelectorAll('[data-print]')) {
    print.hidden = false;
    print.addEventListener('click', () => window.print());
}
