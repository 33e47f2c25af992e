"""訂正を書く: what staff accepted of a correction, as one edit of the record by the hand that writes every edit."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.errors import NotNow
from geodata.models import Answer, Mode, Resource
from geodata.schedule import grammar
from geodata.staff.edit import write_state
from geodata.staff.form import HELD_SOMEWHERE
from geodata.staff.proposals import kept
from geodata.staff.publishing import Actor, Step, hands_of, take, why_not
from geodata.staff.scope import Scope
from geodata.staff.state import state_of
from geodata.staff.venues import NEW, Wish, settled
from geodata.telephone import phone
from geodata.vocabulary import target_codes

WHERE = ("place", "address")
AS_WRITTEN = ("name", "schedule_text", "target_text", "fee_text", "email", "url", "description")


def write(
    session: Session, record: Resource, wanted: Mapping[str, str], *, geocoder: Callable[[], Geocoder], today: date
) -> list[str]:
    """Write these fields of proposals.FIELDS; what else follows from them (開催日時の読み, 対象, 会場) is written with them.

    Returns what the officer should know of a new 会場. Raises NotNow for a 会場 where none can be.
    """
    old = state_of(session, record.id)
    new = old | {name: text for name, text in wanted.items() if name in AS_WRITTEN}
    new |= {name: phone(wanted[name]) for name in ("phone", "fax") if name in wanted}
    if wanted.get("target_text"):
        new["targets"] = sorted(target_codes(wanted["target_text"])) or old["targets"]
    if "fee_text" in wanted and new["fee_text"] != old["fee_text"]:
        new["free"] = _free(wanted["fee_text"])
    notes: list[str] = []
    if any(name in wanted for name in WHERE):
        new["place_id"], notes = _moved(session, record, wanted, geocoder)
    reading = grammar.read(new["schedule_text"], today=today) if new["schedule_text"] != old["schedule_text"] else None
    write_state(session, record, old, new, reading)
    return notes


def _free(fee: str) -> Answer:
    """Only what says it plainly is a yes or a no: 「こども無料・大人300円」 is for a person to decide."""
    text = unicodedata.normalize("NFKC", fee).replace(" ", "").replace(",", "")
    if text in ("無料", "参加費無料", "0円"):
        return Answer.YES
    return Answer.NO if re.search(r"[1-9]\d*円", text) and "無料" not in text else Answer.UNKNOWN


def withdraw(session: Session, actor: Actor, record: Resource) -> None:
    """休み・終わり: off the public pages, by whoever may take records off. Raises NotNow for anybody else."""
    reason = why_not(Step.WITHDRAW, record.status, hands_of(session, [record.id])[record.id], actor)
    if reason:
        raise NotNow(f"公開をやめられません: {reason}。")
    take(session, [record.id], Step.WITHDRAW)


def _moved(
    session: Session, record: Resource, wanted: Mapping[str, str], geocoder: Callable[[], Geocoder]
) -> tuple[int | None, list[str]]:
    """The 会場 under its new name or at its new address; what is known of the old one goes with it."""
    if Mode(record.mode) not in HELD_SOMEWHERE:
        raise NotNow("会場で開く活動ではないため、会場と住所は反映できません。社会資源のページで「ひらきかた」を直してください。")
    name, address = ({**kept(record), **wanted}[field] for field in WHERE)
    if not address:
        raise NotNow("住所がないため、会場を反映できません。住所を書くか、会場を選ばずに反映してください。")
    before = record.place
    known = (before.building, before.private_home, before.barrier_free, before.parking) if before else ()
    wish = Wish(NEW, None, name, address, *known)
    return settled(session, Scope(record.municipality_code), wish, record.place_id, called=record.name, geocoder=geocoder())
