"""社会資源の頁（職員）in a real Chromium: axe, narrow screens, the keyboard, the live reading, two editors at once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from conftest import watched
from people import browser_of
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.models import Correction, CorrectionState, Origin, Place, Resource, Role
from geodata.staff.audit import acting

expect.set_options(timeout=15_000)  # the first map of a server takes its time
SHOTS = os.environ.get("WAGAGOTO_SHOTS")  # a folder that pictures of each page are put into
IKOMA = "292095"


@pytest.fixture(scope="module")
def records(staff_city: tuple[str, Engine]) -> dict[str, int]:
    """Records of every look: one at a shared hall with corrections and a past, a private home's, one that moves about."""
    engine = staff_city[1]
    with transaction(engine) as session:
        shared = select(Resource.place_id).group_by(Resource.place_id).having(func.count() > 1).limit(1)
        hall = session.scalars(select(Resource).where(Resource.place_id == shared.scalar_subquery()).limit(1)).one()
        home = session.scalars(select(Resource).join(Place).where(Place.private_home)).first()
        acting(session, None, "編集")
        session.execute(update(Resource).where(Resource.id == hall.id).values(phone="0743-00-1234", status="checked"))
        session.add(Correction(municipality_code=IKOMA, resource_id=hall.id, origin=Origin.RESIDENT, as_is=False, revision=1,
                               changes={"phone": ["0743-00-0000", "0743-00-9999"]}, message="電話番号が変わったそうです。",
                               state=CorrectionState.WAITING))  # fmt: skip
        session.execute(update(Resource).where(Resource.id == hall.id + 1).values(status="draft"))
        return {"hall": hall.id, "home": home.id if home else hall.id}


def paths(ids: dict[str, int]) -> dict[str, str]:
    """Every kind of page."""
    hall = ids["hall"]
    return {
        "list": "/staff/resources/", "narrowed": "/staff/resources/?category=ninchisho_cafe&stale=1&level=town",
        "nothing": "/staff/resources/?q=どこにもない言葉", "one": f"/staff/resources/{hall}",
        "home": f"/staff/resources/{ids['home']}", "edit": f"/staff/resources/{hall}/edit", "new": "/staff/resources/new",
        "history": f"/staff/resources/{hall}/history", "choose": "/staff/resources/bulk?action=visibility&all=1&status=published",
        "confirm": "/staff/resources/bulk?action=visibility&value=professional&all=1",
        "withdraw": f"/staff/resources/bulk?action=withdraw&id={hall}", "audit": "/staff/audit/",
    }  # fmt: skip


KINDS = ["list", "narrowed", "nothing", "one", "home", "edit", "new", "history", "choose", "confirm", "withdraw", "audit"]


@pytest.fixture(scope="module")
def window(chromium: Browser, staff_city: tuple[str, Engine]) -> Iterator[Page]:
    home, engine = staff_city
    context = browser_of(chromium, home, engine, Role.ADMIN)
    with watched(context, home) as page:
        yield page
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_anybody_can_use_it(window: Page, records: dict[str, int], kind: str) -> None:
    """axe, and nothing wider than the screen, from a large one to a small phone."""
    window.set_viewport_size({"width": 1440, "height": 900})
    window.goto(paths(records)[kind])
    for width in (1440, 768, 360, 320):
        window.set_viewport_size({"width": width, "height": 900})
        assert window.evaluate("document.documentElement.scrollWidth") <= width, width
        if width != 768:
            assert violations(window) == [], width
        if SHOTS and width != 320:
            window.wait_for_timeout(400)
            window.screenshot(path=Path(SHOTS) / f"{kind}-{width}.png", full_page=True)


def test_by_keyboard_from_list_to_saved(window: Page, records: dict[str, int]) -> None:
    window.set_viewport_size({"width": 1440, "height": 900})
    window.goto(f"/staff/resources/{records['hall']}/edit")
    window.locator("#capacity").focus()
    window.keyboard.press("Control+A")
    window.keyboard.type("12人")
    window.keyboard.press("Enter")
    expect(window).to_have_url(f"{window.url.split('/staff')[0]}/staff/resources/{records['hall']}")
    expect(window.locator(".message")).to_contain_text("保存しました（定員）")


def test_schedule_is_read_back_while_typing(window: Page, records: dict[str, int]) -> None:
    window.goto(f"/staff/resources/{records['hall']}/edit")
    window.locator("#schedule_text").fill("毎月第1・3金曜 13時半～15時")
    expect(window.locator("[data-reading]")).to_contain_text("毎月 第1・第3金曜 13:30–15:00")
    window.locator("#schedule_text").fill("ときどき、みんなの都合で")
    expect(window.locator("[data-reading]")).to_contain_text("読み取れません")


def test_errors_are_gone_to_and_nothing_is_lost(window: Page, records: dict[str, int]) -> None:
    window.goto(f"/staff/resources/{records['hall']}/edit")
    window.locator("#name").fill("")
    window.locator("#url").fill("example.jp")
    window.locator("#description").fill("書いたばかりの内容")
    window.get_by_role("button", name="保存する").click()
    expect(window.locator("#summary")).to_be_focused()
    expect(window.locator("#summary li")).to_have_count(2)
    expect(window.locator("#description")).to_have_value("書いたばかりの内容")
    assert violations(window) == []
    if SHOTS:
        window.screenshot(path=Path(SHOTS) / "errors-1440.png", full_page=True)
    window.locator("#summary a").first.click()
    expect(window.locator("#name")).to_be_focused()


def test_a_hall_is_found_and_chosen(window: Page, records: dict[str, int], staff_city: tuple[str, Engine]) -> None:
    window.goto(f"/staff/resources/{records['hall']}/edit")
    window.get_by_label("登録ずみの会場から選ぶ").check()
    window.locator("#venue_words").fill("会館")
    window.keyboard.press("Enter")
    candidates = window.locator("[data-part=known] [name=place_id]")
    candidates.last.check()
    window.get_by_role("button", name="保存する").click()
    expect(window.locator(".message")).to_contain_text("会場")


def test_the_second_of_two_editors_is_told(window: Page, records: dict[str, int], staff_city: tuple[str, Engine]) -> None:
    window.goto(f"/staff/resources/{records['hall']}/edit")
    with transaction(staff_city[1]) as session:
        acting(session, None, "編集")
        session.execute(update(Resource).where(Resource.id == records["hall"]).values(phone="0743-00-5678", fee_text="200円"))
    window.locator("#phone").fill("0743-00-1111")
    window.get_by_role("button", name="保存する").click()
    expect(window.locator("#summary")).to_contain_text("ほかの人がこの記録を変えました")
    expect(window.locator("#summary")).to_contain_text("0743-00-5678")
    expect(window.locator("#phone")).to_have_value("0743-00-1111")
    expect(window.locator("#fee_text")).to_have_value("200円")
    assert violations(window) == []
    if SHOTS:
        window.screenshot(path=Path(SHOTS) / "overtaken-1440.png", full_page=True)
    with Session(staff_city[1]) as session:
        assert session.get_one(Resource, records["hall"]).phone == "0743-00-5678", "nothing was written unseen"
    window.get_by_role("button", name="保存する").click()
    with Session(staff_city[1]) as session:
        assert session.get_one(Resource, records["hall"]).phone == "0743-00-1111"


def test_picking_some_and_picking_all_exclude_each_other(window: Page) -> None:
    window.goto("/staff/resources/")
    boxes = window.locator("[name=id]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(window.locator("[data-picked]")).to_have_text("2件を選んでいます")
    window.locator("[name=all]").check()
    expect(boxes.nth(0)).not_to_be_checked()
    window.locator("[name=all]").uncheck()
    boxes.nth(0).check()
    window.locator("#action").select_option("last_confirmed_on")
    window.get_by_role("button", name="内容を確かめる").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("まとめて内容の確認日を入れる")
