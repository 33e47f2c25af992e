"""入力の値: a record as its form shows it, and two people's changes to it put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from geodata.keeping.readings import words_of
from geodata.models import Answer, Mode, Visibility
from geodata.schedule import grammar
from geodata.schedule.calendar import occurrences
from geodata.schedule.session import Understood
from geodata.special_days import holidays_of
from geodata.staff.form import ONE_OF, TEXTS
from geodata.staff.record import PlaceView
from geodata.staff.state import State
from geodata.staff.venues import KEEP, NEW

Values = dict[str, list[str]]
BOXES = ("targets", "served", "withheld")  # with none ticked, a browser does not send their name
DAYS_AHEAD, MOST_DATES = 63, 4
FIRST = {
    "mode": Mode.IN_PERSON.value, "visibility": Visibility.PUBLIC.value, "free": Answer.UNKNOWN.value,
    "consent": Answer.UNKNOWN.value, "phone_visibility": Visibility.PUBLIC.value, "fax_visibility": Visibility.PUBLIC.value,
    "email_visibility": Visibility.PROFESSIONAL.value, "venue": NEW,
}  # fmt: skip
"""What the form of a new record begins with."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """開催日時 as it is understood: the words residents get, what was not read, the next days."""

    words: str
    understood: Understood
    unread: str
    dates: tuple[tuple[date, time | None, time | None], ...]


def read_back(text: str, today: date) -> ReadBack:
    """The reading of a text that somebody is typing. Never raises."""
    reading = grammar.read(text, today=today)
    end = today + timedelta(days=DAYS_AHEAD)
    dates = occurrences(reading, today, end, holidays_of(today.year) | holidays_of(end.year))[:MOST_DATES]
    return ReadBack(words_of(reading), reading.understood, reading.unread, tuple(dates))


def values_of(state: State, organization: str, place: PlaceView | None) -> Values:
    """A state as its form is filled in."""
    plain = {name: state.get(name) for name in (*TEXTS, *ONE_OF, "category_code", "consented_on", "last_confirmed_on")}
    values = {name: [str(value or "")] for name, value in plain.items() if not name.startswith("venue")}
    answers = (place.barrier_free, place.parking) if place else (Answer.UNKNOWN, Answer.UNKNOWN)
    return values | {
        "organization": [organization], "targets": list(state["targets"]), "served": list(state["served"]),
        "withheld": list(state["withheld"]), "venue": [KEEP],
        "place_id": [str(state["place_id"] or "")], "barrier_free": [answers[0].value], "parking": [answers[1].value],
    }  # fmt: skip


def together(mine: Mapping[str, list[str]], base: Values, theirs: Values) -> tuple[Values, tuple[str, ...]]:
    """My form over theirs: what I left as it was is taken from them, what I changed stays. The fields that both changed."""
    touched = {name for name in mine if name in base and sorted(mine[name]) != sorted(base[name])}
    touched |= {name for name in BOXES if base[name] and name not in mine}
    kept: Values = {name: list(mine.get(name, [])) if name in touched or name not in base else theirs[name]
                    for name in {*mine, *base}}  # fmt: skip
    both = tuple(name for name in base if name in touched and sorted(theirs[name]) != sorted(base[name]))
    return kept, both


def first_values(department: str, choices: Mapping[str, Any]) -> Values:
    """The form of a record that is not there yet."""
    empty: Values = {name: [""] for name in (*TEXTS, *ONE_OF, "consented_on", "last_confirmed_on", "place_id")}
    return empty | {name: [value] for name, value in FIRST.items()} | {
        "department": [department], "category_code": [next(iter(choices), "")], **{name: [] for name in BOXES},
        "barrier_free": [Answer.UNKNOWN.value], "parking": [Answer.UNKNOWN.value],
    }  # fmt: skip
