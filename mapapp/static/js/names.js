/** 地図の文字: station, 自治会, 町, river and line names, placed so that none covers another. Classic, as ground.js is. */
(function () {
'use strict';

/**
 * 文字の置き場所. `wanted` are {text, rank, spots: [{x, y, w, h}, …], mark}, boxes by their centres, best spot first.
 * No name lies on a station's mark nor on one of the `obstacles` (the page's pins). The lower rank is placed first; one that finds no free spot is left out,
 * its mark is not. Returns {…wanted, spot or null}.
 */
function place(wanted, obstacles = []) {
    const taken = [...obstacles, ...wanted.flatMap(({mark}) => mark ?? [])];
    const clear = (a) => taken.every((b) => Math.abs(a.x - b.x) * 2 >= a.w + b.w || Math.abs(a.y - b.y) * 2 >= a.h + b.h);
    const placed = [];
    for (const name of [...wanted].sort((a, b) => a.rank - b.rank)) {
        const spot = name.spots.find(clear);
        if (spot) taken.push(spot);
        if (spot || name.mark) placed.push({...name, spot: spot ?? null});
    }
    return placed;
}

const CHOME = /[一二三四五六七八九十〇0-9０-９]丁目$/;
const EARTH_M = 156543.034;  // metres a pixel at zoom 0 on the equator

/** Where along a line its name may stand: every `step` pixels, turned so that it reads from the left. */
function along(points, step) {
    const spots = [];
    let left = step / 2;
    for (let i = 1; i < points.length; i += 1) {
        const [a, b] = [points[i - 1], points[i]];
        const length = a.distanceTo(b);
        while (left <= length) {
            const t = left / length;
            spots.push({x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t, i});
            left += step;
        }
        left -= length;
    }
    return spots.map(({x, y, i}) => {
        const [a, b] = [points[Math.max(0, i - 3)], points[Math.min(points.length - 1, i + 2)]];
        const turn = Math.atan2(b.y - a.y, b.x - a.x);
        return {x, y, turn: Math.abs(turn) > Math.PI / 2 ? turn - Math.sign(turn) * Math.PI : turn};
    });
}

const Names = L.Renderer.extend({
    options: {pane: 'names', padding: 0.2},

    initialize(areas, ground) {
        L.Renderer.prototype.initialize.call(this);
        this._areas = areas;
        this._ground = ground;
        this._byZoom = new Map();
    },

    getEvents() {
        const tiles = ({layer}) => { if (layer instanceof L.TileLayer) { this._byZoom.clear(); this._update(); } };
        const obstacles = () => { this._byZoom.clear(); this._update(); };
        return {...L.Renderer.prototype.getEvents.call(this), layeradd: tiles, layerremove: tiles, obstacles};
    },

    _initContainer() {
        this._container = document.createElement('canvas');
        this._pen = this._container.getContext('2d');
    },

    _destroyContainer() { this._container.remove(); },

    _updatePaths() {},

    _update() {
        if (this._map._animatingZoom && this._bounds) return;
        L.Renderer.prototype._update.call(this);
        const ratio = window.devicePixelRatio || 1;
        const size = this._bounds.getSize();
        L.DomUtil.setPosition(this._container, this._bounds.min);
        this._container.width = ratio * size.x;
        this._container.height = ratio * size.y;
        this._container.style.width = `${size.x}px`;
        this._container.style.height = `${size.y}px`;
        const origin = this._map.getPixelOrigin().add(this._bounds.min);
        this._pen.scale(ratio, ratio);
        this._pen.translate(-origin.x, -origin.y);
        this._draw(L.bounds(origin, origin.add(size)));
    },

    /** Names are placed once for each zoom, in world pixels: panning never makes one jump. */
    _draw(view) {
        const zoom = this._map.getZoom();
        if (!this._byZoom.has(zoom)) this._byZoom.set(zoom, place(this._wanted(zoom), this._map.options.obstacles?.(zoom)));
        const seen = ({x, y, w, h}) => view.intersects(L.bounds([x - w / 2, y - h / 2], [x + w / 2, y + h / 2]));
        this._byZoom.get(zoom).filter(({spot, mark}) => seen(spot ?? mark)).forEach((name) => this._write(name));
    },

    _wanted(zoom) {
        const tiled = Object.values(this._map._layers).some((layer) => layer instanceof L.TileLayer);
        const areas = this._areas.features.map((feature) => this._area(feature, zoom));
        return [...areas, ...(tiled ? [] : this._ground.flatMap((feature) => this._onGround(feature, zoom)))].filter(Boolean);
    },

    _area({properties: {code, name, at, room_m: room, model}}, zoom) {
        const chosen = this._areas.highlighted.has(code);
        const style = this._style(chosen || model ? 'chosen' : 'area', chosen ? 1.25 : 1.08, true);
        const pixels = room * 2 ** zoom / (EARTH_M * Math.cos(at[1] * Math.PI / 180));
        const box = this._box(name, style);
        if (!chosen && !model && box.w > pixels * 3 && zoom < 15) return null;
        const point = this._map.project([at[1], at[0]], zoom);
        const spots = [0, 1, -1, 2, -2].map((row) => ({...box, x: point.x, y: point.y + row * box.h * 0.9}));
        return {text: name, style, rank: (chosen ? 0 : model ? 1 : 3) - room / 1e5, spots: chosen || model ? spots : spots.slice(0, 3)};
    },

    _onGround({properties: {kind, name}, geometry}, zoom) {
        if (!name) return [];
        if (kind === 'station') return [this._station(name, geometry, zoom)];
        if (kind === 'place') return [this._place(name, geometry, zoom)];
        if (geometry.type.endsWith('LineString')) return this._alongLine(kind, name, geometry, zoom);
        return [];
    },

    _station(name, {coordinates: [lng, lat]}, zoom) {
        const size = L.wagagoto.scale(this._map);
        const mark = {...this._map.project([lat, lng], zoom), w: 12 * size, h: 12 * size};
        if (zoom < 11.5) return null;
        const style = this._style('station', 1, true);
        const box = this._box(name, style);
        const [dx, dy] = [(mark.w + box.w) / 2 + 1, (mark.h + box.h) / 2 + 1];
        const spots = [[dx, 0], [-dx, 0], [0, -dy], [0, dy]].map(([x, y]) => ({...box, x: mark.x + x, y: mark.y + y}));
        return {text: name, style, mark, rank: 2, spots};
    },

    _place(name, {coordinates: [lng, lat]}, zoom) {
        const chome = CHOME.test(name);
        const from = (chome ? 14.5 : 13) + Math.log2(L.wagagoto.scale(this._map)) / 2;
        if (zoom < from) return null;
        const style = {...this._style('place', 0.95), alpha: Math.min(1, 0.85 + (zoom - from) / 6)};
        const point = this._map.project([lat, lng], zoom);
        const box = this._box(name, style);
        return {text: name, style, rank: chome ? 6 : 5, spots: [0, 1, -1].map((row) => ({...box, x: point.x, y: point.y + row * box.h}))};
    },

    _alongLine(kind, name, {type, coordinates}, zoom) {
        if (kind === 'road' || zoom < 12.5) return [];
        const style = this._style(`${kind}Name`, 0.95);
        const box = this._box(name, style);
        const lines = type === 'LineString' ? [coordinates] : coordinates;
        return lines.flatMap((line) => along(line.map(([lng, lat]) => this._map.project([lat, lng], zoom)), 420 * L.wagagoto.scale(this._map))
            .map((spot) => ({text: name, style, rank: 7, spots: [{...spot, ...turned(box, spot.turn)}]})));
    },

    _style(ink, size, bold = false) {
        const pixels = 12 * L.wagagoto.scale(this._map) * size;
        const family = getComputedStyle(this._map.getContainer()).fontFamily;
        return {font: `${bold ? 'bold ' : ''}${pixels}px ${family}`, pixels, color: this._map.options.ink[ink], alpha: 1};
    },

    _box(text, {font, pixels}) {
        this._pen.font = font;
        return {w: this._pen.measureText(text).width + pixels * 0.6, h: pixels * 1.35};
    },

    _write({text, style, spot, mark}) {
        const pen = this._pen;
        const ink = this._map.options.ink;
        pen.save();
        pen.globalAlpha = style.alpha;
        if (mark) this._mark(mark, ink);
        if (spot) this._letters(text, style, spot, ink);
        pen.restore();
    },

    _letters(text, style, spot, ink) {
        const pen = this._pen;
        pen.translate(spot.x, spot.y);
        pen.rotate(spot.turn ?? 0);
        Object.assign(pen, {font: style.font, textAlign: 'center', textBaseline: 'middle', lineJoin: 'round'});
        Object.assign(pen, {lineWidth: style.pixels * 0.28, strokeStyle: ink.halo, fillStyle: style.color});
        pen.strokeText(text, 0, 0);
        pen.fillText(text, 0, 0);
    },

    _mark({x, y, w}, ink) {
        const pen = this._pen;
        Object.assign(pen, {lineWidth: w / 5, strokeStyle: ink.station, fillStyle: ink.halo});
        pen.beginPath();
        pen.roundRect(x - w * 0.36, y - w * 0.36, w * 0.72, w * 0.72, w * 0.14);
        pen.fill();
        pen.stroke();
    },
});

/** The upright box around a box that is turned. */
function turned({w, h}, turn) {
    const [c, s] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
    return {w: w * c + h * s, h: w * s + h * c};
}

function names(map, areas, ground) {
    const pane = map.getPane('names') ?? map.createPane('names');
    pane.style.zIndex = 360;
    pane.style.pointerEvents = 'none';
    return new Names(areas, ground).addTo(map);
}

L.wagagoto = {...L.wagagoto, names, place};
}());
