"""住所辞書の取り込み口: files in any order become sources, all of them or, when one is damaged, none."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import exc
from sqlalchemy.orm import Session

from importers.errors import ImportProblem
from importers.gazetteer.abr_places import load_abr_places
from importers.gazetteer.abr_towns import Table, load_abr_towns
from importers.gazetteer.detect import Role, detect
from importers.gazetteer.families import FAMILIES, Family
from importers.gazetteer.isj_blocks import load_isj_blocks
from importers.gazetteer.isj_towns import load_isj_towns
from importers.gazetteer.own_venues import load_own_venues
from importers.gazetteer.pieces import Piece, is_book, pieces_of
from importers.gazetteer.postal import load_postal
from importers.gazetteer.report import GazetteerReport, Loaded
from importers.gazetteer.settle import settle
from importers.gazetteer.streets import load_abr_streets
from importers.gazetteer.venues import load_venues
from importers.gazetteer.wheel import load_wheel
from importers.problems import Problem

Loader = Callable[[Session, Sequence[Table], Family], Loaded]
Say = Callable[[str], None]
Step = tuple[str, Callable[[], Loaded]]
LOADERS: dict[str, Loader] = {
    "abr-pref": load_abr_places, "abr-city": load_abr_places, "geolonia": load_isj_towns, "isj-town": load_isj_towns,
    "abr-town": load_abr_towns, "post-town": load_postal, "post-office": load_postal, "isj-block": load_isj_blocks,
    "abr-block": load_abr_streets, "abr-residence": load_abr_streets, "abr-parcel": load_abr_streets,
}  # fmt: skip
STREETS = ("isj-block", "abr-block", "abr-residence", "abr-parcel")  # measured against the towns, so after them
TOWNS = tuple(code for code in LOADERS if code not in STREETS)
PART = re.compile(r"_(pref\d\d|city\d{6}|all)(?![a-z\d])")
WHEEL = ".whl"


def load_gazetteer(
    session: Session, files: Sequence[Path], *, licence: str = "", said: Say = lambda sentence: None
) -> GazetteerReport:
    """Replace, for each file, the source and the part of the country that it covers. The caller commits.

    Every file is recognised by its header; `licence` is that of lists of venues. With any problem nothing at all is
    loaded, and all that is wrong is listed. `said` hears of each step.
    """
    report = GazetteerReport()
    found = _recognised(files, report)
    if report.problems:
        return report
    whole = session.begin_nested()
    towns, streets = (list(_steps(session, found, codes, report)) for codes in (TOWNS, STREETS))
    _work(session, [*_wheels(session, found), *towns], report, said)
    settle(session, {code for loaded in report.loaded for code in loaded.codes})
    _work(session, [*streets, *_venues(session, found, licence)], report, said)
    if report.problems:
        whole.rollback()
        report.loaded.clear()
    else:
        load_own_venues(session)
        whole.commit()
    return report


@dataclass(slots=True)
class Found:
    """What the files hold: wheels, tables by family, and tables that may be lists of venues."""

    wheels: list[Path] = field(default_factory=list)
    tables: dict[str, list[Table]] = field(default_factory=dict)
    venues: list[Piece] = field(default_factory=list)


def _recognised(files: Iterable[Path], report: GazetteerReport) -> Found:
    found = Found()
    for path in files:
        try:
            if path.suffix == WHEEL:
                found.wheels.append(path)
            else:
                _recognise(path, found, report)
        except ImportProblem as problem:
            report.problems.append(Problem(None, "", str(problem)))
    return found


def _recognise(path: Path, found: Found, report: GazetteerReport) -> None:
    pieces = pieces_of(path)
    if not pieces or is_book(path):
        found.venues.append(Piece(path, (), date.fromtimestamp(path.stat().st_mtime)))
        return
    tables = [(piece, detect(piece)) for piece in pieces]
    known = [(piece, layout) for piece, layout in tables if layout]
    for piece, layout in known:
        found.tables.setdefault(layout.family, []).append((piece, layout))
    others = [piece for piece, layout in tables if not layout]
    if known:
        report.notes += [f"{piece.told} は住所データの表ではないため、読みませんでした。" for piece in others]
    else:
        found.venues += others


def _steps(session: Session, found: Found, codes: Iterable[str], report: GazetteerReport) -> Iterator[Step]:
    for code in codes:
        family, loader = FAMILIES[code], LOADERS[code]
        for group in _groups(found.tables.get(code, [])):
            if _paired(family, group, report):
                yield "、".join(piece.told for piece, _ in group), partial(loader, session, group, family)


def _groups(tables: Sequence[Table]) -> list[list[Table]]:
    """The parts of the country one by one, if each has both its names and its points; else all in one."""
    parts: dict[str, list[Table]] = {}
    for piece, layout in tables:
        found = next((found[1] for name in piece.names if (found := PART.search(name))), "")
        parts.setdefault(found, []).append((piece, layout))
    whole = all(len({layout.role for _, layout in part}) > 1 for part in parts.values())
    return list(parts.values()) if whole else [list(tables)] * bool(tables)


def _paired(family: Family, group: Sequence[Table], report: GazetteerReport) -> bool:
    """Whether the group can be loaded. Names without points are of use for towns, points without names never."""
    roles = {layout.role for _, layout in group}
    first = group[0][0].told
    if Role.BOTH in roles or len(roles) > 1 or not family.paired:
        return True
    if Role.NAMES in roles and family.code in TOWNS:
        report.notes.append(f"{first}: 位置のファイル（名前に _pos の付くもの）を一緒に指定すると、点も入ります。")
        return True
    missing = "位置のファイル（名前に _pos の付くもの）"
    if Role.POINTS in roles:
        missing = "名前のファイル（名前に _pos の付かないもの）"
    report.problems.append(Problem(None, "", f"{first} は、{missing}と一緒に指定してください。"))
    return False


def _wheels(session: Session, found: Found) -> list[Step]:
    return [(wheel.name, partial(load_wheel, session, wheel)) for wheel in found.wheels]


def _venues(session: Session, found: Found, licence: str) -> list[Step]:
    return [(piece.told, partial(load_venues, session, piece, licence)) for piece in found.venues]


def _work(session: Session, steps: Iterable[Step], report: GazetteerReport, said: Say) -> None:
    """Take each step by itself, so that all that is wrong is found."""
    for told, step in steps:
        said(f"{told} を読んでいます…")
        try:
            with session.begin_nested():
                report.loaded.append(step())
        except ImportProblem as problem:
            report.problems.append(Problem(None, "", str(problem)))
        except (psycopg.DataError, exc.DataError):
            report.problems.append(Problem(None, "", f"{told} に、住所としては長すぎる値があります。"))
