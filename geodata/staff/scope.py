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
        """The condition on Resource, ImportBatch, SourceLayout: of this municipality, and of one's own department or nobody's."""
        own = true() if self._all else or_(model.department == "", model.department == self.department)
        return and_(model.municipality_code == self.municipality, own)

    def owns(self, model: Any) -> ColumnElement[bool]:
        """The condition on Upload: a file of 全庁 shows, and changes, what belongs to every department."""
        own = true() if self._all else model.department == self.department
        return and_(model.municipality_code == self.municipality, own)

    @property
    def _all(self) -> bool:
        return self.every or not self.department
