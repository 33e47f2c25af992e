"""区域を台帳に入れる: all areas of a kind in one transaction; those that stay keep their ids and codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import MultiPolygon
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geodata.models import Area, AreaKind, District, Municipality, district_area
from importers.area_codes import name_key, next_codes
from importers.errors import UnknownMunicipality
from importers.polygons import only_polygons
from importers.problems import Problem


@dataclass(frozen=True, slots=True)
class Draft:
    """An area to be kept: `boundary` in lon-lat; `code` as `full_code` gives it, "" to have one made."""

    name: str
    boundary: MultiPolygon
    source: str
    kana: str = ""
    code: str = ""
    approximate: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AreasReport:
    """What became of a file of areas. With problems nothing was written and all counts after `features` are 0.

    `features` counts what the file holds (rows of a list); `new`, `kept` and `gone` count areas; `assigned`
    the 会場 of the municipality that now stand in a 自治会.
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
    """How the areas of a kind were replaced; `gone` are names."""

    new: int
    kept: int
    gone: tuple[str, ...]
    notes: tuple[str, ...]


def municipality_of(session: Session, code: str) -> Municipality:
    """The municipality, held until the transaction ends so that two loads take turns.

    Raises UnknownMunicipality.
    """
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


def replace_areas(session: Session, municipality: str, kind: AreaKind, drafts: Sequence[Draft]) -> Change:
    """Put `drafts` in the place of all areas of the kind; one is known again by its code, else by its name."""
    before = areas_of(session, municipality, kind)
    used = [area.code for area in before] + [draft.code for draft in drafts]
    known = _known(before, drafts)
    gone = [area for area in before if area not in known]
    notes = _left_districts(session, gone)
    session.execute(delete(Area).where(Area.id.in_([area.id for area in gone])))
    unnamed = [draft.name for draft, area in zip(drafts, known, strict=True) if not draft.code and area is None]
    made = next_codes(municipality, kind, used, unnamed)
    for draft, area in zip(drafts, known, strict=True):
        code = draft.code or (area.code if area else made[draft.name])
        _write(session, area or Area(municipality_code=municipality, kind=kind, name_kana=""), draft, code)
    session.flush()
    kept = len(before) - len(gone)
    return Change(len(drafts) - kept, kept, tuple(area.name for area in gone), notes)


def _known(before: Iterable[Area], drafts: Iterable[Draft]) -> list[Area | None]:
    """For each draft the area that it was."""
    by_code = {area.code: area for area in before}
    same_code = {draft.code: by_code.pop(draft.code) for draft in drafts if draft.code in by_code}
    by_name: dict[str, list[Area]] = {}
    for area in by_code.values():
        by_name.setdefault(name_key(area.name), []).append(area)
    found: list[Area | None] = []
    for draft in drafts:
        same_name = by_name.get(name_key(draft.name), [])
        found.append(same_code.get(draft.code) or (same_name.pop(0) if same_name else None))
    return found


def _write(session: Session, area: Area, draft: Draft, code: str) -> None:
    area.code, area.name = code, draft.name
    area.name_kana = draft.kana or area.name_kana  # a map seldom has readings; the list before it had
    area.boundary = from_shape(draft.boundary, srid=4326)
    area.approximate, area.source = draft.approximate, draft.source
    area.members = "\n".join(draft.members)
    session.add(area)


def _left_districts(session: Session, gone: Iterable[Area]) -> tuple[str, ...]:
    names = {area.id: area.name for area in gone}
    joined = (
        select(district_area.c.area_id, District.name)
        .join(District, District.id == district_area.c.district_id)
        .where(district_area.c.area_id.in_(names))
    )
    return tuple(
        f"なくなった「{names[area]}」は{district}に入っていました。地区を見直してください。"
        for area, district in session.execute(joined)
    )
