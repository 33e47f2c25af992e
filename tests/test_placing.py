"""位置の確認: worst first, confirmed or put by hand, learned by the geocoder, and never against somebody else's change."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from people import IKOMA, post, signed_in
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from town import resource

from geodata.address.desk import book
from geodata.address.match import MatchLevel
from geodata.errors import BadPoint, Overtaken, UnknownPlace
from geodata.japanese import search_form
from geodata.keeping.placing import known_places
from geodata.models import Area, AuditEntry, Place, Resource, Role, Status
from geodata.staff.choices import choices
from geodata.staff.homes import keep_private, publish_again
from geodata.staff.placing import next_waiting, queue, settle, waiting_place
from geodata.staff.scope import Scope

EVERYTHING = Scope(IKOMA)
TODAY = date(2026, 11, 1)


def test_the_worst_stand_first_and_nobody_waits_twice(own_city: Engine) -> None:
    with Session(own_city) as session:
        first = queue(session, EVERYTHING)
        ranks = [one.level.rank for one in first.waiting]
        assert ranks == sorted(ranks) and first.total == sum(first.counts.values()) > 30
        narrowed = queue(session, EVERYTHING, level=MatchLevel.MACHIAZA)
        assert {one.level for one in narrowed.waiting} == {MatchLevel.MACHIAZA}
        assert next_waiting(session, EVERYTHING, after=first.waiting[0].id) == first.waiting[1].id
        assert len(first.waiting) == first.total and queue(session, EVERYTHING, page=2).waiting == ()


def test_a_pin_by_hand_moves_the_place_its_jichikai_and_what_residents_see(own_city: Engine) -> None:
    with Session(own_city) as session, session.begin():
        area = session.scalars(select(Area).where(Area.name.like("%鹿ノ台%")).limit(1)).one()
        inside = session.execute(select(Area.boundary.ST_PointOnSurface().ST_X(), Area.boundary.ST_PointOnSurface().ST_Y())
                                 .where(Area.id == area.id)).one()  # fmt: skip
        one = next(w for w in queue(session, EVERYTHING, level=MatchLevel.MACHIAZA).waiting if not w.private_home)
        settled = settle(session, EVERYTHING, one.id, revision=one.revision, point=tuple(inside), level=MatchLevel.VENUE, today=TODAY)
        assert settled.level is MatchLevel.VENUE and settled.confirmed_on == TODAY and settled.point_source == "職員が確認"
        place = session.get_one(Place, one.id)
        session.refresh(place)
        assert place.jichikai_id == area.id and place.published_level is MatchLevel.VENUE
        fields = session.scalars(select(AuditEntry.field).where(AuditEntry.table_name == "place", AuditEntry.row_id == one.id))
        assert {"location", "level", "confirmed_on"} <= set(fields)
        assert one.id not in [w.id for w in queue(session, EVERYTHING).waiting]


def test_a_private_home_stays_at_its_town_for_residents(own_city: Engine) -> None:
    with Session(own_city) as session, session.begin():
        home = session.scalars(select(Place).where(Place.private_home)).first()
        assert home is not None
        was = (home.published_address, home.published_level)
        settle(session, EVERYTHING, home.id, revision=home.revision, point=(135.70, 34.69), level=MatchLevel.VENUE, today=TODAY)
        session.refresh(home)
        assert (home.published_address, home.published_level) == was and home.level is MatchLevel.VENUE


def test_a_hall_that_is_a_home_is_kept_from_residents_and_from_the_next_list(own_city: Engine, office: Flask) -> None:
    instance = office.extensions["wagagoto"].settings.instance
    with Session(own_city) as session, session.begin():
        hall = session.scalars(select(Place).where(~Place.private_home, Place.level == MatchLevel.MACHIAZA, Place.name != "")
                               .join(Resource, Resource.place_id == Place.id).limit(1)).one()  # fmt: skip
        name, address, key = hall.name, hall.address, hall.address_key
        geocoder = book(session, instance)
        keep_private(session, EVERYTHING, hall.id, revision=hall.revision, geocoder=geocoder)
        session.refresh(hall)
        assert (hall.name, hall.private_home, hall.address, hall.address_key) == ("個人宅", True, address, key)
        assert hall.published_address.endswith("（個人宅のため町名まで）") and hall.published_level is MatchLevel.MACHIAZA
        texts = session.scalars(select(Resource.search_text).where(Resource.place_id == hall.id)).all()
        assert texts and not [text for text in texts if search_form(name) in text]
        assert known_places(session, IKOMA)[key] == (hall.id, hall.level, True), "no list gives it a point"
        with pytest.raises(Overtaken):
            publish_again(session, EVERYTHING, hall.id, revision=1, name=name)
        publish_again(session, EVERYTHING, hall.id, revision=hall.revision, name=name)
        session.refresh(hall)
        assert (hall.name, hall.private_home, hall.published_address, hall.published_level) == (name, False, address, hall.level)
        texts = session.scalars(select(Resource.search_text).where(Resource.place_id == hall.id)).all()
        assert all(search_form(name) in text for text in texts)


def test_an_officer_says_that_it_is_a_home(office: Flask, own_city: Engine) -> None:
    editor = signed_in(office, own_city, Role.EDITOR)
    with Session(own_city) as session:
        one = next(w for w in queue(session, EVERYTHING).waiting if not w.private_home and w.address)
    page = post(editor, f"/staff/places/{one.id}/home", {"revision": one.revision}, follow_redirects=True)
    text = page.get_data(as_text=True)
    assert "個人宅として扱っています" in text and "公開の役割の人が元に戻せます" in text and "/home/end" not in text
    told = editor.get(f"/staff/resources/{one.held[0][0]}/history").get_data(as_text=True)
    assert "会場の変更" in told and "個人宅の扱い" in told
    end = f"/staff/places/{one.id}/home/end"
    assert post(editor, end, {"revision": one.revision}).status_code == 403
    publisher = signed_in(office, own_city, Role.PUBLISHER)
    again = post(publisher, end, {"revision": one.revision})
    assert again.status_code == 409 and "ほかの人が変えました" in again.get_data(as_text=True)
    soup = BeautifulSoup(again.data, "html.parser")
    form = next(form for form in soup.find_all("form") if form.get("action") == end)
    seen = {field["name"]: field.get("value", "") for field in form.find_all("input")} | {"name": "つどいの家"}
    assert "個人宅ではない会場にしました" in post(publisher, end, seen, follow_redirects=True).get_data(as_text=True)


def test_the_geocoder_learns_the_pin(own_city: Engine, office: Flask) -> None:
    point = (135.7012345, 34.6923456)
    instance = office.extensions["wagagoto"].settings.instance
    with Session(own_city) as session, session.begin():
        one = next(w for w in queue(session, EVERYTHING, level=MatchLevel.MACHIAZA).waiting if w.address and not w.private_home)
        before = book(session, instance).locate(one.address, IKOMA)
        settle(session, EVERYTHING, one.id, revision=one.revision, point=point, level=MatchLevel.VENUE, today=TODAY)
        after = book(session, instance).locate(one.address, IKOMA)
    assert before.level is MatchLevel.MACHIAZA
    assert after.level > MatchLevel.MACHIAZA and after.point == pytest.approx(point)


def test_a_change_that_was_not_seen_is_not_overwritten(own_city: Engine) -> None:
    with Session(own_city) as session, session.begin():
        one = queue(session, EVERYTHING).waiting[0]
        session.execute(update(Place).where(Place.id == one.id).values(name="見本・べつの名前"))
        with pytest.raises(Overtaken):
            settle(session, EVERYTHING, one.id, revision=one.revision, point=None, level=one.level, today=TODAY)


@pytest.mark.parametrize("point", [(34.69, 135.70), (139.7, 35.7), (float("nan"), 34.7)])
def test_a_point_far_away_is_refused(own_city: Engine, point: tuple[float, float]) -> None:
    with Session(own_city) as session, session.begin():
        one = queue(session, EVERYTHING).waiting[0]
        with pytest.raises(BadPoint):
            settle(session, EVERYTHING, one.id, revision=one.revision, point=point, level=MatchLevel.VENUE, today=TODAY)


def test_another_departments_place_is_not_there(own_city: Engine, office: Flask) -> None:
    with Session(own_city) as session, session.begin():
        one = queue(session, EVERYTHING).waiting[0]
        session.execute(update(Resource).where(Resource.place_id == one.id).values(department="こども家庭課"))
        with pytest.raises(UnknownPlace):
            waiting_place(session, Scope(IKOMA, "福祉政策課"), one.id)
    assert signed_in(office, own_city, Role.EDITOR, "福祉政策課").get(f"/staff/places/{one.id}").status_code == 404
    assert signed_in(office, own_city, Role.EDITOR, "こども家庭課").get(f"/staff/places/{one.id}").status_code == 200


def test_another_departments_drafts_are_not_named_at_a_shared_place(own_city: Engine) -> None:
    mine = Scope(IKOMA, "福祉政策課")
    with Session(own_city) as session, session.begin():
        one = queue(session, EVERYTHING).waiting[0]
        shared = session.get_one(Place, one.id)
        resource(session, "よその課の下書き", shared, status=Status.DRAFT, department="こども課")
        resource(session, "よその課の公開", shared, department="こども課")
        held = {name for _, name in waiting_place(session, mine, one.id).held}
        assert "よその課の公開" in held and "よその課の下書き" not in held


def test_candidates_come_from_the_address_and_from_what_is_looked_for(own_city: Engine, office: Flask) -> None:
    with Session(own_city) as session:
        one = queue(session, EVERYTHING, level=MatchLevel.MACHIAZA).waiting[0]
        found = choices(book(session, office.extensions["wagagoto"].settings.instance), one, IKOMA, "鹿ノ台西1丁目")
    assert any("鹿ノ台西" in one.words for one in found) and len(found) <= 9


def test_the_pages_confirm_and_go_on_to_the_next(own_city: Engine, office: Flask) -> None:
    editor = signed_in(office, own_city, Role.EDITOR)
    listed = BeautifulSoup(editor.get("/staff/places/").data, "html.parser")
    first, second = (link["href"] for link in listed.select(".place-queue h2 a")[:2])
    form = BeautifulSoup(editor.get(str(first)).data, "html.parser").select_one("#placing")
    assert form is not None
    revision = form.select_one("[name=revision]")["value"]  # type: ignore[index]
    answer = post(editor, str(first), {"choice": "as_it_is", "revision": revision})
    assert answer.status_code == 303 and answer.location == second
    assert "確かめました" in editor.get(str(second)).text
    form = BeautifulSoup(editor.get(str(second)).data, "html.parser").select_one("#placing")
    revision = form.select_one("[name=revision]")["value"]  # type: ignore[index,union-attr]
    wrong = post(editor, str(second), {"choice": "by_hand", "revision": revision, "lat": "北緯", "lng": "135.7"})
    assert wrong.status_code == 400 and "数で入力" in wrong.text and "北緯" in wrong.text
    stale = post(editor, str(second), {"choice": "by_hand", "revision": "0", "lat": "34.69", "lng": "135.7"})
    assert stale.status_code == 409
    moved = post(editor, str(second), {"choice": "by_hand", "revision": revision, "lat": "34.69", "lng": "135.7"})
    assert moved.status_code == 303


def test_what_is_typed_is_met_with_suggestions(own_city: Engine, office: Flask) -> None:
    editor = signed_in(office, own_city, Role.EDITOR)
    assert any("鹿ノ台" in one["text"] for one in editor.get("/staff/places/suggest?q=鹿ノ").json or ())
    assert editor.get("/staff/places/suggest?q=").json == []
    assert editor.get("/staff/places/?level=nani").status_code == 400 and editor.get("/staff/places/?page=x").status_code == 400
