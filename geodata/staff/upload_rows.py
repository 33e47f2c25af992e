"""検査した行: the rows of a checked file as the check page shows them, and what staff choose for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.errors import NotNow
from geodata.models import RowAction, Upload, UploadRow, UploadState
from geodata.staff.scope import Scope
from geodata.staff.topics import TOPICS
from geodata.staff.uploads import PAGE, STATE_WORDS, upload


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic that a row changes. `edited`: staff changed it since the last edition (職員が直した項目); `kept` keeps theirs."""

    topic: str
    label: str
    old: str
    new: str
    edited: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """A record, or another row of this file (`number`), that may be the same; `why` in words, `score` 0–1."""

    resource_id: int | None
    number: int | None
    name: str
    place: str
    source: str
    score: float
    why: tuple[str, ...]
    mergeable: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowInfo:
    """A row, or a record that the file no longer has (`number` None). `skip` and `merge` are what staff chose."""

    id: int
    number: int | None
    action: RowAction
    resource_id: int | None
    name: str
    address: str
    cells: tuple[Cell, ...]
    problems: tuple[Mapping[str, Any], ...]  # {"row", "column", "message"}
    twins: tuple[Twin, ...]
    skip: bool
    merge: int | None
    level: MatchLevel | None
    point: tuple[float, float] | None  # (lng, lat)


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows; `total` counts all that were asked for."""

    total: int
    rows: tuple[RowInfo, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by action; those with a problem, with a twin, with words of staff's against the file's; those decided upon."""

    actions: Mapping[RowAction, int]
    problems: int
    twins: int
    edited: int
    decided: int


def rows(
    session: Session, upload_id: int, *, action: RowAction | None = None, only_problems: bool = False,
    only_twins: bool = False, only_edited: bool = False, page: int = 1, size: int = PAGE,
) -> RowPage:  # fmt: skip
    """Rows in the order of the file, what is gone last. The caller has asked for the upload, and so may see it."""
    wanted = [UploadRow.upload_id == upload_id, *([UploadRow.action == action] if action else [])]
    for said, condition in ((only_problems, _WITH_PROBLEMS), (only_twins, _WITH_TWINS), (only_edited, _EDITED)):
        wanted += [condition] if said else []
    total = session.scalar(select(func.count()).select_from(UploadRow).where(*wanted)) or 0
    stmt = select(UploadRow).where(*wanted).order_by(UploadRow.number.nulls_last(), UploadRow.id)
    found = session.scalars(stmt.limit(size).offset(size * (page - 1)))
    return RowPage(total, tuple(_info(row) for row in found))


def row(session: Session, upload_id: int, row_id: int) -> RowInfo | None:
    """One row of an upload, None when it has no such row."""
    found = session.scalars(select(UploadRow).where(UploadRow.upload_id == upload_id, UploadRow.id == row_id)).one_or_none()
    return _info(found) if found else None


def counts(session: Session, upload_id: int) -> Counts:
    """What the tabs of the check page say."""
    of = UploadRow.upload_id == upload_id
    actions = {action: n for action, n in session.execute(select(UploadRow.action, func.count()).where(of).group_by(UploadRow.action))}
    parts = [func.count().filter(part) for part in (_WITH_PROBLEMS, _WITH_TWINS, _EDITED, UploadRow.decision != {})]
    problems, twins, edited, decided = (int(n) for n in session.execute(select(*parts).where(of)).one())
    return Counts({action: actions.get(action, 0) for action in RowAction}, problems, twins, edited, decided)


def pins(session: Session, upload_id: int) -> list[tuple[int, int | None, str, str, float, float]]:
    """(id, number, name, level, lng, lat) of every row that has a point, for the map beside the table."""
    columns = (UploadRow.id, UploadRow.number, UploadRow.name, UploadRow.level, UploadRow.lng, UploadRow.lat)
    stmt = select(*columns).where(UploadRow.upload_id == upload_id, UploadRow.lng.is_not(None)).order_by(UploadRow.id)
    return [(id_, number, name, level, lng, lat) for id_, number, name, level, lng, lat in session.execute(stmt)
            if level and lng is not None and lat is not None]  # fmt: skip


def remarks(session: Session, upload_id: int) -> dict[int, str]:
    """Excel's row number → what is to be said of it, for the workbook with a column of remarks."""
    stmt = select(UploadRow.number, UploadRow.action, UploadRow.problems, UploadRow.duplicates).where(
        UploadRow.upload_id == upload_id, UploadRow.number.is_not(None)
    )
    told: dict[int, str] = {}
    for number, action, problems, duplicates in session.execute(stmt):
        said = [problem["message"] for problem in problems] + [_twin_words(twin) for twin in duplicates]
        told[number] = "／".join([ACTION_WORDS[action], *said])
    return told


def choose(session: Session, scope: Scope, upload_id: int, row_id: int, decision: Mapping[str, Any]) -> None:
    """What staff choose for a row; it replaces what was chosen before. {} is the check's own proposal.

    {"skip": true} leaves the row out (a gone one stays on the map); {"merge": resource_id} updates that record, one of the
    row's mergeable twins, instead of making a new one; {"keep": [topic, …]} keeps the record's own words in these cells.
    Raises UnknownUpload, NotNow (also for a decision that does not go with the row).
    """
    info = upload(session, scope, upload_id)
    if info.state is not UploadState.READY:
        raise NotNow(f"取り込み {upload_id} はいま「{STATE_WORDS[info.state]}」です。ページを開きなおしてください。")
    found = row(session, upload_id, row_id)
    if found is None or not _goes_with(found, decision):
        raise NotNow("この行ではそれを選べません。ページを開きなおしてください。")
    # the upload's own row is taken as well: a commit that begins meanwhile sees the decision or comes first
    session.execute(select(Upload.id).where(Upload.id == upload_id).with_for_update())
    if session.scalar(select(Upload.state).where(Upload.id == upload_id)) is not UploadState.READY:
        raise NotNow("取り込みが始まりました。ページを開きなおしてください。")
    if "merge" in decision and _taken(session, upload_id, row_id, decision["merge"]):
        raise NotNow("ほかの行がすでにその記録にまとめられています。")
    session.execute(update(UploadRow).where(UploadRow.id == row_id).values(decision=dict(decision)))


def _taken(session: Session, upload_id: int, row_id: int, resource_id: int) -> bool:
    """True when another row is to become the same record."""
    same = UploadRow.decision["merge"].as_integer() == resource_id
    stmt = select(UploadRow.id).where(UploadRow.upload_id == upload_id, UploadRow.id != row_id, same)
    return session.scalars(stmt).first() is not None


def _goes_with(row: RowInfo, decision: Mapping[str, Any]) -> bool:
    """True when a decision says nothing but what this row offers."""
    offered = {twin.resource_id for twin in row.twins if twin.mergeable}
    topics = {cell.topic for cell in row.cells} | {cell.topic for twin in row.twins for cell in twin.cells}
    return (
        not decision.keys() - {"skip", "merge", "keep"}
        and decision.get("skip", True) is True
        and ("merge" not in decision or (decision["merge"] in offered and row.action is RowAction.NEW))
        and isinstance(keep := decision.get("keep", []), list)
        and set(keep) <= topics
    )


def _info(row: UploadRow) -> RowInfo:
    keep = row.decision.get("keep", ())
    point = (row.lng, row.lat) if row.lng is not None and row.lat is not None else None
    return RowInfo(
        row.id, row.number, row.action, row.resource_id, row.name, row.address, _cells(row.cells, keep), tuple(row.problems),
        tuple(_twin(twin, keep) for twin in row.duplicates), bool(row.decision.get("skip")), row.decision.get("merge"),
        row.level, point,
    )  # fmt: skip


def _cells(cells: Mapping[str, Sequence[Any]], keep: Sequence[str]) -> tuple[Cell, ...]:
    found = [(topic, *cells[topic]) for topic in TOPICS if topic in cells]
    return tuple(Cell(topic, TOPICS[topic], old, new, edited, topic in keep) for topic, old, new, edited in found)


def _twin(twin: Mapping[str, Any], keep: Sequence[str]) -> Twin:
    return Twin(
        twin["resource_id"], twin["number"], twin["name"], twin["place"], twin["source"], twin["score"], tuple(twin["why"]),
        twin["mergeable"], _cells(twin["cells"], keep),
    )  # fmt: skip


def _twin_words(twin: Mapping[str, Any]) -> str:
    where = f"{twin['number']}行目" if twin["number"] else f"「{twin['source']}」"
    return f"{where}の「{twin['name']}」と同じかもしれません（{'、'.join(twin['why'])}）。"


ACTION_WORDS = {
    RowAction.NEW: "新規", RowAction.CHANGED: "変更", RowAction.UNCHANGED: "変更なし", RowAction.GONE: "一覧から消えた",
    RowAction.REFUSED: "取り込めない",
}  # fmt: skip
_WITH_PROBLEMS: ColumnElement[bool] = UploadRow.problems != []
_WITH_TWINS: ColumnElement[bool] = UploadRow.duplicates != []
_EDITED: ColumnElement[bool] = UploadRow.cells.path_exists("$.*[2] ? (@ == true)")
