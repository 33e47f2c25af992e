"""行ごとに選んだこと: what staff chose for the rows of a check is put into the difference that is then written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import UploadRow
from importers.change import Change, Known, Revised, Row
from importers.presents import Present, category_names, presents
from importers.settling import keeping, merged

Choice = Mapping[str, Any]  # see geodata.staff.upload_rows.choose


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen: by Excel's row number, and by record for what is gone. `seen`: records to merge into, by revision."""

    rows: Mapping[int, Choice]
    gone: Mapping[int, Choice]
    seen: Mapping[int, int | None]

    @property
    def targets(self) -> list[int]:
        """The records that rows are to be merged into."""
        return list(self.seen)

    def skips(self, row: Row) -> bool:
        """True for a row that is left out."""
        return bool(self._of(row).get("skip"))

    def target(self, row: Row) -> int | None:
        """The record that a row is merged into."""
        found: int | None = self._of(row).get("merge")
        return found

    def kept(self, row: Row) -> Sequence[str]:
        """The topics whose words staff keep."""
        found: Sequence[str] = self._of(row).get("keep", ())
        return found

    def _of(self, row: Row) -> Choice:
        return self.rows.get(row.draft.number, {})


def choices_of(session: Session, upload_id: int) -> Choices:
    """Everything that was chosen for an upload."""
    columns = (UploadRow.number, UploadRow.resource_id, UploadRow.decision, UploadRow.duplicates)
    stmt = select(*columns).where(
        UploadRow.upload_id == upload_id, UploadRow.decision != {}
    )
    chosen = session.execute(stmt).all()
    return Choices(
        {number: choice for number, _, choice, _ in chosen if number is not None},
        {id_: choice for number, id_, choice, _ in chosen if number is None and id_ is not None},
        {twin["resource_id"]: twin["revision"] for _, _, choice, twins in chosen for twin in twins
         if twin["resource_id"] == choice.get("merge", 0)},
    )


def decided(session: Session, change: Change, choices: Choices) -> Change:
    """The difference as staff want it. A row that is left out makes nothing and changes nothing; what is gone may stay."""
    there = presents(session, choices.targets)
    names = category_names(session) if there else {}
    taken = [(row, there[id_]) for row in change.new if not choices.skips(row) and (id_ := choices.target(row)) in there]
    into = {present.id for _, present in taken}
    return Change(
        new=[row for row in change.new if not choices.skips(row) and choices.target(row) not in there],
        changed=[
            *(keeping(one, choices.kept(one.row)) for one in change.changed if not choices.skips(one.row)),
            *(keeping(_merged(row, present, names), choices.kept(row)) for row, present in taken),
        ],
        unchanged=[*change.unchanged, *((one.row, one.known) for one in change.changed if choices.skips(one.row))],
        gone=[known for known in change.gone if known.id not in into and not choices.gone.get(known.id, {}).get("skip")],
    )  # fmt: skip


def _merged(row: Row, present: Present, names: Mapping[str, str]) -> Revised:
    return merged(row, Known(present.id, "", present.status, present.revision), present, names)
