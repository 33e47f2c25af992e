"""大きく見る: a 自治会 or a 地区 for a projector in a community hall. No telephone numbers; works when the network is gone."""

from flask import Blueprint, render_template, url_for

from geodata.queries.areas import AreaPage, DistrictPage, area_page, district_page
from geodata.queries.vocabulary import CategoryInfo, Vocabulary
from mapapp.maps import area_frame, district_frame
from mapapp.store import store

bp = Blueprint("wall", __name__)
KEYS = "123456789"


@bp.get("/areas/<code>/wall")
def area(code: str) -> str:
    """One 自治会 on the wall."""
    vocabulary = store().vocabulary()
    page = area_page(store().session(), code, vocabulary)
    models = [d for d in vocabulary.districts.values() if d.model and code in d.area_codes]
    return render_template(
        "wall/show.html",
        vocabulary=vocabulary,
        page=page,
        name=page.area.name,
        model=models[0] if models else None,
        kinds=kinds_by_key(page, vocabulary),
        frame=area_frame(vocabulary, code),
        figure=url_for("maps.area_figure", code=code),
        back=url_for("resident.area", code=code),
    )


@bp.get("/districts/<slug>/wall")
def district(slug: str) -> str:
    """A 地区 on the wall."""
    vocabulary = store().vocabulary()
    page = district_page(store().session(), slug, vocabulary)
    return render_template(
        "wall/show.html",
        vocabulary=vocabulary,
        page=page,
        name=page.district.name,
        model=page.district if page.district.model else None,
        kinds=kinds_by_key(page, vocabulary),
        frame=district_frame(vocabulary, slug),
        figure=url_for("maps.district_figure", slug=slug),
        back=url_for("resident.district", slug=slug),
    )


def kinds_by_key(page: AreaPage | DistrictPage, vocabulary: Vocabulary) -> list[tuple[str, CategoryInfo, int]]:
    """The 種類 that are here or near in their usual order, with the key that shows each alone; beyond nine there is no key."""
    counts: dict[str, int] = {}
    for card in (*page.here, *page.near):
        counts[card.category.code] = counts.get(card.category.code, 0) + 1
    codes = [code for code in vocabulary.categories if code in counts]
    keys = [*KEYS, *[""] * len(codes)]
    return [(key, vocabulary.categories[code], counts[code]) for key, code in zip(keys, codes, strict=False)]
