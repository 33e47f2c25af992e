"""住民のページ: the map and list, one 社会資源, the 自治会, the 地区, where to ask, and what the marks mean."""

from dataclasses import dataclass, fields, replace
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from geodata.filters import QUERY, ResourceFilter
from geodata.queries.areas import area_page, district_page
from geodata.queries.resources import detail, listing
from geodata.queries.vocabulary import CategoryInfo, Vocabulary
from mapapp.maps import area_frame, city_frame, district_frame
from mapapp.store import store

bp = Blueprint("resident", __name__)
PAGE = 50
PAGE_MODULES = (
    "dom", "coming", "data", "filter", "sentence", "nearest", "shapes", "sprites", "pins", "popup", "card", "list", "picker", "position",
    "frame", "tiles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One chosen condition in words, and the query that is left without it."""

    field: str
    words: str
    without: dict[str, list[str]]
    count: int = 0


@bp.get("/")
def index() -> str:
    """Map and list of the whole city, narrowed by the GET form."""
    vocabulary = store().vocabulary()
    chosen = ResourceFilter.from_args(_pairs(), vocabulary)
    found = listing(store().session(), chosen, vocabulary, offset=(chosen.page - 1) * PAGE, limit=PAGE)
    parts = chosen_parts(chosen, vocabulary)
    return render_template(
        "resident/index.html",
        vocabulary=vocabulary,
        chosen=chosen,
        picked=MultiDict(chosen.to_args()),
        listing=found,
        sentence=chosen.describe(vocabulary),
        parts=parts,
        looser=[] if found.total else [_counted(part, vocabulary) for part in parts],
        this_query=as_query(chosen),
        with_unknown=as_query(replace(chosen, unknown=True, page=1)),
        page_args=lambda number: as_query(replace(chosen, page=number)),
        frame=city_frame(vocabulary),
        modules=PAGE_MODULES,
        resources_url=f"/map/resources-{vocabulary.version}.json",
        server_only=bool(chosen.date),
        open=False,
    )


@bp.get("/resources/<int:resource_id>")
def resource(resource_id: int) -> str:
    """Everything a person needs to go there."""
    vocabulary = store().vocabulary()
    found = detail(store().session(), resource_id, vocabulary)
    code = found.card.jichikai_code
    area = vocabulary.areas.get(code) if code else None
    return render_template(
        "resident/resource.html",
        vocabulary=vocabulary,
        detail=found,
        card=found.card,
        area=area,
        districts=[d for d in vocabulary.districts.values() if code in d.area_codes],
        frame=None if found.card.lng is None else area_frame(vocabulary, area.code) if area else city_frame(vocabulary),
    )


@bp.get("/areas/")
def areas() -> str:
    """自治会 in 五十音 order."""
    vocabulary = store().vocabulary()
    return render_template("area/index.html", vocabulary=vocabulary, districts_of=_districts_of(vocabulary))


@bp.get("/areas/<code>")
def area(code: str) -> str:
    """One 自治会: what is here, what is a walk away, what is missing."""
    vocabulary = store().vocabulary()
    page = area_page(store().session(), code, vocabulary)
    return render_template(
        "area/show.html",
        vocabulary=vocabulary,
        page=page,
        area=page.area,
        missing=_missing(page.counts, vocabulary),
        frame=area_frame(vocabulary, code),
    )


@bp.get("/districts/<slug>")
def district(slug: str) -> str:
    """A 地区 of one or more 自治会 that a わがごとカイギ works on."""
    vocabulary = store().vocabulary()
    page = district_page(store().session(), slug, vocabulary)
    return render_template(
        "district/show.html",
        vocabulary=vocabulary,
        page=page,
        district=page.district,
        missing=_missing(page.counts, vocabulary),
        frame=district_frame(vocabulary, slug),
    )


@bp.get("/soudan")
def soudan() -> str:
    """どこに相談していいか分からないとき: the desks that take any trouble, first; then by kind of trouble."""
    vocabulary = store().vocabulary()
    kinds = tuple(c.code for c in vocabulary.categories.values() if c.consultation and c.count)
    cards = listing(store().session(), ResourceFilter(categories=kinds), vocabulary, limit=200).cards if kinds else ()
    return render_template("resident/soudan.html", vocabulary=vocabulary, cards=cards, needs=_needs(vocabulary))


@bp.get("/about")
def about() -> str:
    """What the marks and the words mean."""
    return render_template("resident/about.html", vocabulary=store().vocabulary())


def chosen_parts(chosen: ResourceFilter, vocabulary: Vocabulary) -> list[Part]:
    """The chosen conditions, one by one, each with the query that drops it."""
    empty = ResourceFilter()
    names = [f.name for f in fields(ResourceFilter) if f.name not in ("near", "lang", "page", "unknown")]
    given = [name for name in names if getattr(chosen, name) != getattr(empty, name)]
    return [
        Part(
            field=name,
            words=replace(empty, **{name: getattr(chosen, name)}).describe(vocabulary),
            without=as_query(replace(chosen, page=1, **{name: getattr(empty, name)})),
        )
        for name in given
    ]


def as_query(chosen: ResourceFilter) -> dict[str, list[str]]:
    """The filter as keyword arguments of url_for."""
    query: dict[str, list[str]] = {}
    for name, value in chosen.to_args():
        query.setdefault(name, []).append(value)
    return query


def _pairs() -> list[tuple[str, str]]:
    """The query as far as a filter reads it: apps that pass a link on add names of their own (fbclid, utm_source)."""
    return [(name, value) for name, value in request.args.items(multi=True) if name in QUERY]


def _counted(part: Part, vocabulary: Vocabulary) -> Part:
    pairs = [(name, value) for name, values in part.without.items() for value in values]
    looser = ResourceFilter.from_args(pairs, vocabulary)
    return replace(part, count=listing(store().session(), looser, vocabulary, limit=0).total)


def _missing(counts: dict[str, int], vocabulary: Vocabulary) -> list[CategoryInfo]:
    """The 種類 that the city has somewhere and this place has not."""
    return [c for c in vocabulary.categories.values() if c.count and not counts.get(c.code)]


def _districts_of(vocabulary: Vocabulary) -> dict[str, Any]:
    return {code: district for district in vocabulary.districts.values() for code in district.area_codes}


def _needs(vocabulary: Vocabulary) -> list[tuple[str, list[CategoryInfo]]]:
    """Each 困りごと with the 種類 of this city that help, consultation left out: it is shown above for all."""
    helping = [
        (need.name, [vocabulary.categories[code] for code in need.categories if _helps(vocabulary.categories[code])])
        for need in vocabulary.needs.values()
    ]
    return [(name, kinds) for name, kinds in helping if kinds]


def _helps(kind: CategoryInfo) -> bool:
    return kind.count > 0 and not kind.consultation
