/** 公開データ: the columns of /map/resources-….json turned into records that the other modules share. */

import { comingWords, saidInAList } from './coming.mjs';

const ANSWERS = ['unknown', 'yes', 'no'];

/** The book of one city: categories, targets and areas by code, places, and resources in the server's order. */
export function read(payload) {
    const { categories, targets, areas } = payload;
    const places = placesOf(payload.places, areas);
    const resources = resourcesOf(payload.resources, { categories, targets, areas, places });
    return { categories: byCode(categories), targets: byCode(targets), areas: byCode(areas), places, resources };
}

const byCode = (list) => new Map(list.map((one) => [one.code, one]));

function placesOf(columns, areas) {
    return columns.id.map((id, i) => ({
        id,
        lng: columns.lng[i],
        lat: columns.lat[i],
        level: columns.level[i],
        name: columns.name[i],
        address: columns.address[i],
        areas: columns.areas[i].map((a) => areas[a].code),
        jichikai: areas[columns.jichikai[i]] ?? null,
        barrier: ANSWERS[columns.barrier[i]],
    }));
}

function resourcesOf(columns, { categories, targets, areas, places }) {
    const today = dayInJapan(new Date());
    return columns.id.map((id, i) => ({
        id,
        order: i,
        name: columns.name[i],
        kana: columns.kana[i],
        place: places[columns.place[i]] ?? null,
        category: categories[columns.category[i]],
        targets: columns.targets[i].map((t) => targets[t]),
        mode: columns.mode[i],
        schedule: columns.schedule[i],
        when: columns.dates[i].length ? comingWords(columns.dates[i], today) : saidInAList(columns.schedule[i]),
        sessions: columns.sessions[i],
        free: ANSWERS[columns.free[i]],
        served: columns.served[i].map((a) => areas[a].code),
        servedText: columns.servedText[i],
        organization: columns.organization[i],
        confirmed: columns.confirmed[i],
        stale: columns.due[i] < today,
        calls: columns.calls[i],
    }));
}

/** YYYY-MM-DD on the wall of a Japanese office, wherever the browser is. */
export const dayInJapan = (now) => new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);

/** A pin needs a point. */
export const hasPin = (resource) => resource.place !== null && resource.place.lng !== null;

/** True when the pin is only the centre of a 町 or wider. */
export const isCoarse = (place) => ['machiaza', 'city', 'prefecture'].includes(place.level);
