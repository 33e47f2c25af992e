"""開催日時と費用の欄: one text or several columns, read by the grammar and told cell by cell when it cannot be."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from geodata.schedule import grammar
from geodata.schedule.session import Reading, Understood
from importers import cells
from importers.rows import Row

PARTS = ("frequency", "weekdays", "days", "starts", "ends", "schedule_note")
BESIDE = ("hours", "closed_days", "weekday_marks", "weekday_hours", "saturday_hours", "sunday_hours", "holiday_hours")
CELLS = (  # that which most likely holds what could not be read first
    "schedule", "schedule_note", "days", "weekdays", "weekday_marks", "frequency", "hours", "starts", "ends", "weekday_hours",
    "saturday_hours", "sunday_hours", "holiday_hours", "weekday_starts", "weekday_ends", "saturday_starts", "saturday_ends", "closed_days",
)  # fmt: skip
OPENED = {"平日": ("weekday_starts", "weekday_ends"), "土曜": ("saturday_starts", "saturday_ends")}
OPEN_HOURS = {"平日": "weekday_hours", "土曜": "saturday_hours", "日曜": "sunday_hours", "祝日": "holiday_hours"}
CLOSED = re.compile(r"休業|定休|×|閉|なし|休み?|[-－ー―]")
ALWAYS = re.compile(r"(?:定休日?)?(?:なし|無し?)|年中無休|[-－ー―]")
PAYER = {"fee_child": "こども", "fee_adult": "おとな"}
SUSPENDED = re.compile(r"休止中|現在休止|休止して|当面休止|当面の間休止|開催していません|中止中|閉鎖|廃止")
CODE = re.compile(r"開催頻度\d")


def schedule_of(row: Row, today: date) -> Reading:
    """What the row says of its 開催, read; a cell that cannot be read is told."""
    text = row["schedule"]
    if not text and any(row[name] for name in PARTS) and not any(row[name] for name in BESIDE):
        reading = _without_code(_read_parts(*(row[name] for name in PARTS), today), row["frequency"])
    else:
        often = "" if row["frequency"].strip().isdigit() else row["frequency"]
        days = (often, text, row["weekdays"], row.marked(), row["days"])
        parts = (*days, row["hours"], _span(row, "starts", "ends"), *_opened(row), _closed(row["closed_days"]), row["schedule_note"])
        reading = grammar.read("　".join(part for part in parts if part), today=today)
    _tell(row, reading)
    return reading


@lru_cache(maxsize=grammar.KEPT)
def _read_parts(frequency: str, weekdays: str, days: str, starts: str, ends: str, note: str, today: date) -> Reading:
    return grammar.read_parts(
        frequency=frequency, weekdays=weekdays, days=days, starts=starts, ends=ends, note=note, today=today
    )


def _without_code(reading: Reading, frequency: str) -> Reading:
    """The text without the one-digit code that stands in front of it: no resident knows what 5 / 金 means."""
    code, _, text = reading.text.partition(" / ")
    return replace(reading, text=text) if text and code == frequency.strip() and re.fullmatch(r"\d(\.0)?", code) else reading


def _span(row: Row, starts: str, ends: str) -> str:
    return f"{row[starts]}〜{row[ends]}" if row[starts] or row[ends] else ""


def _opened(row: Row) -> list[str]:
    """Columns of hours that hold for 平日 or 土曜 only."""
    spans = [f"{days} {hours}" for days, columns in OPENED.items() if (hours := _span(row, *columns))]
    told = [(days, row[name]) for days, name in OPEN_HOURS.items()]
    return spans + [f"{days} {said}" for days, said in told if said and not CLOSED.fullmatch(said)]


def _closed(said: str) -> str:
    """定休日 as the grammar knows it."""
    if not said or "休" in said:
        return said
    return "" if ALWAYS.fullmatch(said) else f"定休日：{said}"


def _tell(row: Row, reading: Reading) -> None:
    """Note what the reading could not give, at the cell that most likely holds it."""
    cell = next((name for name in CELLS if row[name]), "name")
    often = {session.often for session in reading.sessions if session.often}
    if SUSPENDED.search(row["schedule"] + row["schedule_note"] + row["name"]):
        row.say(cell, "休止中と書かれています。公開を続けてよいか確かめてください。")
    elif reading.text and reading.understood is Understood.NONE and not reading.irregular:
        row.say(cell, f"「{reading.text[:40]}」が読み取れません。曜日や時間での絞りこみには出ません。")
    elif reading.unread in often:
        row.say(cell, f"「{reading.unread}」とありますが、そのどの日かが書かれていません（例: 第2金曜日）。")
    elif CODE.fullmatch(reading.unread):
        row.say("frequency", f"開催頻度のコード「{reading.unread[-1]}」が曜日の書き方と合いません。確かめてください。")
    elif reading.understood is Understood.PARTIAL and reading.unread:
        unread = CODE.sub("", reading.unread).strip()[:40]
        row.say(cell, f"「{unread}」が読み取れません。書かれたとおりに表示します。")


def fee_of(row: Row) -> str:
    """Who pays how much, in one line."""
    paid = [f"{who} {_yen(row[name])}" for name, who in PAYER.items() if row[name]]
    return "、".join(part for part in (*paid, _yen(row["fee"])) if part)


def _yen(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,7}", text):
        return text
    return "無料" if int(text) == 0 else f"{int(text):,}円"


def confirmed_on(row: Row, today: date) -> date | None:
    """The day of the last confirmation; one that has not come yet is none."""
    text = row["confirmed_on"]
    found = cells.day(text) if text else None
    if text and found is None and not re.fullmatch(r"[-ー―－未確認なし]+", text):
        row.say("confirmed_on", f"確認日「{text[:20]}」が日付として読めません。令和8年4月1日 の形で入力してください。")
    if found is not None and found > today:
        row.say("confirmed_on", f"確認日「{text[:20]}」がまだ来ていない日です。日付を確かめてください。")
        return None
    return found
