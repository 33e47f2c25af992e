/** ファイルを送る: a file may be dropped, one that is too large or of another kind is told before it is sent, and it goes once. */

const form = document.querySelector('[data-send]');

/** What is wrong with a file before it is sent, '' when nothing is. */
export function wrong({ name, size }, { most, suffixes }) {
    if (!suffixes.some((suffix) => name.toLowerCase().endsWith(suffix))) return `「${name}」は送れません。${suffixes.join('・')} のファイルを選んでください。`;
    if (size > most) return `「${name}」は ${(size / 1e6).toFixed(1)} MBあります。${most / 1e6} MBまでのファイルを選んでください。`;
    if (size === 0) return `「${name}」は空のファイルです。`;
    return '';
}

if (form) {
    const input = form.querySelector('input[type=file]');
    const drop = form.querySelector('[data-drop]');
    const told = form.querySelector('[data-told]');
    const limits = { most: Number(form.dataset.most), suffixes: input.accept.split(',') };

    const look = () => {
        const [file] = input.files;
        const words = file ? wrong(file, limits) : '';
        told.textContent = words;
        input.setAttribute('aria-invalid', String(Boolean(words)));
        return !words;
    };
    const over = (yes) => (event) => {
        event.preventDefault();
        drop.classList.toggle('drop-over', yes);
    };
    form.querySelector('[data-drop-wish]').hidden = matchMedia('(pointer: coarse)').matches;
    input.addEventListener('change', look);
    for (const name of ['dragenter', 'dragover']) drop.addEventListener(name, over(true));
    drop.addEventListener('dragleave', over(false));
    drop.addEventListener('drop', (event) => {
        over(false)(event);
        if (!event.dataTransfer.files.length) return;
        input.files = event.dataTransfer.files;
        look();
    });
    form.addEventListener('submit', (event) => {
        if (!look()) event.preventDefault();
        else if (form.dataset.sent) event.preventDefault();
        else form.dataset.sent = 'yes';
    });
    addEventListener('pageshow', () => { delete form.dataset.sent; });
}
