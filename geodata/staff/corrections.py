"""訂正の申し出の扱い: those that wait, beside the record as it is now; accepted field by field, or refused with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.errors import BadCorrection, NotNow, UnknownCorrection
from geodata.keeping.locking import lock_imports
from geodata.models import Category, Correction, CorrectionState, Origin, Resource
from geodata.staff.accepting import WHERE, withdraw, write
from geodata.staff.audit import note
from geodata.staff.freshness import confirm
from geodata.staff.proposals import CLOSING, CLOSINGS, FIELDS, cleaned, kept, published
from geodata.staff.publishing import Actor
from geodata.staff.scope import Scope

ORIGINS = {Origin.ORGANIZER: "運営団体", Origin.PROFESSIONAL: "専門職・職員", Origin.RESIDENT: "住民"}
DECIDED = {CorrectionState.ACCEPTED: "反映する", CorrectionState.REFUSED: "反映しない"}
DECIDED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Heard:
    """One line of the list."""

    id: int
    resource_id: int
    name: str
    category: str
    department: str
    origin: Origin
    as_is: bool
    fields: tuple[str, ...]
    message: str
    state: CorrectionState
    made_at: datetime
    decided_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One field: published when it was said, said, and in the record now. `moved`: the record has changed since."""

    field: str
    words: str
    then: str
    said: str
    now: str
    moved: bool
    most: int
    long: bool


def heard(session: Session, scope: Scope, *, waiting: bool) -> list[Heard]:
    """Those that wait, the oldest first; or the latest that do not wait any more."""
    state = Correction.state == CorrectionState.WAITING
    stmt = _within(scope, _columns()).where(state if waiting else ~state)
    order = Correction.id if waiting else Correction.decided_at.desc()
    stmt = stmt.order_by(order).limit(None if waiting else DECIDED_SHOWN)
    return [_heard(row) for row in session.execute(stmt)]


def count_waiting(session: Session, scope: Scope) -> int:
    """How many wait for somebody of this scope."""
    stmt = _within(scope, select(func.count())).where(Correction.state == CorrectionState.WAITING)
    return session.scalar(stmt) or 0


def correction(session: Session, scope: Scope, correction_id: int) -> tuple[Correction, Resource]:
    """A correction and its record. Raises UnknownCorrection, also where it is another department's."""
    stmt = _within(scope, select(Correction, Resource)).where(Correction.id == correction_id)
    found = session.execute(stmt).first()
    if found is None:
        raise UnknownCorrection("この申し出はありません。番号がちがうか、ほかの課の記録です。")
    return found[0], found[1]


def pieces(said: Correction, record: Resource) -> list[Piece]:
    """Field by field, in the order of the form; what said nothing of a field is left out."""
    now, public = kept(record), published(record)
    found = [
        Piece(name, field.words, then, new, now[name], public[name] != then, field.most, field.long)
        for name, field in FIELDS.items() if name in said.changes for then, new in [said.changes[name]]
    ]  # fmt: skip
    if CLOSING in said.changes:
        found.append(Piece(CLOSING, "活動のようす", "続けています", CLOSINGS[said.changes[CLOSING][1]], "公開中", False, 0, False))
    return found


def accept(
    session: Session, actor: Actor, correction_id: int, values: Mapping[str, str], revision: int, *,
    geocoder: Callable[[], Geocoder], today: date,
) -> list[str]:  # fmt: skip
    """Write the chosen values into the record, confirm it, and put the correction away; all in the caller's transaction.

    `values` has the fields that are accepted, as staff left them; none at all confirms the record as it is. Returns what the
    officer should know. Raises NotNow when somebody else has decided, or has changed the record since `revision`.
    """
    if any(name in values for name in WHERE):
        lock_imports(session, actor.scope.municipality)  # before the record: so do imports
    said, record = _to_decide(session, actor.scope, correction_id)
    if record.revision != revision:
        raise NotNow("この申し出を見ているあいだに、記録が変わりました。いまの内容を見て、もう一度選んでください。")
    wanted = {name: cleaned(name, text) for name, text in values.items() if name in FIELDS and name in said.changes}
    if "name" in wanted and not wanted["name"]:
        raise BadCorrection("名称は空にできません。")
    notes = write(session, record, wanted, geocoder=geocoder, today=today)
    if CLOSING in values and CLOSING in said.changes:
        withdraw(session, actor, record)
    confirm(session, record.id, today, by=ORIGINS[said.origin], how=f"訂正の申し出 {said.id}")
    _decide(session, said, record, CorrectionState.ACCEPTED, actor)
    return notes


def refuse(session: Session, actor: Actor, correction_id: int, reason: str) -> None:
    """Put the correction away and change nothing. Raises BadCorrection without a reason."""
    said, record = _to_decide(session, actor.scope, correction_id)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 300:
        raise BadCorrection("反映しない理由を、300文字までで書いてください。")
    said.answer = reason
    _decide(session, said, record, CorrectionState.REFUSED, actor)


def _decide(session: Session, said: Correction, record: Resource, state: CorrectionState, actor: Actor) -> None:
    said.state, said.decided_at, said.account_id = state, func.now(), actor.account_id
    decided = {"words": f"「{record.name}」への申し出を{DECIDED[state]}"}
    note(session, "correction", said.id, "state", None, decided, municipality=record.municipality_code)
    session.flush()


def _to_decide(session: Session, scope: Scope, correction_id: int) -> tuple[Correction, Resource]:
    """Both locked: the record first, as everybody who changes one does."""
    said, record = correction(session, scope, correction_id)
    session.refresh(record, with_for_update={"of": Resource})
    session.refresh(said, with_for_update=True)
    if said.state is not CorrectionState.WAITING:
        raise NotNow("この申し出は、ほかの人が先に扱いを決めました。")
    return said, record


def _within(scope: Scope, stmt: Any) -> Any:
    joined = stmt.select_from(Correction).join(Resource, Resource.id == Correction.resource_id)
    return joined.join(Category, Category.code == Resource.category_code).where(scope.sees(Resource))


def _columns() -> Select[Any]:
    return select(
        Correction.id, Correction.resource_id, Resource.name, Category.name.label("category"), Resource.department, Correction.origin, Correction.as_is,
        Correction.changes, Correction.message, Correction.state, Correction.made_at,
        Correction.decided_at, Correction.answer,
    )  # fmt: skip


def _heard(row: Any) -> Heard:
    named = {**{name: field.words for name, field in FIELDS.items()}, CLOSING: "休み・終わり"}
    given = row._asdict()
    changes = given.pop("changes")
    return Heard(**given, fields=tuple(words for name, words in named.items() if name in changes))
