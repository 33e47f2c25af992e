"""西町と東町: one drawn town with one 社会資源 of every kind, which filters and queries are asked about."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session
from town import Town, area, jichikai, place, resource

from geodata.assignment import assign_places
from geodata.japanese import bigrams, search_form
from geodata.models import (
    Answer,
    AreaKind,
    District,
    Mode,
    Organization,
    Place,
    Resource,
    Schedule,
    ScheduleException,
    Target,
)
from geodata.schedule.session import Closure
from geodata.schedule.session import Session as Held

IKOMA = "292095"
TOWN = Town(
    """
    a . . . b . . . c
    . 1 . . 2 . . 3 .
    d . . . e . . . f
    """
)
NAMES = {
    "食堂": "みんな食堂", "カフェ": "オレンジカフェ", "体操": "百歳体操の会", "茶話会": "茶話会 ①号",
    "オンライン": "夜のオンライン居場所", "販売": "とくし丸見本号", "相談": "なんでも相談", "十五日": "十五日会",
}  # fmt: skip


def build(db: Session) -> dict[str, Resource]:
    """Everything, by the short names of NAMES. 2 stands on the border of 西町 (code west) and 東町 (code east)."""
    west = jichikai(db, "西町自治会", TOWN.area("abed"), code="west", name_kana="にしまちじちかい")
    east = jichikai(db, "東町自治会", TOWN.area("bcfe"), code="east", name_kana="ひがしまちじちかい")
    area(db, AreaKind.SCHOOL_ZONE, "生駒小学校区", TOWN.area("acfd"), code="school")
    db.add(District(municipality_code=IKOMA, slug="nishi", name="西地区", description="", model=True, areas=[west]))
    first = place(db, "西町集会所", TOWN["1"], barrier_free=Answer.YES, published_address="生駒市西町1-1")
    border = place(db, "公民館", TOWN["2"], barrier_free=Answer.NO, published_address="生駒市元町2-2")
    third = place(db, "東町ホール", TOWN["3"], published_address="生駒市東町3-3")
    found = {
        "食堂": _made(db, "食堂", first, "kodomo_shokudo", free=Answer.YES, targets=("kodomo",), name_kana="みんなしょくどう"),
        "カフェ": _made(db, "カフェ", border, "ninchisho_cafe", free=Answer.NO, targets=("ninchisho", "kaigo_kazoku")),
        "体操": _made(db, "体操", third, "hyakusai_taiso", targets=("koreisha",)),
        "茶話会": _made(db, "茶話会", third, "ibasho", free=Answer.YES, targets=("koreisha", "dare_demo")),
        "オンライン": _made(db, "オンライン", None, "ibasho", mode=Mode.ONLINE),
        "販売": _made(db, "販売", None, "ido_hanbai", mode=Mode.MOVING, served_text="東町一円"),
        "相談": _made(db, "相談", first, "ikomaru_madoguchi", free=Answer.YES, targets=("dare_demo",)),
        "十五日": _made(db, "十五日", border, "rojin_club", targets=("koreisha",)),
    }
    found["販売"].served.append(east)
    hold(db, found["食堂"], Held(("3SA",), time(11), time(13, 30)), Closure("holiday", text="祝日休み"), Closure("month", 8))
    hold(db, found["カフェ"], Held(("2TU", "4TU"), time(13, 30), time(15, 30)), Closure("date", on=date(2026, 11, 10)))
    hold(db, found["体操"], Held(("MO",), time(10), time(11, 30)))
    hold(db, found["体操"], Held(("TH",), time(14)))
    hold(db, found["茶話会"], Held(("WE",)))
    hold(db, found["オンライン"], Held(("FR",), time(20), time.max, 2, valid_from=date(2026, 11, 6)))
    hold(db, found["販売"], Held(("TU",), time(9), time(9, 30), valid_until=date(2026, 12, 31)))
    hold(db, found["十五日"], Held(("15",), time(10), time(12), months=(4, 11)))
    for one in found.values():
        find_again(one)
    db.flush()
    assign_places(db, IKOMA)
    return found


def hold(db: Session, one: Resource, session: Held, *closures: Closure) -> Schedule:
    """Write a 開催 as the importer does."""
    row = Schedule(
        resource_id=one.id, position=0, text="", understood="full", days=list(session.days),
        weekday_mask=session.weekday_mask(), every=session.interval, months=list(session.months), often=session.often,
        starts=session.starts, ends=session.ends, valid_from=session.valid_from, valid_until=session.valid_until,
        exceptions=[ScheduleException(kind=c.kind, month=c.month, day=c.on, text=c.text) for c in closures],
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row


def find_again(one: Resource) -> None:
    """Fill what a free word is looked for in, as the importer does."""
    stands, runs = one.place, one.organization
    parts = (one.name, one.name_kana, runs.name if runs else "", stands.name if stands else "",
             stands.published_address if stands else "", one.schedule_words, one.served_text)  # fmt: skip
    one.search_text = "\n".join(search_form(part) for part in parts)
    one.bigrams = bigrams(one.search_text)


def _made(db: Session, key: str, at: Place | None, category: str, *, targets: tuple[str, ...] = (), **changes: Any) -> Resource:
    group = Organization(municipality_code=IKOMA, name=f"{NAMES[key]}をひらく会")
    db.add(group)
    db.flush()
    one = resource(db, NAMES[key], at, category_code=category, organization_id=group.id, **changes)
    one.targets = [db.get_one(Target, code) for code in targets]
    return one
