"""取り込みを書く: the difference that an edition makes, by COPY and a few set statements, all within one transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.bulk import copy_rows, ewkt, next_ids
from geodata.japanese import bigrams, search_form
from geodata.models import (
    Answer,
    ImportBatch,
    ImportRow,
    Organization,
    Place,
    Resource,
    RowAction,
    Schedule,
    ScheduleException,
    Status,
    Visibility,
    resource_target,
    served_area,
)
from importers.change import Change, Row
from importers.drafts import Draft
from importers.placing import Placed, known_places
from importers.problems import Problem
from importers.serving import areas_served, names_of_areas
from importers.snapshots import snapshots

PLACE = (
    "id", "municipality_code", "name", "address", "address_key", "address_read", "building", "postal_code", "location",
    "level", "level_reason", "point_source", "needs_review", "private_home", "published_location", "published_level",
    "published_address", "barrier_free", "parking",
)  # fmt: skip
POINT = frozenset(
    {"location", "level", "level_reason", "point_source", "needs_review", "published_location", "published_level"}
)
SCHEDULE = (
    "id", "resource_id", "position", "text", "understood", "days", "weekday_mask", "every", "months", "often", "starts",
    "ends", "valid_from", "valid_until",
)  # fmt: skip
PRIVATE_UNTIL_AGREED = {"phone_visibility": Visibility.PUBLIC, "fax_visibility": Visibility.PUBLIC,
                        "email_visibility": Visibility.PROFESSIONAL}  # fmt: skip


def write(session: Session, batch: ImportBatch, change: Change, refused: Sequence[Problem]) -> list[int]:
    """Write the difference of a batch. Returns the ids of the 会場 whose point is new."""
    before = snapshots(session, [known.id for _, known in change.changed] + [known.id for known in change.gone])
    rows = change.filled
    place_ids, made = _places(session, batch.municipality_code, [row.place for row in rows])
    organization_ids = _organizations(session, batch.municipality_code, {row.draft.organization for row in rows})
    fresh = next_ids(session, Resource.__table__, len(change.new))
    ids = [*fresh, *(known.id for _, known in change.changed)]
    records = [
        _record(id_, row.draft, batch, place_ids[row.place.key] if row.place else None,
                organization_ids.get(row.draft.organization))
        for id_, row in zip(ids, rows, strict=True)
    ]  # fmt: skip
    _insert(session, records[: len(fresh)])
    _rewrite(session, records[len(fresh) :])
    _children(session, batch.municipality_code, [(id_, row.draft) for id_, row in zip(ids, rows, strict=True)])
    _withdraw(session, [known.id for known in change.gone])
    _log(session, batch, change, fresh, before, refused)
    return made


def _places(session: Session, municipality: str, placed: Iterable[Placed | None]) -> tuple[dict[str, int], list[int]]:
    """key → id for every 会場, and the ids of those whose point is new."""
    known = known_places(session, municipality)
    wanted = _best_of_each(place for place in placed if place)
    missing = [place for key, place in wanted.items() if key not in known]
    met = [(known[key], place) for key, place in wanted.items() if key in known]
    made = next_ids(session, Place.__table__, len(missing))
    rows = (_place_row(id_, municipality, place) for id_, place in zip(made, missing, strict=True))
    copy_rows(session, Place.__table__, PLACE, rows)
    better = [(id_, place) for (id_, level, confirmed), place in met if place.level > level and not confirmed]
    for id_, place in better:
        values = zip(PLACE, _place_row(id_, municipality, place), strict=True)
        session.execute(update(Place).where(Place.id == id_).values({k: v for k, v in values if k in POINT}))
    _answers(session, [(id_, place) for (id_, *_), place in met])
    ids = {key: id_ for key, (id_, *_) in known.items()} | dict(zip((p.key for p in missing), made, strict=True))
    return ids, [*made, *(id_ for id_, _ in better)]


def _best_of_each(placed: Iterable[Placed]) -> dict[str, Placed]:
    """The surest point for each 会場 that several rows name."""
    best: dict[str, Placed] = {}
    for place in placed:
        if place.key not in best or place.level > best[place.key].level:
            best[place.key] = place
    return best


def _place_row(id_: int, municipality: str, p: Placed) -> tuple[Any, ...]:
    read = f"{p.match.pref}{p.match.city}{p.match.machiaza}{p.match.rest}"[:300]
    return (
        id_, municipality, p.name[:300], p.draft.address, p.key, read, p.draft.building or p.match.building[:300],
        p.draft.postal_code, ewkt(p.point), p.level.value, p.match.reason, p.source, p.needs_review, p.draft.private_home,
        ewkt(p.published), p.published_level.value, p.published_address, p.draft.barrier_free.value, p.draft.parking.value,
    )  # fmt: skip


def _answers(session: Session, met: Iterable[tuple[int, Placed]]) -> None:
    """A 会場 that stays learns what it did not know of バリアフリー and 駐車場."""
    for column, said in ((Place.barrier_free, "barrier_free"), (Place.parking, "parking")):
        for value in (Answer.YES, Answer.NO):
            ids = [id_ for id_, place in met if getattr(place.draft, said) is value]
            if ids:
                session.execute(update(Place).where(Place.id.in_(ids), column == Answer.UNKNOWN).values({column: value}))


def _organizations(session: Session, municipality: str, names: set[str]) -> dict[str, int]:
    wanted = [{"municipality_code": municipality, "name": name} for name in sorted(names) if name]
    if not wanted:
        return {}
    session.execute(insert(Organization).on_conflict_do_nothing(), wanted)
    stmt = select(Organization.name, Organization.id).where(Organization.municipality_code == municipality)
    return dict(session.execute(stmt.where(Organization.name.in_(names))).all())


def _record(id_: int, draft: Draft, batch: ImportBatch, place_id: int | None, organization_id: int | None) -> dict[str, Any]:
    text = search_text(draft)
    return dict(draft.values) | PRIVATE_UNTIL_AGREED | {
        "id": id_, "municipality_code": batch.municipality_code, "source": batch.source, "source_key": draft.key,
        "batch_id": batch.id, "organization_id": organization_id, "place_id": place_id, "status": Status.PUBLISHED,
        "fingerprint": draft.fingerprint, "raw": dict(draft.raw), "search_text": text, "bigrams": bigrams(text),
        "consent": Answer.UNKNOWN,
        "confirmed_by": "所管課" if draft.values["last_confirmed_on"] else "",
        "confirmed_how": "一覧表" if draft.values["last_confirmed_on"] else "",
    }  # fmt: skip


def search_text(draft: Draft) -> str:
    """What a free word is looked for in, line by line; a private home gives only its 町."""
    place = draft.place
    address = "" if place is None or place.private_home else place.address
    values = draft.values
    parts = (values["name"], values["name_kana"], draft.organization, place.name if place else "", address,
             values["schedule_words"], draft.served_text)  # fmt: skip
    return "\n".join(search_form(part) for part in parts)[:4000]


def _insert(session: Session, records: Sequence[dict[str, Any]]) -> None:
    if records:
        columns = tuple(records[0])
        rows = ([_cell(record[name]) for name in columns] for record in records)
        copy_rows(session, Resource.__table__, columns, rows)


def _cell(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value.value if hasattr(value, "value") else value


def _rewrite(session: Session, records: Sequence[dict[str, Any]]) -> None:
    if records:
        session.execute(update(Resource), [record | {"changed_at": func.now()} for record in records])


def _children(session: Session, municipality: str, written: Sequence[tuple[int, Draft]]) -> None:
    ids = [id_ for id_, _ in written]
    session.execute(delete(Schedule).where(Schedule.resource_id.in_(ids)))
    for table in (resource_target, served_area):
        session.execute(delete(table).where(table.c.resource_id.in_(ids)))
    held = [(id_, draft, position, session_) for id_, draft in written
            for position, session_ in enumerate(draft.reading.sessions)]  # fmt: skip
    numbers = next_ids(session, Schedule.__table__, len(held))
    copy_rows(session, Schedule.__table__, SCHEDULE, (
        (number, id_, position, draft.reading.text[:4000], draft.reading.understood.value, list(s.days), s.weekday_mask(),
         s.interval, list(s.months), s.often, s.starts, s.ends, s.valid_from, s.valid_until)
        for number, (id_, draft, position, s) in zip(numbers, held, strict=True)
    ))  # fmt: skip
    copy_rows(session, ScheduleException.__table__, ("schedule_id", "kind", "month", "day", "text"), (
        (number, closure.kind, closure.month, closure.on, closure.text[:300])
        for number, (_, draft, _, _) in zip(numbers, held, strict=True) for closure in draft.reading.closures
    ))  # fmt: skip
    targets = ((id_, code) for id_, draft in written for code in draft.targets)
    copy_rows(session, resource_target, ("resource_id", "target_code"), targets)
    names = names_of_areas(session, municipality) if any(draft.served_text for _, draft in written) else {}
    served = ((id_, area) for id_, draft in written for area in areas_served(draft, names))
    copy_rows(session, served_area, ("resource_id", "area_id"), served)


def _withdraw(session: Session, ids: Sequence[int]) -> None:
    if ids:
        session.execute(update(Resource).where(Resource.id.in_(ids)).values(status=Status.WITHDRAWN, changed_at=func.now()))


def _log(
    session: Session, batch: ImportBatch, change: Change, fresh: Sequence[int], before: dict[int, Any],
    refused: Sequence[Problem],
) -> None:  # fmt: skip
    def problems(of: Sequence[Problem]) -> Jsonb:
        return Jsonb([p.as_json() for p in of])

    def row(of: Row, action: RowAction, id_: int, was: Jsonb | None = None) -> tuple[Any, ...]:
        return (batch.id, of.draft.number, action.value, id_, was, problems(of.draft.problems))

    rows = [row(new, RowAction.NEW, id_) for id_, new in zip(fresh, change.new, strict=True)]
    rows += [row(one, RowAction.CHANGED, known.id, Jsonb(before[known.id])) for one, known in change.changed]
    rows += [row(one, RowAction.UNCHANGED, known.id) for one, known in change.unchanged]
    rows += [(batch.id, None, RowAction.GONE.value, k.id, Jsonb(before[k.id]), Jsonb([])) for k in change.gone]
    rows += [(batch.id, p.row, RowAction.REFUSED.value, None, None, problems([p])) for p in refused]
    columns = ("batch_id", "number", "action", "resource_id", "before", "problems")
    copy_rows(session, ImportRow.__table__, columns, rows)
