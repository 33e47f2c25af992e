"""つぎの開催: lists tell the coming one of named dates first, alike on the server and in the browser."""

import json
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from pages import browser_of, words
from playwright.sync_api import Browser
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session
from town import resource
from two_towns import hold

from geodata.due import today_in_japan
from geodata.filters import ResourceFilter
from geodata.models import Resource, Schedule
from geodata.payload import compact
from geodata.queries.resources import listing
from geodata.queries.vocabulary import load_vocabulary
from geodata.schedule.calendar import Occurrence
from geodata.schedule.coming import OVER, coming_words, said_in_a_list
from geodata.schedule.session import MIDNIGHT, Closure
from geodata.schedule.session import Session as Held

TODAY = date(2026, 11, 23)
TEN, NOON, ONE = time(10), time(12), time(13)
CASES: list[tuple[list[Occurrence], str]] = [
    ([(date(2026, 4, 12), TEN, NOON), (date(2026, 12, 13), TEN, NOON)], "次は12月13日（日）10:00–12:00"),
    ([(TODAY, TEN, None)], "次は11月23日（月）10:00～"),
    ([(date(2026, 12, 13), TEN, NOON), (date(2026, 12, 13), ONE, MIDNIGHT)], "次は12月13日（日）10:00–12:00・13:00–24:00"),
    ([(date(2027, 1, 10), None, None)], "次は2027年1月10日（日）"),
    ([(date(2026, 12, day), time(6, 5), None) for day in (1, 2, 3)], "次は12月1日（火）06:05～、その後は12月2日（水）・12月3日（木）"),
    ([(date(2026, 12, day), None, NOON) for day in range(1, 7)],
     "次は12月1日（火）～12:00、その後は12月2日（水）・12月3日（木）・12月4日（金）ほか"),
    ([(date(2026, 4, 12), TEN, NOON), (TODAY - timedelta(days=1), TEN, NOON)], OVER),
]  # fmt: skip


@pytest.mark.parametrize(("dates", "told"), CASES)
def test_the_coming_date_is_told_first(dates: list[Occurrence], told: str) -> None:
    assert coming_words(dates, TODAY) == told


def test_the_browser_says_the_same(chromium: Browser) -> None:
    module = (Path(__file__).parents[1] / "mapapp/static/js/coming.mjs").read_text().replace("export ", "")
    page = chromium.new_page()
    asked = [[[str(day), minutes(starts), minutes(ends)] for day, starts, ends in dates] for dates, _ in CASES]
    said = page.evaluate(f"([all, today]) => {{ {module}; return all.map((dates) => comingWords(dates, today)); }}", [asked, str(TODAY)])
    partly = "毎週 月曜 10:00–12:00 ※原文もご確認ください"
    assert page.evaluate(f"(words) => {{ {module}; return saidInAList(words); }}", partly) == said_in_a_list(partly)
    page.close()
    assert said == [told for _, told in CASES]


def minutes(clock: time | None) -> int:
    return -1 if clock is None else 1440 if clock == MIDNIGHT else clock.hour * 60 + clock.minute


def on(*days: date) -> Held:
    return Held(tuple(map(str, days)), TEN, MIDNIGHT)


def test_only_where_every_session_names_its_dates(db: Session) -> None:
    today = today_in_japan()
    past, soon, then = (today + timedelta(days=days) for days in (-30, 10, 20))
    made = {
        "日にち": [on(past, soon, then)], "おわり": [on(past)], "毎週と日にち": [on(past), Held(("MO",))], "休み": [on(soon, then)], "まだ": [],
    }  # fmt: skip
    for name, sessions in made.items():
        one = resource(db, name, schedule_words=f"{name}の日")
        for session in sessions:
            hold(db, one, session, *([Closure("date", on=soon)] if name == "休み" else []))
    vocabulary = load_vocabulary(db, "292095")
    cards = {card.name: card for card in listing(db, ResourceFilter(), vocabulary).cards}
    told = [(soon, TEN, MIDNIGHT), (then, TEN, MIDNIGHT)]
    assert cards["日にち"].when == coming_words(told, today) and cards["日にち"].dates == ((past, TEN, MIDNIGHT), *told)
    assert (cards["おわり"].when, cards["おわり"].over) == (OVER, True)
    assert cards["休み"].when == coming_words([(then, TEN, MIDNIGHT)], today)
    assert [cards[name].when for name in ("毎週と日にち", "まだ")] == ["毎週と日にちの日", "まだの日"]
    columns = json.loads(compact(db, vocabulary))["resources"]
    dates = dict(zip(columns["name"], columns["dates"], strict=True))
    assert dates["日にち"] == [[str(day), 600, 1440] for day in (past, soon, then)]
    assert dates["毎週と日にち"] == dates["まだ"] == []


def test_pages_leave_past_dates_out_and_the_record_keeps_its_text(office: Flask, own_city: Engine) -> None:
    today = today_in_japan()
    past, soon = (today + timedelta(days=days) for days in (-30, 10))
    with Session(own_city) as session:
        one = session.scalars(select(Resource).where(Resource.place_id.is_not(None)).order_by(Resource.id)).first()
        assert one is not None and one.place is not None
        one.schedule_text = f"{past:%Y年%-m月%-d日}と{soon:%Y年%-m月%-d日} 10時～12時"
        session.execute(delete(Schedule).where(Schedule.resource_id == one.id))
        hold(session, one, Held((str(past), str(soon)), TEN, NOON))
        one.schedule_words = f"{past:%Y年%-m月%-d日}、{soon:%Y年%-m月%-d日} 10:00–12:00"
        number, name, text = one.id, one.name, one.schedule_text
        session.commit()
    browse = browser_of(office.test_client())
    line = coming_words([(soon, TEN, NOON)], today)
    assert words(browse(f"/?q={name}").select_one(f'.card[data-resource="{number}"] .card-when')) == line
    page = browse(f"/resources/{number}")
    assert line in words(page.select_one('[aria-labelledby="when-title"]'))
    assert text in words(page.select_one(".as-written"))
