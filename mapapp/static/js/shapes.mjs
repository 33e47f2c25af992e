/** 種類のしるし: the paths of templates/components/marks.html, for canvas and for cards made in the browser. */

export const SHAPES = {
    circle: 'M16 2.5a13.5 13.5 0 1 1 0 27a13.5 13.5 0 1 1 0-27z',
    square: 'M6.5 4h19a2.5 2.5 0 0 1 2.5 2.5v19a2.5 2.5 0 0 1-2.5 2.5h-19a2.5 2.5 0 0 1-2.5-2.5v-19a2.5 2.5 0 0 1 2.5-2.5z',
    diamond: 'M16 .8L31.2 16L16 31.2L.8 16z',
    triangle: 'M16 1L31.5 28.5H.5z',
    pentagon: 'M16 1.2L31 12.2L25.3 29.5H6.7L1 12.2z',
    hexagon: 'M16 1L29.2 8.5V23.5L16 31L2.8 23.5V8.5z',
    star: 'M16 0.2L20.5 5.1L27.2 4.8L26.9 11.5L31.8 16L26.9 20.5L27.2 27.2L20.5 26.9L16 31.8L11.5 26.9L4.8 27.2L5.1 20.5L0.2 16L5.1 11.5L4.8 4.8L11.5 5.1z',
    flag: 'M1.5 .5H4.5V2.5H31.5L27.5 12L31.5 21.5H4.5V31.5H1.5z',
};
const BASELINE = { triangle: 25, flag: 17, pentagon: 23 };
const SVG = 'http://www.w3.org/2000/svg';

/** Where the word of a mark stands in its 32 × 32 box, and how large it is. */
export function wordOf({ mark, shape }) {
    const size = mark.length > 1 || shape === 'triangle' ? 13 : 15.5;
    return { x: shape === 'flag' ? 17 : 16, y: BASELINE[shape] ?? 21.5, size };
}

/** The mark as an SVG element, the same as the Jinja macro makes. */
export function markOf(category, size) {
    const word = wordOf(category);
    const svg = make('svg', {
        class: `mark mark-${category.shape}`, width: size, height: size, viewBox: '-1 -1 34 34', 'aria-hidden': 'true', focusable: 'false',
    });
    const text = make('text', { x: word.x, y: word.y, 'text-anchor': 'middle', fill: '#fff', 'font-size': word.size });
    text.textContent = category.mark;
    svg.append(make('path', { d: SHAPES[category.shape], fill: category.color }), text);
    return svg;
}

function make(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
}
