"""一覧・詳しい内容・自治会のページ: order, paging, what is near, and that nothing else ever leaves."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from town import Town, jichikai, place, resource
from two_towns import IKOMA, NAMES, TOWN, build, find_again, hold

from geodata.address.match import MatchLevel
from geodata.assignment import assign_places
from geodata.due import today_in_japan
from geodata.errors import UnknownArea, UnknownDistrict, UnknownResource
from geodata.features import collection, features, fitting
from geodata.filters import ResourceFilter
from geodata.models import Resource, Status, Visibility
from geodata.payload import compact
from geodata.queries.areas import area_page, district_page
from geodata.queries.cards import Card, walk_minutes
from geodata.queries.resources import Detail, detail, listing
from geodata.queries.vocabulary import load_vocabulary
from geodata.schedule.session import Closure, Understood
from geodata.schedule.session import Session as Held

CARD = {
    "id", "name", "kana", "category", "place_id", "place_name", "address", "level", "lng", "lat", "schedule_text",
    "schedule_words", "free", "barrier_free", "targets", "jichikai_code", "jichikai_name", "mode", "served_text",
    "organization", "confirmed_on", "stale", "when", "dates", "phone", "distance_m", "walk_minutes",
}  # fmt: skip
DETAIL = {
    "card", "description", "target_text", "fee_text", "reservation", "capacity", "languages", "phone", "fax", "email",
    "url", "parking", "building", "served", "source", "understood", "as_written", "next_dates", "same_place",
}  # fmt: skip
PROPERTIES = {
    "name", "name_kana", "category", "organization", "place", "address", "level", "jichikai", "areas", "mode", "schedule",
    "weekdays", "targets", "free", "barrier_free", "served", "last_confirmed_on",
}  # fmt: skip
PLACES = {"id", "lng", "lat", "level", "name", "address", "areas", "jichikai", "barrier"}
RESOURCES = {
    "id", "name", "kana", "place", "category", "targets", "mode", "schedule", "sessions", "free", "served", "servedText",
    "organization", "confirmed", "due", "dates", "calls",
}  # fmt: skip
SECRET = "もれてはいけない"


def names(cards: tuple[Card, ...]) -> list[str]:
    """What a reader would read down the list."""
    short = {name: key for key, name in NAMES.items()}
    return [short.get(card.name, card.name) for card in cards]


# The list


def test_in_the_order_of_kinds_then_reading(db: Session) -> None:
    build(db)
    resource(db, "市役所の窓口", category_code="ikomaru_madoguchi", name_kana="あ")
    vocabulary = load_vocabulary(db, IKOMA)
    found = names(listing(db, ResourceFilter(), vocabulary).cards)
    assert found == ["市役所の窓口", "相談", "食堂", "カフェ", "茶話会", "オンライン", "体操", "十五日", "販売"]


def test_page_by_page(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    pages = [listing(db, ResourceFilter(), vocabulary, offset=at, limit=3) for at in (0, 3, 6, 9)]
    assert [len(page.cards) for page in pages] == [3, 3, 2, 0]
    assert {page.total for page in pages} == {8}
    assert len({card.id for page in pages for card in page.cards}) == 8


def test_nearest_first_with_walking_minutes(db: Session) -> None:
    built = build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    start = built["体操"].place_id
    cards = listing(db, ResourceFilter(near=f"p:{start}"), vocabulary).cards
    assert names(cards) == ["体操", "茶話会", "カフェ", "十五日", "食堂", "相談", "オンライン", "販売"]
    assert [card.walk_minutes for card in cards] == [1, 1, 5, 5, 9, 9, None, None]
    assert [None if c.distance_m is None else round(c.distance_m, -1) for c in cards] == [0, 0, 270, 270, 550, 550, None, None]
    assert names(listing(db, ResourceFilter(near=f"p:{start}", free=True), vocabulary).cards) == ["茶話会", "食堂", "相談"]


def test_nearest_first_page_by_page(db: Session) -> None:
    built = build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    chosen = ResourceFilter(near=f"p:{built['体操'].place_id}")
    whole = listing(db, chosen, vocabulary).cards
    for limit in (1, 3, 5, 6, 7):
        pages = [listing(db, chosen, vocabulary, offset=at, limit=limit).cards for at in range(0, 10, limit)]
        assert tuple(card for page in pages for card in page) == whole


def test_near_is_measured_in_metres_not_in_degrees(db: Session) -> None:
    """A degree of longitude is shorter than one of latitude: eastward is nearer, though further in degrees."""
    here = resource(db, "ここ", at=(135.7, 34.7))
    resource(db, "東", at=(135.7111, 34.7))
    resource(db, "北", at=(135.7, 34.71))
    cards = listing(db, ResourceFilter(near=f"p:{here.place_id}"), load_vocabulary(db, IKOMA)).cards
    assert names(cards) == ["ここ", "東", "北"]


def test_near_a_place_that_is_not_there_is_no_order(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    cards = listing(db, ResourceFilter(near="p:99999999"), vocabulary).cards
    assert cards == listing(db, ResourceFilter(), vocabulary).cards


def test_near_a_place_that_nobody_may_see_is_no_order(db: Session) -> None:
    """Else distances would tell where it is."""
    build(db)
    shelter = resource(db, "見せない所", at=(135.7, 34.7), visibility=Visibility.STAFF)
    vocabulary = load_vocabulary(db, IKOMA)
    cards = listing(db, ResourceFilter(near=f"p:{shelter.place_id}"), vocabulary).cards
    assert [card.distance_m for card in cards] == [None] * len(cards)


@pytest.mark.parametrize(("metres", "minutes"), [(0, 1), (61, 1), (62, 2), (615, 10), (616, 11)])
def test_a_walk(metres: float, minutes: int) -> None:
    assert walk_minutes(metres) == minutes


# One of them


@pytest.mark.parametrize(
    ("text", "words", "understood", "more"),
    [
        ("月〜金 10時〜12時(祝日を除く)", "毎週 月～金曜 10:00–12:00（祝日休み）", Understood.FULL, False),
        ("月〜金 10時〜12時(祝日を除く) 雨天中止", "毎週 月～金曜 10:00–12:00（祝日休み） ※原文もご確認ください", Understood.PARTIAL, True),
        ("月〜金 10時〜12時(祝日を除く)", "毎週 月～金曜 10:00–12:00（祝日休み）。受付は2階", Understood.FULL, True),
        ("お問い合わせください", "お問い合わせください", Understood.NONE, False),
    ],
)  # fmt: skip
def test_the_text_as_written_stands_where_it_says_more(
    db: Session, text: str, words: str, understood: Understood, more: bool
) -> None:
    one = resource(db, "体操", schedule_text=text, schedule_words=words)
    row = hold(db, one, Held(("MO", "TU", "WE", "TH", "FR"), time(10), time(12)), Closure("holiday", text="祝日を除く"))
    row.understood = understood
    db.flush()
    assert detail(db, one.id, load_vocabulary(db, IKOMA)).as_written == (text if more else "")


def test_everything_to_go_there(db: Session) -> None:
    built = build(db)
    one = built["食堂"]
    one.phone, one.phone_visibility = "0743-00-0001", Visibility.PUBLIC
    one.fax, one.fax_visibility = "0743-00-0002", Visibility.PROFESSIONAL
    one.email, one.email_visibility = "x@example.jp", Visibility.STAFF
    db.flush()
    vocabulary = load_vocabulary(db, IKOMA)
    found = detail(db, one.id, vocabulary)
    assert (found.phone, found.fax, found.email) == ("0743-00-0001", "", "")
    assert names(found.same_place) == ["相談"]
    assert found.understood is Understood.FULL
    assert (found.card.jichikai_code, found.card.targets) == ("west", ("こども",))
    assert names(detail(db, built["オンライン"].id, vocabulary).same_place) == []
    assert [area.code for area in detail(db, built["販売"].id, vocabulary).served] == ["east"]
    assert detail(db, built["相談"].id, vocabulary).understood is Understood.NONE


def test_the_next_days(db: Session) -> None:
    one, other = resource(db, "毎日の会"), resource(db, "たまの会")
    tomorrow = today_in_japan() + timedelta(days=1)
    every_day = Held(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), time(10), time(11))
    hold(db, one, every_day, Closure("date", on=tomorrow))
    hold(db, other, Held(("MO",), often="月1回"))
    vocabulary = load_vocabulary(db, IKOMA)
    days = detail(db, one.id, vocabulary).next_dates
    assert [day for day, *_ in days] == [today_in_japan() + timedelta(days=step) for step in (0, 2, 3, 4)]
    assert days[0][1:] == (time(10), time(11))
    assert detail(db, other.id, vocabulary).next_dates == (), "nobody knows which Monday"


def test_a_private_home_does_not_name_its_building(db: Session) -> None:
    home = place(db, "個人宅", (135.7, 34.7), private_home=True, published_level=MatchLevel.MACHIAZA, building=SECRET)
    one = resource(db, "お茶の間", at=home)
    assert SECRET not in str(detail(db, one.id, load_vocabulary(db, IKOMA)))


def test_nothing_there_is_said_so(db: Session) -> None:
    vocabulary = load_vocabulary(db, IKOMA)
    for ask, error in ((detail, UnknownResource), (area_page, UnknownArea), (district_page, UnknownDistrict)):
        with pytest.raises(error, match="。"):
            ask(db, 99_999_999 if ask is detail else "nowhere", vocabulary)  # type: ignore[operator]


# A 自治会


def test_what_is_here_and_what_is_a_walk_away(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    west, east = area_page(db, "west", vocabulary), area_page(db, "east", vocabulary)
    assert names(west.here) == ["相談", "食堂", "カフェ", "十五日"], "the hall on the border is in both"
    assert names(east.here) == ["カフェ", "茶話会", "体操", "十五日", "販売"], "what comes there is there"
    assert names(west.near) == ["茶話会", "体操"] and [card.walk_minutes for card in west.near] == [5, 5]
    assert names(east.near) == ["相談", "食堂"]
    assert west.counts == {"ikomaru_madoguchi": 1, "kodomo_shokudo": 1, "ninchisho_cafe": 1, "rojin_club": 1}
    assert [d.slug for d in west.districts] == ["nishi"] and not east.districts
    page = district_page(db, "nishi", vocabulary)
    assert (page.here, page.near, page.counts) == (west.here, west.near, west.counts)
    assert [area.code for area in page.areas] == ["west"]


def test_near_means_ten_minutes_from_the_border(db: Session) -> None:
    """615 m along a straight line; a step east is 91.6 m, and the border runs along bc."""
    town = Town("a b . . . . . 1 2\nd c . . . . . . .")
    jichikai(db, "小さな自治会", town.area("abcd"), code="small")
    for digit in "12":
        resource(db, digit, at=town[digit])
    assign_places(db, IKOMA)
    page = area_page(db, "small", load_vocabulary(db, IKOMA))
    assert [(card.name, card.walk_minutes) for card in page.near] == [("1", 9)]


def test_counts_of_the_vocabulary(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    assert [area.name for area in vocabulary.jichikai] == ["西町自治会", "東町自治会"]
    assert {code: area.count for code, area in vocabulary.areas.items()} == {"west": 4, "east": 4, "school": 6}
    assert vocabulary.categories["ibasho"].count == 2 and vocabulary.public_count == 8
    assert vocabulary.confirmed_percent == 0 and not vocabulary.sample


# What leaves


HIDDEN = {
    "draft": {"status": Status.DRAFT}, "checked": {"status": Status.CHECKED}, "withdrawn": {"status": Status.WITHDRAWN},
    "professional": {"visibility": Visibility.PROFESSIONAL}, "staff": {"visibility": Visibility.STAFF},
}  # fmt: skip


def everything_that_leaves(db: Session) -> Iterator[str]:
    """All answers of all queries, as text."""
    vocabulary = load_vocabulary(db, IKOMA)
    everything = ResourceFilter(unknown=True)
    made = features(db, vocabulary)
    yield collection(made).decode()
    yield collection(made, fitting(db, everything, vocabulary)).decode()
    yield compact(db, vocabulary).decode()
    yield str(vocabulary)
    cards = listing(db, everything, vocabulary, limit=100).cards
    yield str(cards)
    yield str([detail(db, card.id, vocabulary) for card in cards])
    for code in vocabulary.areas:
        yield str(area_page(db, code, vocabulary))
    for slug in vocabulary.districts:
        yield str(district_page(db, slug, vocabulary))


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_not_public_never_leaves(db: Session, how: str) -> None:
    built = build(db)
    one = resource(db, SECRET, built["食堂"].place, category_code="kodomo_shokudo", description=SECRET)
    hold(db, one, Held(("SA",), time(11), time(12)))
    find_again(one)
    assert any(SECRET in text for text in everything_that_leaves(db)), "public, it would be seen"
    for column, value in HIDDEN[how].items():
        setattr(one, column, value)
    db.flush()
    assert not [text for text in everything_that_leaves(db) if SECRET in text]
    vocabulary = load_vocabulary(db, IKOMA)
    assert vocabulary.categories["kodomo_shokudo"].count == 1 and vocabulary.areas["west"].count == 4
    assert listing(db, ResourceFilter(q=SECRET), vocabulary).total == 0
    with pytest.raises(UnknownResource):
        detail(db, one.id, vocabulary)


def test_other_cities_keep_to_themselves(db: Session) -> None:
    build(db)
    assert len(features(db, load_vocabulary(db, IKOMA))) == 8
    assert features(db, load_vocabulary(db, "292010")) == {}


NOT_LISTED = {
    "remarks": SECRET, "source_key": SECRET, "confirmed_by": SECRET, "confirmed_how": SECRET, "consented_how": SECRET,
    "fingerprint": SECRET, "raw": {"列": SECRET}, "phone": SECRET, "fax": SECRET, "email": SECRET,
}  # fmt: skip


def test_columns_that_are_not_listed_stay_private(db: Session) -> None:
    """Every text column of a place and a resource that no list names, filled with what must not be seen."""
    home = place(db, "集会所", TOWN["1"], address=SECRET, address_read=SECRET, level_reason=SECRET, point_source=SECRET)
    hidden = {f"{contact}_visibility": Visibility.STAFF for contact in ("phone", "fax", "email")}
    resource(db, "表だけの会", home, **NOT_LISTED, **hidden)
    assert not [text for text in everything_that_leaves(db) if SECRET in text]


def test_a_new_column_stays_private() -> None:
    assert {field.name for field in fields(Card)} == CARD
    assert {field.name for field in fields(Detail)} == DETAIL


def test_features_and_payload_say_only_what_is_listed(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    made: list[dict[str, Any]] = json.loads(collection(features(db, vocabulary)))["features"]
    assert all(set(one) == {"type", "id", "geometry", "properties"} for one in made)
    assert all(set(one["properties"]) == PROPERTIES for one in made)
    payload = json.loads(compact(db, vocabulary))
    assert set(payload) == {"version", "categories", "targets", "areas", "places", "resources"}
    assert set(payload["places"]) == PLACES and set(payload["resources"]) == RESOURCES


def test_features_say_what_is_known(db: Session) -> None:
    built = build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    made = {one["id"]: one for one in json.loads(collection(features(db, vocabulary)))["features"]}
    assert list(made) == sorted(made)
    cafe, van = made[built["カフェ"].id], made[built["販売"].id]
    assert cafe["geometry"] == {"type": "Point", "coordinates": list(TOWN["2"])}
    assert cafe["properties"]["areas"] == ["east", "school", "west"] and cafe["properties"]["weekdays"] == ["tue"]
    assert cafe["properties"]["targets"] == ["ninchisho", "kaigo_kazoku"]
    assert van["geometry"] is None and van["properties"]["areas"] == ["east"] and van["properties"]["served"] == "東町一円"
    assert (van["properties"]["place"], van["properties"]["level"], van["properties"]["free"]) == ("", "none", "unknown")


def test_the_page_is_given_the_same_in_columns(db: Session) -> None:
    built = build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    payload = json.loads(compact(db, vocabulary))
    resources, places = payload["resources"], payload["places"]
    assert resources["id"] == [card.id for card in listing(db, ResourceFilter(), vocabulary).cards]
    at = resources["id"].index(built["体操"].id)
    assert resources["sessions"][at] == [[1, 600, 690], [8, 840, -1]]
    online = resources["id"].index(built["オンライン"].id)
    assert resources["place"][online] == -1 and resources["sessions"][online] == [[16, 1200, 1440]]
    hall = resources["place"][resources["id"].index(built["カフェ"].id)]
    assert [payload["areas"][i]["code"] for i in places["areas"][hall]] == ["west", "east", "school"]
    assert (places["lng"][hall], places["lat"][hall], places["barrier"][hall]) == (*TOWN["2"], 2)
    some = frozenset([built["カフェ"].id])
    assert json.loads(compact(db, vocabulary, only=some))["places"]["name"] == ["公民館"]


def test_places_of_what_is_not_public_are_not_in_the_payload(db: Session) -> None:
    build(db)
    resource(db, "下書き", at=place(db, SECRET, TOWN["1"]), status=Status.DRAFT)
    assert SECRET.encode() not in compact(db, load_vocabulary(db, IKOMA))
    assert db.query(Resource).count() == 9
