/** 持ち帰る地図: pins for the list that stands in the file, and 種類 to choose. Asks nothing of any network. */

import { calm, whenMapIsThere } from './dom.mjs';
import { onPress, speakJapanese } from './frame.mjs';
import { pinLayer } from './pins.mjs';
import { openPopup, pinContent } from './popup.mjs';
import { recordsIn } from './records.mjs';

const lines = [...document.querySelectorAll('[data-resource]')];
const records = recordsIn(document);
const form = document.getElementById('kinds');
const state = document.getElementById('state');
let showing = null;

const chosen = () => [...form.querySelectorAll(':checked')].map((box) => box.value);

/** List, count and pins follow the chosen 種類; none chosen means all. */
function update() {
    const kinds = chosen();
    const fits = (kind) => !kinds.length || kinds.includes(kind);
    for (const line of lines) line.hidden = !fits(line.dataset.category);
    state.textContent = `${lines.filter((line) => !line.hidden).length}件`;
    showing?.(records.filter((record) => fits(record.category.code)));
}

/** Links of a popup lead to the entry in this file. */
function contentOf(hit) {
    const content = pinContent(hit);
    for (const link of content.querySelectorAll('a')) link.setAttribute('href', `#r${link.getAttribute('href').split('/').pop()}`);
    return content;
}

whenMapIsThere(({ map, areas }) => {
    document.documentElement.dataset.live = '';
    map.invalidateSize({ pan: false });
    map.fitBounds(map.options.home, { padding: [16, 16], animate: false });
    const pins = pinLayer(map);
    const open = (hit) => {
        openPopup(map, [hit[0].place.lat, hit[0].place.lng], contentOf(hit));
        pins.select(hit[0].resources[0].id);
    };
    speakJapanese(map);
    map.on('popupclose', () => pins.select(null));
    onPress(map, areas, ({ containerPoint }) => {
        const hit = pins.at(containerPoint);
        if (hit.length) open(hit);
    });
    for (const button of document.querySelectorAll('[data-show]')) {
        button.hidden = false;
        button.addEventListener('click', () => {
            const pin = pins.select(Number(button.dataset.show));
            if (!pin) return;
            map.getContainer().scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'nearest' });
            map.setView([pin.place.lat, pin.place.lng], Math.max(map.getZoom(), 15), { animate: false });
            open([pin]);
        });
    }
    showing = (found) => pins.show(found);
    update();
});

form.hidden = false;
form.addEventListener('change', update);
update();
