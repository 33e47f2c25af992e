"""全体のようす: the counts are those of the records, and each person sees the part that is theirs."""

from collections import Counter, defaultdict
from datetime import date

from flask import Flask
from people import IKOMA, signed_in
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from geodata.models import AreaKind, Resource, Role, Status
from geodata.staff.overview import overview
from geodata.staff.scope import Scope

TODAY = date(2026, 11, 1)


def test_every_way_of_counting_gives_all_records(own_city: Engine) -> None:
    with Session(own_city) as session, session.begin():
        some = session.scalars(select(Resource.id).order_by(Resource.id).limit(4)).all()
        for id_, status in zip(some, Status, strict=True):
            session.execute(update(Resource).where(Resource.id == id_).values(status=status, department="福祉政策課"))
        found = overview(session, Scope(IKOMA), TODAY)
        there = session.scalar(select(func.count()).where(Resource.status != Status.WITHDRAWN))
        assert found.total == there
        for counts in (found.by_level, found.by_freshness, found.by_department):
            assert sum(counts.values()) == there
        assert sum(count for row in found.by_kind.values() for count in row.values()) == there
        assert found.by_department["福祉政策課"] == 3
        assert (found.waits.drafts, found.waits.checked) == (1, 1)
        assert found.waits.places > 20 and len(found.came) == 8 and found.came[0].counts["new"] > 0
        own = overview(session, Scope(IKOMA, "こども家庭課"), TODAY)
        assert own.total == there - 3 and "福祉政策課" not in own.by_department
        assert overview(session, Scope("130001"), TODAY).total == 0


def test_a_record_counts_where_it_is_held_and_wherever_it_comes_round_to(own_city: Engine) -> None:
    with Session(own_city) as session:
        found = overview(session, Scope(IKOMA), TODAY)
        wanted: dict[str, Counter[str]] = defaultdict(Counter)
        for one in session.scalars(select(Resource)):
            held = [one.place.jichikai.code] if one.place and one.place.jichikai else []
            for code in {*held, *(area.code for area in one.served if area.kind is AreaKind.JICHIKAI)} or {""}:
                wanted[code][one.category_code] += 1
    assert found.by_area == wanted
    assert sum(sum(row.values()) for row in wanted.values()) > found.total


def test_each_role_sees_what_it_may_do(own_city: Engine, office: Flask) -> None:
    for role in (Role.EDITOR, Role.PUBLISHER, Role.ADMIN, Role.AUDITOR):
        page = signed_in(office, own_city, role).get("/staff/")
        assert page.status_code == 200 and "種類 × 自治会" in page.text and "こども食堂" in page.text
        assert ('href="/staff/places/"' in page.text.split("待っている仕事")[1]) is (role is not Role.AUDITOR)
    assert signed_in(office, own_city, Role.PROFESSIONAL).get("/staff/").status_code == 403
