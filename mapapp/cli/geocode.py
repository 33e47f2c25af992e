"""wagagoto geocode: a CSV of addresses, with the place of each beside it."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click
from psycopg import Connection

from geodata.address.columns import COLUMNS, cells, kept_names
from geodata.address.dictionary import Dictionary
from geodata.address.image import DamagedDictionary
from geodata.address.levels import LEVEL_WORDS
from geodata.address.located import AddressBook
from geodata.address.match import Match
from geodata.address.shelf import dictionary_path
from geodata.connect import reading, url_of
from geodata.errors import BadSetting, GeodataError
from geodata.settings import Settings
from mapapp.cli.csv_rows import BadCsv, Writer, read_rows, write_rows

AT_ONCE = 10_000
YES_NO = {True: "yes", False: "no"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HELP = """住所の列をもつCSVに、位置と読み取った住所を書きそえます。

入力は UTF-8 か Shift_JIS、出力は Excel で開ける UTF-8（BOM付き）です。元の列は一字も変えずに残し、その右に level lat lng score
pref city machiaza rest building code reason needs_review source dated を加えます（同じ名前の列は input_… になります）。"""


@click.command(help=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", required=True, help="住所の列の見出し")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="書き出すCSV")
@click.option("--within", metavar="団体コード", help="市区町村名のない住所が属する市区町村か都道府県（例: 292095）")
@click.pass_obj
def geocode(settings: Settings, file: Path, column: str, output: Path, within: str | None) -> None:
    """Geocode a file: it is read and written by the batch, in its own order."""
    if output.exists() and file.exists() and output.samefile(file):
        raise BadSetting("入力と同じファイルには書き出せません。--output に別の名前を指定してください。")
    with read_rows(file) as rows, url_of(settings) as url, reading(url) as connection:
        header, place = _header(file, column, rows)
        book = AddressBook(_dictionary(connection, settings, url), lambda: connection)
        if within is not None and not book.dictionary.gate.within(within):
            raise BadSetting(f"--within の団体コード {within} は住所辞書にありません。6桁で指定してください（例: 292095）。")
        with write_rows(output) as writer:
            writer.writerow([*kept_names(header), *COLUMNS])
            levels = _all(file, book, within, rows, len(header), place, writer)
    told = "、".join(f"{LEVEL_WORDS[level]} {levels[level]:,}" for level in reversed(LEVEL_WORDS) if levels[level])
    click.echo(f"{levels.total():,} 行: {told or 'なし'}。{output} に書き出しました。")


def _header(file: Path, column: str, rows: Iterator[tuple[int, list[str]]]) -> tuple[list[str], int]:
    """The header row, and where in it the addresses stand."""
    _, header = next(rows, (0, []))
    names = [_plain(name) for name in header]
    if not header:
        raise BadCsv(f"{file.name} は空のファイルです。")
    if names.count(_plain(column)) != 1:
        found = "がありません" if _plain(column) not in names else "が2つ以上あります"
        raise BadSetting(f"{file.name} に「{column}」という列{found}。1行目の見出し: {'、'.join(header)[:200]}")
    return header, names.index(_plain(column))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _dictionary(connection: Connection[tuple[object, ...]], settings: Settings, url: str) -> Dictionary:
    """The dictionary of what is loaded, compiled now if nobody has."""
    path = dictionary_path(connection, settings.instance)
    if path is None:
        raise GeodataError("住所の辞書が入っていません。wagagoto gazetteer load で入れてください。")
    try:
        return Dictionary.open(path)
    except (OSError, DamagedDictionary):
        return Dictionary.open(_compiled(url, path))


def _compiled(url: str, path: Path) -> Path:
    """SQLAlchemy is imported for this alone."""
    from sqlalchemy.orm import Session

    from geodata.address.compile import compile_dictionary
    from geodata.database import engine_for

    click.echo("住所の辞書を組み立てています…", err=True)
    engine = engine_for(url)
    try:
        with Session(engine) as session:
            return compile_dictionary(session, path)
    finally:
        engine.dispose()


def _all(file: Path, book: AddressBook, within: str | None, rows: Iterator[tuple[int, list[str]]], width: int, place: int,
         writer: Writer) -> Counter[str]:
    levels: Counter[str] = Counter()
    while batch := [_fitted(file, *numbered, width) for numbered in islice(rows, AT_ONCE)]:
        matches = book.locate_many([row[place] for row in batch], within)
        for row, match in zip(batch, matches, strict=True):
            writer.writerow([*row, *_written(match)])
        levels.update(match.level for match in matches)
        click.echo(f"{levels.total():,} 行…", err=True)
    return levels


def _fitted(file: Path, number: int, row: list[str], width: int) -> list[str]:
    """A row as wide as the header; one with more cells would put its addresses beside the wrong names."""
    if any(row[width:]):
        raise BadCsv(f"{file.name} の{number}行目は、見出しよりセルが多くなっています。カンマや引用符を確かめてください。")
    return row[:width] + [""] * (width - len(row))


def _written(match: Match) -> Sequence[object]:
    """Our own cells; text from the input that Excel would take for a formula gets an apostrophe in front."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else YES_NO[cell] if isinstance(cell, bool) else cell
            for cell in cells(match)]
