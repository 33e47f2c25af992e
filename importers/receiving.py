"""ファイルを受けとる: what can be refused at once is refused; the rest waits for the worker."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from geodata.models import Upload, UploadState
from geodata.staff.uploads import wake_worker
from importers.files import MeasuredFile, measure

LONGEST_NAME = 80  # letters: 240 bytes of Japanese, and no file system of ours takes more than 255
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")


def receive(
    session: Session, *, content: bytes, file_name: str, municipality: str, department: str = "",
    account_id: int | None = None, options: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Keep a file for checking and wake the worker when the caller's transaction is kept; its id.

    `options` are staff's first words, see geodata.staff.uploads.UploadInfo. Raises BadFile for what can be refused by its
    size, its first bytes, and the sizes that it declares.
    """
    name = safe_name(file_name)
    with as_file(content, name) as file:
        digest = file.digest
    upload = Upload(
        municipality_code=municipality, department=department, account_id=account_id, asked_by=account_id, file_name=name,
        sha256=digest, content=content, state=UploadState.WAITING, options=dict(options or {}),
    )  # fmt: skip
    session.add(upload)
    session.flush()
    wake_worker(session)
    return upload.id


def safe_name(file_name: str) -> str:
    """The last part of a browser's file name, fit for a page and a folder."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", file_name)[-1])
    stem, dot, suffix = UNSAFE.sub("", name).strip(" .").rpartition(".")
    short = f"{stem[: LONGEST_NAME - len(suffix) - 1]}{dot}{suffix}" if dot and len(suffix) < 10 else (stem + dot + suffix)
    return short[:LONGEST_NAME] or "一覧"


@contextmanager
def as_file(content: bytes, name: str) -> Iterator[MeasuredFile]:
    """The bytes as a file that was measured, while we are inside. Raises BadFile."""
    with TemporaryDirectory(prefix="wagagoto-upload-") as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        yield measure(path)
