"""まとめて変える: one change to many records — first told exactly, then done in one transaction, or not at all."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geodata.errors import BadFilter, Overtaken
from geodata.models import Resource, Role, Status, Visibility
from geodata.staff.chosen import RecordFilter
from geodata.staff.edit import wider
from geodata.staff.publishing import PUBLISHERS, RULES, Actor, Hands, Step, hands_of, why_not
from geodata.staff.records import narrowed

MOST = 20_000
SHOWN = 20
CHANGED = "確かめているあいだに、対象の記録が変わりました。もう一度、下の件数を確かめてください。"


class Field(StrEnum):
    """まとめて変えられる項目."""

    VISIBILITY = "visibility"
    CATEGORY = "category_code"
    DEPARTMENT = "department"
    CONFIRMED = "last_confirmed_on"


ACTIONS = {step.value: rule.words for step, rule in RULES.items()} | {
    Field.VISIBILITY.value: "見せる範囲を変える", Field.CATEGORY.value: "種類を変える",
    Field.DEPARTMENT.value: "所管課を変える", Field.CONFIRMED.value: "内容の確認日を入れる",
}  # fmt: skip
FOR_PUBLISHERS = {Step.PUBLISH.value, Step.WITHDRAW.value}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the action, its value ("" for a stage), the filter, and the chosen ids (none: all of the filter)."""

    action: str
    value: str
    chosen: RecordFilter
    ids: tuple[int, ...] = ()

    @property
    def step(self) -> Step | None:
        """The stage that is asked for, None for a field."""
        return Step(self.action) if self.action in set(Step) else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done: ids that change, why others are left out with how many, the first names, and a seal of it all."""

    ids: tuple[int, ...]
    left_out: tuple[tuple[str, int], ...]
    names: tuple[str, ...]
    seal: str

    @property
    def total(self) -> int:
        """How many records were looked at."""
        return len(self.ids) + sum(count for _, count in self.left_out)


def plan(session: Session, actor: Actor, order: Order, *, lock: bool = False) -> Plan:
    """Look at every record that the order means. Raises BadFilter when these are more than MOST."""
    columns = (Resource.id, Resource.name, Resource.revision, Resource.status, Resource.visibility, Resource.category_code,
               Resource.department, Resource.last_confirmed_on)  # fmt: skip
    stmt = narrowed(select(*columns), actor.scope, order.chosen).order_by(Resource.id).limit(MOST + 1)
    if order.ids:
        stmt = stmt.where(Resource.id.in_(order.ids))
    rows = session.execute(stmt.with_for_update(of=Resource) if lock else stmt).all()
    if len(rows) > MOST:
        raise BadFilter(f"一度に変えられるのは{MOST:,}件までです。条件をしぼってください。")
    hands = hands_of(session, [row.id for row in rows]) if order.step is Step.PUBLISH else {}
    reasons = {row.id: _why_not(order, row, hands.get(row.id, Hands()), actor) for row in rows}
    changing = [row for row in rows if not reasons[row.id]]
    left = Counter(reason for reason in reasons.values() if reason)
    return Plan(tuple(row.id for row in changing), tuple(left.most_common()), tuple(row.name for row in changing[:SHOWN]),
                _seal(order, rows, reasons))  # fmt: skip


def carry_out(session: Session, actor: Actor, order: Order, seal: str) -> Plan:
    """Do it, if it is still what was told. Raises Overtaken when it is not; then nothing is written."""
    told = plan(session, actor, order, lock=True)
    if told.seal != seal:
        raise Overtaken(CHANGED)
    if told.ids:
        stmt = update(Resource).where(Resource.id == func.any(list(told.ids)))
        session.execute(stmt.values({**_values(order), "changed_at": func.now()}))
    return told


def _values(order: Order) -> dict[str, Any]:
    if order.step is not None:
        return {"status": RULES[order.step].to}
    if order.action == Field.CONFIRMED:
        return {"last_confirmed_on": date.fromisoformat(order.value), "confirmed_by": "所管課", "confirmed_how": "職員がまとめて確認"}
    return {order.action: order.value}


def _why_not(order: Order, row: Any, hands: Hands, actor: Actor) -> str:
    if order.step is not None:
        return why_not(order.step, row.status, hands, actor)
    now = getattr(row, order.action)
    if (now.isoformat() if isinstance(now, date) else str(now)) == order.value:
        return "すでにその内容です"
    if order.action == Field.CONFIRMED and now is not None and now > date.fromisoformat(order.value):
        return "もっと新しい確認日が入っています"
    if order.action == Field.VISIBILITY and row.status is Status.PUBLISHED and actor.role not in PUBLISHERS:
        return "公開中の記録の見せる範囲を広げるのは、公開の役割の人だけです" if wider(now, order.value) else ""
    return ""


def _seal(order: Order, rows: Sequence[Any], reasons: dict[int, str]) -> str:
    """Another one as soon as a record came, went, was changed, or may no longer be changed."""
    told = (order.action, order.value, [(row.id, row.revision, reasons[row.id]) for row in rows])
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def checked_value(action: str, value: str, categories: dict[str, str], today: date) -> str:
    """The value, if the action can take it. Raises BadFilter with a sentence."""
    if action in set(Step):
        return ""
    if action == Field.VISIBILITY and value in set(Visibility):
        return value
    if action == Field.CATEGORY and value in categories:
        return value
    if action == Field.DEPARTMENT and len(value) <= 100 and value.isprintable():
        return value
    if action == Field.CONFIRMED:
        return _confirmed(value, today)
    raise BadFilter("変える内容を画面の一覧から選びなおしてください。")


def _confirmed(value: str, today: date) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise BadFilter("確認日は 2026-04-01 の形の日付で入力してください。") from None
    if day > today or day.year < 1950:
        raise BadFilter("確認日には、今日までの日付を入力してください。")
    return day.isoformat()


def actions_for(role: Role) -> dict[str, str]:
    """Action → words, of those that this role may take at all."""
    return {name: words for name, words in ACTIONS.items() if role in PUBLISHERS or name not in FOR_PUBLISHERS}
