"""行を読む: one row of a list becomes a Draft of a 社会資源, with what it could not do said cell by cell."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geodata.japanese import search_form
from geodata.models import Answer, Mode, Visibility
from geodata.schedule import grammar
from geodata.schedule.session import Reading, Understood
from geodata.schedule.words import describe
from geodata.vocabulary import category_code, target_codes
from importers import cells
from importers.layout import Layout
from importers.problems import Problem

JAPAN = (122.0, 154.0, 20.0, 46.0)
HOME = re.compile(r"個人宅|自宅|民家|町名まで")
NOT_OPEN = re.compile(r"非公開|公開不可|公開しない|^(×|不可)$")
PROFESSIONALS_ONLY = re.compile(r"専門職|関係者|支援者のみ")
PARTS = ("frequency", "weekdays", "days", "starts", "ends", "schedule_note")
PAYER = {"fee_child": "こども", "fee_adult": "おとな"}
FIELD_LIMIT = {"name": 200, "name_kana": 300, "capacity": 300, "languages": 300, "phone": 300, "fax": 300, "email": 300, "url": 300}
TEXT_LIMIT = 4_000


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """会場 as a row tells it. `point` is (lng, lat) when the row itself gives coordinates."""

    name: str
    address: str
    building: str
    postal_code: str
    point: tuple[float, float] | None
    private_home: bool
    barrier_free: Answer
    parking: Answer


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that was read: `values` are columns of resource; `key` finds the record again in the next edition of the list."""

    number: int
    key: str
    values: Mapping[str, Any]
    place: PlaceDraft | None
    organization: str
    reading: Reading
    targets: tuple[str, ...]
    served_text: str
    raw: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Equal for rows that say the same."""
        parts = (sorted(self.values.items(), key=str), self.place, self.organization, self.served_text, self.targets,
                 self.reading.sessions, self.reading.closures)  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def drafts(layout: Layout, *, category: str = "", today: date) -> tuple[list[Draft], list[Problem]]:
    """Every filled row below the header, and the rows that were refused."""
    read, refused, seen = [], [], {}  # type: ignore[var-annotated]
    for number, raw in filled_rows(layout):
        row = _Row(layout, number, raw)
        if not row["name"]:
            refused.append(Problem(number, _header(layout, "name"), "名称がないため取り込めません。名称を入力してください。"))
            continue
        draft = _draft(row, category, today)
        seen[draft.key] = seen.get(draft.key, 0) + 1
        read.append(draft if seen[draft.key] == 1 else _another(draft, seen[draft.key]))
    return read, refused


def filled_rows(layout: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """(Excel's row number, {header: cell}) of each row that says something; group values filled down."""
    above: dict[str, str] = {}
    for number in range(layout.first_row, len(layout.table.rows) + 1):
        cells_ = layout.table.row(number)
        first = next((cell for cell in cells_ if cell), "")
        if not first or first.startswith(layout.declared.skip_rows_starting):
            continue
        raw = {header: cells_[at] if at < len(cells_) else "" for header, at in layout.places.items() if header}
        if _only_a_number(layout, raw):
            continue
        for header in layout.declared.fill_down:
            raw[header] = above[header] = raw.get(header) or above.get(header, "")
        yield number, raw


def _only_a_number(layout: Layout, raw: Mapping[str, str]) -> bool:
    """A padding row: nothing but its running number or what is filled down."""
    passed = {h for h, f in layout.columns.items() if f == "source_id"} | set(layout.declared.fill_down)
    return not any(value for header, value in raw.items() if header not in passed)


class _Row:
    """A row asked by field: row["address"]. Several columns of one field are joined by a line."""

    def __init__(self, layout: Layout, number: int, raw: dict[str, str]) -> None:
        self.layout, self.number, self.raw = layout, number, raw
        self.values: dict[str, list[str]] = {}
        for header, name in layout.columns.items():
            if raw.get(header):
                self.values.setdefault(name, []).append(raw[header])
        self.problems: list[Problem] = []

    def __getitem__(self, name: str) -> str:
        return "\n".join(self.values.get(name, ()))[: FIELD_LIMIT.get(name, TEXT_LIMIT)]

    def say(self, name: str, message: str) -> None:
        """Note what a cell could not give."""
        self.problems.append(Problem(self.number, _header(self.layout, name), message))


def _draft(row: _Row, category: str, today: date) -> Draft:
    reading = _schedule(row, today)
    mode = _mode(row)
    place = _place(row, mode)
    visibility = _visibility(row)
    values = {
        "category_code": _category(row, category),
        "mode": mode,
        "visibility": visibility,
        "name": " ".join(row["name"].split()),
        "name_kana": " ".join(row["name_kana"].split()),
        "description": row["description"],
        "schedule_text": reading.text,
        "schedule_words": describe(reading) if reading.understood is not Understood.NONE else reading.text,
        "target_text": row["target"],
        "fee_text": _fee(row),
        "free": cells.free_of_charge(row["fee"], row["fee_child"], row["fee_adult"]),
        "reservation": row["reservation"],
        "capacity": row["capacity"],
        "languages": row["languages"],
        "served_text": row["served_area"],
        "url": row["url"] if row["url"].startswith(("http://", "https://")) else "",
        "remarks": row["remarks"],
        "phone": cells.phone(row["phone"]),
        "fax": cells.phone(row["fax"]),
        "email": row["email"],
        "last_confirmed_on": _confirmed(row, today),
    }
    organization = " ".join(row["organization"].split())[:200]
    targets = tuple(target_codes(row["target"])) if row["target"] else ()
    return Draft(row.number, _key(row, place), values, place, organization, reading, targets, row["served_area"],
                 {h: v for h, v in row.raw.items() if v}, row.problems)  # fmt: skip


def _another(draft: Draft, times: int) -> Draft:
    """The same name at the same 会場 again: an activity of its own, told apart by its order."""
    problem = Problem(draft.number, "", "同じ名称・会場の行がほかにもあります。別の活動として取り込みました。")
    return Draft(draft.number, f"{draft.key}#{times}", draft.values, draft.place, draft.organization, draft.reading,
                 draft.targets, draft.served_text, draft.raw, [*draft.problems, problem])  # fmt: skip


def _key(row: _Row, place: PlaceDraft | None) -> str:
    """名称 and where: what stays the same from one edition of a list to the next, its running numbers do not."""
    where = search_form(f"{place.name}{place.address}") if place else search_form(row["served_area"])
    return f"{search_form(row['name'])[:80]}|{where[:110]}"


def _category(row: _Row, given: str) -> str:
    said = row["category"]
    declared = row.layout.declared
    code = declared.categories.get(said) or declared.category or given or (category_code(said) if said else None)
    if code is None:
        row.say("category", f"種類「{said[:30]}」が分からないため「その他」にしました。" if said else "種類がないため「その他」にしました。")
    return code or "sonota"


def _mode(row: _Row) -> Mode:
    said = cells.plain(row["online"])
    if row.layout.declared.mode:
        return Mode(row.layout.declared.mode)
    here = bool(row["address"] or row["place"])
    if "訪問" in said and not here:
        return Mode.VISITING
    if re.search(r"オンライン|Zoom|ズーム|WEB|○|〇", said, re.IGNORECASE) and not re.search(r"なし|不可|×", said):
        return Mode.HYBRID if here and not re.search(r"のみ", said) else Mode.ONLINE
    if not row["address"] and re.fullmatch(r"オンライン.*|Zoom.*", cells.plain(row["place"]), re.IGNORECASE):
        return Mode.ONLINE
    return Mode.MOVING if row["served_area"] and not here else Mode.IN_PERSON


def _place(row: _Row, mode: Mode) -> PlaceDraft | None:
    if mode in (Mode.ONLINE, Mode.VISITING, Mode.MOVING):
        return None
    address = _with_city(row)
    name = " ".join(row["place"].split())
    home = bool(HOME.search(row["visibility"] + row["remarks"] + row["place"]))
    if not address and not row["place"]:
        row.say("address", "住所がないため地図にのせられません。住所を入力してください。")
    return PlaceDraft(
        name=name[:300],
        address=address,
        building=row["building"][:300],
        postal_code=cells.plain(row["postal_code"])[:8],
        point=_point(row),
        private_home=home,
        barrier_free=cells.answer(row["barrier_free"]),
        parking=cells.answer(row["parking"]),
    )


def _with_city(row: _Row) -> str:
    """The address cell, with 都道府県 and 市区町村 of their own columns in front when it leaves them out."""
    address, city, prefecture = row["address"], row["city"].strip(), row["prefecture"].strip()
    if not address:
        return ""
    if city and city not in address and not any(part in address for part in (city.removesuffix("市"),) if len(part) > 2):
        address = city + address
    return address if not prefecture or address.startswith(prefecture) or prefecture in address else prefecture + address


def _point(row: _Row) -> tuple[float, float] | None:
    lat, lng = cells.coordinate(row["lat"]), cells.coordinate(row["lng"])
    if row["latlng"]:
        lat, lng = cells.pair(row["latlng"])
    if lat is None or lng is None:
        if row["lat"] or row["lng"] or row["latlng"]:
            row.say("lat", "緯度・経度が数として読めないため、住所から位置を求めました。")
        return None
    west, east, south, north = JAPAN
    if west <= lat <= east and south <= lng <= north:
        lat, lng = lng, lat
        row.say("lat", "緯度と経度が入れかわっていたため、入れかえて読みました。")
    if not (west <= lng <= east and south <= lat <= north):
        row.say("lat", "緯度・経度が日本の外を指しているため、住所から位置を求めました。")
        return None
    return lng, lat


def _schedule(row: _Row, today: date) -> Reading:
    text = row["schedule"]
    if not text and any(row[name] for name in PARTS):
        reading = grammar.read_parts(
            frequency=row["frequency"], weekdays=row["weekdays"], days=row["days"], starts=row["starts"], ends=row["ends"],
            note=row["schedule_note"], today=today,
        )  # fmt: skip
    else:
        hours = "〜".join(part for part in (row["starts"], row["ends"]) if part)
        parts = (text, row["weekdays"], row["days"], hours, row["schedule_note"])
        reading = grammar.read("　".join(part for part in parts if part), today=today)
    if reading.text and reading.understood is Understood.NONE and not reading.irregular:
        row.say("schedule", f"開催日時「{reading.text[:40]}」が読み取れません。曜日や時間での絞りこみには出ません。")
    elif reading.understood is Understood.PARTIAL and reading.unread:
        row.say("schedule", f"開催日時の「{reading.unread[:40]}」が読み取れません。書かれたとおりに表示します。")
    return reading


def _fee(row: _Row) -> str:
    paid = [f"{who} {_yen(row[name])}" for name, who in PAYER.items() if row[name]]
    return "、".join(part for part in (*paid, row["fee"]) if part)


def _yen(text: str) -> str:
    if not text.isdigit():
        return text
    return "無料" if int(text) == 0 else f"{int(text):,}円"


def _confirmed(row: _Row, today: date) -> date | None:
    text = row["confirmed_on"]
    found = cells.day(text) if text else None
    if text and found is None and not re.fullmatch(r"[-ー―未確認なし]+", text):
        row.say("confirmed_on", f"確認日「{text[:20]}」が日付として読めません。令和8年4月1日 の形で入力してください。")
    return found if found is None or found <= today else None


def _visibility(row: _Row) -> Visibility:
    said = cells.plain(row["visibility"])
    if NOT_OPEN.search(said):
        return Visibility.STAFF
    return Visibility.PROFESSIONAL if PROFESSIONALS_ONLY.search(said) else Visibility.PUBLIC


def _header(layout: Layout, name: str) -> str:
    return next((header for header, field_ in layout.columns.items() if field_ == name), "")
