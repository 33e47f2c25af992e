/** ピン: one a 会場, drawn on a canvas of its own above folium's frame. Takes no focus; the list is its accessible twin. */

import { isCoarse } from './data.mjs';
import { marksOf, sprite } from './sprites.mjs';

const PADDING = 0.25; // of the view, so that a drag does not uncover bare edges
const TOUCHING = 0.9; // of a pin's size: closer than this they are drawn as one, with a count
const NAMES_ZOOM = 13.5; // from here on marks mostly stand side by side
const ROOM = 80; // among so few there may be room for the marks of every 種類, side by side

/** What the map's key says of pins: (look in ground.css, words). */
const LEGEND = [['many', '数字：そこにある活動の数（輪の色は種類）'], ['about', '約：位置は町の中心'], ['old', '灰色：確認の期限が過ぎたもの']];

/** Records → pins: those of one 会場 together. x and y are Web Mercator between 0 and 1. */
export function pinsOf(resources) {
    const pins = new Map();
    for (const resource of resources) {
        const { place } = resource;
        if (!place || place.lng === null) continue;
        const pin = pins.get(place);
        if (pin) pin.resources.push(resource);
        else pins.set(place, { place, resources: [resource], x: mercatorX(place.lng), y: mercatorY(place.lat), coarse: isCoarse(place) });
    }
    return [...pins.values()];
}

const mercatorX = (lng) => lng / 360 + 0.5;
const mercatorY = (lat) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);

/** Pins → what is drawn at a zoom: those nearer than `apart` px to one another as one. x and y in px of the world. */
export function gather(pins, world, apart) {
    const cells = new Map();
    const groups = [];
    for (const pin of pins) {
        const x = pin.x * world;
        const y = pin.y * world;
        const column = Math.floor(x / apart);
        const row = Math.floor(y / apart);
        const near = groupNear(cells, column, row, x, y, apart);
        if (near) near.pins.push(pin);
        else {
            const group = { x, y, pins: [pin] };
            const key = row * 2 ** 26 + column;
            cells.has(key) ? cells.get(key).push(group) : cells.set(key, [group]);
            groups.push(group);
        }
    }
    return groups.map(look).sort((a, b) => a.consultation - b.consultation || a.y - b.y);
}

function groupNear(cells, column, row, x, y, apart) {
    for (let r = row - 1; r <= row + 1; r += 1) {
        for (let c = column - 1; c <= column + 1; c += 1) {
            const found = cells.get(r * 2 ** 26 + c)?.find((group) => Math.hypot(group.x - x, group.y - y) < apart);
            if (found) return found;
        }
    }
    return null;
}

function look(group) {
    const kinds = new Set();
    let count = 0;
    const fresh = new Set(); // 種類 of which one at least was confirmed in time
    for (const pin of group.pins) {
        count += pin.resources.length;
        for (const resource of pin.resources) {
            kinds.add(resource.category);
            if (!resource.stale) fresh.add(resource.category);
        }
    }
    const list = [...kinds].map((kind) => (fresh.has(kind) ? kind : { ...kind, stale: true }));
    return { ...group, kinds: list, count, coarse: group.pins.every((pin) => pin.coarse), consultation: list.some((kind) => kind.consultation), wide: false };
}

/** A Leaflet layer of pins. `size` in CSS px; `show(resources)`, `select(id)`, `at(containerPoint)`. */
export function pinLayer(map, { size = 30 } = {}) {
    const pane = map.getPane('pins') ?? map.createPane('pins');
    pane.classList.add('pins-pane');
    const canvas = document.createElement('canvas');
    canvas.className = 'leaflet-zoom-animated';
    canvas.setAttribute('aria-hidden', 'true');
    pane.append(canvas);
    let pins = [];
    let groups = []; // of the present zoom
    let zoom = null;
    let drawn = [];
    let selected = null;
    let corner = null;

    function draw() {
        const view = map.getSize();
        const margin = view.multiplyBy(PADDING).round();
        const full = view.add(margin.multiplyBy(2));
        const ratio = window.devicePixelRatio || 1;
        const pen = canvas.getContext('2d');
        corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
        L.DomUtil.setTransform(canvas, corner, 1);
        resize(full, ratio);
        pen.setTransform(ratio, 0, 0, ratio, 0, 0);
        pen.clearRect(0, 0, full.x, full.y);
        drawn = inView(full);
        if (drawn.length <= ROOM) makeRoom();
        for (const one of drawn) put(pen, one, size, ratio);
        if (selected) putSelected(pen, ratio);
    }

    function resize(full, ratio) {
        const [width, height] = [Math.round(full.x * ratio), Math.round(full.y * ratio)];
        if (canvas.width === width && canvas.height === height) return;
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = `${full.x}px`;
        canvas.style.height = `${full.y}px`;
    }

    const world = () => 256 * 2 ** map.getZoom();

    function inView(full) {
        if (zoom !== map.getZoom()) {
            zoom = map.getZoom();
            groups = gather(pins, world(), size * TOUCHING);
        }
        const origin = map.getPixelOrigin().add(corner);
        const moved = groups.map((group) => ({ ...group, x: group.x - origin.x, y: group.y - origin.y }));
        return moved.filter(({ x, y }) => x > -size && y > -size && x < full.x + size && y < full.y + size);
    }

    /** The marks of all 種類 stand side by side wherever they cover no neighbour. */
    function makeRoom() {
        const width = (one) => (marksOf(one) + 0.3) * size * 0.92;
        const covers = (a, b) => a !== b && Math.abs(a.y - b.y) < size * 1.1 && Math.abs(a.x - b.x) * 2 < width(a) + width(b);
        for (const one of drawn) one.wide = !drawn.some((other) => covers(one, other));
    }

    function put(pen, one, px, ratio, ring = false) {
        const picture = sprite(one, px, ratio, ring);
        const [w, h] = [picture.width / ratio, picture.height / ratio];
        pen.drawImage(picture, Math.round(one.x - w / 2), Math.round(one.y - h / 2), w, h);
    }

    function putSelected(pen, ratio) {
        const origin = map.getPixelOrigin().add(corner);
        const [one] = gather([selected], world(), 1);
        put(pen, { ...one, x: one.x - origin.x, y: one.y - origin.y, wide: true }, Math.round(size * 1.2), ratio, true);
    }

    const zooming = (event) => {
        const far = corner.add([parseInt(canvas.style.width, 10), parseInt(canvas.style.height, 10)]);
        const bounds = L.latLngBounds(map.layerPointToLatLng(corner), map.layerPointToLatLng(far));
        const offset = map._latLngBoundsToNewLayerBounds(bounds, event.zoom, event.center).min;
        L.DomUtil.setTransform(canvas, offset, map.getZoomScale(event.zoom));
    };
    /** What folium's frame keeps its names clear of, as boxes in px of the world at a zoom. */
    map.options.obstacles = (at) => gather(pins, 256 * 2 ** at, size * TOUCHING)
        .map((one) => ({ x: one.x, y: one.y, w: (at > NAMES_ZOOM ? marksOf(one) : 1) * size, h: size }));
    map.fire('legend', { kinds: LEGEND });
    map.on('moveend resize viewreset', draw);
    if (map.options.zoomAnimation) map.on('zoomanim', zooming);

    return {
        show(resources) {
            pins = pinsOf(resources);
            zoom = null;
            if (selected) selected = pins.find((pin) => pin.place === selected.place) ?? null;
            draw();
            map.fire('obstacles');
        },
        /** Rings the pin of a record; null takes the ring away. Returns the pin. */
        select(id) {
            const before = selected;
            selected = pins.find((pin) => pin.resources.some((r) => r.id === id)) ?? null;
            if (selected !== before) draw();
            return selected;
        },
        /** The pins drawn as one under a point of the map's container; none when nothing is there. */
        at(point) {
            const spot = map.containerPointToLayerPoint(point).subtract(corner);
            const spread = (one) => (one.wide ? (marksOf(one) - 1) * size * 0.45 : 0);
            const away = (one) => Math.hypot(Math.max(0, Math.abs(one.x - spot.x) - spread(one)), one.y - spot.y);
            const near = drawn.filter((one) => away(one) <= size * 0.75).sort((a, b) => away(a) - away(b));
            return near[0]?.pins ?? [];
        },
        get count() { return pins.length; },
    };
}
