"""要確認: what a person must look at is marked, whatever else stands in the cell; and what is sure is not."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from geodata.address import Geocoder, Match, MatchLevel, Town, reasons
from geodata.address.located import AddressBook
from geodata.address.match import ROUGH
from tests.address_town import IKOMA, book, streets, town

HOUSE, LOT = (135.697, 34.694), (135.95, 34.53)
TOWNS = (
    town("元町一丁目"), town("元町二丁目"), town("山崎町"),
    Town("292125", "奈良県", "宇陀市", "榛原萩原", lng=135.95, lat=34.53),
)
FRONT = {"": True, "〒630-0257 ": True, "住所：": True, "見本会館 ": False}
WRITTEN = {
    "奈良県生駒市元町二丁目14番8号": True, "生駒市元町２丁目１４－８": True, "元町2丁目14-8": True,
    "生駒市元町2-14-8": False,  # 丁目 inferred
    "生駒市元町14-8": False,  # none written
    "生駒市元町9丁目14-8": False,  # there is none
}
BEHIND = {
    "": True, " 見本ビル3階": True, "（見本ビル内）": True, "　※駐車場なし": True,
    "、山崎町4-4": False,  # two addresses
    "地先": False, " 他": False, " ほか": False,
    "（旧住所：山崎町4-4）": False, " 見本ビル(山崎町4-4)": False,
}


@pytest.fixture
def asked(db: Session) -> AddressBook:
    streets(db, [("元町二丁目", "14-8", "residence", HOUSE)])
    return book(db, *TOWNS)


def test_every_doubt_is_marked_and_nothing_else(asked: AddressBook) -> None:
    """Every way to begin, to write and to go on: sure only when each of the three is."""
    texts = {front + written + behind: (FRONT[front] and WRITTEN[written] and BEHIND[behind])
             for front, written, behind in product(FRONT, WRITTEN, BEHIND)}
    found = asked.locate_many(texts, within=IKOMA)
    assert {match.text: not match.needs_review for match in found} == texts
    assert all(match.reason for match in found if match.needs_review)
    assert all((match.level, match.point, match.source) == ("residence", HOUSE, "試験") for match in found if texts[match.text])


@pytest.mark.parametrize(("text", "said"), [
    ("生駒市元町2-14-8", reasons.INFERRED_CHOME),
    ("奈良県宇陀郡榛原町萩原5", reasons.RENAMED.format(former="榛原町")),
    ("生駒市元町二丁目14番8号、生駒市山崎町4-4", reasons.TWO_ADDRESSES),
    ("生駒市元町二丁目", reasons.NO_NUMBER),
    ("生駒市山崎町4-4", reasons.TOWN_CENTRE),
    ("見本会館 生駒市元町二丁目14番8号", reasons.NAME_IN_FRONT),
    ("奈良県生駒市", reasons.NO_TOWN),
])
def test_what_is_marked_says_why(asked: AddressBook, text: str, said: str) -> None:
    found = asked.locate(text)
    assert found.needs_review and said in found.reason


@given(st.sampled_from(MatchLevel), st.booleans(), st.floats(0.01, 1), st.sampled_from(["", "元町"]))
def test_no_answer_hides_its_doubt(level: MatchLevel, sure: bool, score: float, machiaza: str) -> None:
    placed = level >= MatchLevel.MACHIAZA
    found = Match("x", level, HOUSE if placed else None, score if level > MatchLevel.NONE else 0, reason="なし", sure=sure,
                  machiaza=machiaza)
    assert found.needs_review == (not sure or level in ROUGH)
    assert found.matched <= max(level, MatchLevel.MACHIAZA) and (found.matched == level or machiaza or placed)


def test_a_point_is_never_in_another_municipality_unmarked(geocoder: Geocoder) -> None:
    """A bare 町名 outside `within`, or a 市区町村 that has no such 町, gives no point or one to be looked at."""
    for text in ("元町2-14-8", "奈良市元町2-14-8", "生駒市三条大路1-1-1", "生駒郡元町2-14-8"):
        found = geocoder.locate(text, within=IKOMA)
        assert found.point is None or found.needs_review
    assert geocoder.locate("奈良県奈良市三条大路一丁目1-1", within=IKOMA).city == "奈良市"
