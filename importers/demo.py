"""見本の市: our own fictional lists of a real city, imported by the same road as any department's workbook."""

import csv
from dataclasses import dataclass
from importlib.resources import as_file, files

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.models import Area, AreaKind, District, Resource
from geodata.queries.towns import neighbours_of, towns_of
from importers.compose import compose_areas
from importers.problems import Problem
from importers.reading import ImportOptions
from importers.resources import ImportReport, import_resources
from importers.sheets.mihon import SHEETS

CITY = "292095"
MIHON = files("importers") / "mihon"


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the 見本 brought: areas, districts, a report a list, and what stood in the way."""

    areas: int
    districts: int
    lists: tuple[ImportReport, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def resources(self) -> int:
        """How many 社会資源 there are now."""
        return sum(report.new + report.changed + report.unchanged for report in self.lists)


def load_demo(session: Session, geocoder: Geocoder) -> DemoReport:
    """Compose the 自治会 (unless real ones are loaded), then import the nine workbooks. The caller commits."""
    areas, problems = _areas(session)
    districts = _districts(session)
    lists = []
    for sheet in SHEETS:
        with as_file(MIHON / sheet.file) as path:
            lists.append(import_resources(session, path, geocoder, ImportOptions(CITY, declared=sheet)))
    return DemoReport(areas, districts, tuple(lists), problems)


def has_resources(session: Session) -> bool:
    """True when anything at all was imported."""
    return session.scalar(select(func.count()).select_from(Resource)) != 0


def _areas(session: Session) -> tuple[int, tuple[Problem, ...]]:
    surveyed = select(Area.id).where(Area.municipality_code == CITY, Area.kind == AreaKind.JICHIKAI, ~Area.approximate)
    towns = towns_of(session, CITY)
    if session.scalars(surveyed).first() is not None or not towns:
        return 0, ()
    with as_file(MIHON / "jichikai.csv") as path:
        report = compose_areas(session, path, municipality=CITY, towns=towns, neighbours=neighbours_of(session, CITY))
    return report.areas, report.problems


def _districts(session: Session) -> int:
    areas = {area.name: area for area in session.scalars(select(Area).where(Area.municipality_code == CITY))}
    made = 0
    for row in csv.DictReader((MIHON / "districts.csv").read_text(encoding="utf-8-sig").splitlines()):
        members = [areas[name] for name in row["自治会名"].split("、") if name in areas]
        if not members:
            continue
        session.execute(delete(District).where(District.municipality_code == CITY, District.name == row["名称"]))
        session.add(District(municipality_code=CITY, slug=row["slug"], name=row["名称"], model=row["モデル"] == "○",
                             description=row["説明"], areas=members))  # fmt: skip
        session.flush()
        made += 1
    return made
