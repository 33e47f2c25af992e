/** しぼりこみの文: 火曜日の午後・認知症カフェ・鹿ノ台自治会, as geodata/filters/sentence.py says it. */

import { NOTHING, WEEKDAYS } from './filter.mjs';

const EVERYTHING = 'すべての社会資源';
const SLOTS = { '06:00-12:00': '午前', '12:00-17:00': '午後', '17:00-22:00': '夜' };

/** When, what, for whom, where, how, in which words. */
export function describe(chosen, book) {
    const parts = [
        dateWords(chosen.date),
        whenWords(chosen),
        eitherOf(chosen.categories, book.categories),
        eitherOf(chosen.targets, book.targets),
        eitherOf(chosen.areas, book.areas),
        chosen.free && '無料',
        chosen.barrierFree && 'バリアフリー',
        chosen.bbox && '地図の範囲',
        chosen.q && `「${chosen.q}」`,
    ];
    return parts.filter(Boolean).join('・') || EVERYTHING;
}

/** One condition alone, for the chips and for what to loosen. */
export const describeField = (chosen, field, book) => describe({ ...NOTHING, [field]: chosen[field] }, book);

function eitherOf(codes, known) {
    const order = [...known.keys()];
    const sorted = [...codes].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    return sorted.map((code) => known.get(code)?.name).filter(Boolean).join('または');
}

function whenWords({ weekdays, time }) {
    const days = weekdays.length ? `${weekdays.map((day) => '月火水木金土日'[WEEKDAYS.indexOf(day)]).join('・')}曜日` : '';
    return [days, time && (SLOTS[time] ?? time.replace('-', '–'))].filter(Boolean).join('の');
}

function dateWords(date) {
    const [year, month, day] = date.split('-').map(Number);
    return date && `${year}年${month}月${day}日`;
}
