/**
 * 地図の下地: areas, ground and names that folium's script calls by name. A Leaflet plugin in the classic form,
 * because folium writes classic scripts. Text only ever reaches a canvas or textContent.
 */
(function () {
'use strict';

if (matchMedia('(prefers-reduced-motion: reduce)').matches) L.Map.mergeOptions({zoomAnimation: false, fadeAnimation: false, inertia: false});

const PANES = {ground: 150, borders: 350};  // tiles, where there are any, lie at 200: over ground only; names at 360

/** The canvas of one of our panes; it takes no clicks, so that pins and areas above it do. */
function canvas(map, name) {
    if (!map.getPane(name)) {
        const pane = map.createPane(name);
        pane.style.zIndex = PANES[name];
        pane.style.pointerEvents = 'none';
        pane.renderer = L.canvas({pane: name, padding: 0.2});
    }
    return map.getPane(name).renderer;
}

/** How much larger than on a phone letters and lines are: follows the font size of the map's own element. */
function scale(map) {
    return parseFloat(getComputedStyle(map.getContainer()).fontSize) / 12;
}

/** Rings of a Polygon or MultiPolygon. */
const rings = ({type, coordinates}) => type === 'Polygon' ? coordinates : coordinates.flat();

/** [lng, lat] … as Leaflet wants it. */
const latlngs = (line) => line.map(([lng, lat]) => [lat, lng]);

/** What line an area is drawn with; the first in this order wins a border that two areas share. */
const KINDS = ['chosen', 'chosenRough', 'model', 'modelRough', 'real', 'realRough'];

function kindOf(properties, highlighted) {
    const kind = highlighted.has(properties.code) ? 'chosen' : properties.model ? 'model' : 'real';
    return properties.approximate ? `${kind}Rough` : kind;
}

/** Each border once, by kind: dashes drawn twice over each other would run together into a solid line. */
function borders(features, highlighted) {
    const drawn = new Set();
    const found = Object.fromEntries(KINDS.map((kind) => [kind, []]));
    const rank = (feature) => KINDS.indexOf(kindOf(feature.properties, highlighted));
    for (const feature of [...features].sort((a, b) => rank(a) - rank(b))) {
        const lines = found[kindOf(feature.properties, highlighted)];
        for (const ring of rings(feature.geometry)) lines.push(...undrawn(ring, drawn));
    }
    return found;
}

/** The stretches of a ring that are not in `drawn` yet; adds them to it. */
function undrawn(ring, drawn) {
    const lines = [];
    let line = null;
    for (let i = 1; i < ring.length; i += 1) {
        const key = [ring[i - 1].join(), ring[i].join()].sort().join(' ');
        if (drawn.has(key)) { line = null; continue; }
        drawn.add(key);
        if (!line) lines.push(line = [ring[i - 1]]);
        line.push(ring[i]);
    }
    return lines;
}

function inRing([x, y], ring) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
        if ((yi > y) !== (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
}

/** Code of the area under a point, or null. Even-odd over all rings minds holes and parts. */
function areaAt(features, {lng, lat}) {
    const under = (feature) => rings(feature.geometry).filter((ring) => inRing([lng, lat], ring)).length % 2 === 1;
    return features.find(under)?.properties.code ?? null;
}

/** Draw 区域. Returns {paths: code → L.Path for clicks and marking, features, highlighted}. */
function areas(map, geojson, codes) {
    const ink = map.options.ink;
    const size = Math.sqrt(scale(map));
    const highlighted = new Set(codes);
    map.getContainer().style.backgroundColor = ink.paper;
    const city = geojson.features.filter(({properties}) => properties.kind === 'municipality');
    const features = geojson.features.filter(({properties}) => properties.kind !== 'municipality');
    const below = {renderer: canvas(map, 'ground'), interactive: false};
    for (const {geometry} of city) {
        L.polygon(rings(geometry).map(latlngs), {...below, color: ink.outline, weight: 5 * size, fillColor: ink.land, fillOpacity: 1}).addTo(map);
    }
    const paths = {};
    for (const {properties, geometry} of features) {
        const kind = kindOf(properties, highlighted).replace('Rough', '');
        const outline = rings(geometry).map(latlngs);
        const tint = ink[`${kind}Tint`] ?? (city.length ? null : ink.land);
        if (tint) L.polygon(outline, {...below, stroke: false, fillColor: tint, fillOpacity: 1}).addTo(map);
        paths[properties.code] = L.polygon(outline, {weight: 0, color: ink[kind], fillOpacity: 0}).addTo(map);
    }
    const found = borders(features, highlighted);
    for (const kind of [...KINDS].reverse()) {
        L.polyline(found[kind].map(latlngs), {...lineOf(kind, ink, size), renderer: canvas(map, 'borders'), interactive: false}).addTo(map);
    }
    return {paths, features, highlighted};
}

/** 実線 where the border is known, 点線 where it is only about there. */
function lineOf(kind, ink, size) {
    const sort = kind.replace('Rough', '');
    const weight = {chosen: 3, model: 2.4, real: 1.3}[sort] * size;
    const dash = sort === 'real' ? [5, 4] : [10, 5];
    return {color: ink[sort], weight, lineCap: 'butt', dashArray: kind === sort ? null : dash.map((length) => length * size)};
}

/** Draw water, roads and rail; stations and names are for names(). Returns the features. */
function ground(map, {features}) {
    const ink = map.options.ink;
    const renderer = canvas(map, 'ground');
    const layers = [];
    const draw = (kind, style) => {
        const data = features.filter(({properties, geometry}) => properties.kind === kind && !geometry.type.endsWith('Point'));
        const layer = L.geoJSON(data, {interactive: false, renderer, style: {lineCap: 'butt', ...style(map.getZoom())}}).addTo(map);
        layers.push(() => layer.setStyle(style(map.getZoom())));
    };
    const size = Math.sqrt(scale(map));
    const wide = (zoom, thin, thick) => size * Math.min(thick, thin * 2 ** Math.max(0, (zoom - 13) / 2));
    draw('water', (zoom) => ({color: ink.water, weight: wide(zoom, 2, 12), fillColor: ink.water, fillOpacity: 1, lineCap: 'round'}));
    draw('road', (zoom) => ({color: ink.roadEdge, weight: wide(zoom, 2.4, 11)}));
    draw('road', (zoom) => ({color: ink.road, weight: wide(zoom, 1.2, 9)}));
    draw('rail', (zoom) => ({color: ink.rail, weight: wide(zoom, 2.6, 6)}));
    draw('rail', (zoom) => ({color: ink.railGap, weight: wide(zoom, 1.2, 3.6), dashArray: [8 * size, 8 * size]}));
    map.on('zoomend', () => layers.forEach((restyle) => restyle()));
    return features;
}

/** 凡例と出典: what the lines and marks mean and whose data they are, as text; folded away where the map is narrow. */
const Key = L.Control.extend({
    options: {position: 'bottomright'},
    onAdd(map) {
        const box = L.DomUtil.create('div', 'map-key');
        const button = L.DomUtil.create('button', '', box);
        this._body = L.DomUtil.create('div', '', box);
        this._kinds = L.DomUtil.create('ul', '', this._body);
        Object.assign(button, {type: 'button', textContent: '凡例と出典'});
        const show = (open) => { this._body.hidden = !open; button.setAttribute('aria-expanded', open); };
        show(map.getSize().x >= 1000 * scale(map));
        L.DomEvent.on(button, 'click', () => show(this._body.hidden));
        L.DomEvent.disableClickPropagation(box);
        return box;
    },
    explain(legend) {
        for (const [kind, text] of legend) {
            const item = L.DomUtil.create('li', '', this._kinds);
            L.DomUtil.create('span', `line line-${kind}`, item).setAttribute('aria-hidden', 'true');
            item.append(text);
        }
    },
    credit(text) {
        this._credits ??= L.DomUtil.create('p', '', this._body);
        this._credits.append(this._credits.firstChild ? '、' : '出典: ', text);
    },
});

/** 全体: back to what the map showed at first. */
const Home = L.Control.extend({
    options: {position: 'topleft'},
    onAdd(map) {
        const bar = L.DomUtil.create('div', 'leaflet-bar map-home');
        const button = L.DomUtil.create('a', '', bar);
        Object.assign(button, {href: '#', role: 'button', textContent: '全体', title: 'はじめの範囲にもどす'});
        L.DomEvent.disableClickPropagation(bar);
        L.DomEvent.on(button, 'click', L.DomEvent.preventDefault);
        L.DomEvent.on(button, 'click', () => map.fitBounds(map.options.home, {padding: [16, 16]}));
        return bar;
    },
});

/** Follow the size of the element: a map that was born hidden is fitted when it is first seen. */
function followSize(map) {
    let seen = map.getSize().x > 0;
    new ResizeObserver(() => {
        map.invalidateSize({pan: false});
        if (!seen && map.getSize().x > 0) { seen = true; map.fitBounds(map.options.home, {padding: [16, 16], animate: false}); }
    }).observe(map.getContainer());
}

/** The words of an attribution that a tile server wants shown as HTML. */
const textOf = (html) => new DOMParser().parseFromString(html, 'text/html').body.textContent;

/** Hand the finished map to the page: window.wagagotoFrame and the event wagagoto:map carry the same. */
function ready(map, {paths, features}, legend, credits) {
    new Home().addTo(map);
    const key = new Key().addTo(map);
    key.explain(legend);
    map.on('legend', ({kinds}) => key.explain(kinds));
    credits.forEach((text) => key.credit(text));
    map.on('layeradd', ({layer}) => { if (layer.getAttribution?.()) key.credit(textOf(layer.getAttribution())); });
    followSize(map);
    window.wagagotoFrame = {
        map, areas: paths,
        areaAt: (latlng) => areaAt(features, latlng),
        credit: (text) => key.credit(text),
    };
    document.dispatchEvent(new CustomEvent('wagagoto:map', {detail: window.wagagotoFrame}));
}

L.wagagoto = {...L.wagagoto, areas, ground, ready, borders, areaAt, scale};
}());
