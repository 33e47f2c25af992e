"""申し出: what an organiser, a professional or a resident says is different, field by field. Nothing changes by it: staff decide."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geodata.errors import BadCorrection
from geodata.models import Answer, ConfirmLink, Correction, CorrectionState, Origin, Resource
from geodata.staff.audit import acting
from geodata.staff.freshness import confirm

BY_LINK = "確認リンク"
MESSAGE = 1_000  # characters
MOST_WAITING = 20  # of one record: whoever fills the list with more is not heard
MOST_AN_HOUR = 200  # of all residents of a municipality together


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be corrected: what the form calls it, the longest text, whether it has several lines."""

    words: str
    most: int
    long: bool = False
    kind: str = "text"  # of the input


FIELDS = {
    "name": Field("名称", 200),
    "schedule_text": Field("開催日時", 1_000, long=True),
    "place": Field("会場", 200),
    "address": Field("住所", 300),
    "target_text": Field("対象", 500),
    "fee_text": Field("費用", 500),
    "phone": Field("電話番号", 60, kind="tel"),
    "fax": Field("FAX", 60, kind="tel"),
    "email": Field("メール", 254, kind="email"),
    "url": Field("ホームページ", 300, kind="url"),
    "description": Field("内容", 2_000, long=True),
}
FREE = {Answer.YES: "無料", Answer.NO: "有料", Answer.UNKNOWN: ""}
CLOSING = "closing"  # beside FIELDS: the activity itself rests or is over
CLOSINGS = {"paused": "しばらく休んでいます", "ended": "終わりました（もうありません）"}


def published(record: Resource) -> dict[str, str]:
    """What everybody may read of a record, and its own contacts; of a private home only the 町."""
    return _told(record, record.place.published_address if record.place else "")


def kept(record: Resource) -> dict[str, str]:
    """The same as staff see it, with the whole address."""
    return _told(record, record.place.address if record.place else "")


def _told(record: Resource, address: str) -> dict[str, str]:
    told = {
        "place": record.place.name if record.place else "",
        "address": address,
        "target_text": record.target_text or "、".join(target.name for target in record.targets),
        "fee_text": record.fee_text or FREE[record.free],
    }  # as the public page has it
    return {name: told[name] if name in told else getattr(record, name) for name in FIELDS}


def cleaned(name: str, text: str) -> str:
    """What was typed, as it may be kept: no control characters, one kind of line end. Raises BadCorrection when too long."""
    field = FIELDS.get(name, Field("連絡", MESSAGE, long=True))
    lines = "\n".join(text.splitlines()) if field.long else " ".join(text.split())
    text = "".join(one for one in lines if one == "\n" or unicodedata.category(one)[0] != "C").strip()
    if len(text) > field.most:
        raise BadCorrection(f"{field.words}は{field.most}文字までで書いてください（いま{len(text)}文字）。")
    return text


def differences(record: Resource, said: Mapping[str, str]) -> dict[str, list[str]]:
    """field → [published, corrected] of those that differ. Raises BadCorrection."""
    shown = published(record)
    new = {name: cleaned(name, text) for name, text in said.items() if name in FIELDS}
    if "name" in new and not new["name"]:
        raise BadCorrection("名称は空にできません。終わった活動のときは「終わりました」を選んでください。")
    changed = {name: [shown[name], new[name]] for name in FIELDS if name in new and new[name] != cleaned(name, shown[name])}
    if said.get(CLOSING) in CLOSINGS:
        changed[CLOSING] = ["", said[CLOSING]]
    return changed


def propose(
    session: Session, record: Resource, changes: Mapping[str, list[str]], message: str, *, origin: Origin,
    link: ConfirmLink | None = None,
) -> Correction:  # fmt: skip
    """Keep what somebody says of a record, for staff to decide. Raises BadCorrection when it says nothing or too many wait."""
    message = cleaned("", message)
    if not changes and not message:
        raise BadCorrection("変わったところがありません。なおす項目を書きかえるか、連絡らんに書いてください。")
    if _flooded(session, record, origin):
        raise BadCorrection("ただいま申し出が混みあっています。しばらくしてからもう一度お送りください。")
    return _keep(session, record, changes, message, origin, link)


def confirm_as_is(session: Session, record: Resource, link: ConfirmLink, today: date) -> Correction:
    """「このまま」: nothing that anybody reads is changed but the date, so it does not wait for staff.

    Raises BadCorrection while a correction that came by the same link waits: the two would contradict each other.
    """
    before = last_said(session, link)
    if before and before.state is CorrectionState.WAITING:
        raise BadCorrection("先に送っていただいた訂正を、市が確認しています。ほかにも変わったところがあれば、もう一度お送りください。")
    acting(session, None, BY_LINK)
    confirm(session, record.id, today, by="運営団体", how=BY_LINK)
    return _keep(session, record, {}, "", Origin.ORGANIZER, link, as_is=True)


def last_said(session: Session, link: ConfirmLink) -> Correction | None:
    """The newest answer that came by this link."""
    return session.scalars(select(Correction).where(Correction.link_id == link.id).order_by(Correction.id.desc()).limit(1)).first()


def _keep(
    session: Session, record: Resource, changes: Mapping[str, list[str]], message: str, origin: Origin,
    link: ConfirmLink | None, *, as_is: bool = False,
) -> Correction:  # fmt: skip
    said = Correction(
        municipality_code=record.municipality_code, resource_id=record.id, link_id=link.id if link else None, origin=origin,
        as_is=as_is, changes=dict(changes), message=message, revision=record.revision,
        state=CorrectionState.ACCEPTED if as_is else CorrectionState.WAITING, decided_at=func.now() if as_is else None,
    )  # fmt: skip
    session.add(said)
    if link:
        session.execute(update(ConfirmLink).where(ConfirmLink.id == link.id).values(used_at=func.now()))
    session.flush()
    return said


def _flooded(session: Session, record: Resource, origin: Origin) -> bool:
    """The record has all it needs waiting, or residents send as no residents do."""
    waiting = select(func.count()).where(Correction.resource_id == record.id, Correction.state == CorrectionState.WAITING)
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        return True
    if origin is not Origin.RESIDENT:
        return False
    lately = select(func.count()).where(
        Correction.municipality_code == record.municipality_code, Correction.origin == Origin.RESIDENT,
        Correction.made_at > func.now() - timedelta(hours=1),
    )  # fmt: skip
    return (session.scalar(lately) or 0) >= MOST_AN_HOUR
