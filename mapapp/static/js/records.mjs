/** 書かれている一件: records read from the list that the server wrote, for pages that load no payload. */

/** One record for every element with `data-resource` and a point; its look is taken from the mark drawn in it. */
export function recordsIn(root) {
    const places = new Map();
    const kinds = new Map();
    return [...root.querySelectorAll('[data-resource][data-lng]')].map((one) => {
        const { resource, category, place, lng, lat, level } = one.dataset;
        if (!places.has(place)) places.set(place, { id: Number(place), lng: Number(lng), lat: Number(lat), level, name: wordsOf(one, '.card-place'), address: '' });
        if (!kinds.has(category)) kinds.set(category, kindOf(one));
        return {
            id: Number(resource),
            element: one,
            name: one.dataset.name ?? wordsOf(one, '.card-name'),
            when: wordsOf(one, '.card-when'),
            stale: 'stale' in one.dataset,
            place: places.get(place),
            category: kinds.get(category),
        };
    });
}

const wordsOf = (one, selector) => one.querySelector(selector)?.textContent.trim() ?? '';

function kindOf(one) {
    const svg = one.querySelector('svg.mark');
    return {
        code: one.dataset.category,
        name: wordsOf(one, '.card-kind'),
        consultation: svg.classList.contains('mark-flag'),
        shape: [...svg.classList].find((name) => name.startsWith('mark-')).slice(5),
        color: svg.querySelector('path').getAttribute('fill'),
        mark: svg.querySelector('text').textContent,
    };
}
