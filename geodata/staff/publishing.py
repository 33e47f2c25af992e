"""公開の手続き: draft → checked → published → withdrawn; who may take which step, and whose hands a record was in last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geodata.models import AuditEntry, ImportBatch, Resource, Role, Status
from geodata.staff.scope import Scope
from geodata.staff.wording import STATUSES

EDITORS = frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMIN})
PUBLISHERS = frozenset({Role.PUBLISHER, Role.ADMIN})
NOT_CONTENT = frozenset({"status", "last_confirmed_on", "confirmed_by", "confirmed_how", "hidden_since", "department"})
"""What may be changed without becoming the one who wrote the record."""


class Step(StrEnum):
    """手続き."""

    CHECK = "check"
    PUBLISH = "publish"
    DRAFT = "draft"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Rule:
    """A step in words: from which stages it leads to which, and the roles that may take it from each."""

    words: str
    done: str
    to: Status
    roles: Mapping[Status, frozenset[Role]]
    needs_reason: bool = False


RULES = {
    Step.CHECK: Rule("点検済みにする", "点検済みにしました", Status.CHECKED, {Status.DRAFT: EDITORS}),
    Step.PUBLISH: Rule("公開する", "公開しました", Status.PUBLISHED, {Status.CHECKED: PUBLISHERS}),
    Step.DRAFT: Rule(
        "下書きにもどす", "下書きにもどしました", Status.DRAFT,
        {Status.CHECKED: EDITORS, Status.PUBLISHED: PUBLISHERS, Status.WITHDRAWN: PUBLISHERS},
    ),
    Step.WITHDRAW: Rule(
        "取り下げる", "取り下げました", Status.WITHDRAWN,
        dict.fromkeys((Status.DRAFT, Status.CHECKED, Status.PUBLISHED), PUBLISHERS), needs_reason=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step. `by_other`: nobody publishes what they brought or wrote themselves."""

    account_id: int
    role: Role
    scope: Scope
    by_other: bool = True


@dataclass(frozen=True, slots=True)
class Hands:
    """The accounts that a record came from: who took in its list, and who wrote its content last. None for nobody we know."""

    importer: int | None = None
    editor: int | None = None


def hands_of(session: Session, ids: Iterable[int]) -> dict[int, Hands]:
    """Whose hands each of these records was in."""
    wanted = list(ids)
    last = (
        select(AuditEntry.row_id, AuditEntry.account_id)
        .where(AuditEntry.table_name == "resource", AuditEntry.row_id == func.any(wanted), AuditEntry.field.not_in(NOT_CONTENT))
        .ext(distinct_on(AuditEntry.row_id)).order_by(AuditEntry.row_id, AuditEntry.id.desc()).subquery()
    )  # fmt: skip
    stmt = (
        select(Resource.id, ImportBatch.account_id, last.c.account_id)
        .outerjoin(ImportBatch, ImportBatch.id == Resource.batch_id)
        .outerjoin(last, last.c.row_id == Resource.id)
        .where(Resource.id == func.any(wanted))
    )
    return {id_: Hands(importer, editor) for id_, importer, editor in session.execute(stmt)}


def why_not(step: Step, status: Status, hands: Hands, actor: Actor) -> str:
    """Why this person may not take this step now; "" when they may."""
    rule = RULES[step]
    if status is rule.to:
        return f"すでに「{STATUSES[status]}」です"
    roles = rule.roles.get(status)
    if roles is None:
        return f"先に「{STATUSES[Status.CHECKED]}」にしてください" if step is Step.PUBLISH else f"「{STATUSES[status]}」からは変えられません"
    if actor.role not in roles:
        return "公開の役割の人だけができます"
    if step is Step.PUBLISH and actor.by_other:
        if actor.account_id == hands.editor:
            return "最後に内容を書いた人は自分で公開できません。ほかの公開の役割の人に頼んでください"
        if actor.account_id == hands.importer:
            return "取り込んだ人は自分で公開できません。ほかの公開の役割の人に頼んでください"
    return ""


def take(session: Session, ids: Iterable[int], step: Step) -> None:
    """Bring these records to the step's stage; whether one may is asked before, by why_not."""
    stmt = update(Resource).where(Resource.id == func.any(list(ids)))
    session.execute(stmt.values(status=RULES[step].to, changed_at=func.now()))


def how(step: Step, reason: str = "") -> str:
    """What stands in the record of changes."""
    return f"{RULES[step].words}（{reason}）" if reason else RULES[step].words
