/** 画面の部品: elements made from words. Text is only ever set as text. */

/** An element with attributes and children; strings become text nodes, false and null are left out. */
export function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === true) made.setAttribute(name, '');
        else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== false && child !== null && child !== ''));
    return made;
}

/** Words that only a screen reader says. */
export const unseen = (text) => el('span', { class: 'visually-hidden' }, text);

/** True when a person asked the system for less motion. */
export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Runs once the next frame is on the screen: for what nobody waits to see. */
export function afterPaint(run) {
    if (document.visibilityState === 'hidden') run();
    else requestAnimationFrame(() => setTimeout(run));
}

/** Runs when folium's frame is there, whether it came before or after this module. */
export function whenMapIsThere(run) {
    if (window.wagagotoFrame) run(window.wagagotoFrame);
    else document.addEventListener('wagagoto:map', (event) => run(event.detail), { once: true });
}
