/** 情報の確認: 全部選ぶ and 印刷. Everything works without this. */

for (const button of document.querySelectorAll('[data-choose-all]')) {
    const boxes = [...button.closest('form').querySelectorAll('input[type=checkbox]')];
    button.hidden = false;
    button.addEventListener('click', () => {
        const all = boxes.every((box) => box.checked);
        for (const box of boxes) box.checked = !all;
        button.textContent = all ? '全部選ぶ' : '全部はずす';
    });
}

for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
}
