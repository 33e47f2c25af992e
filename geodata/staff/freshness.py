"""情報の新しさ: a confirmation, the rule of each 種類, and what follows from the rules day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, exists, func, select, update
from sqlalchemy.orm import Session

from geodata.due import due_on, shown_until
from geodata.errors import BadRule
from geodata.models import Category, Resource, Status
from geodata.publication import SAMPLE
from geodata.staff.audit import acting, note
from geodata.staff.scope import Scope
from geodata.staff.wording import CATEGORY

BY_RULE = "確認の期限"
MONTHS = range(1, 121)


@dataclass(frozen=True, slots=True)
class Rule:
    """種類 and its months: after `confirm` a record is shown grey, after `hide` it is hidden (None: never)."""

    code: str
    name: str
    confirm: int
    hide: int | None
    published: int
    overdue: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Applied:
    """How many records the rules took off the public pages, and how many came back."""

    hidden: int
    back: int


def confirm(session: Session, resource_id: int, today: date, *, by: str, how: str) -> None:
    """Somebody said that the record is right. `by` is a role, never a person. A hidden record is back at once, by a trigger."""
    said = {"last_confirmed_on": today, "confirmed_by": by, "confirmed_how": how, "changed_at": func.now()}
    session.execute(update(Resource).where(Resource.id == resource_id).values(said))


def apply_rules(session: Session, today: date, *, account_id: int | None = None) -> Applied:
    """Hide what nobody confirmed in time and bring back what is within its time again: the daily work. One statement each.

    見本 data are dated once and for all: they turn grey, and are never hidden.

    To be run in a transaction of its own: what is written after it in the same one is written in the name of the rules.
    """
    acting(session, account_id, BY_RULE)
    overdue = func.coalesce(shown_until() < today, False)
    past = overdue & (Resource.status == Status.PUBLISHED) & ~Resource.source.startswith(SAMPLE)
    kind = Resource.category_code == Category.code
    return Applied(
        hidden=_set(session, today, kind, past, Resource.hidden_since.is_(None)),
        back=_set(session, None, kind, ~past, Resource.hidden_since.is_not(None)),
    )


def _set(session: Session, hidden_since: date | None, *conditions: ColumnElement[bool]) -> int:
    """How many rows it changed. A statement that changes none would still be a new version of the data: none is made."""
    if not session.scalar(select(exists().where(*conditions))):
        return 0
    stmt = update(Resource).where(*conditions).values(hidden_since=hidden_since)
    done = session.execute(stmt.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def rules(session: Session, scope: Scope, today: date) -> list[Rule]:
    """Every 種類 with its months, and how its published records within the scope stand today."""
    overdue = func.count(case((due_on() < today, 1)))
    counted = (
        select(Resource.category_code, func.count(), overdue, func.count(Resource.hidden_since))
        .join(Category)
        .where(scope.sees(Resource), Resource.status == Status.PUBLISHED)
        .group_by(Resource.category_code)
    )
    counts = {code: numbers for code, *numbers in session.execute(counted)}
    kinds = session.scalars(select(Category).order_by(Category.position))
    return [Rule(c.code, c.name, c.confirm_months, c.hide_months, *counts.get(c.code, (0, 0, 0))) for c in kinds]


def set_rules(session: Session, municipality: str, wanted: Mapping[str, tuple[int, int | None]]) -> list[str]:
    """Write code → (confirm, hide) in months; the names of the 種類 that this changes. Raises BadRule, with nothing written."""
    kinds = list(session.scalars(select(Category).where(Category.code.in_(wanted)).order_by(Category.position).with_for_update()))
    for kind in kinds:
        _check(kind.name, *wanted[kind.code])
    changed = []
    for kind in kinds:
        given = dict(zip(("confirm_months", "hide_months"), wanted[kind.code], strict=True))
        was = {field: getattr(kind, field) for field in given}
        for field in [field for field in given if given[field] != was[field]]:
            words = f"{kind.name[:40]}：{CATEGORY[field]}"  # a 種類 has no number that the record of changes could name
            note(session, "category", 0, words, was[field], given[field], municipality=municipality)
            setattr(kind, field, given[field])
        if given != was:
            changed.append(kind.name)
    session.flush()
    return changed


def _check(name: str, confirm_months: int, hide_months: int | None) -> None:
    if confirm_months not in MONTHS or (hide_months is not None and hide_months not in MONTHS):
        raise BadRule(f"{name}: 1から120までの月数を入れてください。")
    if hide_months is not None and hide_months < confirm_months:
        raise BadRule(f"{name}: 公開を止める月数は、確認の期限（{confirm_months}か月）以上にしてください。")
