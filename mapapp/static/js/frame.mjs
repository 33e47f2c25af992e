/** 地図の枠: folium's frame made ready for our pins: words in Japanese, and which 自治会 a press fell on. */

import { calm } from './dom.mjs';

const LABELS = { '.leaflet-control-zoom-in': '大きくする', '.leaflet-control-zoom-out': '小さくする' };

/** Japanese words on Leaflet's own buttons. */
export function speakJapanese(map) {
    const root = map.getContainer();
    for (const [selector, words] of Object.entries(LABELS)) {
        const button = root.querySelector(selector);
        button?.setAttribute('aria-label', words);
        button?.setAttribute('title', words);
    }
}

/** `run({latlng, containerPoint, area})` for each press on the map; `area` is the code of the 自治会 pressed, or null. */
export function onPress(map, areas, run) {
    let code = null;
    for (const [one, layer] of Object.entries(areas)) layer.on('click', () => { code = one; });
    map.on('click', ({ latlng, containerPoint }) => {
        const area = code;
        code = null;
        run({ latlng, containerPoint, area });
    });
}

/**
 * Shows these bounds: at once, or when a zoom on its way has ended; a map without size yet goes there when it gets one.
 * Of what may move meanwhile, a function tells the bounds.
 */
export function lookAt(map, where, options = {}) {
    const bounds = typeof where === 'function' ? where() : where;
    if (!map.getSize().x) map.options.home = [[bounds.getSouth(), bounds.getWest()], [bounds.getNorth(), bounds.getEast()]];
    else if (map._animatingZoom) map.once('zoomend', () => setTimeout(() => lookAt(map, where, options)));
    else map.fitBounds(bounds, { animate: !calm(), padding: [16, 16], ...options });
}

/** Marks the chosen 自治会 on the map; the others keep the look folium gave them. */
export function areaMarker(areas) {
    const before = new Map();
    return (codes) => {
        for (const [code, style] of before) areas[code].setStyle(style);
        before.clear();
        for (const code of codes.filter((one) => areas[one])) {
            const { weight, fillOpacity, color, fillColor } = areas[code].options;
            before.set(code, { weight, fillOpacity, color, fillColor });
            areas[code].setStyle({ weight: 4, color: '#0c472a', fillColor: '#259d63', fillOpacity: 0.16 });
            areas[code].bringToFront();
        }
    };
}
