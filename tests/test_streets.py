"""番地の点: addresses find their 住居番号, 街区 or 地番 in PostGIS, one query for a whole batch."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from geodata.address import MatchLevel, Point
from geodata.address.located import connection_of
from tests.address_town import IKOMA, book, streets, town

CENTRE = (135.70, 34.69)
HOUSE, BLOCK, LOT, NEXT = (135.701, 34.691), (135.702, 34.691), (135.703, 34.691), (135.704, 34.691)
MOTOMACHI, TAWARA = town("元町二丁目", CENTRE, jukyo=True), town("俵口町", CENTRE, jukyo=False)


@pytest.mark.parametrize(("address", "level", "point"), [
    ("生駒市元町2丁目14番8号", "residence", HOUSE),
    ("生駒市元町2-14-8", "residence", HOUSE),
    ("生駒市元町二丁目１４－８ 見本ビル3階", "residence", HOUSE),
    ("生駒市元町2-14-8-301", "residence", HOUSE),
    ("生駒市元町2丁目14番9号", "block", BLOCK),
    ("生駒市元町2丁目14番", "block", BLOCK),
    ("生駒市元町2丁目15番1号", "machiaza", CENTRE),
    ("生駒市元町2丁目103番地3", "parcel", LOT),
    ("生駒市俵口町1069番地の1", "parcel", NEXT),
    ("生駒市俵口町1069-7", "interpolated", LOT),
    ("生駒市俵口町1070", "machiaza", CENTRE),
    ("生駒市俵口町", "machiaza", CENTRE),
])
def test_the_most_exact_point_of_an_address(db: Session, address: str, level: str, point: Point) -> None:
    streets(db, [("元町２丁目", "14-8", "residence", HOUSE), ("元町二丁目", "14", "block", BLOCK),
                 ("元町2丁目", "103-3", "parcel", LOT), ("俵口町", "1069", "parcel", LOT),
                 ("俵口町", "1069-1", "parcel", NEXT)])
    found = book(db, MOTOMACHI, TAWARA).locate(address)
    assert (found.level, found.point) == (level, point)
    assert found.needs_review or level not in ("machiaza", "interpolated")


def test_the_flag_of_the_town_decides_between_two_of_one_number(db: Session) -> None:
    streets(db, [(name, "14-8", level, at) for name in ("元町二丁目", "俵口町")
                 for level, at in (("parcel", LOT), ("residence", HOUSE))])
    found = book(db, MOTOMACHI, TAWARA).locate_many(["生駒市元町2丁目14-8", "生駒市俵口町14-8"])
    assert [match.level for match in found] == ["residence", "parcel"]
    assert not any(match.needs_review for match in found)


def test_a_number_of_the_other_kind_is_found_and_to_be_reviewed(db: Session) -> None:
    streets(db, [("元町二丁目", "14", "block", BLOCK), ("元町二丁目", "14-8", "parcel", LOT)])
    found = book(db, MOTOMACHI).locate("生駒市元町2丁目14-8")
    assert (found.level, found.point, found.needs_review) == ("parcel", LOT, True)
    assert "地番として" in found.reason


def test_a_point_far_from_its_town_is_flagged_and_a_better_one_taken(db: Session) -> None:
    streets(db, [("俵口町", "5", "parcel", (135.9, 34.9)), ("俵口町", "6", "parcel", (135.9, 34.9))], far=True)
    streets(db, [("俵口町", "6", "parcel", LOT)], slug="other")
    far, near = book(db, TAWARA).locate_many(["生駒市俵口町5", "生駒市俵口町6"])
    assert (far.level, far.needs_review) == ("parcel", True) and "はなれて" in far.reason
    assert (near.point, near.needs_review) == (LOT, False)


def test_an_exact_point_no_longer_says_that_it_is_a_centre(db: Session) -> None:
    streets(db, [("元町二丁目", "14-8", "residence", HOUSE), ("元町二丁目", "15", "block", BLOCK)])
    exact, block = book(db, MOTOMACHI).locate_many(["生駒市元町2丁目14-8", "生駒市元町2丁目15-1"])
    assert (exact.reason, exact.needs_review) == ("", False)
    assert "街区" in block.reason and "中心" not in block.reason


def test_a_batch_is_joined_by_one_query_in_its_order(db: Session) -> None:
    streets(db, [("俵口町", str(number), "parcel", (135.7 + number / 1e5, 34.69)) for number in range(1, 500)])
    asked = book(db, TAWARA)
    assert asked.learned.references == ()
    statements: list[str] = []
    listen = connection_of(db)
    real = listen.execute

    def counted(query: str, *args: object, **kwargs: object) -> object:
        statements.append(query)
        return real(query, *args, **kwargs)  # type: ignore[call-overload]

    listen.execute = counted  # type: ignore[method-assign]
    try:
        found = asked.locate_many([f"生駒市俵口町{number}" for number in range(499, 0, -1)])
    finally:
        del listen.execute  # type: ignore[method-assign]
    assert [("street_point" in one, "gazetteer_source" in one) for one in statements] == [(True, False), (False, True)]
    assert [match.rest for match in found] == [str(number) for number in range(499, 0, -1)]
    assert all(match.level == "parcel" for match in found)


@pytest.mark.parametrize("text", [
    "生駒市俵口町字\ud800奥1-2", "生駒市俵口町\x00 1", "=俵口町1", "生駒市俵口町" + "9-" * 200, "俵口町" + "甲" * 9 + "1-1",
])
def test_no_text_breaks_the_query(db: Session, text: str) -> None:
    streets(db, [("俵口町", "1", "parcel", LOT)])
    assert book(db, TAWARA).locate(text, within=IKOMA).level in MatchLevel
    assert book(db, TAWARA).locate("生駒市俵口町1").level == "parcel"  # the transaction still lives


PIECES = st.sampled_from([
    "生駒市", "元町", "2丁目", "俵口町", "14", "-8", "番地", "見本集会所", "字", "\ud800", "\x00", "=", "\n", "１", "ー", "9" * 30, "'",
])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map("".join)), max_size=30))
def test_any_cells_get_one_answer_each(db: Session, texts: list[str]) -> None:
    found = book(db, MOTOMACHI, TAWARA).locate_many(texts, within=IKOMA)
    assert [match.text for match in found] == texts
    assert all(match.point or match.reason for match in found)
