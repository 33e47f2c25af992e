"""CSVの行: a CSV of any of the usual encodings read row by row, and one written whole or not at all."""

import codecs
import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Protocol

from geodata.errors import GeodataError

END = "\x04"  # a row of our own below the last: a quotation mark that is never closed swallows it
ENCODINGS = ("utf-8-sig", "cp932")
BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
AT_ONCE = 1 << 20
UNREADABLE = "{name} の文字コードが読めません。UTF-8 か Shift_JIS のCSVで保存しなおしてください。"


class Writer(Protocol):
    """What writes rows."""

    def writerow(self, row: Sequence[object], /) -> object: ...


class BadCsv(GeodataError):
    """CSVとして読めないファイルです。"""


@contextmanager
def read_rows(path: Path) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Rows with their numbers as Excel counts them, the header first, empty ones left out. UTF-8, UTF-16 or Shift_JIS.

    Cells are as they were written, and nothing is kept in memory. BadCsv with the row that cannot be read.
    """
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            yield _rows(path.name, chain(file, [END]), _delimiter(path, encoding))
    except OSError:
        raise BadCsv(f"{path.name} を開けません。ファイルの場所と、読む権限を確かめてください。") from None
    except UnicodeError:
        raise BadCsv(UNREADABLE.format(name=path.name)) from None


@contextmanager
def write_rows(path: Path) -> Iterator[Writer]:
    """A writer of UTF-8 with a byte order mark, as Excel opens it. The file appears when all is done, or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError:
        raise BadCsv(f"{path} に書きこめません。フォルダの場所と、書きこむ権限を確かめてください。") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            yield csv.writer(file)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _rows(name: str, lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader, number, row = csv.reader(lines, delimiter=delimiter), 0, [""]
    try:
        for number, row in enumerate(reader, 1):
            if any(row) and row != [END]:
                yield number, row
    except csv.Error as problem:
        if "field larger" in str(problem):
            raise BadCsv(f"{name} の{number + 1}行目に{csv.field_size_limit():,}文字を超えるセルがあります。短くしてください。") from None
        number, row = number + 1, []
    if row != [END]:
        raise BadCsv(f"{name} の{number}行目から引用符「\"」が閉じていないか、CSVではない部分があります。")


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        if bom := BOMS.get(file.read(2)):
            return bom
    for encoding in ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise BadCsv(UNREADABLE.format(name=path.name))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(AT_ONCE):
                if b"\0" in piece:
                    return False
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
    return "\t" if first.count("\t") > first.count(",") else ","
