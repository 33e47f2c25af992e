/** 記録の一覧: how many are picked is said; picking a record and picking all of them exclude each other. */

const form = document.getElementById('many');
const all = form?.querySelector('[name=all]');

if (all) {
    const said = form.querySelector('[data-picked]');
    const boxes = [...form.querySelectorAll('[name=id]')];
    const tell = () => {
        const count = boxes.filter((box) => box.checked).length;
        said.textContent = all.checked ? '' : count ? `${count}件を選んでいます` : '';
    };
    form.addEventListener('change', ({ target }) => {
        if (target === all && all.checked) boxes.forEach((box) => { box.checked = false; });
        if (target.name === 'id' && target.checked) all.checked = false;
        tell();
    });
    tell();
}
