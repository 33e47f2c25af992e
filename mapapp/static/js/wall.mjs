/** 大きく見る: keys 1–9 show one 種類, 0 all, F the full screen. Nothing is fetched after the page has come. */

import { whenMapIsThere } from './dom.mjs';
import { speakJapanese } from './frame.mjs';
import { pinLayer } from './pins.mjs';
import { recordsIn } from './records.mjs';

const PIN_PX = 46;
const list = document.getElementById('wall-list');
const state = document.getElementById('wall-state');
const buttons = [...document.querySelectorAll('button[data-kind]')];
const records = recordsIn(list);
const everything = state.textContent;
let kind = '';
let pins = null;

function show(button) {
    kind = button.dataset.kind;
    for (const one of buttons) one.setAttribute('aria-pressed', String(one === button));
    for (const line of list.children) line.hidden = kind !== '' && line.dataset.category !== kind;
    state.textContent = kind ? `${button.dataset.name}：${button.querySelector('b').textContent}件` : everything;
    pins?.show(records.filter((record) => !kind || record.category.code === kind));
}

const full = document.getElementById('full');
const toggleFull = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
full.hidden = !document.fullscreenEnabled;
full.addEventListener('click', toggleFull);
document.querySelectorAll('[data-script-only]').forEach((one) => { one.hidden = false; });
for (const button of buttons) button.disabled = false;
for (const button of buttons) button.addEventListener('click', () => show(button));

addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === 'f' && document.fullscreenEnabled) toggleFull();
    const button = buttons.find((one) => one.dataset.key === event.key);
    if (button) show(button);
});

whenMapIsThere(({ map }) => {
    pins = pinLayer(map, { size: PIN_PX });
    speakJapanese(map);
    show(buttons.find((button) => button.dataset.kind === kind));
    document.documentElement.dataset.map = '';
});
