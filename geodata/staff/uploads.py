"""検査の段階: the files that staff sent in, what they say of each, and the next step that staff ask the worker for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.orm import Session

from geodata.errors import NotNow, UnknownUpload
from geodata.models import Account, ImportBatch, Upload, UploadState
from geodata.staff.scope import Scope

CHANNEL = "wagagoto_work"  # the worker listens to it
WORKER, JOB = 3, 4  # classes of our advisory locks: a worker that is here; an upload that one is working at
PAGE = 50
WORK = (UploadState.WAITING, UploadState.COMMITTING, UploadState.UNDOING)
STOPPABLE = (UploadState.WAITING, UploadState.ASKING, UploadState.READY, UploadState.FAILED)


@dataclass(frozen=True, slots=True)
class UploadInfo:
    """取り込み as a page shows it.

    `options` are what staff said: sheet, header_row, columns {header: field}, category, source, hidden ("read" or "skip").
    `result` is what the check found, {} before it: sheet, header_row, columns {header: field}, unused [header], source,
    rows, counts {action: n}, levels {level: n}, problems [{row, column, message}] of the whole file, edited (rows where
    staff's own words stand against the file's), duplicates (rows that may be known already), same_as (the open batch of the
    very same file, or None), sheets [name], preview [[cell]] (the first rows of the sheet), questions [{kind, message,
    choices}] while `asking`, and touched [{resource_id, name, what, published}] after an undo that found such records.
    `message` is a sentence: what it is doing, what came of it, or why it cannot. `taken_at` and `undone_at` are None before.
    """

    id: int
    municipality: str
    department: str
    email: str  # of who sent it in; "" for the command line
    file_name: str
    sha256: str
    size: int  # bytes
    state: UploadState
    progress: int  # percent of the present step
    message: str
    options: Mapping[str, Any]
    result: Mapping[str, Any]
    batch_id: int | None
    made_at: datetime
    changed_at: datetime
    taken_at: datetime | None
    undone_at: datetime | None

    @property
    def working(self) -> bool:
        """True while the worker has something to do with it: the page looks again in a second."""
        return self.state in WORK

    @property
    def changes(self) -> int:
        """How many records it would make, change or take off the map."""
        counts = self.result.get("counts", {})
        return sum(counts.get(action, 0) for action in ("new", "changed", "gone"))


@dataclass(frozen=True, slots=True)
class UploadList:
    """One page of the list, newest first."""

    total: int
    uploads: tuple[UploadInfo, ...]


def uploads(session: Session, scope: Scope, *, page: int = 1) -> UploadList:
    """The files of one's own part of the city hall; those thrown away are left out."""
    stmt = _infos().where(scope.owns(Upload), Upload.state != UploadState.DISCARDED)
    total = session.scalar(select(func.count()).where(scope.owns(Upload), Upload.state != UploadState.DISCARDED)) or 0
    rows = session.execute(stmt.order_by(Upload.id.desc()).limit(PAGE).offset(PAGE * (page - 1)))
    return UploadList(total, tuple(UploadInfo(*row) for row in rows))


def upload(session: Session, scope: Scope, upload_id: int) -> UploadInfo:
    """One file. Raises UnknownUpload when there is none, or it is another department's."""
    row = session.execute(_infos().where(Upload.id == upload_id, scope.owns(Upload))).one_or_none()
    if row is None:
        raise UnknownUpload(f"取り込み {upload_id} はありません。")
    return UploadInfo(*row)


def content(session: Session, scope: Scope, upload_id: int) -> tuple[str, bytes]:
    """The file's name and bytes as they came in. Raises UnknownUpload, NotNow when it was thrown away."""
    row = session.execute(select(Upload.file_name, Upload.content).where(Upload.id == upload_id, scope.owns(Upload))).one_or_none()
    if row is None:
        raise UnknownUpload(f"取り込み {upload_id} はありません。")
    if not row.content:
        raise NotNow("この取り込みは取りやめたため、ファイルが残っていません。もう一度ファイルを送ってください。")
    return row.file_name, row.content


def tell(session: Session, scope: Scope, upload_id: int, options: Mapping[str, Any], account_id: int | None) -> None:
    """Staff's answers (UploadInfo.options; a name that is left out keeps what was said): the file is checked again.

    Raises UnknownUpload, NotNow.
    """
    info = upload(session, scope, upload_id)
    said = {name: value for name, value in {**info.options, **options}.items() if value not in ("", None, {})}
    _step(session, scope, upload_id, STOPPABLE, UploadState.WAITING, account_id, options=said, result={})


def ask_commit(session: Session, scope: Scope, upload_id: int, account_id: int | None) -> None:
    """Take it in: the worker writes it in one transaction. Raises UnknownUpload, NotNow."""
    _step(session, scope, upload_id, (UploadState.READY,), UploadState.COMMITTING, account_id)


def ask_undo(
    session: Session, scope: Scope, upload_id: int, account_id: int | None, *, leave_touched: bool = False
) -> None:
    """Undo it. Where records were touched since, nothing is changed and result["touched"] says which, unless
    `leave_touched`: then all others are undone. Raises UnknownUpload, NotNow.
    """
    info = upload(session, scope, upload_id)
    said = {**info.options, "leave_touched": leave_touched}
    _step(session, scope, upload_id, (UploadState.DONE,), UploadState.UNDOING, account_id, options=said)


def discard(session: Session, scope: Scope, upload_id: int, account_id: int | None) -> None:
    """Throw a file away that was not taken in. Raises UnknownUpload, NotNow."""
    _step(session, scope, upload_id, STOPPABLE, UploadState.DISCARDED, account_id, content=b"", kept=None)


def worker_is_here(session: Session) -> bool:
    """True while a worker process is connected: it holds a lock that the database takes back however it ends."""
    held = text("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = :worker AND granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))")  # fmt: skip
    return bool(session.scalar(held, {"worker": WORKER}))


def wake_worker(session: Session) -> None:
    """Tell the worker, when this transaction is kept, that there is something to do."""
    session.execute(select(func.pg_notify(CHANNEL, "")))


def _infos() -> Select[Any]:
    return select(
        Upload.id, Upload.municipality_code, Upload.department, func.coalesce(Account.email, ""), Upload.file_name,
        Upload.sha256, func.length(Upload.content), Upload.state, Upload.progress, Upload.message, Upload.options,
        Upload.result, Upload.batch_id, Upload.made_at, Upload.changed_at, ImportBatch.made_at, ImportBatch.undone_at,
    ).outerjoin(Account, Account.id == Upload.account_id).outerjoin(ImportBatch, ImportBatch.id == Upload.batch_id)  # fmt: skip


def _step(
    session: Session, scope: Scope, upload_id: int, before: tuple[UploadState, ...], after: UploadState,
    account_id: int | None, **values: Any,
) -> None:  # fmt: skip
    """From one of the states `before` to `after`; somebody else may have been quicker."""
    stmt = update(Upload).where(Upload.id == upload_id, Upload.state.in_(before), scope.owns(Upload)).values(
        state=after, progress=0, message="", tries=0, asked_by=account_id, changed_at=func.now(), **values
    )  # fmt: skip
    if session.execute(stmt.returning(Upload.id)).one_or_none() is None:
        state = upload(session, scope, upload_id).state
        raise NotNow(f"取り込み {upload_id} はいま「{STATE_WORDS[state]}」です。ページを開きなおしてください。")
    wake_worker(session)


STATE_WORDS = {
    UploadState.WAITING: "確認しています", UploadState.ASKING: "質問があります", UploadState.READY: "取り込めます",
    UploadState.COMMITTING: "取り込んでいます", UploadState.DONE: "取り込みました", UploadState.UNDOING: "元に戻しています",
    UploadState.UNDONE: "元に戻しました", UploadState.FAILED: "読み取れません", UploadState.DISCARDED: "取りやめました",
}  # fmt: skip
