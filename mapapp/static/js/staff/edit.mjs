/** 記録を書く: 開催日時 is read back while one types, only the chosen way to a 会場 is open, and what is wrong is gone to. */

const WAIT_MS = 400;
const form = document.querySelector('[data-module=record-form]');

document.getElementById('summary')?.focus();

if (form) {
    const text = form.elements.schedule_text;
    const told = form.querySelector('[data-reading]');
    let later = 0;
    let asked = 0;

    async function readBack() {
        const mine = ++asked;
        const answer = await fetch('/staff/resources/reading', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'X-CSRFToken': form.elements.csrf_token.value },
            body: JSON.stringify({ text: text.value }),
        }).catch(() => null);
        if (!answer?.ok || mine !== asked) return;
        const { html } = await answer.json();
        told.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
    }

    form.querySelector('[data-read]').hidden = true;
    text.addEventListener('input', () => {
        clearTimeout(later);
        later = setTimeout(readBack, WAIT_MS);
    });

    const open = () => {
        for (const part of form.querySelectorAll('[data-part]')) part.hidden = form.elements.venue.value !== part.dataset.part;
    };
    for (const way of form.elements.venue) way.addEventListener('change', open);
    open();

    form.elements.venue_words.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        form.querySelector('[value=find]').click();
    });
}
