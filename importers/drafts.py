"""下書き: a row of a list as a 社会資源, before anybody compares it with what was there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypedDict

from geodata.japanese import search_form
from geodata.keeping.readings import words_of
from geodata.keeping.venue import PlaceDraft
from geodata.models import Answer, Mode, Visibility
from geodata.schedule.session import Reading
from geodata.vocabulary import category_code
from importers import cells, oddities
from importers.ages import targets_of
from importers.contacts import email_of, fax_of, phone_of, url_of
from importers.held import confirmed_on, fee_of, schedule_of
from importers.layout import Layout
from importers.personal import is_personal
from importers.problems import Problem
from importers.rows import Row, filled_rows
from importers.topics import DIGEST, TOPICS, Topic
from importers.venue import mode_of, venue_of

NOT_OPEN = re.compile(r"非公開|公開不可|公開しない|^(×|不可)$")
PERSONAL = "個人の電話番号のようです。職員だけに見せます（公開してよいと確かめたら、社会資源のページで見せる範囲を広げられます）。"
PROFESSIONALS_ONLY = re.compile(r"専門職|関係者|支援者のみ")


class Values(TypedDict):
    """Columns of resource that a row fills."""

    category_code: str
    mode: Mode
    visibility: Visibility
    name: str
    name_kana: str
    description: str
    schedule_text: str
    schedule_words: str
    target_text: str
    fee_text: str
    free: Answer
    reservation: str
    capacity: str
    languages: str
    served_text: str
    url: str
    remarks: str
    phone: str
    fax: str
    email: str
    last_confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that was read: `values` are columns of resource; `key` finds the record again in the next edition of the list."""

    number: int
    key: str
    values: Values
    place: PlaceDraft | None
    organization: str
    reading: Reading
    targets: tuple[str, ...]
    served_text: str
    raw: Mapping[str, str]
    address_header: str
    served_header: str
    problems: list[Problem] = field(default_factory=list)
    personal: bool = False  # its telephone and FAX seem to be somebody's own
    fingerprint: str = ""  # a short digest for each of TOPICS, one after another: what differs between two rows

    def __post_init__(self) -> None:
        if not self.fingerprint:
            digests = (_digest(repr(self.said(topic))) for topic in TOPICS)
            object.__setattr__(self, "fingerprint", "".join(digests))

    def said(self, topic: Topic) -> tuple[Any, ...]:
        """What the row says of a topic."""
        values: Mapping[str, Any] = self.values
        told = tuple([values[column] for column in topic.columns if column in values])
        match topic.code:
            case "place":
                return (*told, self.place)
            case "organization":
                return (*told, self.organization)
            case "target":
                return (*told, self.targets)
            case "schedule":
                return (*told, self.reading.sessions, self.reading.closures)
        return told

    def say(self, message: str) -> None:
        """Note what the address could not give."""
        self.problems.append(Problem(self.number, self.address_header, message))

    def say_once(self, header: str, message: str) -> None:
        """Note what a comparison found; comparing again says nothing new."""
        problem = Problem(self.number, header, message)
        if problem not in self.problems:
            self.problems.append(problem)


@lru_cache(maxsize=4_096)  # most topics of a list say the same in many rows
def _digest(said: str) -> str:
    return blake2b(said.encode(), digest_size=DIGEST // 2).hexdigest()


def drafts(layout: Layout, *, category: str = "", today: date) -> tuple[list[Draft], list[Problem]]:
    """Every filled row below the header, and the rows that were refused."""
    read, refused, seen = list[Draft](), list[Problem](), dict[str, int]()
    for number, raw in filled_rows(layout):
        row = Row(layout, number, raw)
        if not row["name"]:
            refused.append(Problem(number, row.header("name"), "名称がないため取り込めません。名称を入力してください。"))
            continue
        draft = _draft(row, category, today)
        seen[draft.key] = seen.get(draft.key, 0) + 1
        read.append(draft if seen[draft.key] == 1 else _another(draft, seen[draft.key]))
    return read, refused


def _draft(row: Row, category: str, today: date) -> Draft:
    reading = schedule_of(row, today)
    category = _category(row, category)
    mode = mode_of(row, category)
    place = venue_of(row, mode)
    targets = targets_of(row["target"])
    oddities.tell(row)
    values: Values = {
        "category_code": category,
        "mode": mode,
        "visibility": _visibility(row),
        "name": " ".join(row["name"].split()),
        "name_kana": " ".join(row["name_kana"].split()),
        "description": row["description"],
        "schedule_text": reading.text,
        "schedule_words": words_of(reading),
        "target_text": row["target"],
        "fee_text": fee_of(row),
        "free": cells.free_of_charge(
            row["fee"], child=row["fee_child"], adult=row["fee_adult"], children_only=targets == ("kodomo",)
        ),
        "reservation": row["reservation"],
        "capacity": oddities.capacity_of(row),
        "languages": row["languages"],
        "served_text": row["served_area"],
        "url": url_of(row),
        "remarks": row["remarks"],
        "phone": phone_of(row),
        "fax": fax_of(row),
        "email": email_of(row),
        "last_confirmed_on": confirmed_on(row, today),
    }
    organization = " ".join(row["organization"].split())[:200]
    personal = is_personal(row, place)
    if personal:
        row.say("phone" if row["phone"] else "fax", PERSONAL)
    return Draft(row.number, _key(row, place), values, place, organization, reading, targets, row["served_area"],
                 {h: v for h, v in row.raw.items() if v}, row.header("address"),
                 row.header("served_area"), row.problems, personal)  # fmt: skip


def _another(draft: Draft, times: int) -> Draft:
    """The same name at the same 会場 again: an activity of its own, told apart by its order."""
    problem = Problem(draft.number, "", "同じ名称・会場の行がほかにもあります。別の活動として取り込みました。")
    return replace(draft, key=f"{draft.key}#{times}", problems=[*draft.problems, problem])


def _key(row: Row, place: PlaceDraft | None) -> str:
    """名称 and where: what stays the same from one edition of a list to the next, its running numbers do not."""
    where = search_form(f"{place.name}{place.address}") if place else search_form(row["served_area"])
    return f"{search_form(row['name']).replace('|', '')[:80]}|{where[:100]}"


def _category(row: Row, given: str) -> str:
    said = row["category"]
    declared = row.layout.declared
    told = declared.categories.get(said) or declared.category or given or (category_code(said) if said else "")
    code = told or row.layout.category or (category_code(row["name"]) if not said else None)
    if not code and said:
        row.say("category", f"種類「{said[:30]}」が分からないため「その他」にしました。")
    return code or "sonota"


def _visibility(row: Row) -> Visibility:
    said = cells.plain(row["visibility"])
    if NOT_OPEN.search(said):
        return Visibility.STAFF
    return Visibility.PROFESSIONAL if PROFESSIONALS_ONLY.search(said) else Visibility.PUBLIC
