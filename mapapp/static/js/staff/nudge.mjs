/** 矢印キー: how far a key moves a point. Pure. */

const METRE = 1 / 111_195; // of latitude, in degrees
const STEP_M = 5;
const FAR_M = 50;
const WAYS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** The point a key moves to: 5 m, or 50 m with shift; null for any other key. */
export function nudged({ lat, lng }, key, shift = false) {
    const way = WAYS[key];
    if (!way) return null;
    const degrees = (shift ? FAR_M : STEP_M) * METRE;
    return { lat: lat + way[1] * degrees, lng: lng + way[0] * degrees / Math.cos(lat * Math.PI / 180) };
}

/** To the sixth decimal, a tenth of a metre. */
export function rounded({ lat, lng }) {
    return { lat: Number(lat.toFixed(6)), lng: Number(lng.toFixed(6)) };
}
