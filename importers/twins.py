"""同じかもしれないもの: rows that may be a record of another list, or another row of their own, with how surely and why.

A name alone says little (every town has its ひまわりサロン): it takes a like name, and the same telephone or the same
place besides. Nothing is put together here; staff do that, one by one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, hypot, radians

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel, Point
from geodata.japanese import search_form
from geodata.models import Place, Resource, Status
from geodata.publication import is_public
from geodata.telephone import calls
from importers.change import Row

LIKE_NAME = 0.5  # share of letter pairs that two names must have in common
NEAR_M = 300
FINE = [level for level in MatchLevel if level >= MatchLevel.BLOCK]  # a 町 centre is near to everything in its 町
CROWDED = 60  # so many at one telephone or 会場 tell nothing of each other
MOST = 3
APART = re.compile(r"[\W_ー]+")  # blanks, marks and pictures
COUNTED = re.compile(r"\d+|[一二三四五六七八九十]+(?=[丁号班組区部団])")


@dataclass(frozen=True, slots=True)
class Known:
    """One that a row may be: a record (`resource_id`), or an earlier row of the file (`number`)."""

    resource_id: int | None
    number: int | None
    name: str
    phone: str
    place_key: str
    place: str
    point: Point | None
    source: str
    mergeable: bool
    letters: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()  # of its telephones, in digits
    counted: tuple[str, ...] = ()  # what numbers its name has: 第1集会所 is not 第2集会所


@dataclass(frozen=True, slots=True)
class Twin:
    """What a row may be, 0–1 how surely, and why in words."""

    other: Known
    score: float
    why: tuple[str, ...]


def records(
    session: Session, municipality: str, department: str, *, source: str, gone: Sequence[int]
) -> list[Known]:
    """The records that a new row of `source` may be: those of other lists, and those of its own that it no longer has.

    Records of another department are told of only when the public sees them, and cannot be merged into.
    """
    ours: ColumnElement[bool] = or_(Resource.department == "", Resource.department == department) if department else true()
    there = Place.level.in_(FINE)
    point = (case((there, func.ST_X(Place.location))), case((there, func.ST_Y(Place.location))))
    stmt = (
        select(Resource.id, Resource.name, Resource.phone, func.coalesce(Place.address_key, ""),
               func.coalesce(Place.name, ""), *point, Resource.source, ours)
        .outerjoin(Place, Place.id == Resource.place_id)
        .where(Resource.municipality_code == municipality, Resource.status != Status.WITHDRAWN,
               or_(Resource.source != source, Resource.id == func.any(list(gone))),
               or_(ours, and_(*is_public(municipality))))
    )  # fmt: skip
    return [
        _lettered(Known(id_, None, name, phone, key, place, None if lng is None else (lng, lat), origin, mergeable))
        for id_, name, phone, key, place, lng, lat, origin, mergeable in session.execute(stmt)
    ]


def twins(new: Sequence[Row], others: Sequence[Known], met: Sequence[Row] = ()) -> dict[int, tuple[Twin, ...]]:
    """Excel's row number → what a new row may be, the likeliest first, MOST at most; rows that are like nothing are left out.

    `others` are records, `met` the rows of the same file that are known already.
    """
    own, beside = [_row(row) for row in new], [_row(row) for row in met]
    shelves = _shelves([*others, *beside, *own])
    found, later = {}, {id(one) for one in own}
    for one in own:
        assert one.number is not None
        later.discard(id(one))
        like = {id(other): other for label in _labels(one) for other in shelves.get(label, ()) if other is not one}
        alike = [twin for key, other in like.items() if key not in later and (twin := _alike(one, other))]
        if alike:
            found[one.number] = tuple(sorted(alike, key=lambda twin: -twin.score)[:MOST])
    return found


def _row(row: Row) -> Known:
    place = row.place
    values = row.draft.values
    return _lettered(Known(
        None, row.draft.number, values["name"], values["phone"], place.key if place else "", place.name if place else "",
        place.point if place and place.level in FINE else None, "", False,
    ))  # fmt: skip


def _lettered(one: Known) -> Known:
    name = search_form(one.name)
    plain = APART.sub("", name) or name
    numbers = frozenset(number for _, number in calls(one.phone) if len(number) > 8)
    return replace(one, letters=frozenset(map("".join, pairwise(f"^{plain}$"))), numbers=numbers,
                   counted=tuple(COUNTED.findall(name)))


def _shelves(all_: Iterable[Known]) -> Mapping[tuple[str, ...], Sequence[Known]]:
    """Those that share a telephone, a 会場 or a name, together: nobody else is compared."""
    shelves: dict[tuple[str, ...], list[Known]] = {}
    for one in all_:
        for label in _labels(one):
            shelves.setdefault(label, []).append(one)
    return {label: shelf for label, shelf in shelves.items() if len(shelf) <= CROWDED}


def _labels(one: Known) -> Iterator[tuple[str, ...]]:
    for number in one.numbers:
        yield "phone", number
    if one.place_key:
        yield "place", one.place_key
    yield "name", *sorted(one.letters)


def _alike(one: Known, other: Known) -> Twin | None:
    common = len(one.letters & other.letters) / len(one.letters | other.letters)
    if common < LIKE_NAME or (one.counted and other.counted and one.counted != other.counted):
        return None
    phone = bool(one.numbers & other.numbers)
    hall = bool(one.place_key) and one.place_key == other.place_key
    far = _metres(one.point, other.point) if one.point and other.point else None
    near = hall or (far is not None and far <= NEAR_M)
    if not phone and not near:
        return None
    why = ["名称が同じ" if common == 1 else "名称がにている"]
    why += ["電話番号が同じ"] if phone else []
    why += ["会場が同じ"] if hall else [f"{round(far, -1):.0f}mのところ"] if near and far is not None else []
    score = 0.5 * common + 0.3 * phone + 0.2 * near - 0.1 * (bool(one.numbers and other.numbers) and not phone)
    return Twin(other, round(score, 2), tuple(why))


def _metres(a: Point, b: Point) -> float:
    return hypot((a[0] - b[0]) * cos(radians(a[1])), a[1] - b[1]) * 111_195
