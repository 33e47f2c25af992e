"""値の言い方: a value of the record of changes as an officer reads it; numbers of 会場 and 団体 by their names."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.dates import day
from geodata.models import Area, Category, Organization, Place, Target
from geodata.staff.wording import VALUES, WITHHOLDABLE, YES_NO

NOTHING = "（なし）"
GONE = "（いまはありません）"
NAMED: dict[str, tuple[Any, Any]] = {
    "organization_id": (Organization.id, Organization.name),
    "place_id": (Place.id, func.coalesce(func.nullif(Place.name, ""), Place.address)),
    "category_code": (Category.code, Category.name),
    "targets": (Target.code, Target.name),
    "served": (Area.code, Area.name),
}


class Names:
    """What the ids and codes in these (field, value) pairs are called, asked for at once."""

    def __init__(self, session: Session, pairs: Iterable[tuple[str, Any]]) -> None:
        wanted: dict[str, set[Any]] = {}
        for field, value in pairs:
            if field not in NAMED:
                continue
            wanted.setdefault(field, set()).update(value if isinstance(value, list) else [value])
        self._names = {field: _named(session, key, name, wanted.get(field, set())) for field, (key, name) in NAMED.items()}

    def told(self, field: str, value: Any) -> str:
        """The value in words; NOTHING for what is empty."""
        if value is None or value in ("", [], {}):
            return NOTHING
        if field in self._names:
            names = self._names[field]
            listed = value if isinstance(value, list) else [value]
            return "、".join(names.get(one, GONE) for one in listed)
        if field == "withheld":
            return "、".join(WITHHOLDABLE[one] for one in value)
        if field in VALUES:
            return VALUES[field].get(str(value), str(value))
        if isinstance(value, bool):
            return YES_NO[value]
        if isinstance(value, dict):
            return _of_dict(value)
        return _day(value) if field.endswith(("_on", "_since")) else str(value)


def _named(session: Session, key: Any, name: Any, wanted: set[Any]) -> dict[Any, str]:
    ids = {one for one in wanted if one is not None}
    return {id_: called for id_, called in session.execute(select(key, name).where(key.in_(ids)))} if ids else {}


def _of_dict(value: dict[str, Any]) -> str:
    if value.get("type") == "Point":
        lng, lat = value["coordinates"]
        return f"北緯{lat:.5f} 東経{lng:.5f}"
    return str(value.get("words") or value.get("what") or NOTHING)


def _day(text: Any) -> str:
    try:
        return day(date.fromisoformat(str(text)))
    except ValueError:
        return str(text)
