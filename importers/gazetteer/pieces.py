"""ファイルの中の表: a file as it was downloaded, and the tables within it, zipped once, twice or not at all."""

import io
import shutil
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from importers.errors import BadFile

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
LIMIT_MEMBERS = 5_000
LIMIT_MEMBER = 20_000_000_000  # bytes unpacked: 住居表示 of all Japan is 5 thousand million
LIMIT_INNER = 2_000_000_000  # bytes of a zip within a zip
LIMIT_RATIO = 200  # the real files pack 5 to 15 times; zip bombs 1,000
RATIO_COUNTS_FROM = 10_000_000  # bytes unpacked
TABLES = (".csv",)
OLE = b"\xd0\xcf\x11\xe0"
ZIP_YEAR_0 = 1980
BROKEN = (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Piece:
    """One table of a file. `members` leads to it through the zips; `told` names it to the officer."""

    path: Path
    members: tuple[str, ...]
    dated: date | None

    @property
    def told(self) -> str:
        """生駒.zip の mt_town_pref29.csv."""
        return " の ".join((self.path.name, *(_last(member) for member in self.members)))

    @property
    def names(self) -> tuple[str, ...]:
        """The names that may tell which part of the country it covers, the innermost first."""
        return (*(part for member in reversed(self.members) for part in reversed(_parts(member))), self.path.name)

    @property
    def zipped(self) -> bool:
        """A zip has noticed by itself when its end is missing."""
        return bool(self.members)

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Its bytes from the start. BadFile when they cannot be had."""
        with ExitStack() as stack:
            try:
                file = stack.enter_context(self.path.open("rb"))
                stream = stack.enter_context(_within(file, self.members))
            except BROKEN as problem:
                raise broken(self.told) from problem
            yield stream


def broken(told: str, where: str = "") -> BadFile:
    """The sentence for a file that ends too early or was changed on its way."""
    return BadFile(f"{told} がこわれています{where}。ダウンロードが途中で終わったようです。もう一度ダウンロードしてください。")


def pieces_of(path: Path) -> list[Piece]:
    """The tables of a file: itself, or those in the zip, also in zips within it. Raises BadFile."""
    if not path.is_file():
        raise BadFile(f"ファイルがありません: {path.name}")
    try:
        with path.open("rb") as file:
            start = file.read(4)
            if not start:
                raise BadFile(f"{path.name} は空のファイルです。")
            if start not in (ZIP, EMPTY_ZIP):
                return [Piece(path, (), date.fromtimestamp(path.stat().st_mtime))]
            file.seek(0)
            return [Piece(path, members, dated) for members, dated in _tables(file, path.name)]
    except BROKEN as problem:
        raise broken(path.name) from problem


def is_book(path: Path) -> bool:
    """Whether the file is a workbook of old Excel; those of new Excel are zips without tables of text."""
    with path.open("rb") as file:
        return file.read(4) == OLE


def _tables(file: IO[bytes], told: str, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], date | None]]:
    with ZipFile(file) as archive:
        for info in _checked(archive.infolist(), told):
            lower = info.filename.lower()
            if lower.endswith(TABLES):
                yield (*above, info.filename), _dated(info)
            elif lower.endswith(".zip") and not above:
                with _within(file, (info.filename,)) as inner:
                    yield from _tables(inner, f"{told} の {_last(info.filename)}", (info.filename,))


def _checked(infos: list[ZipInfo], told: str) -> list[ZipInfo]:
    if any(info.flag_bits & 1 for info in infos):
        raise BadFile(f"{told} はパスワードで暗号化されています。解除したファイルを渡してください。")
    bomb = any(
        info.file_size > LIMIT_MEMBER or info.file_size > max(RATIO_COUNTS_FROM, LIMIT_RATIO * info.compress_size)
        for info in infos
    )
    if bomb or len(infos) > LIMIT_MEMBERS:
        raise BadFile(f"{told} は開くと大きくなりすぎるため、読み込みませんでした。")
    return infos


@contextmanager
def _within(file: IO[bytes], members: tuple[str, ...]) -> Iterator[IO[bytes]]:
    """The stream at the end of `members`; a zip on the way there is unpacked to disk, as zips are read from their end."""
    if not members:
        yield file
        return
    with ZipFile(file) as archive, archive.open(members[0]) as packed:
        if not members[0].lower().endswith(".zip"):
            yield io.BufferedReader(cast(io.RawIOBase, packed), 1 << 16)
            return
        if archive.getinfo(members[0]).file_size > LIMIT_INNER:
            raise BadZipFile(f"{members[0]} is larger than a zip within a zip may be")
        with TemporaryFile() as unpacked:
            shutil.copyfileobj(packed, unpacked)
            unpacked.seek(0)
            with _within(unpacked, members[1:]) as stream:
                yield stream


def _dated(info: ZipInfo) -> date | None:
    """None for what a zip says when it does not know: its year 0, and the 0th of the 0th month."""
    try:
        return date(*info.date_time[:3]) if info.date_time[0] > ZIP_YEAR_0 else None
    except ValueError:
        return None


def _parts(member: str) -> list[str]:
    """位置参照情報 names its members with backslashes."""
    return [part for part in member.replace("\\", "/").split("/") if part]


def _last(member: str) -> str:
    return (_parts(member) or [member])[-1]
