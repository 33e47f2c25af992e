"""Short notation for expected readings: "2WE,4WE@10:00-12:00;mon=4,5 | SA@-", closures "holiday month8", flags."""

import csv
import unicodedata
from datetime import date, time
from pathlib import Path

from geodata.schedule.session import MIDNIGHT, WEEKDAYS, Closure, Reading, Session

TODAY = date(2026, 6, 15)
SHORT = {"ALL": ",".join(WEEKDAYS), "MO-FR": ",".join(WEEKDAYS[:5])}


def rows(name: str) -> list[dict[str, str]]:
    """The phrasings of one table; \\n stands for a line end."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return [{**row, "text": row["text"].replace("\\r", "\r").replace("\\n", "\n")} for row in csv.DictReader(file)]


def clock(on: time | None) -> str:
    """9:00, 24:00 or nothing."""
    if on is None:
        return ""
    return "24:00" if on == MIDNIGHT else f"{on.hour}:{on.minute:02}"


def written(session: Session) -> str:
    """A session in the notation."""
    days = ",".join(session.days) or "?"
    limits = {
        "int": "" if session.interval == 1 else str(session.interval),
        "mon": ",".join(map(str, session.months)),
        "from": str(session.valid_from or ""),
        "until": str(session.valid_until or ""),
        "often": session.often,
    }
    hours = f"{clock(session.starts)}-{clock(session.ends)}"
    return f"{days}@{hours}" + "".join(f";{key}={value}" for key, value in limits.items() if value)


def long_form(notation: str) -> str:
    """The notation with its short names spelled out and normal signs."""
    days, at, rest = unicodedata.normalize("NFKC", notation).strip().partition("@")
    return ",".join(sorted(SHORT.get(days, days).split(","))) + at + rest


def closure(one: Closure) -> str:
    """A closure in the notation."""
    return f"{one.kind}{one.month or ''}{one.on or ''}"


def sessions_agree(row: dict[str, str], got: Reading) -> bool:
    """True when the sessions are those expected; * expects nothing."""
    if row["sessions"] == "*":
        return True
    expected = [long_form(part) for part in row["sessions"].split("|") if part.strip()]
    return sorted(expected) == sorted(long_form(written(session)) for session in got.sessions)


def agrees(row: dict[str, str], got: Reading) -> bool:
    """True when everything is as expected. What was not fully understood need not agree on its closures."""
    if row["understood"] != got.understood or not sessions_agree(row, got):
        return False
    if row["understood"] != "full":
        return True
    flags = {name for name, on in (("irregular", got.irregular), ("always", got.always_open)) if on}
    return set(row["closures"].split()) == set(map(closure, got.closures)) and flags == set(row["flags"].split())
