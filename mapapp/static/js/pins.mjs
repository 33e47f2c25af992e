/** ピン: one pin a 会場, drawn on a canvas of its own above folium's frame. Takes no focus; the list is its twin. */

import { isCoarse } from './data.mjs';
import { marksOf, sprite } from './sprites.mjs';

const PADDING = 0.25; // of the view, so that a drag does not uncover bare edges
const CROWD = 400; // so many pins in view are drawn small
const ROOM = 60; // so few leave room for the marks of every 種類 at a 会場, side by side
const REACH_PX = 24;
const TOGETHER_PX = 6;

/** Records → pins: those of one 会場 together, in drawing order (north first, consultation last). */
export function pinsOf(resources) {
    const pins = new Map();
    for (const resource of resources) {
        const { place } = resource;
        if (!place || place.lng === null) continue;
        const pin = pins.get(place);
        if (pin) pin.resources.push(resource);
        else pins.set(place, { place, resources: [resource], x: mercatorX(place.lng), y: mercatorY(place.lat) });
    }
    for (const pin of pins.values()) {
        pin.kinds = [...new Set(pin.resources.map((r) => r.category))];
        pin.consultation = pin.kinds.some((kind) => kind.consultation);
        pin.coarse = isCoarse(pin.place);
    }
    return [...pins.values()].sort((a, b) => a.consultation - b.consultation || a.y - b.y);
}

const mercatorX = (lng) => lng / 360 + 0.5;
const mercatorY = (lat) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);

/** A Leaflet layer of pins. `size` in CSS px; `show(resources)`, `select(id)`, `at(containerPoint)`. */
export function pinLayer(map, { size = 30 } = {}) {
    const pane = map.getPane('pins') ?? map.createPane('pins');
    pane.classList.add('pins-pane');
    const canvas = document.createElement('canvas');
    canvas.className = 'leaflet-zoom-animated';
    canvas.setAttribute('aria-hidden', 'true');
    pane.append(canvas);
    let pins = [];
    let drawn = [];
    let selected = null;
    let corner = null;

    function draw() {
        const view = map.getSize();
        const margin = view.multiplyBy(PADDING).round();
        const full = view.add(margin.multiplyBy(2));
        const ratio = window.devicePixelRatio || 1;
        corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
        L.DomUtil.setTransform(canvas, corner, 1);
        canvas.width = full.x * ratio;
        canvas.height = full.y * ratio;
        canvas.style.width = `${full.x}px`;
        canvas.style.height = `${full.y}px`;
        const pen = canvas.getContext('2d');
        pen.scale(ratio, ratio);
        drawn = inView(full);
        const small = drawn.length > CROWD;
        if (drawn.length <= ROOM) makeRoom();
        for (const one of drawn) put(pen, one, small ? 12 : size, ratio);
        const chosen = drawn.find((one) => one.pin === selected);
        if (chosen) put(pen, chosen, Math.round(size * 1.25), ratio, true);
    }

    /** The pins that fall on the canvas, one for every 2 × 2 px. */
    function inView(full) {
        const world = 256 * 2 ** map.getZoom();
        const origin = map.getPixelOrigin().add(corner);
        const columns = Math.ceil(full.x / 2);
        const taken = new Uint8Array(columns * Math.ceil(full.y / 2));
        const found = [];
        for (const pin of pins) {
            const x = pin.x * world - origin.x;
            const y = pin.y * world - origin.y;
            if (x < 0 || y < 0 || x >= full.x || y >= full.y) continue;
            const cell = (y >> 1) * columns + (x >> 1);
            found.push({ pin, x, y, hidden: taken[cell] === 1, wide: false });
            taken[cell] = 1;
        }
        return found;
    }

    /** The marks of a 会場 stand side by side wherever they cover no neighbour. */
    function makeRoom() {
        const width = ({ pin }) => (marksOf(pin) + 0.3) * size * 0.92;
        const covers = (a, b) => a !== b && Math.abs(a.y - b.y) < size * 1.1 && Math.abs(a.x - b.x) * 2 < width(a) + width(b);
        for (const one of drawn) one.wide = !drawn.some((other) => covers(one, other));
    }

    function put(pen, { pin, x, y, hidden, wide }, px, ratio, ring = false) {
        if (hidden && !ring) return;
        const picture = sprite(pin, px, ratio, { ring, wide });
        const [w, h] = [picture.width / ratio, picture.height / ratio];
        pen.drawImage(picture, Math.round(x - w / 2), Math.round(y - h / 2), w, h);
    }

    const zooming = (event) => {
        const offset = map._latLngBoundsToNewLayerBounds(cornerBounds(), event.zoom, event.center).min;
        L.DomUtil.setTransform(canvas, offset, map.getZoomScale(event.zoom));
    };
    const cornerBounds = () => {
        const at = map.layerPointToLatLng(corner);
        const view = map.layerPointToLatLng(corner.add([parseInt(canvas.style.width, 10), parseInt(canvas.style.height, 10)]));
        return L.latLngBounds(at, view);
    };
    map.on('moveend resize viewreset', draw);
    if (map.options.zoomAnimation) map.on('zoomanim', zooming);

    return {
        show(resources) {
            pins = pinsOf(resources);
            if (selected) selected = pins.find((pin) => pin.place === selected.place) ?? null;
            draw();
        },
        /** Rings the pin of a record; null takes the ring away. Returns the pin. */
        select(id) {
            selected = pins.find((pin) => pin.resources.some((r) => r.id === id)) ?? null;
            draw();
            return selected;
        },
        /** The pins under a point of the map's container, nearest first: all that lie on one spot. */
        at(point) {
            const spot = map.containerPointToLayerPoint(point).subtract(corner);
            const spread = (one) => (one.wide ? (marksOf(one.pin) - 1) * size * 0.45 : 0);
            const away = (one) => Math.hypot(Math.max(0, Math.abs(one.x - spot.x) - spread(one)), one.y - spot.y);
            const near = drawn.filter((one) => away(one) <= REACH_PX).sort((a, b) => away(a) - away(b));
            return near.filter((one) => Math.hypot(one.x - near[0].x, one.y - near[0].y) <= TOGETHER_PX).map((one) => one.pin);
        },
        get count() { return pins.length; },
    };
}
