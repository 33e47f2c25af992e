/** 自治会・地区・一件のページ: pins for the cards on the page, the way from a card to its pin, and 印刷. */

import { calm, whenMapIsThere } from './dom.mjs';
import { onPress, speakJapanese } from './frame.mjs';
import { pinLayer } from './pins.mjs';
import { openPopup, pinContent } from './popup.mjs';
import { recordsIn } from './records.mjs';
import { addTiles } from './tiles.mjs';

const CLOSE = 16;

whenMapIsThere(({ map, areas }) => {
    const pins = pinLayer(map);
    const records = recordsIn(document);
    const focus = records.find((record) => 'focus' in record.element.dataset);
    speakJapanese(map);
    addTiles(map);
    pins.show(records);
    if (focus) {
        map.setView([focus.place.lat, focus.place.lng], focus.place.level === 'machiaza' ? CLOSE - 1 : CLOSE, { animate: false });
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
