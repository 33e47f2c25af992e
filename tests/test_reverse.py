"""点から住所へ: the 町丁目 of a point by its 区域, by the 番地 at the door, or honestly by the nearest town point."""

import math

import pytest
from sqlalchemy.orm import Session

from geodata.address import Point
from geodata.address.located import connection_of
from geodata.address.reverse import Nearby, address_at
from geodata.models import AreaKind
from tests.address_town import entry, source, streets, town
from tests.town import Town, area

MAP = Town("""
    a . b . c
    . 1 . 2 .
    d . e . f
""", step=0.01)


@pytest.fixture
def towns(db: Session) -> Session:
    """西町 and 東町, whose points are 1 and 2."""
    number = source(db, "towns")
    entry(db, number, town("西町一丁目", MAP["1"]))
    entry(db, number, town("東町", MAP["2"]))
    return db


def at(db: Session, point: Point) -> Nearby:
    return address_at(connection_of(db), point)


def test_by_the_nearest_town_point_and_it_says_so(towns: Session) -> None:
    found = at(towns, (MAP["1"][0] + 0.001, MAP["1"][1]))
    assert (found.level, found.machiaza, found.city_code, found.sure) == ("machiaza", "西町一丁目", "292095", False)
    assert "代表点" in found.reason and found.away_m == pytest.approx(92, abs=2)
    assert str(found) == "奈良県生駒市西町一丁目" and found.origin == ("試験", "")


def test_metres_decide_and_not_degrees(db: Session) -> None:
    number = source(db, "towns")
    entry(db, number, town("北町", (135.70, 34.70)))  # 1,110 m to the north
    entry(db, number, town("東町", (135.711, 34.69)))  # 1,007 m to the east, though more degrees
    assert at(db, (135.70, 34.69)).machiaza == "東町"


def test_by_the_area_that_covers_it(towns: Session) -> None:
    area(towns, AreaKind.MACHIAZA, "東町", MAP.area("abed"), source="市の区域図")
    found = at(towns, MAP["1"])  # nearer to 西町's point, but in 東町
    assert (found.machiaza, found.sure, found.level, found.away_m) == ("東町", True, "machiaza", None)
    assert found.origin.name == "市の区域図"


def test_an_approximate_area_is_not_sure(towns: Session) -> None:
    area(towns, AreaKind.MACHIAZA, "西町１丁目", MAP.area("abed"), approximate=True)
    found = at(towns, MAP["1"])
    assert (found.machiaza, found.sure) == ("西町１丁目", False) and "おおよそ" in found.reason


def test_the_nearest_number_of_the_town(towns: Session) -> None:
    near, far = (MAP["1"][0] + 0.0002, MAP["1"][1]), (MAP["1"][0] + 0.003, MAP["1"][1])
    streets(towns, [("西町一丁目", "14-8", "residence", near), ("西町一丁目", "2-1", "residence", far)])
    found = at(towns, MAP["1"])
    assert (found.level, found.number, found.sure) == ("residence", "14-8", True)
    assert found.away_m == pytest.approx(18, abs=2) and found.origin.name == "試験"
    area(towns, AreaKind.MACHIAZA, "西町１丁目", MAP.area("abed"))
    assert (at(towns, MAP["1"]).machiaza, at(towns, MAP["1"]).number) == ("西町１丁目", "14-8")


def test_a_number_of_the_next_town_at_the_door_wins_over_a_nearer_centre(towns: Session) -> None:
    streets(towns, [("東町", "5", "parcel", MAP["1"])])
    assert (at(towns, MAP["1"]).machiaza, at(towns, MAP["1"]).number) == ("東町", "5")


def test_points_that_are_far_off_are_not_believed(towns: Session) -> None:
    streets(towns, [("東町", "5", "parcel", MAP["1"])], far=True)
    assert at(towns, MAP["1"]).machiaza == "西町一丁目"


def test_nothing_near(towns: Session) -> None:
    found = at(towns, (140.0, 40.0))
    assert (found.level, str(found)) == ("none", "") and found.reason


@pytest.mark.parametrize("point", [(200.0, 34.0), (135.0, 91.0), (math.nan, 34.0)])
def test_what_is_no_point_is_refused(db: Session, point: Point) -> None:
    with pytest.raises(ValueError, match="not a longitude"):
        at(db, point)
