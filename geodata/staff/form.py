"""入力: the form of a record, read field by field; what is wrong is told at its field, and nothing typed is lost."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from geodata.models import Answer, Mode, Visibility
from geodata.publication import WITHHOLDABLE
from geodata.schedule.text import LONGEST as SCHEDULE_READ
from geodata.staff.offered import Offered
from geodata.staff.state import State
from geodata.staff.venues import KEEP, KNOWN, NEW, Wish
from geodata.staff.wording import RESOURCE
from geodata.telephone import phone

Form = Mapping[str, Sequence[str]]
TEXTS = {
    "name": 200, "name_kana": 300, "organization": 200, "department": 100, "capacity": 300, "languages": 300, "url": 300,
    "phone": 300, "fax": 300, "email": 254, "consented_how": 300, "confirmed_by": 300, "confirmed_how": 300,
    "description": 4000, "schedule_text": 4000, "served_text": 4000, "target_text": 4000, "fee_text": 4000, "reservation": 4000,
    "remarks": 4000, "venue_name": 300, "venue_address": 500, "venue_building": 300,
}  # fmt: skip
LINES = {"description", "schedule_text", "served_text", "target_text", "fee_text", "reservation", "remarks"}
ONE_OF: dict[str, Callable[[str], Any]] = {
    "mode": Mode, "visibility": Visibility, "free": Answer, "consent": Answer,
    "phone_visibility": Visibility, "fax_visibility": Visibility, "email_visibility": Visibility,
}  # fmt: skip
LABELS = RESOURCE | {
    "organization": "運営団体", "venue": "会場", "venue_name": "会場の名前", "venue_address": "会場の住所",
    "venue_building": "建物・階",
}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
EMAIL = re.compile(r"[^\s@<>()\"',;:]+@[^\s@<>()\"',;:]+\.[^\s@<>()\"',;:]+")
CALLED = re.compile(r".*\d{2,}.*", re.DOTALL)
CONTACTS = (  # field, what it looks like, and what to say where it does not
    ("name_kana", re.compile(r"[^一-鿿々]*"), "よみがなは、ひらがなかカタカナで入力してください。"),
    ("phone", CALLED, "電話番号に数字がありません。0743-74-1111 のように入力してください。"),
    ("fax", CALLED, "FAXに数字がありません。0743-74-1111 のように入力してください。"),
    ("email", EMAIL, "メールアドレスは name@example.jp の形で入力してください。"),
    ("url", re.compile(r"https?://[^\s/]+\S*"), "ホームページは http:// か https:// から始まる形で入力してください。"),
)
HELD_SOMEWHERE = (Mode.IN_PERSON, Mode.HYBRID)
PICK = "一覧から選びなおしてください。"


@dataclass(slots=True)
class Filled:
    """A form that was read: `state` has every field of a State but place_id, organization_id and schedules."""

    form: Form
    state: State = field(default_factory=dict)
    organization: str = ""
    wish: Wish = field(default_factory=Wish)
    errors: dict[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """What was typed, without blanks around it."""
        return (self.form.get(name) or [""])[0].replace("\r\n", "\n").strip()


def read_form(
    form: Form, offered: Offered, *, has_place: bool, today: date, before: Mapping[str, str | None] = MappingProxyType({})
) -> Filled:
    """Read every field; what cannot be read is in `errors`, by field, in the order of the page.

    `before` is the record as it stands: a telephone or reading that a list brought as it is may stay so.
    """
    filled = Filled(form)
    texts = {name: _text(filled, name, limit) for name, limit in TEXTS.items()}
    if not texts["name"]:
        filled.errors.setdefault("name", "名称を入力してください。")
    filled.organization = texts["organization"]
    filled.state = {name: text for name, text in texts.items() if not name.startswith("venue") and name != "organization"}
    for name, kind in ONE_OF.items():
        filled.state[name] = _one_of(filled, name, kind)
    filled.state["category_code"] = _listed(filled, "category_code", offered.categories)
    withholdable = dict.fromkeys(WITHHOLDABLE, "")
    for name, known in (("targets", offered.targets), ("served", dict(offered.areas)), ("withheld", withholdable)):
        filled.state[name] = sorted(code for code in set(form.get(name, ())) if code in known)
    _contacts(filled, before)
    _days(filled, today)
    if len(texts["schedule_text"]) > SCHEDULE_READ:
        filled.errors.setdefault("schedule_text", f"開催日時は{SCHEDULE_READ}文字までにしてください。長い説明は「内容」に書けます。")
    _venue(filled, texts, has_place)
    return filled


def _text(filled: Filled, name: str, limit: int) -> str:
    text = filled.one(name)
    text = text if name in LINES else " ".join(text.split())
    if CONTROL.search(text):
        filled.errors[name] = f"{LABELS[name]}に、目に見えない文字が入っています。入力しなおしてください。"
    elif len(text) > limit:
        filled.errors[name] = f"{LABELS[name]}は{limit:,}文字までにしてください（いま{len(text):,}文字です）。"
    return text


def _one_of(filled: Filled, name: str, kind: Callable[[str], Any]) -> str:
    try:
        return str(kind(filled.one(name)).value)
    except ValueError:
        filled.errors.setdefault(name, f"{LABELS[name]}を{PICK}")
        return ""


def _listed(filled: Filled, name: str, known: Mapping[str, str]) -> str:
    value = filled.one(name)
    if value not in known:
        filled.errors.setdefault(name, f"{LABELS[name]}を{PICK}")
    return value


def _contacts(filled: Filled, before: Mapping[str, str | None]) -> None:
    for name in ("phone", "fax"):
        filled.state[name] = phone(filled.state[name])
    for name, usual, wanted in CONTACTS:
        text = filled.state[name]
        if text and text != before.get(name) and not usual.fullmatch(text):
            filled.errors.setdefault(name, wanted)


def _days(filled: Filled, today: date) -> None:
    """同意の日 and 確認日: days that have come."""
    for name in ("consented_on", "last_confirmed_on"):
        filled.state[name] = _day(filled, name, today)
    agreed = filled.state["consent"] == Answer.YES
    if agreed and not filled.state["consented_on"]:
        filled.errors.setdefault("consented_on", "同意を確かめた日を入力してください。")
    if not agreed and filled.state["consented_on"]:
        filled.errors.setdefault("consented_on", "同意の日は「同意あり」のときだけ入力できます。消すか、「同意あり」を選んでください。")


def _day(filled: Filled, name: str, today: date) -> str | None:
    text = filled.one(name).replace("/", "-")
    if not text:
        return None
    try:
        day = date(*(int(part) for part in text.split("-"))) if text.count("-") == 2 and len(text) <= 10 else None
    except ValueError:
        day = None
    if day is None or day.year < 1950:
        filled.errors.setdefault(name, f"{LABELS[name]}は 2026-04-01 の形の日付で入力してください。")
    elif day > today:
        filled.errors.setdefault(name, f"{LABELS[name]}が、まだ来ていない日です。")
    return day.isoformat() if day else None


def _venue(filled: Filled, texts: Mapping[str, str], has_place: bool) -> None:
    """Where it is held; an activity that comes to people is held nowhere."""
    kind, place_id = filled.one("venue") or KEEP, filled.one("place_id")
    answers = {name: _answer(filled.one(name)) for name in ("barrier_free", "parking")}
    chosen = int(place_id) if place_id.isascii() and place_id.isdigit() and len(place_id) < 10 else None
    filled.wish = Wish(
        kind, chosen, texts["venue_name"], texts["venue_address"], texts["venue_building"], bool(filled.one("venue_home")), **answers
    )
    if filled.state["mode"] not in HELD_SOMEWHERE:
        return
    if kind == KNOWN and chosen is None:
        filled.errors.setdefault("venue", "会場をさがして、一覧から選んでください。")
    if kind == NEW and not texts["venue_address"]:
        filled.errors.setdefault("venue_address", "会場の住所を入力してください（例: 生駒市東新町8-38）。")
    if kind not in (KEEP, KNOWN, NEW) or (kind == KEEP and not has_place and filled.state["mode"] == Mode.IN_PERSON):
        filled.errors.setdefault("venue", "会場を選ぶか、新しい会場の住所を入力してください。")


def _answer(text: str) -> Answer:
    return Answer(text) if text in set(Answer) else Answer.UNKNOWN
