/** 一覧: a window on the result, fifty cards at a time; the accessible twin of the pins. */

import { cardOf } from './card.mjs';
import { afterPaint } from './dom.mjs';

const STEP = 50;
const ON_PAPER = 300; // some forty pages; what is left out is told there
const AT_ONCE = 12; // more than a screen; the others follow when these can be seen

/** The list over its `ol` and its さらに表示 button. */
export function cardList(root, more) {
    const [button, onPaper] = more.children;
    let records = [];
    let far = null;
    let shown = 0;

    function grow(until) {
        const next = records.slice(shown, until);
        root.append(...next.map((record) => cardOf(record, far?.get(record.id))));
        shown += next.length;
        more.hidden = shown >= records.length;
        button.textContent = `さらに表示（のこり${records.length - shown}件）`;
        onPaper.textContent = `このほかに${records.length - shown}件あります。条件をしぼって印刷してください。`;
    }

    addEventListener('beforeprint', () => grow(ON_PAPER));
    button.addEventListener('click', () => {
        const first = shown;
        grow(shown + STEP);
        root.children[first]?.querySelector('a')?.focus();
    });

    return {
        /** Takes over the cards that the server wrote. */
        adopt(all) {
            records = all;
            shown = root.children.length;
            root.querySelectorAll('[data-show]').forEach((show) => { show.hidden = false; });
            grow(shown);
        },
        show(all, distances, count = STEP) {
            records = all;
            far = distances;
            shown = 0;
            root.replaceChildren();
            grow(Math.min(count, AT_ONCE));
            afterPaint(() => { if (records === all && shown < count) grow(count); });
        },
        /** The card of a record, drawn if it was not yet, marked as the chosen one. */
        select(id) {
            root.querySelector('.card-chosen')?.classList.remove('card-chosen');
            const index = records.findIndex((record) => record.id === id);
            if (index < 0) return null;
            if (index >= shown) grow(Math.ceil((index + 1) / STEP) * STEP);
            const card = root.querySelector(`[data-resource="${id}"]`);
            card?.classList.add('card-chosen');
            return card;
        },
    };
}
