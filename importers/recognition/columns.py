"""列の見立て: each column of a table and the field it holds, told, remembered, of a national layout, named, or seen in its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from importers.recognition.combined import is_weekday, meanings_of
from importers.recognition.contents import (
    CHECKED,
    IN_WORDS,
    looks_like,
    running,
    sample,
    share,
)
from importers.recognition.guess import SURE, Guess
from importers.recognition.headers import Header, HeaderCell
from importers.recognition.names import KEYWORD, Meaning
from importers.tables import Table

MANY = frozenset({  # fields that several columns may fill together
    "reservation", "phone", "target", "fee", "schedule_note", "weekday_marks", "remarks", "description", "schedule",
})  # fmt: skip
ENOUGH = 3  # cells, before they count against a header
DIFFERENT, ALIKE = 0.25, 0.6
SEEN_ONLY, STAND_IN = 0.65, 0.6
BY_CELLS = {  # a header that may mean two things, and the look of the cells that decides
    "place": ("address",), "starts": ("hours",), "hours": ("schedule",), "weekdays": ("hours", "schedule"), "days": ("schedule",),
}  # fmt: skip
SPANS = {"weekday_starts": "weekday_hours", "saturday_starts": "saturday_hours"}  # a column of starts that holds from–to
CLASH = {"starts": "weekday_starts", "ends": "weekday_ends"}  # beside hours of 平日, other hours are those of something else
SHOWN = {  # what cells show of a field, so that a vague header is sure
    "schedule": "schedule", "weekdays": "weekdays", "hours": "hours", "fee": "fee", "fee_child": "fee", "fee_adult": "fee", "target": "target",
    "address": "address", "phone": "phone", "email": "email", "url": "url", "confirmed_on": "confirmed_on",
}  # fmt: skip
ANSWERED = ("parking", "barrier_free", "reservation", "online", "visibility", "weekday_marks", "")  # ○× may stand in these
ANOTHER_NUMBER = "行の番号がほかにもあるため使いません"  # nothing is lost, so nobody is asked
PLAIN = ("email", "url", "postal_code", "phone", "lat", "lng", "latlng")  # what cells show beyond doubt
UNKNOWN = "分からない見出しのため使いません"


@dataclass(frozen=True, slots=True)
class Column:
    """A column below a header: its number in the sheet from 0, and what some of its cells say."""

    cell: HeaderCell
    number: int
    texts: tuple[str, ...]


def columns_of(table: Table, header: Header, last_row: int) -> list[Column]:
    """The columns of a header that has an own word, or cells below it."""
    rows = [table.row(number) for number in range(header.first_row, min(last_row, header.first_row + 2_000) + 1)]
    found = []
    for number, cell in enumerate(header.cells, header.left):
        texts = tuple(sample([row[number] for row in rows if number < len(row)]))
        if cell.words or texts:
            found.append(Column(cell, number, texts))
    return found


def guessed(columns: Sequence[Column], said: Mapping[str, str], known: Mapping[str, str], why: str) -> list[Guess]:
    """A guess for every column. `said` (header → field) wins over all, `known` and its reason over every guess."""
    options = {column.number: _options(column) for column in columns}
    fixed = {c.number: Guess(c.cell.text, said[c.cell.text], 1.0, "指定されたため", c.number) for c in columns if c.cell.text in said}
    for column in columns:
        if column.number not in fixed and column.cell.text in known:
            field = known[column.cell.text]
            if not field or field not in said.values():
                fixed[column.number] = Guess(column.cell.text, field, 1.0, why, column.number)
    _assign(columns, options, fixed)
    return _with_name(columns, [fixed[column.number] for column in columns], said)


def _options(column: Column) -> list[Meaning]:
    """What a column may hold, the surest first."""
    if not column.cell.words:
        return _by_cells_alone(column.texts)
    if is_weekday(column.cell.words[-1]) and share("answer", column.texts) >= ALIKE:
        return [("weekday_marks", 0.9, "曜日ごとの列のため")]
    named = meanings_of(column.cell.words)
    if not named:
        return _unnamed(column.texts)
    return sorted((_weighed(one, column.texts) for one in named), key=lambda one: -one[1])


def _by_cells_alone(texts: Sequence[str]) -> list[Meaning]:
    if running(texts):
        return [("source_id", SURE, "見出しのない通し番号のため")]
    return _unnamed(texts)


def _unnamed(texts: Sequence[str]) -> list[Meaning]:
    kind, part = looks_like(texts)
    return [(kind, SEEN_ONLY * part, f"中身が{IN_WORDS[kind]}に見えるため")] if kind else []


def _weighed(meaning: Meaning, texts: Sequence[str]) -> Meaning:
    """A meaning, surer or less so by what stands below the header; another where the cells plainly speak of it."""
    field, certainty, why = meaning
    if field in SPANS and share("span", texts) >= ALIKE:
        return SPANS[field], min(certainty, 0.88), f"{why}。中身が時間帯のため"
    for other in BY_CELLS.get(field, ()):
        if len(texts) > 1 and share(other, texts) >= ALIKE > share(field, texts) if field == "starts" else (
            len(texts) > 1 and share(other, texts) >= ALIKE and (field != "weekdays" or share("weekdays", texts) < ALIKE)
        ):  # fmt: skip
            return ("schedule" if field == "weekdays" else other), min(certainty, 0.88), f"見出しと、中身が{IN_WORDS[other]}に見えることから"
    if certainty < SURE and field not in ANSWERED and share("answer", texts) >= ALIKE:
        return "", certainty, UNKNOWN
    if certainty < SURE and (seen := looks_like(texts)[0]) in PLAIN and seen != SHOWN.get(field):
        return seen, SEEN_ONLY, f"中身が{IN_WORDS[seen]}に見えるため"
    if field == "weekday_marks":
        return meaning if not texts or share("answer", texts) >= ALIKE else ("", 0.5, UNKNOWN)
    if KEYWORD <= certainty < SURE and len(texts) > 1 and field in SHOWN and share(SHOWN[field], texts) >= ALIKE:
        return field, 0.84, f"{why}。中身も{IN_WORDS[SHOWN[field]]}に見えます"
    if field not in CHECKED or len(texts) < ENOUGH:
        return meaning
    part = share(field, texts)
    if part >= ALIKE:
        return field, min(0.99, certainty + 0.06), why
    return meaning if part >= DIFFERENT else (field, 0.5, f"{why}。ただし中身はそう見えません")


def _assign(columns: Sequence[Column], options: Mapping[int, list[Meaning]], fixed: dict[int, Guess]) -> None:
    """The surest first, each field but MANY once; whatever is left has no field, and the reason is told."""
    taken = {guess.field: guess.header for guess in fixed.values() if guess.field}
    offers = sorted(
        ((certainty, -column.number, column, field, why) for column in columns if column.number not in fixed
         for field, certainty, why in options[column.number]),
        key=lambda offer: offer[:2], reverse=True,
    )  # fmt: skip
    for certainty, _, column, field, why in offers:
        free = (field not in taken or (field in MANY and certainty >= SURE)) and CLASH.get(field) not in taken
        if column.number not in fixed and free:
            fixed[column.number] = Guess(column.cell.text, field, round(certainty, 2), why, column.number)
            if field:
                taken.setdefault(field, column.cell.text)
    for column in columns:
        if column.number not in fixed:
            first = next((field for field, _, _ in options[column.number] if field), "")
            why = f"「{taken[first]}」と同じ項目に見えるため使いません" if first in taken else UNKNOWN
            why = ANOTHER_NUMBER if first in taken and first == "source_id" else why
            fixed[column.number] = Guess(column.cell.text, "", 0.9, why, column.number)


def _with_name(columns: Sequence[Column], guesses: list[Guess], said: Mapping[str, str]) -> list[Guess]:
    """The guesses, with 開催日 as dates beside weekdays, and a stand-in where no column is the name."""
    fields = {guess.field for guess in guesses}
    if "weekdays" in fields:
        guesses = [replace(g, field="days") if g.field == "schedule" and g.header == "開催日" and g.header not in said else g for g in guesses]
    if "name" in fields:
        return guesses
    at = _stand_in(columns, guesses, said)
    if at is None:
        return guesses
    other = guesses[at]
    why = "名称の列がないため、この列を名称として読みます"
    return [*guesses[:at], Guess(other.header, "name", STAND_IN, why, other.column), *guesses[at + 1 :]]


def _stand_in(columns: Sequence[Column], guesses: Sequence[Guess], said: Mapping[str, str]) -> int | None:
    """団体 that differ from row to row, then 会場, any 団体 and the first column of different words stand in for a name.

    None does unless two other fields are known.
    """
    fields = [guess.field for guess in guesses]
    if len(set(fields) - {""}) < 2:
        return None
    found = {field: fields.index(field) for field in ("place", "organization")
             if field in fields and guesses[fields.index(field)].header not in said}  # fmt: skip
    if "organization" in found and _names(columns[found["organization"]].texts):
        return found["organization"]
    if found:
        return found.get("place", found.get("organization"))
    for at, (column, guess) in enumerate(zip(columns, guesses, strict=True)):
        if guess.why == UNKNOWN and guess.header not in said and _names(column.texts):
            return at
    return None


def _names(texts: Sequence[str]) -> bool:
    """True for words of 2 to 40 letters of which hardly two are the same."""
    good = [text for text in texts if 2 <= len(text) <= 40 and not text.isdecimal() and not text.endswith("。")]
    return len(good) > 1 and len(good) >= 0.9 * len(texts) and len(set(good)) >= 0.8 * len(good)
