/** つぎの開催: what a list says of when. geodata/schedule/coming.py says the same on the server. */

export const OVER = '予定の日は過ぎています';
const MOST_AFTER = 3;

/** The words of a reading where the text as written is not at hand. */
export const saidInAList = (words) => words.replace('※原文もご確認ください', '※くわしくはお問い合わせください');

/** Of dates in order, [YYYY-MM-DD, start minute or -1, end minute or -1]: the coming ones, or OVER. */
export function comingWords(dates, today) {
    const left = dates.filter(([on]) => on >= today);
    if (!left.length) return OVER;
    const [first, ...after] = [...new Set(left.map(([on]) => on))];
    const times = left.filter(([on]) => on === first).map(timeWords).filter(Boolean).join('・');
    const then = after.slice(0, MOST_AFTER).map((on) => dayWords(on, today)).join('・');
    return `次は${dayWords(first, today)}${times}${then && `、その後は${then}`}${after.length > MOST_AFTER ? 'ほか' : ''}`;
}

function dayWords(iso, today) {
    const [year, month, day] = iso.split('-').map(Number);
    const sign = '日月火水木金土'[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
    return `${iso.slice(0, 4) === today.slice(0, 4) ? '' : `${year}年`}${month}月${day}日（${sign}）`;
}

function timeWords([, start, end]) {
    if (start >= 0 && end >= 0) return `${clock(start)}–${clock(end)}`;
    if (start >= 0) return `${clock(start)}～`;
    return end >= 0 ? `～${clock(end)}` : '';
}

/** 9:05; hours below seven with their zero. */
function clock(minutes) {
    const hour = Math.floor(minutes / 60);
    return `${hour > 0 && hour < 7 ? `0${hour}` : hour}:${String(minutes % 60).padStart(2, '0')}`;
}
