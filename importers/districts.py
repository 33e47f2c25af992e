"""地区: those that a list of 自治会 names in its 地区 column are kept with the 自治会 it gives them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import AreaKind, District
from importers.area_codes import name_key
from importers.areas import areas_of
from importers.mapping import MappingRow


def keep_districts(session: Session, municipality: str, rows: Iterable[MappingRow]) -> tuple[str, ...]:
    """Give every 地区 of the list its 自治会; one not known by its name is made. A note for each of those."""
    areas = {name_key(area.name): area for area in areas_of(session, municipality, AreaKind.JICHIKAI)}
    stored = select(District).where(District.municipality_code == municipality).order_by(District.id)
    known = {name_key(district.name): district for district in session.scalars(stored)}
    wanted: dict[str, list[MappingRow]] = {}
    for row in rows:
        if row.district:
            wanted.setdefault(name_key(row.district), []).append(row)
    notes = []
    for key, members in wanted.items():
        if key not in known:
            known[key] = District(
                municipality_code=municipality,
                slug=_slug(session, municipality),
                model=False,
                name=members[0].district,
                description="",
            )
            session.add(known[key])
            notes.append(f"地区「{members[0].district}」を作りました。")
        known[key].areas = [areas[name] for name in dict.fromkeys(name_key(row.jichikai) for row in members)]
        session.flush()
    return tuple(notes)


def _slug(session: Session, municipality: str) -> str:
    """The first free of 292095-d1, 292095-d2 …"""
    used = set(session.scalars(select(District.slug).where(District.slug.startswith(f"{municipality}-d"))))
    return next(slug for number in range(1, len(used) + 2) if (slug := f"{municipality}-d{number}") not in used)
