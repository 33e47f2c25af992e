/** 一件のカード: the same card as templates/components/cards.html makes, from a record of the payload. */

import { OVER } from './coming.mjs';
import { hasPin, isCoarse } from './data.mjs';
import { el, unseen } from './dom.mjs';
import { walkMinutes } from './nearest.mjs';
import { markOf } from './shapes.mjs';

export const MODES = { online: 'オンライン', hybrid: '会場とオンライン', visiting: '訪問', moving: '地域を回る' };

/** The list item of one record; `distance` in metres where 近い順 is chosen. */
export function cardOf(resource, distance) {
    const { category, place } = resource;
    const card = el('li', { class: category.consultation ? 'card card-soudan' : 'card', 'data-resource': resource.id });
    card.toggleAttribute('data-stale', resource.stale);
    const near = Number.isFinite(distance);
    card.append(markOf(category, 40), el('div', { class: 'card-body' },
        el('p', { class: 'card-kind' }, category.name, category.consultation && ' ', category.consultation && el('span', { class: 'tag tag-soudan' }, 'どんな相談でも')),
        el('h3', { class: 'card-name' }, el('a', { href: `/resources/${resource.id}` }, resource.name)),
        near && el('p', { class: 'card-walk' }, '歩いておよそ', el('b', {}, String(walkMinutes(distance))), '分'),
        el('p', { class: resource.when === OVER ? 'card-when card-over' : 'card-when' }, resource.when || '日時は未確認'),
        el('p', { class: 'card-where' }, ...whereOf(resource, place)),
        resource.calls.length > 0 && el('p', { class: 'card-phone' }, ...resource.calls.map(callOf)),
        el('ul', { class: 'tags' }, ...tagsOf(resource)),
        hasPin(resource) && el('button', { type: 'button', class: 'card-show', 'data-show': resource.id }, '地図で見る', unseen(`：${resource.name}`)),
    ));
    return card;
}

const callOf = ([words, number]) => (number ? el('a', { class: 'phone', href: `tel:${number}` }, words) : words);

function whereOf(resource, place) {
    const words = [];
    if (place?.name) words.push(el('span', { class: 'card-place' }, place.name), ' ');
    if (place?.address && place.address !== place.name) words.push(place.address);
    if (resource.servedText) words.push(' ', el('span', {}, `${resource.servedText}を回ります`));
    return words.length ? words : [resource.mode === 'online' ? 'オンラインで参加' : '場所は未確認'];
}

function tagsOf(resource) {
    const { place } = resource;
    const tag = (words, kind = '') => el('li', { class: `tag${kind}` }, words);
    const afar = ['online', 'visiting', 'moving'].includes(resource.mode);
    return [
        resource.free === 'yes' && tag('無料'),
        place?.barrier === 'yes' && tag('バリアフリー'),
        resource.mode in MODES && tag(MODES[resource.mode]),
        ...resource.targets.map((target) => tag(target.name, ' tag-target')),
        hasPin(resource) && isCoarse(place) && tag('約：位置は町の中心です', ' tag-unsure'),
        !hasPin(resource) && !afar && tag('地図にのせられません', ' tag-unsure'),
        (resource.stale || !resource.confirmed) && tag(freshnessOf(resource), ' tag-unsure'),
    ].filter(Boolean);
}

const freshnessOf = ({ confirmed, category }) => (confirmed ? `${category.months}か月より前に確認` : '内容は未確認');
