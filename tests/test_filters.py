"""絞りこみ: what each name lets through, alone and together; the query it is written as; the sentence it is told in."""

from collections.abc import Callable
from datetime import date, time, timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from town import resource
from two_towns import IKOMA, NAMES, TOWN, build, find_again, hold

from geodata.features import fitting
from geodata.filters import SLOTS, WEEKDAYS, ResourceFilter, TimeSpan
from geodata.queries.resources import listing
from geodata.queries.vocabulary import AreaInfo, CategoryInfo, TownInfo, Vocabulary, load_vocabulary
from geodata.schedule.calendar import certain, held
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


WEEKLY = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
NTH = st.builds(lambda n, day: f"{n}{day}", st.sampled_from(["1", "2", "3", "4", "5", "-1"]), WEEKLY)
MONTHDAY = st.sampled_from([*map(str, range(1, 32)), "-1"])
NEAR = st.dates(date(2026, 1, 1), date(2027, 12, 31))
DATED = NEAR.map(date.isoformat)
CLASSES = st.one_of(
    st.lists(WEEKLY | st.just("PH"), max_size=3), st.lists(NTH, min_size=1, max_size=3), st.lists(WEEKLY | NTH, max_size=3),
    st.lists(MONTHDAY, min_size=1, max_size=3), st.lists(DATED, min_size=1, max_size=3),
)  # fmt: skip
CLOSURES = st.one_of(
    st.builds(Closure, st.sampled_from(["holiday", "new_year", "obon"])),
    st.builds(Closure, st.just("month"), st.integers(1, 12)),
    st.builds(lambda day: Closure("date", on=day), NEAR),
)  # fmt: skip


@st.composite
def sessions(draw: st.DrawFn) -> Held:
    """Any session that the grammar could make."""
    days = tuple(draw(CLASSES))
    kinds = {"PH" if day == "PH" else "n" if day[:-2] and not day.isdigit() else "o" for day in days}
    steady = not days or len(kinds) > 1 or any("-" in day[1:] for day in days)
    first, last = draw(st.none() | NEAR), draw(st.none() | NEAR)
    return Held(
        days,
        interval=1 if steady else draw(st.sampled_from([1, 1, 2, 3])),
        months=tuple(draw(st.lists(st.integers(1, 12), max_size=4))),
        valid_from=min(first, last) if first and last else first,
        valid_until=max(first, last) if first and last else last,
        often=draw(st.sampled_from(["", "", "", "月1回"])),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(many=st.lists(st.tuples(sessions(), st.lists(CLOSURES, max_size=3)), min_size=1, max_size=20), data=st.data())
def test_the_filter_and_the_calendar_agree(db: Session, many: list[tuple[Held, list[Closure]]], data: st.DataObject) -> None:
    with db.begin_nested() as forgotten:
        ids = [resource(db, "ためし") for _ in many]
        for one, (session, closures) in zip(ids, many, strict=True):
            hold(db, one, session, *closures)
        days = data.draw(st.lists(st.sampled_from(_telling(many)), min_size=2, max_size=6, unique=True))
        for day in days:
            surely, maybe = _fits(db, day), _fits(db, day, unknown=True)
            for one, (session, closures) in zip(ids, many, strict=True):
                takes_place = held(session, closures, day, holidays_of(day.year))
                assert (one.id in surely) is (takes_place and certain(session)), (day, session, closures)
                assert (one.id in maybe) is takes_place or not session.days, (day, session, closures)
        forgotten.rollback()


def _telling(many: list[tuple[Held, list[Closure]]]) -> list[date]:
    """Days on which something begins, ends, is held or is left out, and a few holidays."""
    found = {date(2026, 11, 23), date(2026, 12, 31), date(2027, 8, 14), date(2026, 2, 28), date(2027, 5, 31)}
    for session, closures in many:
        found |= {date.fromisoformat(day) for day in session.days if len(day) == 10}
        edges = [session.valid_from, session.valid_until, *(closure.on for closure in closures)]
        found |= {day + timedelta(days=step) for day in edges if day for step in (-1, 0, 1, 7, 14, 28, 61)}
    return sorted(found)


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
    "weekday=mon&time=13:30-15:00": "月曜日の13:30〜15:00",
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
