"""取り込む: what a check has kept is written in one transaction, unless what is there has changed since."""

from sqlalchemy import Engine


def commit_upload(engine: Engine, upload_id: int) -> int | None:
    """Write a checked upload; the id of its batch. For the worker.

    None when records that it concerns were changed since the check: then nothing is written, the rows are compared anew,
    and the upload is ready again with a sentence that says what changed.
    """
    raise NotImplementedError
