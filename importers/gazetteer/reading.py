"""表を読む: a table of millions of rows line by line, by the names in its header, each error with its line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import IO, cast

from importers.errors import BadFile
from importers.gazetteer.pieces import BROKEN, Piece, broken

LONGEST_LINE = 1 << 16
HEAD = 1 << 16
BOM = b"\xef\xbb\xbf"
ENCODINGS = ("utf-8", "cp932")
CUT = "（途中で切れていないか確かめてください）"


class Reading:
    """A table being read: `header` as written, then its rows, once."""

    def __init__(self, piece: Piece, stream: IO[bytes], headed: bool = True) -> None:
        self.piece, self._stream, self._ended = piece, stream, True
        self.encoding = _encoding(piece, stream)
        self._csv = csv.reader(self._lines(), strict=True)
        self.first = self._next() or ()
        self.header = tuple(name.strip() for name in self.first) if headed else ()

    @property
    def line(self) -> int:
        """The line of the row that was read last, the header being 1."""
        return self._csv.line_num

    def bad(self, reason: str) -> BadFile:
        """The error that names this line."""
        return BadFile(f"{self.piece.told} の{self.line:,}行目: {reason}")

    def rows(self, names: Sequence[str], aliases: Mapping[str, str], optional: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
        """The named columns of every row, in the order asked for; "" for an `optional` one that the edition lacks.

        Raises BadFile for a column that is missing and for a row that is cut short or cannot be read.
        """
        places = {aliases.get(name, name): place for place, name in reversed(list(enumerate(self.header)))}
        missing = [name for name in names if name not in places]
        if missing:
            raise BadFile(f"{self.piece.told} に列 {'、'.join(missing)} がありません。")
        pick = itemgetter(*(places.get(name, len(self.header)) for name in (*names, *optional)))
        for row in self.all_rows(len(self.header)):
            row.append("")
            yield pick(row)

    def all_rows(self, width: int) -> Iterator[list[str]]:
        """Every row below the header as it is; each has `width` cells."""
        line = self.line
        while (row := self._next()) is not None:
            line += 1
            if self.line != line:
                raise self.bad(f"セルの中に改行があります{CUT}。")
            if len(row) == width:
                yield row
            elif any(cell.strip() for cell in row):
                raise self.bad(f"列が{len(row)}個しかありません。{width}個あるはずです{CUT}。" if len(row) < width
                               else f"列が{len(row)}個あります。{width}個のはずです。")  # fmt: skip
        if not self._ended and not self.piece.zipped:
            raise self.bad(f"最後の行が改行で終わっていません{CUT}。")

    def _next(self) -> list[str] | None:
        try:
            return next(self._csv, None)
        except csv.Error as problem:
            raise self.bad(f"CSVとして読めません{CUT}。") from problem
        except BROKEN as problem:
            raise broken(self.piece.told, f"（{self.line:,}行目の後）") from problem

    def _lines(self) -> Iterator[str]:
        number = 0
        while line := self._stream.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE or b"\0" in line or (number > 1 and b"\t" in line):
                raise BadFile(f"{self.piece.told} の{number:,}行目は表の行として読めません。")
            self._ended = line.endswith(b"\n")
            try:
                yield (line.removeprefix(BOM) if number == 1 else line).decode(self.encoding)
            except UnicodeDecodeError as problem:
                raise BadFile(f"{self.piece.told} の{number:,}行目の文字が読めません{CUT}。") from problem


@contextmanager
def read(piece: Piece, headed: bool = True) -> Iterator[Reading]:
    """Open a table. BadFile when it is damaged, with its line."""
    with piece.opened() as stream:
        yield Reading(piece, stream, headed)


def _encoding(piece: Piece, stream: IO[bytes]) -> str:
    """UTF-8 or Shift_JIS, by the first line that is not plain ASCII."""
    head: bytes = cast(io.BufferedReader, stream).peek(HEAD)[:HEAD].removeprefix(BOM)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(f"{piece.told} は UTF-16 です。UTF-8 か Shift_JIS の、公開されているままのファイルを渡してください。")
    lines = head[: head.rfind(b"\n")].split(b"\n") if b"\n" in head else [head]
    number, line = next(((number, line) for number, line in enumerate(lines, 1) if not line.isascii()), (1, b""))
    for encoding in ENCODINGS:
        try:
            line.decode(encoding)
            return encoding
        except UnicodeDecodeError:
            continue
    raise BadFile(f"{piece.told} の{number}行目の文字が読めません。公開されているままのファイルか確かめてください。")
