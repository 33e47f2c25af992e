"""The words of the design as tables. Import from here: `from geodata.models import Resource`."""

from geodata.models.accounts import Account, AccountSession, AuditEntry, LoginFailure, RecoveryCode, Role
from geodata.models.areas import Area, AreaKind, District, Municipality, district_area
from geodata.models.base import Answer, Base, Visibility
from geodata.models.basemap import BasemapFeature
from geodata.models.freshness import ConfirmLink, Correction, CorrectionState, Origin
from geodata.models.gazetteer import GazetteerEntry, GazetteerSource, PostalCode, StreetPoint, VenueName
from geodata.models.imports import ImportBatch, ImportRow, RowAction
from geodata.models.places import Organization, Place, place_area
from geodata.models.resources import (
    Category,
    Mode,
    Need,
    Resource,
    Status,
    Target,
    category_need,
    resource_target,
    served_area,
)
from geodata.models.schedules import Schedule, ScheduleException
from geodata.models.uploads import SourceLayout, Upload, UploadRow, UploadState
from geodata.models.version import DataVersion
from geodata.models.workshops import Note, Proposal, Workshop

__all__ = [
    "Account",
    "AccountSession",
    "Answer",
    "Area",
    "AreaKind",
    "AuditEntry",
    "Base",
    "BasemapFeature",
    "Category",
    "ConfirmLink",
    "Correction",
    "CorrectionState",
    "DataVersion",
    "District",
    "GazetteerEntry",
    "GazetteerSource",
    "ImportBatch",
    "ImportRow",
    "LoginFailure",
    "Mode",
    "Municipality",
    "Need",
    "Note",
    "Organization",
    "Origin",
    "Place",
    "PostalCode",
    "Proposal",
    "RecoveryCode",
    "Resource",
    "Role",
    "RowAction",
    "Schedule",
    "ScheduleException",
    "SourceLayout",
    "Status",
    "StreetPoint",
    "Target",
    "Upload",
    "UploadRow",
    "UploadState",
    "VenueName",
    "Visibility",
    "Workshop",
    "category_need",
    "district_area",
    "place_area",
    "resource_target",
    "served_area",
]
