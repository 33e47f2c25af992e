"""Which areas a 会場 lies in: border included, smallest 自治会 named, nothing changed by a rerun."""

from sqlalchemy import text
from sqlalchemy.orm import Session
from town import IKOMA, Town, area, jichikai, place

from geodata.assignment import assign_places
from geodata.models import AreaKind, Municipality, Place

TOWN = Town("""
    a . b . c
    . 2 1 3 .
    d . e . f
    . . . . 9
""")


def areas_of(db: Session, stands: Place) -> set[str]:
    db.refresh(stands)
    return {found.name for found in stands.areas}


def named(db: Session, stands: Place) -> str | None:
    db.refresh(stands)
    return stands.jichikai.name if stands.jichikai else None


def test_a_hall_on_the_border_belongs_to_both(db: Session) -> None:
    jichikai(db, "西町", TOWN.area("abed"))
    jichikai(db, "東町", TOWN.area("bcfe"))
    on_border, west, corner, outside = (place(db, f"会館{at}", TOWN[at]) for at in "12d9")
    assert assign_places(db, IKOMA) == 3
    assert areas_of(db, on_border) == {"西町", "東町"}
    assert areas_of(db, west) == areas_of(db, corner) == {"西町"}
    assert areas_of(db, outside) == set() and named(db, outside) is None


def test_the_smallest_jichikai_is_named_and_other_kinds_are_not(db: Session) -> None:
    jichikai(db, "全町", TOWN.area("acfd"))
    jichikai(db, "東町", TOWN.area("bcfe"))
    area(db, AreaKind.SCHOOL_ZONE, "小さな校区", TOWN.area("3cf"))
    hall, west = place(db, "会館", TOWN["3"]), place(db, "西の会館", TOWN["2"])
    assign_places(db, IKOMA)
    assert areas_of(db, hall) == {"全町", "東町", "小さな校区"}
    assert named(db, hall) == "東町"
    assert named(db, west) == "全町"


def test_a_tie_goes_to_the_same_one_each_time(db: Session) -> None:
    first = jichikai(db, "西町", TOWN.area("abed"))
    jichikai(db, "東町", TOWN.area("bcfe"))
    jichikai(db, "西町の写し", TOWN.area("abed"))
    hall = place(db, "会館", TOWN["2"])
    for _ in range(3):
        assign_places(db, IKOMA)
        assert named(db, hall) == first.name


def test_a_rerun_changes_no_row(db: Session) -> None:
    jichikai(db, "西町", TOWN.area("abed"))
    jichikai(db, "東町", TOWN.area("bcfe"))
    for at in "123d9":
        place(db, f"会館{at}", TOWN[at])
    rows = text("SELECT tableoid, ctid FROM place UNION ALL SELECT tableoid, ctid FROM place_area ORDER BY 1, 2")
    assign_places(db, IKOMA)
    before = db.execute(rows).all()
    assign_places(db, IKOMA)
    assert db.execute(rows).all() == before


def test_a_place_that_moved_leaves_what_it_was_in(db: Session) -> None:
    jichikai(db, "西町", TOWN.area("abed"))
    hall = place(db, "会館", TOWN["2"])
    assign_places(db, IKOMA)
    hall.location = f"SRID=4326;POINT({TOWN['9'][0]} {TOWN['9'][1]})"
    assert assign_places(db, IKOMA) == 0
    assert areas_of(db, hall) == set() and named(db, hall) is None


def test_only_the_places_asked_for_are_touched(db: Session) -> None:
    jichikai(db, "西町", TOWN.area("abed"))
    hall, other, nowhere = (
        place(db, "会館", TOWN["2"]),
        place(db, "別の会館", TOWN["d"]),
        place(db, "オンライン", None),
    )
    assert assign_places(db, IKOMA, place_ids=[hall.id, nowhere.id]) == 1
    assert areas_of(db, hall) == {"西町"} and areas_of(db, other) == set() == areas_of(db, nowhere)
    assert assign_places(db, IKOMA, place_ids=[]) == 0


def test_a_neighbouring_citys_area_says_nothing(db: Session) -> None:
    db.add(Municipality(code="292010", name="奈良市", prefecture="奈良県", srid=6674))
    db.flush()
    jichikai(db, "奈良の町", TOWN.area("acfd"), municipality_code="292010")
    hall = place(db, "会館", TOWN["2"])
    assert assign_places(db, IKOMA) == assign_places(db, "292010") == 0
    assert areas_of(db, hall) == set()


def test_20000_places_in_300_jichikai_are_all_assigned_and_again(db: Session) -> None:
    """A city of 20 × 15 areas of 200 corners each. `make bench` holds the 2 s."""
    db.execute(
        text("""
        INSERT INTO area (municipality_code, kind, code, name, boundary, approximate)
        SELECT '292095', 'jichikai', 'grid-' || x || '-' || y, 'マス' || x || '-' || y,
               ST_Multi(ST_Segmentize(ST_MakeEnvelope(
                   135.6 + x * 0.01, 34.6 + y * 0.01, 135.61 + x * 0.01, 34.61 + y * 0.01, 4326), 0.0002)), false
          FROM generate_series(0, 19) AS x, generate_series(0, 14) AS y""")
    )
    db.execute(
        text("""
        INSERT INTO place (municipality_code, name, address_key, location, level, needs_review, private_home,
                           published_level, barrier_free, parking)
        SELECT '292095', '会場' || n, 'grid ' || n,
               ST_SetSRID(ST_MakePoint(135.6 + (n % 200) * 0.001 + 0.0003, 34.6 + (n / 200) * 0.0015), 4326),
               'venue', false, false, 'none', 'unknown', 'unknown'
          FROM generate_series(0, 19999) AS n""")
    )
    assert assign_places(db, IKOMA) == 20_000
    assert assign_places(db, IKOMA) == 20_000
