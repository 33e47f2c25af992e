/** ピンの絵: a pin drawn once for each look, then stamped. Shape, word and colour tell it apart; 約 is hollow and dashed, grey is old. */

import { SHAPES, wordOf } from './shapes.mjs';

const INK = '#1a1a1c';
const GREY = '#767676'; // not confirmed in time; white words on it are still AA
const FONT = '"Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif';
const MOST_MARKS = 4;
const STRIDE = 29; // from mark to mark, in the 32-unit box of a mark
const cache = new Map();

/** How many marks stand side by side where there is room for them. */
export const marksOf = ({ kinds, coarse }) => (coarse || kinds.length > MOST_MARKS ? 1 : kinds.length);

/** The picture of what is drawn as one pin, `px` CSS px large, for a screen of that pixel ratio; `ring` when chosen. */
export function sprite({ kinds, count, coarse, wide }, px, ratio, ring) {
    const key = `${kinds.map((kind) => kind.code + (kind.stale ? '-' : '')).join(' ')}|${count}|${coarse}|${wide}|${px}|${ratio}|${ring}`;
    const shown = kinds.map((kind) => (kind.stale ? { ...kind, color: GREY } : kind));
    if (!cache.has(key)) cache.set(key, draw({ kinds: shown, count, coarse, wide }, (px * ratio) / 32, ring));
    return cache.get(key);
}

function draw(pin, scale, ring) {
    const marks = pin.wide ? marksOf(pin) : 1;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil((52 + (marks - 1) * STRIDE) * scale);
    canvas.height = Math.ceil(52 * scale);
    const pen = canvas.getContext('2d');
    pen.scale(scale, scale);
    pen.translate(10 + ((marks - 1) * STRIDE) / 2, 10);
    pen.lineJoin = 'round';
    if (ring) halo(pen, marks);
    if (pin.coarse) hollow(pen, pin);
    else if (marks > 1) sideBySide(pen, pin, marks);
    else if (pin.kinds.length > 1) several(pen, pin);
    else single(pen, pin);
    return canvas;
}

function capsule(pen, marks, radius) {
    const half = ((marks - 1) * STRIDE) / 2;
    pen.beginPath();
    pen.roundRect(16 - half - radius, 16 - radius, 2 * (half + radius), 2 * radius, radius);
}

function sideBySide(pen, pin, marks) {
    capsule(pen, marks, 18.5);
    pen.fillStyle = '#fff';
    pen.fill();
    pen.lineWidth = 1.4;
    pen.strokeStyle = INK;
    pen.stroke();
    pin.kinds.slice(0, marks).forEach((kind, i) => {
        pen.save();
        pen.translate((i - (marks - 1) / 2) * STRIDE + 2.4, 2.4);
        pen.scale(0.85, 0.85);
        body(pen, new Path2D(SHAPES[kind.shape]), kind.color);
        const word = wordOf(kind);
        say(pen, kind.mark, word.x, word.y, word.size, '#fff');
        pen.restore();
    });
    if (pin.count > marks) badge(pen, pin.count, ((marks - 1) * STRIDE) / 2 + 2);
}

function halo(pen, marks) {
    capsule(pen, marks, 23);
    pen.fillStyle = 'rgba(255, 212, 61, .85)';
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = INK;
    pen.stroke();
}

function single(pen, pin) {
    const [kind] = pin.kinds;
    const path = new Path2D(SHAPES[kind.shape]);
    outline(pen, path, 5);
    body(pen, path, kind.color);
    const word = wordOf(kind);
    say(pen, kind.mark, word.x, word.y, word.size, '#fff');
    if (pin.count > 1) badge(pen, pin.count);
}

function several(pen, pin) {
    pen.beginPath();
    pen.arc(16, 16, 17.5, 0, 2 * Math.PI);
    pen.fillStyle = '#fff';
    pen.fill();
    const turn = (2 * Math.PI) / pin.kinds.length;
    pin.kinds.forEach((kind, i) => {
        pen.beginPath();
        pen.arc(16, 16, 12.5, i * turn - Math.PI / 2, (i + 1) * turn - Math.PI / 2);
        pen.lineWidth = 5.5;
        pen.strokeStyle = kind.color;
        pen.stroke();
    });
    const size = pin.count > 99 ? 9.5 : pin.count > 9 ? 12.5 : 15;
    say(pen, String(pin.count), 16, 16 + size * 0.36, size, INK);
    const desk = pin.kinds.find((kind) => kind.consultation);
    if (desk) smallFlag(pen, desk);
}

function smallFlag(pen, desk) {
    pen.save();
    pen.translate(22.5, -9);
    pen.scale(0.58, 0.58);
    const path = new Path2D(SHAPES.flag);
    outline(pen, path, 6);
    body(pen, path, desk.color);
    say(pen, desk.mark, 17, 17, 15, '#fff');
    pen.restore();
}

function hollow(pen, pin) {
    const one = pin.kinds.length === 1;
    fillHollow(pen, one ? pin.kinds[0].color : INK);
    say(pen, '約', 16, 21.5, 15, one ? pin.kinds[0].color : INK);
    if (pin.count > 1) badge(pen, pin.count);
}

function fillHollow(pen, color) {
    pen.beginPath();
    pen.arc(16, 16, 14.5, 0, 2 * Math.PI);
    pen.fillStyle = 'rgba(255, 255, 255, .92)';
    pen.fill();
    pen.setLineDash([4.2, 3]);
    pen.lineWidth = 2.6;
    pen.strokeStyle = color;
    pen.stroke();
    pen.setLineDash([]);
}

function badge(pen, count, right = 0) {
    pen.beginPath();
    pen.arc(28 + right, 3, 8, 0, 2 * Math.PI);
    pen.fillStyle = INK;
    pen.fill();
    pen.lineWidth = 1.6;
    pen.strokeStyle = '#fff';
    pen.stroke();
    if (count > 99) say(pen, '99+', 28 + right, 6, 8, '#fff');
    else say(pen, String(count), 28 + right, 7.1, 11, '#fff');
}

function outline(pen, path, width) {
    pen.lineWidth = width;
    pen.strokeStyle = '#fff';
    pen.stroke(path);
}

function body(pen, path, color) {
    pen.fillStyle = color;
    pen.fill(path);
    pen.lineWidth = 0.8;
    pen.strokeStyle = 'rgba(0, 0, 0, .45)';
    pen.stroke(path);
}

function say(pen, text, x, y, size, color) {
    pen.font = `700 ${size}px ${FONT}`;
    pen.textAlign = 'center';
    pen.fillStyle = color;
    pen.fillText(text, x, y);
}
