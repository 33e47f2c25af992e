"""職員のページを本物のブラウザで: placing by mouse and by keyboard alone, the whole at a glance, and who cannot see well."""

from collections.abc import Iterator

import pytest
from axe import violations
from conftest import watched
from people import browser_of
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geodata.models import Place, Role

PAGES = ("/staff/", "/staff/places/", "/staff/exports/")
City = tuple[str, Engine]


@pytest.fixture
def desk(chromium: Browser, staff_city: City) -> Iterator[Page]:
    """An editor's browser."""
    home, engine = staff_city
    context = browser_of(chromium, home, engine, Role.EDITOR)
    with watched(context, home) as page:
        yield page
    context.close()


def first_waiting(page: Page, level: str = "machiaza") -> int:
    """Open the first 会場 of the queue; its id."""
    page.goto(f"/staff/places/?level={level}")
    page.locator(".place-queue h2 a").first.click()
    expect(page.locator("html[data-map]")).to_be_attached()
    return int(page.url.rsplit("/", 1)[1])


def point_of(engine: Engine, place_id: int) -> tuple[float, float, str]:
    with Session(engine) as session:
        where = Place.location
        lng, lat, how = session.execute(select(where.ST_X(), where.ST_Y(), Place.point_source).where(Place.id == place_id)).one()
        return lng, lat, how


def test_a_press_on_the_map_puts_the_place_there(desk: Page, staff_city: City) -> None:
    place = first_waiting(desk)
    before = point_of(staff_city[1], place)
    box = desk.locator("#map").bounding_box()
    assert box
    desk.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
    expect(desk.locator("[value=by_hand]")).to_be_checked()
    lat = desk.locator("[name=lat]").input_value()
    desk.get_by_role("button", name="この位置に決める").click()
    expect(desk.get_by_role("status").first).to_contain_text("決めました")
    lng, now, how = point_of(staff_city[1], place)
    assert how == "職員が確認" and now == pytest.approx(float(lat)) and (lng, now) != before[:2]


def test_the_keyboard_alone_moves_the_mark(desk: Page, staff_city: City) -> None:
    place = first_waiting(desk)
    _, lat, _ = point_of(staff_city[1], place)
    for _ in range(60):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.classList.contains('pin-by-hand')"):
            break
    else:
        pytest.fail("the mark cannot be reached by Tab")
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowUp"):
        desk.keyboard.press(key)
    expect(desk.locator("[value=by_hand]")).to_be_checked()
    desk.locator("[name=lat]").press("Enter")
    expect(desk.get_by_role("status").first).to_contain_text("決めました")
    assert point_of(staff_city[1], place)[1] - lat == pytest.approx(60 / 111_195, rel=0.01)


def test_a_candidate_is_found_chosen_and_kept(desk: Page, staff_city: City) -> None:
    place = first_waiting(desk, "city")
    desk.get_by_label("ほかの住所や会場名でさがす").fill("鹿ノ台西一丁目")
    desk.get_by_role("button", name="さがす").click()
    choice = desk.get_by_role("radio", name="鹿ノ台西一丁目")
    choice.check()
    expect(desk.locator(".pin-by-hand")).to_be_visible()
    desk.get_by_role("button", name="この位置に決める").click()
    expect(desk.get_by_role("status").first).to_contain_text("決めました")
    assert point_of(staff_city[1], place)[2] == "職員が確認"


def test_all_of_it_works_without_scripts(chromium: Browser, staff_city: City) -> None:
    home, engine = staff_city
    context = browser_of(chromium, home, engine, Role.EDITOR, width=360, scripts=False)
    page = context.new_page()
    page.goto("/staff/places/?level=machiaza")
    page.locator(".place-queue h2 a").first.click()
    place = int(page.url.rsplit("/", 1)[1])
    page.get_by_role("radio", name="地図や数字で決める").check()
    page.locator("[name=lat]").fill("34.69")
    page.locator("[name=lng]").fill("135.70")
    page.get_by_role("button", name="この位置に決める").click()
    expect(page.locator(".message")).to_contain_text("決めました")
    assert point_of(engine, place)[:2] == (135.70, 34.69)
    context.close()


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_shut_out(chromium: Browser, staff_city: City, address: str, width: int) -> None:
    home, engine = staff_city
    context = browser_of(chromium, home, engine, Role.ADMIN, width=width)
    with watched(context, home) as page:
        page.goto(address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_page_of_one_place_shuts_nobody_out(desk: Page) -> None:
    first_waiting(desk)
    assert violations(desk) == []
