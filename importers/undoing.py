"""検査した取り込みを元に戻す: for the worker, in one transaction with the upload's own state."""

from dataclasses import asdict

from sqlalchemy import Engine, func, select, update

from geodata.database import transaction
from geodata.models import ImportBatch, Upload, UploadState
from importers.errors import UnknownBatch
from importers.undo import UndoReport, undo_import


def undo_upload(engine: Engine, upload_id: int) -> UndoReport | None:
    """Undo the import of an upload that was asked to be undone, see geodata.staff.uploads.ask_undo.

    Where records were touched since and nobody said to leave them, nothing changes but result["touched"], and the upload is
    done as before. None when there was nothing to do.
    """
    with transaction(engine) as session:
        upload = session.get(Upload, upload_id)
        if upload is None or upload.state is not UploadState.UNDOING or upload.batch_id is None:
            return None
        leave = bool(upload.options.get("leave_touched"))
        report: UndoReport | None = None
        try:
            report = undo_import(session, upload.batch_id, leave_touched=leave, account_id=upload.asked_by)
            words = _words(report)
        except UnknownBatch as problem:
            words = str(problem)
        gone = select(ImportBatch.undone_at).where(ImportBatch.id == upload.batch_id)
        undone = session.scalar(gone) is not None
        touched = [asdict(one) for one in report.touched] if report else []
        session.execute(update(Upload).where(Upload.id == upload_id, Upload.state == UploadState.UNDOING).values(
            state=UploadState.UNDONE if undone else UploadState.DONE, progress=100, message=words, tries=0,
            result=upload.result | {"touched": touched}, changed_at=func.now(),
        ))  # fmt: skip
        return report


def _words(report: UndoReport) -> str:
    if not report.done:
        return f"取り込んだあとで{len(report.touched):,}件が変わっているため、まだ何も元に戻していません。"
    words = f"元に戻しました（取りのぞいたもの {report.removed:,}件、前の内容に戻したもの {report.restored:,}件）。"
    return words + (f"取り込んだあとで変えられた{len(report.touched):,}件は、いまの内容のまま残っています。" if report.touched else "")
