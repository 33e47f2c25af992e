/** 近い順: straight-line distance, and おおよその walking minutes. geodata/queries/cards.py counts the same way. */

import { hasPin } from './data.mjs';

const EARTH_M = 6_371_008.8;
const DETOUR = 1.3;
const METRES_A_MINUTE = 80;
const radians = (degrees) => (degrees * Math.PI) / 180;

/** Metres between two lon-lat points. */
export function metres(a, b) {
    const dLat = radians(b.lat - a.lat);
    const dLng = radians(b.lng - a.lng);
    const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2;
    return 2 * EARTH_M * Math.asin(Math.sqrt(h));
}

/** Minutes on foot: a straight line made longer by a third, at 80 m a minute. */
export const walkMinutes = (distance) => Math.max(1, Math.ceil((distance * DETOUR) / METRES_A_MINUTE));

/** How far one walks in so many minutes, in metres along a straight line. */
export const reach = (minutes) => (minutes * METRES_A_MINUTE) / DETOUR;

/** The records nearest first, those without a pin last; each distance stands in the map that comes along. */
export function nearestFirst(resources, origin) {
    const far = new Map(resources.map((r) => [r.id, hasPin(r) ? metres(origin, r.place) : Infinity]));
    const sorted = [...resources].sort((a, b) => compare(far.get(a.id), far.get(b.id)) || a.id - b.id);
    return { sorted, far };
}

const compare = (a, b) => (a === b ? 0 : a < b ? -1 : 1);
