"""変更の記録: whatever statement changes a record, the field, old and new stand in the record, with who and how."""

import pytest
from people import account
from sqlalchemy import Table, inspect, select, text, update
from sqlalchemy.orm import Session
from town import resource

from geodata.models import AuditEntry, Place, Resource, Role
from geodata.staff.audit import DERIVED, acting, history


@pytest.mark.parametrize("model", [Resource, Place])
def test_every_column_is_audited_or_derived(db: Session, model: type) -> None:
    table = inspect(model).local_table
    assert isinstance(table, Table)
    sql = "SELECT encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'audit_changed' AND tgrelid = CAST(:t AS regclass)"
    listed = db.execute(text(sql), {"t": table.name}).scalar_one().replace("\\000", "").split()
    assert {*listed, *DERIVED[table.name]} == {column.name for column in table.c}
    assert not {*listed} & DERIVED[table.name]


def test_a_change_is_written_down_with_who_and_how(db: Session) -> None:
    who = account(db, Role.EDITOR, "福祉政策課")
    one = resource(db, "見本の会", (135.7, 34.7))
    db.flush()
    acting(db, who.id, "編集")
    db.execute(update(Resource).where(Resource.id == one.id).values(name="見本の集い", free="yes"))
    found = {entry.field: entry for entry in history(db, "resource", one.id, since=1)}
    assert set(found) == {"name", "free"}
    assert (found["name"].old, found["name"].new) == ("見本の会", "見本の集い")
    assert (found["name"].email, found["name"].how, found["name"].revision) == (who.email, "編集", 2)


def test_a_row_that_comes_and_goes_is_one_entry_each(db: Session) -> None:
    one = resource(db, "見本の会", (135.7, 34.7))
    db.flush()
    db.execute(text("DELETE FROM resource WHERE id = :id"), {"id": one.id})
    entries = db.execute(select(AuditEntry.field, AuditEntry.old, AuditEntry.new).where(
        AuditEntry.table_name == "resource", AuditEntry.row_id == one.id).order_by(AuditEntry.id)).all()  # fmt: skip
    assert [tuple(entry) for entry in entries] == [("*", None, "見本の会"), ("*", "見本の会", None)]


def test_writing_the_same_again_raises_no_revision(db: Session) -> None:
    one = resource(db, "見本の会", (135.7, 34.7))
    db.flush()
    db.execute(update(Resource).where(Resource.id == one.id).values(name="見本の会"))
    assert db.scalars(select(Resource.revision).where(Resource.id == one.id)).one() == 1
