"""検査: an upload is read, compared with what is there, and told row by row, before anything changes."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.database import transaction
from geodata.garbage import collected_later
from geodata.models import ImportBatch, Status, Upload, UploadState
from importers.asking import doubtful, lost, recognised, shown
from importers.change import Change, known_records
from importers.errors import BadColumn, BadSheet, ImportProblem
from importers.kept import Kept, as_bytes, seen
from importers.memory import remember, remembered
from importers.reading import ImportOptions, Progress, ReadList, read_rows
from importers.receiving import as_file
from importers.settling import compared
from importers.sources import source_of
from importers.tables import read_tables
from importers.telling import tell_rows

OpenGeocoder = Callable[[Session], Geocoder]


@dataclass(frozen=True, slots=True)
class Job:
    """An upload as the worker takes it up."""

    id: int
    municipality: str
    department: str
    file_name: str
    sha256: str
    options: Mapping[str, Any]

    @property
    def said(self) -> ImportOptions:
        """What staff said, as a reading takes it."""
        told = {name: self.options[name] for name in ("category", "source") if self.options.get(name)}
        return ImportOptions(self.municipality, status=Status.DRAFT, **told)


@collected_later()
def check_upload(engine: Engine, upload_id: int, geocoder: OpenGeocoder, progress: Progress) -> None:
    """Read an upload that waits and fill its result, its rows and what a commit needs; nothing else is changed.

    Its state becomes ready, asking (sheet, header or columns are not sure), or failed with a sentence. For the worker:
    `geocoder` is asked for with the session that reads, `progress` is told percent and a sentence. What staff said
    meanwhile is not overwritten: the upload then still waits.
    """
    with Session(engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)) as session:
        job = job_of(session, upload_id, UploadState.WAITING)
        if job is None:
            return
        try:
            read = _read(session, job, geocoder, progress)
        except Unsure as unsure:
            finish(engine, job, UploadState.ASKING, "確かめてほしいところがあります。", unsure.asked)
            return
        except ImportProblem as problem:
            finish(engine, job, UploadState.FAILED, str(problem), {})
            return
        progress(75, "いまの内容とくらべています")
        read = replace(read, source=source_of(
            session, job.municipality, job.department, told=job.said.source, otherwise=read.source,
            keys={row.draft.key for row in read.rows},
        ))  # fmt: skip
        known = known_records(session, job.municipality, job.department, read.source)
        change = compared(session, read.rows, known, read.columns, job.said.status)
    progress(85, "結果を書いています")
    kept = Kept(read, *seen(change, [one.id for one in known.values()]))
    with transaction(engine) as session:
        if still_wanted(session, job):
            show(session, job, kept, change)
            _remember(session, job, read)


class Unsure(Exception):
    """Staff must be asked first."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__()
        self.asked = asked


def _read(session: Session, job: Job, geocoder: OpenGeocoder, progress: Progress) -> ReadList:
    """The file's rows. Raises Unsure, or ImportProblem for a file that cannot be read at all."""
    progress(5, "ファイルを読んでいます")
    content = session.scalars(select(Upload.content).where(Upload.id == job.id)).one()
    with as_file(content, job.file_name) as file:
        tables = read_tables(file)
    memory = remembered(session, job.municipality, job.department)
    try:
        found = recognised(tables, job.options, memory)
    except (BadSheet, BadColumn) as problem:
        raise Unsure(lost(tables, job.options, str(problem))) from None
    known = memory.get(found.signature)
    look = shown(tables, found)
    if asked := doubtful(found, job.options, known=known is not None):
        raise Unsure({**look, "questions": asked})
    kind = known.options.get("category", "") if known else ""
    options = replace(job.said, category=job.said.category or kind)
    read = read_rows(session, found.layout, geocoder(session), options, Path(job.file_name).stem, progress)
    return replace(read, shown=look)


def _remember(session: Session, job: Job, read: ReadList) -> None:
    """What staff said of the columns, when they want it remembered."""
    columns = job.options.get("columns")
    if job.options.get("remember") and columns:
        options = {"category": job.said.category} if job.said.category else {}
        asked_by = session.scalar(select(Upload.asked_by).where(Upload.id == job.id))
        remember(session, job.municipality, job.department, read.shown["signature"], source=read.source, columns=columns,
                 options=options, account_id=asked_by)  # fmt: skip


def job_of(session: Session, upload_id: int, state: UploadState) -> Job | None:
    """The upload, if it is in that state."""
    columns = (Upload.id, Upload.municipality_code, Upload.department, Upload.file_name, Upload.sha256, Upload.options)
    row = session.execute(select(*columns).where(Upload.id == upload_id, Upload.state == state)).one_or_none()
    return Job(*row) if row else None


def still_wanted(session: Session, job: Job) -> bool:
    """True while nobody threw the upload away or answered otherwise; it then stays so until the transaction ends."""
    stmt = select(Upload.state, Upload.options).where(Upload.id == job.id).with_for_update()
    state, options = session.execute(stmt).one()
    return state is UploadState.WAITING and options == job.options


def show(session: Session, job: Job, kept: Kept, change: Change, message: str = "") -> None:
    """Write what a commit would do, row by row, and be ready for it."""
    read = kept.read
    told = tell_rows(
        session, job.id, change, read.refused, municipality=job.municipality, department=job.department, source=read.source
    )
    counts = {"new": len(change.new), "changed": len(change.changed), "unchanged": len(change.unchanged),
              "gone": len(change.gone), "refused": len(read.refused)}  # fmt: skip
    same_as = _same_file(session, job)
    result = {
        "sheet": read.sheet, "header_row": read.header_row, "columns": read.columns, "unused": read.unused,
        "source": read.source, "rows": len(read.rows), "counts": counts, "levels": Counter(read.levels), "same_as": same_as,
        "duplicates": told.twins, "edited": told.edited, "questions": [], **read.shown, "problems": [p.as_json() for p in read.refused if p.row is None],
    }  # fmt: skip
    words = message or _sum(counts, same_as)
    ready = {"state": UploadState.READY, "progress": 100, "message": words, "result": result, "kept": as_bytes(kept)}
    _write(session, job, ready)


def finish(engine: Engine, job: Job, state: UploadState, message: str, result: Mapping[str, Any]) -> None:
    """End a check without rows."""
    with transaction(engine) as session:
        if still_wanted(session, job):
            _write(session, job, {"state": state, "progress": 100, "message": message, "result": dict(result), "kept": None})


def _write(session: Session, job: Job, values: Mapping[str, Any]) -> None:
    session.execute(update(Upload).where(Upload.id == job.id).values(**values, tries=0, changed_at=func.now()))


def _same_file(session: Session, job: Job) -> int | None:
    """The newest import of the very same bytes that was not undone."""
    stmt = select(func.max(ImportBatch.id)).where(
        ImportBatch.municipality_code == job.municipality, ImportBatch.sha256 == job.sha256, ImportBatch.undone_at.is_(None)
    )
    return session.scalar(stmt)


def _sum(counts: Mapping[str, int], same_as: int | None) -> str:
    """What comes of it, in a sentence."""
    same = f"取り込み {same_as} 番と同じファイルです。" if same_as else ""
    if not (counts["new"] or counts["changed"] or counts["gone"]):
        return f"{same}変わるところはありません。"
    words = {"new": "新規", "changed": "変更", "unchanged": "変更なし", "gone": "一覧から消えた", "refused": "取り込めない"}
    return same + "、".join(f"{word} {counts[name]:,}件" for name, word in words.items() if counts[name]) + "です。"
