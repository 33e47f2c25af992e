"""区域を台帳に入れる: all areas of one kind in one transaction, those that stay keeping their ids and codes."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import MultiPolygon
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geodata.models import Area, AreaKind, District, Municipality, district_area
from importers.errors import UnknownMunicipality
from importers.polygons import only_polygons
from importers.problems import Problem

SHORT = {
    AreaKind.JICHIKAI: "j", AreaKind.SCHOOL_ZONE: "s", AreaKind.CARE_ZONE: "c",
    AreaKind.MACHIAZA: "t", AreaKind.MUNICIPALITY: "m",
}  # fmt: skip
CODE = re.compile(r"[0-9A-Za-z_-]+")
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """An area to be kept: `boundary` in lon-lat; `code` as the file gives it, "" to have one made."""

    name: str
    boundary: MultiPolygon
    source: str
    kana: str = ""
    code: str = ""
    approximate: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AreasReport:
    """What became of a file of areas. With problems nothing was written and the counts after `features` are 0.

    `new`, `kept` and `gone` count areas; `assigned` the 会場 of the municipality that now stand in a 自治会.
    """

    kind: AreaKind
    features: int
    areas: int = 0
    new: int = 0
    kept: int = 0
    gone: int = 0
    approximate: int = 0
    assigned: int = 0
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """How the areas of a kind were replaced."""

    new: int
    kept: int
    gone: tuple[str, ...]  # names
    notes: tuple[str, ...]


def municipality_of(session: Session, code: str) -> Municipality:
    """The municipality, held until the transaction ends so that two loads take turns. Raises UnknownMunicipality."""
    found = session.scalar(select(Municipality).where(Municipality.code == code).with_for_update())
    if found is None:
        raise UnknownMunicipality(f"団体コード {code} の市区町村は台帳にありません。")
    return found


def areas_of(session: Session, municipality: str, kind: AreaKind) -> list[Area]:
    """The areas of a kind, by code."""
    chosen = select(Area).where(Area.municipality_code == municipality, Area.kind == kind)
    return list(session.scalars(chosen.order_by(Area.code)))


def outline_of(session: Session, municipality: str) -> MultiPolygon | None:
    """The municipality's outline in lon-lat, when one is loaded."""
    shapes = [to_shape(area.boundary) for area in areas_of(session, municipality, AreaKind.MUNICIPALITY)]
    return only_polygons(shapes) if shapes else None


def full_code(municipality: str, kind: AreaKind, written: str) -> str:
    """`292095-j-12` for the 12 of a file; what already begins with the municipality stays. ValueError in Japanese."""
    code = unicodedata.normalize("NFKC", written)
    if not code.startswith(f"{municipality}-"):
        code = f"{municipality}-{SHORT[kind]}-{code}"
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise ValueError(f"コード「{written}」は使えません。半角の英数字と - _ で書いてください。")
    return code


def taken_codes(session: Session, drafts: Iterable[Draft], municipality: str, kind: AreaKind) -> list[str]:
    """The codes of `drafts` that areas of another kind or municipality hold already."""
    return list(session.scalars(select(Area.code).where(
        Area.code.in_([draft.code for draft in drafts if draft.code]),
        (Area.kind != kind) | (Area.municipality_code != municipality),
    )))  # fmt: skip


def replace_areas(session: Session, municipality: str, kind: AreaKind, drafts: Sequence[Draft]) -> Change:
    """Put `drafts` in the place of all areas of the kind. An area is known again by its code, else by its name."""
    before = areas_of(session, municipality, kind)
    pairs = _pairs(before, drafts)
    kept = {area.id for _, area in pairs if area is not None}
    gone = [area for area in before if area.id not in kept]
    notes = _left_districts(session, gone)
    session.execute(delete(Area).where(Area.id.in_([area.id for area in gone])))
    for draft, area in zip(_coded(municipality, kind, pairs, before), [area for _, area in pairs], strict=True):
        _write(session, municipality, kind, draft, area)
    session.flush()
    return Change(len(pairs) - len(kept), len(kept), tuple(area.name for area in gone), notes)


def name_key(name: str) -> str:
    """Two spellings of one area's name meet in this."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _pairs(before: Iterable[Area], drafts: Iterable[Draft]) -> list[tuple[Draft, Area | None]]:
    by_code = {area.code: area for area in before}
    mine = {draft.code: by_code.pop(draft.code) for draft in drafts if draft.code in by_code}
    by_name: dict[str, list[Area]] = {}
    for area in by_code.values():
        by_name.setdefault(name_key(area.name), []).append(area)
    pairs: list[tuple[Draft, Area | None]] = []
    for draft in drafts:
        named = by_name.get(name_key(draft.name), [])
        pairs.append((draft, mine[draft.code] if draft.code in mine else named.pop(0) if named else None))
    return pairs


def _coded(municipality: str, kind: AreaKind, pairs: Sequence[tuple[Draft, Area | None]], before: Iterable[Area]) -> list[Draft]:
    """Every draft with its code: its own, its area's, else the next free number in the order of names."""
    stem = f"{municipality}-{SHORT[kind]}-"
    used = [area.code for area in before] + [draft.code for draft, _ in pairs]
    number = max((int(code.removeprefix(stem)) for code in used if re.fullmatch(rf"{stem}\d{{1,6}}", code)), default=0)
    made: dict[int, str] = {}
    nameless = [i for i, (draft, area) in enumerate(pairs) if not draft.code and area is None]
    for at, i in enumerate(sorted(nameless, key=lambda i: pairs[i][0].name), start=number + 1):
        made[i] = f"{stem}{at:03}"
    return [replace(draft, code=draft.code or made.get(i) or (area.code if area else ""))
            for i, (draft, area) in enumerate(pairs)]  # fmt: skip


def _write(session: Session, municipality: str, kind: AreaKind, draft: Draft, area: Area | None) -> None:
    if area is None:
        area = Area(municipality_code=municipality, kind=kind, name_kana="")
        session.add(area)
    area.code, area.name, area.approximate, area.source = draft.code, draft.name, draft.approximate, draft.source
    area.name_kana = draft.kana or area.name_kana  # a file of boundaries seldom has readings; the list before it had
    area.boundary = from_shape(draft.boundary, srid=4326)
    area.members = "\n".join(draft.members)


def _left_districts(session: Session, gone: Iterable[Area]) -> tuple[str, ...]:
    names = {area.id: area.name for area in gone}
    joined = (
        select(district_area.c.area_id, District.name)
        .join(District, District.id == district_area.c.district_id)
        .where(district_area.c.area_id.in_(names))
    )
    return tuple(f"なくなった「{names[area]}」は{district}に入っていました。地区を見直してください。"
                 for area, district in session.execute(joined))  # fmt: skip
