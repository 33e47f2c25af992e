/** しぼりこみ: what was chosen, read from the address bar and asked of each record. geodata/filters says the same in SQL. */

export const NOTHING = Object.freeze({
    categories: [], targets: [], weekdays: [], time: '', date: '', areas: [], q: '', bbox: '', free: false, barrierFree: false, unknown: false, near: '',
});
const LISTS = { categories: 'category', targets: 'target', weekdays: 'weekday', areas: 'area' };
const FLAGS = { free: 'free', barrierFree: 'barrier_free', unknown: 'unknown' };
const ORDER = ['categories', 'targets', 'weekdays', 'time', 'date', 'areas', 'q', 'bbox', 'free', 'barrierFree', 'unknown', 'near'];
export const CONDITIONS = ORDER.filter((field) => field !== 'unknown' && field !== 'near');
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_WHEN_NO_END_IS_WRITTEN = 60;

/** The filter of a query string or of a form's pairs; what is empty counts as not chosen. */
export function fromQuery(query) {
    const pairs = new URLSearchParams(query);
    const chosen = { ...NOTHING };
    for (const field of ORDER) {
        const name = LISTS[field] ?? FLAGS[field] ?? field;
        if (field in LISTS) chosen[field] = [...new Set(pairs.getAll(name).filter(Boolean))];
        else if (field in FLAGS) chosen[field] = pairs.get(name) === '1';
        else chosen[field] = (pairs.get(name) ?? '').trim();
    }
    chosen.weekdays.sort((a, b) => WEEKDAYS.indexOf(a) - WEEKDAYS.indexOf(b));
    return chosen;
}

/** The query that gives this filter again, in one order: "?category=…", or "" when nothing is chosen. */
export function toQuery(chosen) {
    const pairs = new URLSearchParams();
    for (const field of ORDER) {
        if (field in LISTS) chosen[field].forEach((value) => pairs.append(LISTS[field], value));
        else if (field in FLAGS) chosen[field] && pairs.append(FLAGS[field], '1');
        else if (chosen[field]) pairs.append(field, chosen[field]);
    }
    const text = pairs.toString();
    return text && `?${text}`;
}

/** The conditions that hide something, by the field they stand in. */
export const chosenFields = (chosen) => CONDITIONS.filter((field) => chosen[field].length || chosen[field] === true);

/** A test for one record, with everything that does not depend on the record worked out beforehand. */
export function matcher(chosen) {
    const tests = [];
    const { categories, targets, areas, unknown } = chosen;
    if (categories.length) tests.push((r) => categories.includes(r.category.code));
    if (targets.length) tests.push((r) => r.targets.some((target) => targets.includes(target.code)));
    if (chosen.weekdays.length || chosen.time) tests.push(heldTest(chosen));
    if (areas.length) tests.push((r) => (r.place?.areas ?? []).concat(r.served).some((code) => areas.includes(code)));
    if (chosen.free) tests.push((r) => isYes(r.free, unknown));
    if (chosen.barrierFree) tests.push((r) => isYes(r.place?.barrier ?? 'unknown', unknown));
    if (chosen.bbox) tests.push(boxTest(chosen.bbox));
    for (const word of wordsOf(chosen.q)) tests.push((r) => haystack(r).includes(word));
    return (resource) => tests.every((test) => test(resource));
}

const isYes = (answer, unknown) => answer === 'yes' || (unknown && answer === 'unknown');

function heldTest({ weekdays, time, unknown }) {
    const mask = weekdays.reduce((sum, day) => sum | (1 << WEEKDAYS.indexOf(day)), 0);
    const span = time && spanOf(time);
    const onDay = ([days]) => !mask || (days & mask) !== 0 || (unknown && days === 0);
    const inSpan = ([, start, end]) => {
        if (!span) return true;
        if (start < 0) return unknown;
        return start < span.end && (end < 0 ? start + MINUTES_WHEN_NO_END_IS_WRITTEN : end) > span.start;
    };
    return (r) => r.sessions.some((s) => onDay(s) && inSpan(s)) || (unknown && r.sessions.length === 0);
}

/** "14:00" is that minute, "12:00-17:00" what overlaps it; minutes since midnight. */
export function spanOf(time) {
    const [start, end] = time.split('-').map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)));
    return { start, end: end ?? start + 1 };
}

function boxTest(bbox) {
    const [west, south, east, north] = bbox.split(',').map(Number);
    return ({ place }) => place !== null && place.lng !== null && place.lng >= west && place.lng <= east && place.lat >= south && place.lat <= north;
}

/** NFKC, lower case, katakana as hiragana, no blanks: geodata.japanese.search_form. */
export function searchForm(text) {
    const folded = text.normalize('NFKC').toLowerCase();
    return folded.replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60)).replace(/\s+/g, '');
}

/** The words of a free question, each in search form; all of them must be found. */
export const wordsOf = (question) => question.split(/\s+/).map(searchForm).filter(Boolean);

function haystack(resource) {
    resource.haystack ??= [
        resource.name, resource.kana, resource.organization, resource.place?.name ?? '', resource.place?.address ?? '',
        resource.category.name, resource.schedule, resource.servedText,
    ].map(searchForm).join('\n');
    return resource.haystack;
}
