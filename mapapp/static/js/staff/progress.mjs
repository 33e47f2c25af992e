/** 読み取りの進みぐあい: asked every second; when the worker is done the page that comes next is opened. */

const EVERY_MS = 1_000;
const box = document.querySelector('[data-progress]');

async function ask() {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
}

function show({ busy, percent, words, away }) {
    if (!busy) {
        location.reload();
        return;
    }
    const bar = box.querySelector('progress');
    bar.value = percent;
    bar.textContent = `${percent}%`;
    box.querySelector('[data-percent]').textContent = `${percent}%`;
    say('[data-words]', words);
    box.querySelector('[data-away]').hidden = !away;
    setTimeout(next, EVERY_MS);
}

/** Only words that are new are said again by a screen reader. */
function say(selector, words) {
    const spot = box.querySelector(selector);
    if (spot.textContent !== words) spot.textContent = words;
}

function next() {
    ask().catch(() => setTimeout(next, EVERY_MS * 5));
}

if (box) setTimeout(next, EVERY_MS / 2);
