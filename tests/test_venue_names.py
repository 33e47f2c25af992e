"""会場の呼び名: a hall is found by what people call it, and no other for a name that many have."""

import pytest
from sqlalchemy.orm import Session

from geodata.address.venue_names import is_common
from tests.address_town import IKOMA, book, town, venue

CENTRE, HERE, THERE = (135.70, 34.69), (135.705, 34.695), (135.709, 34.695)
TAWARA, KOSE = town("俵口町", CENTRE), town("小瀬町", (135.705, 34.67))


@pytest.mark.parametrize(("listed", "written", "unread"), [
    ("見本中央公民館", "見本中央公民館2階", "2階"),
    ("見本中央公民館", "見本中央公民館　地下1階 大会議室", "地下1階 大会議室"),
    ("見本図書館", "生駒市立見本図書館3F", "3F"),
    ("生駒市立見本小学校", "見本小学校", ""),
    ("生駒市立見本小学校", "生駒市 見本小学校（体育館）", "体育館"),
    ("生駒市見本体育館", "見本体育館", ""),
])
def test_what_people_call_a_hall(db: Session, listed: str, written: str, unread: str) -> None:
    venue(db, listed, HERE)
    found = book(db, TAWARA).locate(written, within=IKOMA)
    assert (found.level, found.point, found.building, found.unread, found.needs_review) == ("venue", HERE, listed, unread, False)


def test_the_floor_is_no_part_of_another_name(db: Session) -> None:
    venue(db, "見本", HERE)
    assert book(db, TAWARA).locate("見本3F館", within=IKOMA).level == "none"


def test_a_name_that_many_have_is_for_review(db: Session) -> None:
    venue(db, "集会所", HERE)
    found = book(db, TAWARA).locate("集会所", within=IKOMA)
    assert (found.level, found.needs_review) == ("venue", True)
    assert "どこにでもある名前" in found.reason


@pytest.mark.parametrize(("address", "level"), [("生駒市俵口町1", "venue"), ("生駒市小瀬町1", "machiaza"), ("", "machiaza")])
def test_such_a_name_behind_a_town_is_the_hall_of_that_town(db: Session, address: str, level: str) -> None:
    venue(db, "集会所", HERE, address=address)
    assert book(db, TAWARA, KOSE).locate("生駒市俵口町450 集会所").level == level


def test_a_list_that_tells_no_municipality_is_said(db: Session) -> None:
    venue(db, "見本会館", HERE, city=None)
    found = book(db, TAWARA).locate("生駒市見本会館")
    assert found.level == "venue" and found.needs_review and "市区町村が分からない" in found.reason


def test_homonyms_without_an_address_name_their_lists(db: Session) -> None:
    venue(db, "見本会館", HERE, slug="one")
    venue(db, "見本会館", THERE, slug="two")
    told = [one.machiaza for one in book(db, TAWARA).locate("見本会館", within=IKOMA).candidates]
    assert told == ["見本会館（試験）", "見本会館（試験）"]


@pytest.mark.parametrize(("name", "common"), [
    ("集会所", True), ("A棟", True), ("生駒市体育館", True), ("鹿ノ台集会所", False), ("中央公民館", False), ("見本ホール", False),
])
def test_what_a_city_has_many_of(name: str, common: bool) -> None:
    assert is_common(name, "生駒市") is common
