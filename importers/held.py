"""開催日時と費用の欄: one text or several columns, read by the grammar and told cell by cell when it cannot be."""

import re
from datetime import date

from geodata.schedule import grammar
from geodata.schedule.session import Reading, Understood
from importers import cells
from importers.rows import Row

PARTS = ("frequency", "weekdays", "days", "starts", "ends", "schedule_note")
PAYER = {"fee_child": "こども", "fee_adult": "おとな"}


def schedule_of(row: Row, today: date) -> Reading:
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


def fee_of(row: Row) -> str:
    paid = [f"{who} {_yen(row[name])}" for name, who in PAYER.items() if row[name]]
    return "、".join(part for part in (*paid, row["fee"]) if part)


def _yen(text: str) -> str:
    if not text.isdigit():
        return text
    return "無料" if int(text) == 0 else f"{int(text):,}円"


def confirmed_on(row: Row, today: date) -> date | None:
    text = row["confirmed_on"]
    found = cells.day(text) if text else None
    if text and found is None and not re.fullmatch(r"[-ー―未確認なし]+", text):
        row.say("confirmed_on", f"確認日「{text[:20]}」が日付として読めません。令和8年4月1日 の形で入力してください。")
    return found if found is None or found <= today else None
