"""開催: values that refuse nonsense, rules, the columns of the national layout, and the days they come to."""

from datetime import date, time

import pytest
from schedule_notation import TODAY, closure, sessions_agree

from geodata.schedule.calendar import day_tokens, occurrences
from geodata.schedule.grammar import read, read_parts
from geodata.schedule.session import MIDNIGHT, Closure, Reading, Session, Understood
from geodata.schedule.words import describe

HOLIDAYS = {date(2026, 7, 20), date(2026, 11, 3), date(2026, 11, 23)}


@pytest.mark.parametrize(
    "parts",
    [
        {"days": ("XX",)},
        {"days": ("MO", "15")},
        {"days": ("2026-02-30",)},
        {"days": ("6WE",)},
        {"days": ("32",)},
        {"starts": time(12), "ends": time(10)},
        {"days": ("MO",), "interval": 0},
        {"days": ("MO", "2TU"), "interval": 2},
        {"months": (13,)},
        {"valid_from": date(2026, 5, 1), "valid_until": date(2026, 4, 1)},
    ],
)
def test_a_session_refuses_nonsense(parts: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Session(**parts)  # type: ignore[arg-type]


def test_a_closure_says_its_month_or_day() -> None:
    with pytest.raises(ValueError):
        Closure("month")
    with pytest.raises(ValueError):
        Closure("holiday", on=date(2026, 5, 3))


@pytest.mark.parametrize(
    ("session", "rule", "mask"),
    [
        (Session(("4WE", "2WE")), "FREQ=MONTHLY;BYDAY=2WE,4WE", 4),
        (Session(("MO", "SU")), "FREQ=WEEKLY;BYDAY=MO,SU", 65),
        (Session(("TH",), interval=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", 8),
        (Session(("-1FR",), months=(4, 5)), "FREQ=MONTHLY;BYMONTH=4,5;BYDAY=-1FR", 16),
        (Session(("15", "-1")), "FREQ=MONTHLY;BYMONTHDAY=15,-1", 0),
        (Session(("TU", "2SA")), "FREQ=MONTHLY;BYDAY=1TU,2TU,2SA,3TU,4TU,5TU", 34),
        (Session(("SA", "PH")), "FREQ=WEEKLY;BYDAY=SA", 32),
        (Session(("2026-04-12",)), None, 64),
        (Session(("SA",), often="月1回"), None, 32),
        (Session(), None, 0),
    ],
)
def test_rule_and_mask(session: Session, rule: str | None, mask: int) -> None:
    assert (session.rrule(), session.weekday_mask()) == (rule, mask)


@pytest.mark.parametrize(
    ("columns", "understood", "sessions"),
    [
        ({"frequency": "4", "weekdays": "金", "note": "第2金曜日、第4金曜日"}, "full", "2FR,4FR@17:00-19:30"),
        ({"frequency": "4", "weekdays": "水金", "note": "第1水曜日、第3金曜日"}, "full", "1WE,3FR@17:00-19:30"),
        ({"frequency": "1 ", "weekdays": "月火水木金"}, "full", "MO-FR@17:00-19:30"),
        ({"weekdays": "月;水"}, "full", "MO,WE@17:00-19:30"),
        ({"weekdays": "月\n水"}, "full", "MO,WE@17:00-19:30"),
        ({"weekdays": "毎週月曜日", "note": "祝日は休み"}, "full", "MO@17:00-19:30"),
        ({"days": "4/12、5/10"}, "full", "2026-04-12,2026-05-10@17:00-19:30"),
        ({"frequency": "月2回", "note": "第2・4土曜"}, "full", "2SA,4SA@17:00-19:30"),
        ({"frequency": "5", "weekdays": "土"}, "partial", "SA@17:00-19:30;often=月1回"),
        ({"frequency": "5"}, "partial", "?@17:00-19:30;often=月1回"),
        ({"frequency": "5", "weekdays": "日", "note": "第2日曜日、第4日曜日"}, "partial", "2SU,4SU@17:00-19:30"),
        ({"frequency": "1", "weekdays": "月", "note": "毎週月曜日"}, "partial", "MO@17:00-19:30"),
        ({"weekdays": "木", "note": "第2金曜日"}, "partial", "*"),
        ({"weekdays": "月火水木金土", "note": "土曜は18:00まで"}, "full", "MO-FR@17:00-19:30 | SA@17:00-18:00"),
        ({"weekdays": "月火", "note": "事業所によって変更する場合があります"}, "partial", "MO,TU@17:00-19:30"),
        ({"note": "現在休止"}, "partial", ""),
    ],
)
def test_columns_of_the_national_layout(columns: dict[str, str], understood: str, sessions: str) -> None:
    got = read_parts(**columns, starts=time(17), ends=time(19, 30), today=TODAY)  # type: ignore[arg-type]
    assert got.understood == understood
    assert sessions_agree({"sessions": sessions}, got)


def test_hours_as_people_fill_the_columns() -> None:
    got = read_parts(weekdays="水", starts="午前10時〜", ends="正午まで", today=TODAY)
    assert [(one.starts, one.ends) for one in got.sessions] == [(time(10), time(12))]
    assert read_parts(weekdays="平日", starts="随時", today=TODAY).understood == Understood.PARTIAL
    assert read_parts(weekdays="月火水木金土日", note="24時間対応", today=TODAY).always_open
    assert read_parts(weekdays="金", starts="15:00", note="第3金曜日、15時以降", today=TODAY).understood == "full"
    assert read_parts(frequency="8", today=TODAY).irregular
    assert read_parts(today=TODAY).understood == Understood.NONE


def test_unread_says_what_was_not_understood() -> None:
    assert "変更あり" in read("第1土曜日（変更あり）", today=TODAY).unread
    assert "小学生" in read("毎週水曜 15:00～ 小学生のみ", today=TODAY).unread
    assert read("毎週水曜 15:00～", today=TODAY).unread == ""
    assert read("公民館", today=TODAY).unread == "公民館"


@pytest.mark.parametrize(
    ("today", "text", "days"),
    [
        (date(2026, 6, 15), "4/12、1/10", ["2026-04-12", "2027-01-10"]),
        (date(2027, 3, 1), "4/12、5/10", ["2027-04-12", "2027-05-10"]),  # over 270 days back: the next 年度
        (date(2026, 12, 1), "4/12、5/10", ["2026-04-12", "2026-05-10"]),
        (date(2026, 6, 15), "4月12日（土）", ["2025-04-12"]),  # only last year was it a Saturday
        (date(2026, 6, 15), "令和8年12月6日、1月10日", ["2026-12-06", "2027-01-10"]),
        (date(2026, 3, 1), "3/5、4/2", ["2026-03-05", "2026-04-02"]),
        (date(2026, 6, 15), "5/10、4/12、6/7", []),  # in no order
    ],
)
def test_years_that_are_not_written(today: date, text: str, days: list[str]) -> None:
    assert [day for session in read(text, today=today).sessions for day in session.days] == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("第3月曜 10時～（祝日休み）", [(8, 17), (9, 21), (10, 19), (11, 16)]),
        ("毎月第1土曜 10時～（8月休み）", [(7, 4), (9, 5), (10, 3), (11, 7)]),
        ("毎月末日", [(7, 31), (8, 31), (9, 30), (10, 31), (11, 30)]),
        ("8/13～8/16", [(8, 13), (8, 14), (8, 15), (8, 16)]),
        ("祝日 10時～", [(7, 20), (11, 3), (11, 23)]),
        ("毎週土曜（お盆・8月22日・8月29日は休み）8月1日から8月31日まで", [(8, 1), (8, 8)]),
        ("7月2日から隔週木曜 7月31日まで", [(7, 2), (7, 16), (7, 30)]),
        ("隔週木曜", []),
        ("土曜（月1回）", []),
    ],
)
def test_days_it_is_held_on(text: str, days: list[tuple[int, int]]) -> None:
    got = occurrences(read(text, today=TODAY), date(2026, 7, 1), date(2026, 11, 30), HOLIDAYS)
    assert [(on.month, on.day) for on, _, _ in got] == days


def test_unsure_days_are_given_on_request() -> None:
    got = occurrences(read("土曜（月1回）", today=TODAY), date(2026, 7, 1), date(2026, 7, 31), unsure=True)
    assert [on.day for on, _, _ in got] == [4, 11, 18, 25]


def test_weekday_hours_and_holiday_hours_are_kept_apart() -> None:
    reading = read("平日10:00-18:00 土日祝10:00-17:00", today=TODAY)
    monday = date(2026, 7, 20)
    assert occurrences(reading, monday, monday, HOLIDAYS) == [(monday, time(10), time(17))]
    assert occurrences(reading, monday, monday) == [(monday, time(10), time(18))]


def test_day_tokens() -> None:
    assert day_tokens(date(2026, 11, 18)) == {"WE", "3WE", "18", "2026-11-18"}
    assert day_tokens(date(2026, 11, 30)) == {"MO", "5MO", "-1MO", "30", "-1", "2026-11-30"}
    assert "PH" in day_tokens(date(2026, 11, 3), HOLIDAYS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("第２、４水 １０時～１２時（祝日休）", "毎月 第2・第4水曜 10:00–12:00（祝日休み）"),
        ("月火水木金　9-17時", "毎週 月～金曜 9:00–17:00"),
        ("隔週木曜", "隔週 木曜"),
        ("毎日 10～24時", "毎日 10:00–24:00"),
        ("4月12日(日)13時～", "2026年4月12日（日） 13:00～"),
        ("月水 10-12時、金 13-15時", "毎週 月・水曜 10:00–12:00、毎週 金曜 13:00–15:00"),
        ("第3土（8月と12月は休み）", "毎月 第3土曜（8月・12月休み）"),
        ("24時間対応", "24時間 年中無休"),
        ("不定期", "不定期（お問い合わせください）"),
        ("第1土曜 変更あり", "毎月 第1土曜 ※原文もご確認ください"),
        ("集会所", "集会所"),
        ("現在休止中", "現在休止中"),
    ],
)
def test_told_in_plain_japanese(text: str, told: str) -> None:
    assert describe(read(text, today=TODAY)) == told


def test_midnight_is_the_end_of_the_day() -> None:
    reading = read("土曜 20時～24時", today=TODAY)
    assert reading.sessions[0].ends == MIDNIGHT
    assert read("土曜 20時～翌2時", today=TODAY).understood == Understood.PARTIAL


def test_a_text_too_long_is_not_read() -> None:
    reading = read("毎週月曜 " * 2000, today=TODAY)
    assert (reading.understood, reading.sessions) == (Understood.NONE, ())


def test_closures_are_told_once() -> None:
    reading = read("平日（祝日を除く）9時～", today=TODAY)
    assert list(map(closure, reading.closures)) == ["holiday"]
    assert isinstance(reading, Reading)
