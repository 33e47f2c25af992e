/** 自治会をえらぶ: the plain select becomes a box to type in, with a list by 五十音 (ARIA combobox). */

import { el } from './dom.mjs';
import { searchForm } from './filter.mjs';

/** The areas whose name or reading holds the text; all of them when there is none. */
export function fitting(areas, text) {
    const word = searchForm(text);
    if (!word) return areas;
    const begins = (area) => searchForm(area.kana).startsWith(word) || searchForm(area.name).startsWith(word);
    const found = areas.filter((area) => searchForm(area.name).includes(word) || searchForm(area.kana).includes(word));
    return [...found.filter(begins), ...found.filter((area) => !begins(area))];
}

/** Replaces the select inside `root`. `onChange(codes)` hears every change; `set(codes)` shows a choice made elsewhere. */
export function areaPicker(root, areas, onChange) {
    let codes = [];
    let active = -1;
    const input = el('input', {
        type: 'text', id: 'area', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'area-options', 'aria-autocomplete': 'list',
        autocomplete: 'off', placeholder: '名前を入れるか、一覧から', 'aria-describedby': 'area-hint',
    });
    const open = el('button', { type: 'button', class: 'picker-open', 'aria-label': '自治会の一覧をひらく', tabindex: '-1' }, '▾');
    const rows = el('div', { class: 'picker-rows', role: 'group', 'aria-label': '五十音の行' });
    const list = el('ul', { id: 'area-options', role: 'listbox', 'aria-label': '自治会', 'aria-multiselectable': 'true' });
    const panel = el('div', { class: 'picker-panel', hidden: true }, rows, list);
    const chips = el('div', { class: 'choices area-chosen' });
    const hint = el('p', { class: 'hint', id: 'area-hint' }, '地図の上で区域を押してもえらべます。');
    root.querySelector('.area-chosen')?.remove();
    root.querySelector('select').replaceWith(chips, el('div', { class: 'picker' }, input, open, panel), hint);

    for (const row of [...new Set(areas.map((area) => area.row))]) {
        const button = el('button', { type: 'button', tabindex: '-1', 'aria-label': `${row}行` }, row);
        button.addEventListener('click', () => {
            input.value = '';
            show(areas);
            list.querySelector(`[data-row="${row}"]`)?.scrollIntoView({ block: 'start' });
            input.focus();
        });
        rows.append(button);
    }

    const options = () => [...list.querySelectorAll('[role=option]')];

    function show(found) {
        list.replaceChildren();
        let row = '';
        for (const area of found) {
            if (area.row !== row && !input.value) {
                row = area.row;
                list.append(el('li', { class: 'picker-row', role: 'presentation', 'data-row': row }, row === '他' ? row : `${row}行`));
            }
            list.append(el('li', { role: 'option', id: `area-${area.code}`, 'data-code': area.code, 'aria-selected': String(codes.includes(area.code)) }, area.name));
        }
        if (!found.length) list.append(el('li', { class: 'picker-row', role: 'presentation' }, '見つかりません'));
        active = -1;
        input.removeAttribute('aria-activedescendant');
        panel.hidden = false;
        panel.scrollIntoView({ block: 'nearest' });
        input.setAttribute('aria-expanded', 'true');
    }

    function hide() {
        panel.hidden = true;
        input.setAttribute('aria-expanded', 'false');
        input.removeAttribute('aria-activedescendant');
    }

    function move(step) {
        if (panel.hidden) show(fitting(areas, input.value));
        const all = options();
        if (!all.length) return;
        all[active]?.classList.remove('active');
        active = (active + step + all.length) % all.length;
        all[active].classList.add('active');
        all[active].scrollIntoView({ block: 'nearest' });
        input.setAttribute('aria-activedescendant', all[active].id);
    }

    function toggle(code) {
        codes = codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code];
        input.value = '';
        hide();
        chip();
        onChange(codes);
    }

    function chip() {
        chips.replaceChildren(...codes.map((code) => {
            const box = el('input', { type: 'checkbox', name: 'area', value: code });
            box.checked = true;
            return el('label', {}, box, el('span', {}, areas.find((area) => area.code === code)?.name ?? code));
        }));
        chips.hidden = !codes.length;
    }

    const keys = {
        ArrowDown: () => move(1),
        ArrowUp: () => move(-1),
        Escape: () => { input.value = ''; hide(); },
        Enter: () => {
            const all = options();
            const chosen = all[active] ?? (input.value && all[0]);
            if (chosen && !panel.hidden) toggle(chosen.dataset.code);
        },
    };
    input.addEventListener('keydown', (event) => {
        if (!(event.key in keys) || event.isComposing) return;
        event.preventDefault();
        keys[event.key]();
    });
    input.addEventListener('input', () => show(fitting(areas, input.value)));
    input.addEventListener('click', () => show(fitting(areas, input.value)));
    input.addEventListener('change', (event) => event.stopPropagation());
    open.addEventListener('click', () => { panel.hidden ? (show(areas), input.focus()) : hide(); });
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
        const option = event.target.closest('[role=option]');
        if (option) toggle(option.dataset.code);
    });
    chips.addEventListener('change', (event) => {
        event.stopPropagation();
        toggle(event.target.value);
        input.focus();
    });
    root.addEventListener('focusout', (event) => { if (!root.contains(event.relatedTarget)) hide(); });
    chip();
    return { set(next) { codes = [...next]; chip(); } };
}
