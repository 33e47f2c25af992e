"""importers: files become checked rows, and rows one transaction. Other rooms come in through this door only."""

from importers.basemap import BasemapReport, load_basemap
from importers.boundaries import load_areas
from importers.checking import check_upload
from importers.committing import commit_upload
from importers.compose import compose_areas
from importers.demo import DemoReport, has_resources, load_demo
from importers.errors import ImportProblem
from importers.foreseen import foresee_undo
from importers.gazetteer import (
    GazetteerReport,
    GazetteerStatus,
    TownsReport,
    gazetteer_status,
    load_gazetteer,
    load_own_venues,
    load_towns,
)
from importers.problems import Problem
from importers.reading import ImportOptions
from importers.receiving import receive
from importers.recognition import LABELS, SURE
from importers.remarks import remarked
from importers.resources import ImportReport, import_resources
from importers.touched import Touched
from importers.undo import UndoReport, undo_import
from importers.undoing import undo_upload
from importers.workbooks import workbook_bytes

__all__ = [
    "LABELS",
    "SURE",
    "BasemapReport",
    "DemoReport",
    "GazetteerReport",
    "GazetteerStatus",
    "ImportOptions",
    "ImportProblem",
    "ImportReport",
    "Problem",
    "Touched",
    "TownsReport",
    "UndoReport",
    "check_upload",
    "commit_upload",
    "compose_areas",
    "foresee_undo",
    "gazetteer_status",
    "has_resources",
    "import_resources",
    "load_areas",
    "load_basemap",
    "load_demo",
    "load_gazetteer",
    "load_own_venues",
    "load_towns",
    "receive",
    "remarked",
    "undo_import",
    "undo_upload",
    "workbook_bytes",
]
