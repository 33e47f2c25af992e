"""絞りこみ: what each name lets through, alone and together; the query it is written as; the sentence it is told in."""

import random
from collections.abc import Callable
from datetime import date, time, timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from town import resource
from two_towns import IKOMA, NAMES, TOWN, build, find_again, hold

from geodata.features import fitting
from geodata.filters import SLOTS, WEEKDAYS, ResourceFilter, TimeSpan
from geodata.models import Resource
from geodata.queries.resources import listing
from geodata.queries.vocabulary import AreaInfo, CategoryInfo, TownInfo, Vocabulary, load_vocabulary
from geodata.schedule.calendar import certain, day_tokens, held
from geodata.schedule.session import Closure
from geodata.schedule.session import Session as Held
from geodata.special_days import holidays_of

EVERYTHING = set(NAMES)
Found = Callable[[str], set[str]]


@pytest.fixture
def found(db: Session) -> Found:
    """The short names of what a query finds, in the list and in the API alike."""
    names = {one.id: short for short, one in build(db).items()}
    vocabulary = load_vocabulary(db, IKOMA)

    def ask(query: str) -> set[str]:
        chosen = ResourceFilter.from_args(parse_qsl(query), vocabulary)
        ids = fitting(db, chosen, vocabulary)
        listed = listing(db, chosen, vocabulary)
        assert sorted(card.id for card in listed.cards) == ids and listed.total == len(ids)
        return {names[id_] for id_ in ids}

    return ask


SOUTH_WEST, NORTH_EAST = TOWN["d"], TOWN["c"]
NARROWED = {
    "": EVERYTHING,
    "category=kodomo_shokudo": {"食堂"},
    "category=kodomo_shokudo&category=ibasho": {"食堂", "茶話会", "オンライン"},
    "category=shogai": set(),
    "target=koreisha": {"体操", "茶話会", "十五日"},
    "target=koreisha&target=dare_demo": {"体操", "茶話会", "十五日", "相談"},
    "weekday=tue": {"カフェ", "販売"},
    "weekday=tue&weekday=sat": {"カフェ", "販売", "食堂"},
    "weekday=sun": set(),
    "time=11:00": {"食堂", "体操", "十五日"},
    "time=06:00-12:00": {"食堂", "体操", "販売", "十五日"},
    "time=12:00-17:00": {"食堂", "カフェ", "体操"},
    "time=17:00-22:00": {"オンライン"},
    # one session must fit both: 体操 is held on Monday mornings and Thursday afternoons
    "weekday=mon&time=06:00-12:00": {"体操"},
    "weekday=mon&time=12:00-17:00": set(),
    "weekday=thu&time=12:00-17:00": {"体操"},
    # a start belongs to it, an end does not
    "time=13:29": {"食堂"},
    "time=13:30": {"カフェ"},
    "time=15:30": set(),
    "time=13:30-13:31": {"カフェ"},
    "time=09:30-10:00": set(),
    "time=12:00-13:30": {"食堂"},
    # no end written: an hour is taken
    "weekday=thu&time=14:59": {"体操"},
    "weekday=thu&time=15:00": set(),
    "time=23:59": {"オンライン"},
    "time=22:00-24:00": {"オンライン"},
    "free=1": {"食堂", "茶話会", "相談"},
    "free=0": EVERYTHING,
    "barrier_free=1": {"食堂", "相談"},
    "area=west": {"食堂", "相談", "カフェ", "十五日"},
    "area=east": {"体操", "茶話会", "カフェ", "十五日", "販売"},
    "area=school": {"食堂", "相談", "カフェ", "十五日", "体操", "茶話会"},
    "area=west&area=east": EVERYTHING - {"オンライン"},
    f"bbox={SOUTH_WEST[0]},{SOUTH_WEST[1]},{NORTH_EAST[0]},{NORTH_EAST[1]}": EVERYTHING - {"オンライン", "販売"},
    f"bbox={TOWN['1'][0] - 0.0001},{SOUTH_WEST[1]},{TOWN['1'][0] + 0.0001},{NORTH_EAST[1]}": {"食堂", "相談"},
    f"bbox={TOWN['1'][0]},{SOUTH_WEST[1]},{TOWN['2'][0]},{NORTH_EAST[1]}": {"食堂", "相談", "カフェ", "十五日"},
    "q=食堂": {"食堂"},
    "q=オレンジ": {"カフェ"},
    "q=おれんじかふぇ": {"カフェ"},
    "q=ｵﾚﾝｼﾞｶﾌｪ": {"カフェ"},
    "q=みんなしょくどう": {"食堂"},
    "q=ミンナショクドウ": {"食堂"},
    "q=認知症": {"カフェ"},  # the name of its 種類
    "q=公民館": {"カフェ", "十五日"},
    "q=公民館　オレンジ": {"カフェ"},
    "q=公民館 食堂": set(),
    "q=元町２－２": {"カフェ", "十五日"},
    "q=東町": {"体操", "茶話会", "販売"},
    "q=茶": {"茶話会"},
    "q=1号": {"茶話会"},
    "q=をひらく会": EVERYTHING,
    "q=%25": set(),
    "q=_": set(),
    "q=ひらく会西町": set(),  # nothing is found across two fields
    "category=ibasho&free=1": {"茶話会"},
    "area=west&free=1&target=kodomo": {"食堂"},
    "area=east&weekday=tue&time=12:00-17:00&q=公民館": {"カフェ"},
    "near=": EVERYTHING,
}


def test_each_name_alone_and_together(found: Found) -> None:
    assert {query: found(query) for query in NARROWED} == NARROWED


def test_unknown_is_not_no(found: Found) -> None:
    assert found("free=1&unknown=1") == EVERYTHING - {"カフェ"}
    assert found("barrier_free=1&unknown=1") == EVERYTHING - {"カフェ", "十五日"}
    assert found("weekday=sun&unknown=1") == {"相談", "十五日"}  # no session understood; 15日 may fall on a Sunday
    assert found("time=03:00&unknown=1") == {"相談", "茶話会"}  # no session understood; a Wednesday without hours
    assert found("weekday=wed&time=03:00&unknown=1") == {"相談", "茶話会"}
    assert found("weekday=thu&time=03:00&unknown=1") == {"相談"}


def test_the_list_says_how_many_more_may_fit(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    assert listing(db, ResourceFilter(free=True), vocabulary).unknown == 4
    assert listing(db, ResourceFilter(free=True, unknown=True), vocabulary).unknown == 0
    assert listing(db, ResourceFilter(areas=("west",)), vocabulary).unknown == 0


ON_A_DAY = {
    "2026-11-21": {"食堂"},  # the third Saturday
    "2026-11-14": set(),
    "2026-08-15": set(),  # the third Saturday of a month that it rests
    "2027-11-20": {"食堂"},
    "2026-11-24": {"カフェ", "販売"},
    "2026-11-10": {"販売"},  # カフェ leaves this one out
    "2027-01-12": {"カフェ"},  # 販売 has ended
    "2026-12-31": {"体操"},
    "2026-11-13": set(),  # オンライン is held every other week from the 6th
    "2026-11-20": {"オンライン"},
    "2026-11-15": {"十五日"},
    "2026-10-15": {"体操"},  # a Thursday; 十五日 has April and November only
    "2029-11-03": set(),
}


def test_on_a_day(found: Found) -> None:
    assert {day: found(f"date={day}") for day in ON_A_DAY} == ON_A_DAY
    assert found("date=2026-11-14&unknown=1") == {"相談"}
    assert found("date=2026-11-21&weekday=sun") == set()


def test_a_holiday_closes(db: Session) -> None:
    built = build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    hold(db, built["相談"], Held(("MO", "PH"), time(9), time(17)), Closure("holiday"))
    hold(db, built["販売"], Held(("MO",)), Closure("holiday"))
    monday_and_holiday = date(2026, 11, 23)
    assert monday_and_holiday in holidays_of(2026)
    names = {one.id: short for short, one in built.items()}
    assert {names[i] for i in fitting(db, ResourceFilter(date=monday_and_holiday), vocabulary)} == {"相談", "体操"}


def test_more_codes_than_one_name_are_read_in_their_own_order(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    one = ResourceFilter.from_args([("weekday", "sun"), ("weekday", "mon"), ("area", "west"), ("area", "east")], vocabulary)
    other = ResourceFilter.from_args([("area", "east"), ("area", "west"), ("weekday", "mon"), ("weekday", "sun")], vocabulary)
    assert one == other and one.to_args() == other.to_args()


# The calendar and the filter

FIRST = date(2026, 1, 1)
WEEKLY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTH = tuple(f"{n}{day}" for n in ("1", "2", "3", "4", "5", "-1") for day in WEEKLY)
MONTHDAYS = (*map(str, range(1, 32)), "-1")
TELLING = (date(2026, 2, 28), date(2026, 11, 23), date(2026, 12, 31), date(2027, 5, 31), date(2027, 8, 14))  # with 祝日, 月末


def _day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(730))


def _session(chance: random.Random) -> Held:
    """Any session that the grammar could make."""
    kind = chance.choice((WEEKLY, WEEKLY, NTH, MONTHDAYS, (*WEEKLY, "PH"), (*WEEKLY, *NTH), ()))
    days = tuple(chance.sample(kind, min(len(kind), chance.choice((1, 1, 2, 3)))))
    if chance.random() < 0.1:
        days = tuple(_day(chance).isoformat() for _ in range(3))
    steady = kind in ((), (*WEEKLY, *NTH)) or any(len(day) == 10 for day in days)
    since = chance.choice((None, _day(chance), _one_of_its_own(chance, days)))
    until = chance.choice((None, None, (since or FIRST) + timedelta(days=chance.randrange(400))))
    return Held(
        days,
        interval=1 if steady else chance.choice((1, 2, 3)),
        months=tuple(chance.sample(range(1, 13), chance.choice((0, 0, 6)))),
        valid_from=since,
        valid_until=until,
        often=chance.choice(("", "", "", "月1回")),
    )


def _one_of_its_own(chance: random.Random, days: tuple[str, ...]) -> date | None:
    from_here = (FIRST + timedelta(days=step) for step in range(chance.randrange(300), 730))
    return next((day for day in from_here if day_tokens(day) & set(days)), None)


def _closures(chance: random.Random) -> list[Closure]:
    every = [Closure("holiday"), Closure("new_year"), Closure("obon"), Closure("month", chance.randint(1, 12)),
             Closure("date", on=chance.choice((*TELLING, _day(chance))))]  # fmt: skip
    return chance.sample(every, chance.choice((0, 0, 1, 2)))


@pytest.mark.parametrize("seed", range(5))
def test_the_filter_and_the_calendar_agree(db: Session, seed: int) -> None:
    chance = random.Random(seed)
    many = {resource(db, "ためし").id: (_session(chance), _closures(chance)) for _ in range(150)}
    for id_, (session, closures) in many.items():
        hold(db, db.get_one(Resource, id_), session, *closures)
    edges = [day for session, _ in many.values() for day in (session.valid_from, session.valid_until) if day]
    for day in (*TELLING, *chance.sample(edges, 8), *(_day(chance) for _ in range(12))):
        surely, maybe = _fits(db, day), _fits(db, day, unknown=True)
        for id_, (session, closures) in many.items():
            takes_place = held(session, closures, day, holidays_of(day.year))
            assert (id_ in surely) is (takes_place and certain(session)), (day, session, closures)
            assert (id_ in maybe) is takes_place or not session.days, (day, session, closures)


def _fits(db: Session, day: date, *, unknown: bool = False) -> list[int]:
    return fitting(db, ResourceFilter(date=day, unknown=unknown), Vocabulary(IKOMA, "生駒市"))


# The query


def _kind(code: str, name: str) -> CategoryInfo:
    return CategoryInfo(code, name, "食", "#000000", "circle", "", False, 0)


def _area(code: str, name: str) -> AreaInfo:
    return AreaInfo(1, code, name, "", "他", "jichikai", False, 135.7, 34.7, (135, 34, 136, 35), 0, (), "")  # type: ignore[arg-type]


KINDS = {"kodomo_shokudo": "こども食堂", "ninchisho_cafe": "認知症カフェ"}
BOOK = Vocabulary(
    IKOMA, "生駒市",
    categories={code: _kind(code, name) for code, name in KINDS.items()},
    targets={"kodomo": "こども", "koreisha": "高齢の人"},
    areas={"j1": _area("j1", "鹿ノ台自治会"), "j2": _area("j2", "東生駒自治会")},
    towns={"元町一丁目": TownInfo("元町一丁目", "元町一丁目", "", 135.7, 34.7)},
)  # fmt: skip


def _some_of(values: object) -> st.SearchStrategy[tuple[str, ...]]:
    names = list(values)  # type: ignore[call-overload]
    return st.sets(st.sampled_from(names)).map(lambda chosen: tuple(name for name in names if name in chosen))


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """West, south, east, north with six decimals, as a link holds them."""
    west, east = sorted(draw(st.lists(st.integers(-180_000_000, 180_000_000), min_size=2, max_size=2, unique=True)))
    south, north = sorted(draw(st.lists(st.integers(-90_000_000, 90_000_000), min_size=2, max_size=2, unique=True)))
    return west / 1e6, south / 1e6, east / 1e6, north / 1e6


@st.composite
def spans(draw: st.DrawFn) -> TimeSpan:
    """A moment or a span."""
    start = draw(st.integers(0, 1439))
    return TimeSpan(start, draw(st.none() | st.integers(start + 1, 1440)))


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=100).map(str.strip)
FILTERS = st.builds(
    ResourceFilter, categories=_some_of(BOOK.categories), targets=_some_of(BOOK.targets), weekdays=_some_of(WEEKDAYS),
    time=st.none() | spans(), date=st.none() | st.dates(date(1, 1, 1)), areas=_some_of(BOOK.areas), q=WORDS,
    bbox=st.none() | boxes(), free=st.booleans(), barrier_free=st.booleans(), unknown=st.booleans(),
    near=st.sampled_from(["", "t:元町一丁目", "p:12"]), page=st.integers(1, 10_000),
)  # fmt: skip


@given(FILTERS)
def test_a_link_gives_the_same_filter_again(chosen: ResourceFilter) -> None:
    args = chosen.to_args()
    assert ResourceFilter.from_args(args, BOOK) == chosen
    assert len(args) == len(set(args))
    assert chosen.describe(BOOK)


@given(FILTERS)
def test_nothing_hidden_is_nothing_said(chosen: ResourceFilter) -> None:
    assert (chosen.describe(BOOK) != "すべての社会資源") is chosen.chosen_anything


SENTENCES = {
    "": "すべての社会資源",
    "weekday=tue&time=12:00-17:00&category=ninchisho_cafe&area=j1": "火曜日の午後・認知症カフェ・鹿ノ台自治会",
    "weekday=sat&weekday=sun": "土・日曜日",
    "time=14:00": "14:00",
    "weekday=mon&time=13:30-15:00": "月曜日の13:30–15:00",
    "time=17:00-22:00&free=1": "夜・無料",
    "category=kodomo_shokudo&category=ninchisho_cafe": "こども食堂または認知症カフェ",
    "target=kodomo&target=koreisha&barrier_free=1": "こどもまたは高齢の人・バリアフリー",
    "area=j2&area=j1": "鹿ノ台自治会または東生駒自治会",
    "date=2026-11-23&q=体操": "2026年11月23日・「体操」",
    "bbox=135,34,136,35": "地図の範囲",
    "unknown=1&near=p:3&page=2&lang=ja": "すべての社会資源",
}


@pytest.mark.parametrize("query", SENTENCES)
def test_the_sentence(query: str) -> None:
    assert ResourceFilter.from_args(parse_qsl(query), BOOK).describe(BOOK) == SENTENCES[query]


def test_every_slot_has_its_word() -> None:
    assert [TimeSpan.parse(text).describe() for text in SLOTS] == ["午前", "午後", "夜"]


def test_the_search_text_is_made_as_the_importer_makes_it(db: Session) -> None:
    """The drawn town is found by the same words as imported rows are."""
    one = build(db)["食堂"]
    before = one.search_text
    find_again(one)
    assert one.search_text == before and before.count("\n") == 6
