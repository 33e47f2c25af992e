"""担当の範囲: which municipality and departments somebody works for, and the condition that keeps everything else unseen."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the city hall that somebody sees. `every` is for 全庁, administrators and auditors."""

    municipality: str
    department: str = ""
    every: bool = False

    def sees(self, model: Any) -> ColumnElement[bool]:
        """The condition on Resource, Upload, ImportBatch, SourceLayout: of this municipality, and of one's own department or nobody's."""
        own = true() if self.every or not self.department else or_(model.department == "", model.department == self.department)
        return and_(model.municipality_code == self.municipality, own)
