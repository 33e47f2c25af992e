"""一覧表 for tests: workbooks and CSV files written cell by cell, and imported as an officer would."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geodata.address import Dictionary, Geocoder
from geodata.address.town import Town
from importers.reading import ImportOptions
from importers.resources import ImportReport, import_resources

IKOMA = "292095"
TODAY = date(2026, 10, 14)
TOWNS = (
    Town(IKOMA, "奈良県", "生駒市", "元町一丁目", lng=135.6970, lat=34.6926),
    Town(IKOMA, "奈良県", "生駒市", "元町二丁目", lng=135.6950, lat=34.6930),
    Town(IKOMA, "奈良県", "生駒市", "東新町", lng=135.7000, lat=34.6916),
    Town(IKOMA, "奈良県", "生駒市", "鹿ノ台東二丁目", lng=135.7490, lat=34.7460),
)
TABLES = ("resource", "schedule", "schedule_exception", "resource_target", "served_area", "place", "place_area", "organization")


def small_geocoder() -> Geocoder:
    """Four 町 of 生駒市."""
    return Geocoder(Dictionary.build(TOWNS))


def book(path: Path, rows: Sequence[Sequence[Any]], *, sheet: str = "一覧") -> Path:
    """A workbook of one sheet."""
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    workbook.save(path)
    return path


def listed(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> Path:
    """A CSV as Excel writes it."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def imported(session: Session, path: Path, **options: Any) -> ImportReport:
    """Import a list into 生駒市."""
    given = {"municipality": IKOMA, "source": "試験の一覧", "today": TODAY, "category": "ibasho"} | options
    return import_resources(session, path, small_geocoder(), ImportOptions(**given))


def everything(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table that an import may write, as text; its revision only ever rises and is left out."""
    sql = "SELECT (to_jsonb(t) - 'revision')::text FROM {} AS t"
    with engine.connect() as connection:
        return {table: sorted(connection.execute(text(sql.format(table))).scalars()) for table in TABLES}
