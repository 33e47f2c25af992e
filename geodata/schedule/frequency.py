"""開催頻度: the one-digit codes of the national こども食堂 layout, by what the published files of two prefectures show."""

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.schedule.session import HOLIDAY_TOKEN, Session, class_of

WEEKS_A_MONTH = 4.35


@dataclass(frozen=True, slots=True)
class Frequency:
    """From how many to how many times a month, and how a person says it."""

    fewest: float
    most: float
    words: str


CODES = {
    "1": Frequency(20, 32, "週5回以上"),
    "2": Frequency(12, 20, "週3～4回"),
    "3": Frequency(4, 12, "週1～2回"),
    "4": Frequency(2, 4, "月2～3回"),
    "5": Frequency(0.9, 2, "月1回"),
    "6": Frequency(0, 0.9, "月1回未満"),
}


def code_of(frequency: str) -> str:
    """The code in a cell ("1 " counts); "" when it holds words."""
    cell = frequency.strip().removesuffix(".0")
    return cell if len(cell) == 1 and cell.isdigit() else ""


def words_of_code(code: str) -> str:
    """月1回 for 5; "" for a code that nobody explained."""
    return CODES[code].words if code in CODES else ""


def times_a_month(sessions: Sequence[Session]) -> float:
    """About how often the named days come; each day once, however many hours it has."""
    days = {(token, session.interval) for session in sessions for token in session.days if token != HOLIDAY_TOKEN}
    return sum((WEEKS_A_MONTH if class_of(token) == "week" else 1) / interval for token, interval in days)


def comes_less(sessions: Sequence[Session], code: str) -> bool:
    """True when the named days come less often than the code says."""
    named = any(session.days for session in sessions)
    return named and code in CODES and times_a_month(sessions) < CODES[code].fewest


def agrees_with_code(sessions: Sequence[Session], code: str) -> bool:
    """True when the sessions come about as often as the code says."""
    if code not in CODES or not any(session.days for session in sessions) or any(one.often for one in sessions):
        return False
    return CODES[code].fewest <= times_a_month(sessions) < CODES[code].most
