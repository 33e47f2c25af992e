/** 列の読み方: a field that two columns would fill is told at once; a change of sheet or header reads the columns anew. */

const form = document.querySelector('[data-columns]');

/** The fields that several columns name, though only one may; [value, value, …] → Set. */
export function twice(values, many) {
    const seen = new Set();
    const doubled = new Set();
    for (const value of values) {
        if (value && !many.includes(value) && seen.has(value)) doubled.add(value);
        seen.add(value);
    }
    return doubled;
}

if (form) {
    const selects = [...form.querySelectorAll('select[data-field]')];
    const told = form.querySelector('[data-told]');
    const many = (form.querySelector('[data-many]')?.dataset.many ?? '').split(' ');

    const look = () => {
        const doubled = twice(selects.map((one) => one.value), many);
        const words = [...doubled].map((value) => selects[0].querySelector(`option[value="${value}"]`).textContent);
        for (const select of selects) {
            select.setAttribute('aria-invalid', String(doubled.has(select.value)));
            const row = select.closest('tr');
            const corrected = !select.options[select.selectedIndex].defaultSelected && (select.value !== '' || select.querySelector('[selected]') !== null);
            row.classList.toggle('column-unused', !select.value);
            row.classList.toggle('column-corrected', corrected);
            row.querySelector('[data-chosen]').hidden = !corrected;
            row.querySelector('[data-guess]').hidden = corrected;
        }
        told.textContent = words.length ? `「${words.join('」「')}」に二つの列が選ばれています。どちらか一つにしてください。` : '';
    };
    for (const select of selects) select.addEventListener('change', look);
    for (const one of form.querySelectorAll('[data-reread]')) {
        one.addEventListener('change', () => form.querySelector('button[value="reread"]').click());
    }
}
