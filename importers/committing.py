"""取り込む: what a check has kept is written in one transaction, unless what is there has changed since."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Engine, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.garbage import collected_later
from geodata.keeping.locking import lock_imports, lock_records
from geodata.models import ImportBatch, Resource, Upload, UploadState
from importers.change import Change, Known, known_records
from importers.checking import Job, job_of, show
from importers.deciding import Choices, choices_of, decided
from importers.errors import BadFile
from importers.kept import Kept, from_bytes, seen
from importers.reading import Progress, silent, with_areas_of_now
from importers.resources import reported, take_in
from importers.settling import compared

SHOWN = 3


@collected_later()
def commit_upload(engine: Engine, upload_id: int, progress: Progress = silent) -> int | None:
    """Write a checked upload; the id of its batch. For the worker.

    None when records that it concerns were changed since the check: then nothing is written, the rows are compared anew,
    and the upload is ready again with a sentence that says what changed.
    """
    try:
        with transaction(engine) as session:
            return _commit(session, upload_id, progress)
    except (IntegrityError, BadFile):  # a 種類 or the like that the rows name is there no more
        check_again(engine, upload_id)
        return None


def check_again(engine: Engine, upload_id: int) -> None:
    """From the file itself, once more."""
    with transaction(engine) as session:
        stmt = update(Upload).where(Upload.id == upload_id, Upload.state == UploadState.COMMITTING)
        again = "確認のあとで登録内容が変わったため、もう一度確認しています。"
        session.execute(stmt.values(state=UploadState.WAITING, message=again, kept=None, changed_at=func.now()))


def _commit(session: Session, upload_id: int, progress: Progress) -> int | None:
    found = session.get(Upload, upload_id)
    if found is None:
        return None
    lock_imports(session, found.municipality_code)
    job = job_of(session, upload_id, UploadState.COMMITTING)  # a worker before us may have ended it while we waited
    if job is None:
        return None
    progress(10, "取り込んでいます")
    kept = from_bytes(session.scalars(select(Upload.kept).where(Upload.id == upload_id)).one())
    read = replace(kept.read, rows=with_areas_of_now(session, job.municipality, kept.read.rows))
    choices = choices_of(session, upload_id)
    own = and_(Resource.municipality_code == job.municipality, Resource.source == read.source)
    lock_records(session, or_(own, Resource.id.in_(choices.targets)))
    known = known_records(session, job.municipality, job.department, read.source)
    change = compared(session, read.rows, known, read.columns, job.said.status)
    if told := _since(session, kept, change, known.values(), choices):
        show(session, job, Kept(read, *seen(change, [one.id for one in known.values()])), change, told)
        return None
    progress(30, "書きこんでいます")
    asked_by = session.scalar(select(func.coalesce(Upload.asked_by, Upload.account_id)).where(Upload.id == upload_id))
    wanted = decided(session, change, choices)
    batch = _batch(job, read.source, read.sheet, asked_by)
    batch.report = reported(read, wanted).as_json()
    take_in(session, batch, read, wanted, job.said.status)
    _done(session, job, batch.id, wanted)
    return batch.id


def _batch(job: Job, source: str, sheet: str, account_id: int | None) -> ImportBatch:
    return ImportBatch(
        municipality_code=job.municipality, department=job.department, account_id=account_id, source=source,
        file_name=job.file_name, sha256=job.sha256, sheet=sheet[:300],
    )  # fmt: skip


def _since(session: Session, kept: Kept, change: Change, known: Collection[Known], choices: Choices) -> str:
    """What changed since the check, "" for nothing that matters: which records there are, and those that would be touched."""
    touched, ids = seen(change, [one.id for one in known])
    apart = set(ids) ^ set(kept.known)
    apart |= {id_ for id_ in touched.keys() | kept.touched.keys() if touched.get(id_) != kept.touched.get(id_)}
    apart |= _merged_since(session, choices)
    if not apart:
        return ""
    names = session.scalars(select(Resource.name).where(Resource.id.in_(apart)).order_by(Resource.id).limit(SHOWN))
    listed = "".join(f"「{name}」" for name in names)
    return f"確認のあとで{listed}など{len(apart):,}件が変わったため、まだ取り込んでいません。もう一度確かめてください。"


def _merged_since(session: Session, choices: Choices) -> set[int]:
    """The records to merge into that somebody changed after the row was shown, or that are no more."""
    stmt = select(Resource.id, Resource.revision).where(Resource.id.in_(choices.targets))
    now = {id_: revision for id_, revision in session.execute(stmt)}
    return {id_ for id_, revision in choices.seen.items() if now.get(id_) != revision}


def _done(session: Session, job: Job, batch_id: int, change: Change) -> None:
    words = f"取り込みました（新規 {len(change.new):,}件、変更 {len(change.changed):,}件、一覧から消えた {len(change.gone):,}件）。"
    session.execute(update(Upload).where(Upload.id == job.id).values(
        state=UploadState.DONE, progress=100, message=words, batch_id=batch_id, kept=None, tries=0, changed_at=func.now()
    ))  # fmt: skip
