"""市が確かめた位置: confirmed pins find the same address and venue again, and lend their place to the 番地 between them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geodata.address import MatchLevel, Point, Source
from geodata.address.learned import interpolated
from geodata.address.sources import CONFIRMED
from geodata.due import today_in_japan
from importers import load_own_venues
from tests.address_town import IKOMA, book, pin, streets, town, venue
from tests.town import place

CENTRE = (135.70, 34.69)
HERE, THERE = (135.705, 34.695), (135.709, 34.695)
TAWARA, KOSE = town("俵口町", CENTRE), town("小瀬町", (135.705, 34.67))


def confirmed(db: Session, name: str, at: Point, address: str = "", **changes: Any) -> None:
    """A 会場 whose pin staff confirmed; `address` is 町:番地."""
    key = f"a:{IKOMA}:{address}:{name}" if address else f"n:{name}:"
    place(db, name, at, **{"address_key": key, "confirmed_on": date(2026, 4, 1), "address": address.replace(":", "")} | changes)


def test_the_same_address_is_found_at_the_confirmed_pin(db: Session) -> None:
    confirmed(db, "見本会館", HERE, "俵口町:1069-1")
    streets(db, [("俵口町", "1069-1", "parcel", THERE)])
    found = book(db, TAWARA).locate("生駒市俵口町１０６９番地の１")
    assert (found.level, found.point, found.needs_review) == ("parcel", HERE, False)
    assert "見本会館" in found.reason and "中心" not in found.reason


def test_the_venue_itself_is_named(db: Session) -> None:
    confirmed(db, "見本会館", HERE, "俵口町:1069-1")
    found = book(db, TAWARA).locate("生駒市俵口町1069-1 見本会館 2階")
    assert (found.level, found.point) == ("venue", HERE)


@pytest.mark.parametrize("changes", [
    {"confirmed_on": None}, {"level": MatchLevel.MACHIAZA}, {"level": MatchLevel.INTERPOLATED},
    {"private_home": True, "published_location": None, "published_level": MatchLevel.NONE},
])
def test_what_nobody_confirmed_and_homes_teach_nothing(db: Session, changes: dict[str, Any]) -> None:
    confirmed(db, "見本会館", HERE, "俵口町:1069-1", **changes)
    asked = book(db, TAWARA)
    assert asked.learned.references == ()
    assert asked.locate("生駒市俵口町1069-1").point == CENTRE
    assert asked.locate("見本会館", within=IKOMA).level == "none"


def test_two_pins_of_one_address_are_for_a_person_to_choose(db: Session) -> None:
    confirmed(db, "見本会館", HERE, "俵口町:18")
    confirmed(db, "見本公園", THERE, "俵口町:18")
    found = book(db, TAWARA).locate("生駒市俵口町18")
    assert found.needs_review and {one.machiaza for one in found.candidates} == {"見本会館", "見本公園"}
    named = book(db, TAWARA).locate("生駒市俵口町18 見本公園")
    assert (named.level, named.point, named.needs_review) == ("venue", THERE, False)


def test_a_cell_that_only_names_a_venue(db: Session) -> None:
    confirmed(db, "鹿ノ台見本集会所", HERE)
    venue(db, "見本ふれあいホール", THERE, address="生駒市小瀬町18")
    named = ["鹿ノ台見本集会所", "鹿の台見本集会所　1階", "生駒市 見本ふれあいホール（小ホール）"]
    found = book(db, TAWARA, KOSE).locate_many([*named, "見本ふれあい", "俵口町見本館"], within=IKOMA)
    assert [(match.level, match.point) for match in found[:3]] == [("venue", HERE), ("venue", HERE), ("venue", THERE)]
    assert all(match.city == "生駒市" and not match.needs_review for match in found[:3])
    assert [match.level for match in found[3:]] == ["none", "none"]


def test_a_venue_of_another_city_is_not_taken_for_ours(db: Session) -> None:
    venue(db, "見本中央公民館", HERE, city="292010")
    assert book(db, TAWARA).locate("見本中央公民館", within=IKOMA).point is None
    anywhere = book(db, TAWARA).locate("見本中央公民館")
    assert (anywhere.level, anywhere.needs_review) == ("venue", True)


def test_homonyms_are_candidates_and_no_point(db: Session) -> None:
    venue(db, "見本集会所", HERE, address="生駒市俵口町1", slug="a")
    venue(db, "見本集会所", THERE, address="生駒市小瀬町18", slug="b")
    asked = book(db, TAWARA, KOSE)
    found = asked.locate("見本集会所", within=IKOMA)
    assert (found.level, found.needs_review, len(found.candidates)) == ("none", True, 2)
    assert "2か所" in found.reason and "小瀬町18" in str([*map(str, found.candidates)])
    near = asked.locate("生駒市小瀬町 見本集会所")
    assert (near.level, near.needs_review) == ("venue", True)  # both lie within 3 km of the 町


def test_one_hall_in_two_lists_is_one_hall(db: Session) -> None:
    venue(db, "見本集会所", HERE, slug="a")
    venue(db, "見本集会所", (HERE[0] + 0.0003, HERE[1]), slug="b")
    assert book(db, TAWARA).locate("見本集会所", within=IKOMA).level == "venue"


def test_a_venue_far_from_the_town_that_was_written_is_another(db: Session) -> None:
    venue(db, "見本集会所", (135.8, 34.69))
    found = book(db, TAWARA).locate("生駒市俵口町 見本集会所")
    assert (found.level, found.point) == ("machiaza", CENTRE) and "はなれた" in found.reason


KNOWN = {100: (135.70, 34.69), 200: (135.704, 34.69), 900: (135.70, 34.70), 2000: (135.72, 34.72)}


@pytest.mark.parametrize(("asked", "point", "near"), [
    (100, (135.70, 34.69), (100,)),
    (150, (135.702, 34.69), (100, 200)),
    (880, (135.70, 34.70), (900,)),  # hardly another number
    (500, None, ()),  # 700 numbers apart
    (1500, None, ()),
    (50, None, ()),
])
def test_between_two_known_numbers(asked: int, point: Point | None, near: tuple[int, ...]) -> None:
    assert interpolated(KNOWN, asked) == (None if point is None else (point, near))


def test_numbers_that_lie_far_apart_on_the_ground_say_nothing() -> None:
    assert interpolated({100: (135.70, 34.69), 150: (135.72, 34.69)}, 125) is None


def test_a_placed_neighbour_says_that_it_is_a_guess(db: Session) -> None:
    confirmed(db, "見本会館", HERE, "俵口町:1069-1")
    confirmed(db, "見本公園", THERE, "俵口町:1089")
    same, between, other = book(db, TAWARA).locate_many([f"生駒市俵口町{rest}" for rest in ("1069-7", "1079", "5")])
    assert (same.level, same.point, between.level, other.level) == ("interpolated", HERE, "interpolated", "machiaza")
    assert same.level < MatchLevel.BLOCK and same.needs_review and "推定" in same.reason


OWN = {"address": "俵口町1069-1", "point_source": "ファイルの座標"}
FAR_PIN = (135.712, 34.695)  # 640 m to the east of HERE


def test_a_confirmed_hall_that_is_also_an_own_venue_is_one_hall(db: Session) -> None:
    confirmed(db, "見本会館", HERE, "俵口町:1069-1")
    assert load_own_venues(db).kept == 1
    for written in ("見本会館", "生駒市俵口町 見本会館", "生駒市俵口町1069-1 見本会館"):
        found = book(db, TAWARA).locate(written, within=IKOMA)
        assert (found.level, found.point, found.needs_review, found.source) == ("venue", HERE, False, CONFIRMED)


def test_a_moved_pin_moves_the_venue_before_and_after_a_reload(db: Session) -> None:
    hall = place(db, "見本会館", HERE, **OWN)
    load_own_venues(db)
    found = book(db, TAWARA).locate("見本会館", within=IKOMA)
    assert (found.point, found.source, found.dated) == (HERE, "登録済みの会場", today_in_japan().isoformat())
    hall.location = pin(FAR_PIN)
    db.flush()
    assert book(db, TAWARA).locate("見本会館", within=IKOMA).point == FAR_PIN  # the file was imported anew
    hall.location, hall.confirmed_on = pin(THERE), date(2026, 4, 1)
    db.flush()
    for _ in range(2):
        found = book(db, TAWARA).locate("見本会館", within=IKOMA)
        assert (found.point, found.needs_review, found.source, found.dated) == (THERE, False, CONFIRMED, "2026-04-01")
        load_own_venues(db)
    db.delete(hall)
    db.flush()
    assert book(db, TAWARA).locate("見本会館", within=IKOMA).level == "none"


@pytest.mark.parametrize(("address", "one"), [
    ("", True), ("奈良県生駒市俵口町１０６９番地１", True), ("生駒市俵口町5", False),
])
def test_the_pin_that_staff_moved_goes_before_the_list(db: Session, address: str, one: bool) -> None:
    venue(db, "見本会館", FAR_PIN, address=address)
    confirmed(db, "見本会館", HERE, "俵口町:1069-1")
    found = book(db, TAWARA).locate("見本会館", within=IKOMA)
    assert (found.level, found.point) == (("venue", HERE) if one else ("none", None))
    in_town = book(db, town("俵口町", FAR_PIN)).locate("生駒市俵口町 見本会館")
    assert in_town.needs_review is not one and (not one or in_town.point == HERE)


def test_a_list_that_has_the_same_address_elsewhere_is_the_same_hall(db: Session) -> None:
    venue(db, "見本会館", (135.75, 34.695), address="奈良県生駒市俵口町1069-1")
    confirmed(db, "見本会館", HERE, "俵口町:1069-1")
    assert book(db, TAWARA).locate("見本会館", within=IKOMA).point == HERE


def test_what_the_geocoder_placed_teaches_nothing(db: Session) -> None:
    place(db, "見本会館", HERE, **OWN | {"point_source": "住所から"})
    place(db, "見本公園", HERE, **OWN | {"level": MatchLevel.MACHIAZA, "confirmed_on": date(2026, 4, 1)})
    assert load_own_venues(db).kept == 0


def test_every_point_tells_whose_it_is_and_of_when(db: Session) -> None:
    dated = Source("街区レベル", "2025-12-01")
    streets(db, [("俵口町", "10", "parcel", HERE)])
    db.execute(text("UPDATE gazetteer_source SET published_on = '2025-10-27', edition = '17.0b' WHERE slug = 'test'"))
    venue(db, "見本ホール", THERE, address="生駒市俵口町7")
    confirmed(db, "見本会館", HERE, "俵口町:100")
    confirmed(db, "見本公園", THERE, "俵口町:140", confirmed_on=date(2025, 5, 5))
    asked = ["俵口町", "俵口町10", "俵口町10-3", "見本ホール", "見本会館", "俵口町100", "俵口町120", "生駒市", "なし"]
    found = book(db, town("俵口町", CENTRE, origin=dated)).locate_many(asked, within=IKOMA)
    assert [(match.level.value, match.source, match.dated) for match in found] == [
        ("machiaza", *dated), ("parcel", "試験", "2025-10-27"), ("interpolated", "試験", "2025-10-27"),
        ("venue", "試験", ""), ("venue", CONFIRMED, "2026-04-01"), ("parcel", CONFIRMED, "2026-04-01"),
        ("interpolated", CONFIRMED, "2025-05-05"), ("city", "", ""), ("none", "", ""),
    ]
