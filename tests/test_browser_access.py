"""だれでも使える: axe, keyboard alone, 320 px, 200 %, print, in a real Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from conftest import served, watched
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.models import Area, Resource


@pytest.fixture(scope="module")
def paths(demo_city: Engine) -> dict[str, str]:
    """Every kind of page."""
    with Session(demo_city) as session:
        area = session.scalars(select(Area.code).where(Area.name == "鹿ノ台自治会")).one()
        one = session.scalars(select(Resource.id).where(Resource.place_id.is_not(None), Resource.phone != "").limit(1)).one()
    return {
        "home": "/", "chosen": "/?category=ninchisho_cafe&weekday=tue", "nothing": "/?q=どこにもない言葉&free=1",
        "resource": f"/resources/{one}", "areas": "/areas/", "area": f"/areas/{area}", "district": "/districts/shikanodai",
        "soudan": "/soudan", "about": "/about", "wall": f"/areas/{area}/wall", "error": "/resources/99999999",
    }  # fmt: skip


KINDS = ["home", "chosen", "nothing", "resource", "areas", "area", "district", "soudan", "about", "wall", "error"]
WITH_A_MAP = {"home", "chosen", "nothing", "resource", "area", "district", "wall"}


@pytest.fixture(scope="module")
def window(chromium: Browser, live_server: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server, viewport={"width": 1440, "height": 900})
    with watched(context, live_server) as page:
        yield page
    context.close()


def opened(page: Page, kind: str, paths: dict[str, str]) -> Page:
    page.goto(paths[kind])
    if kind in WITH_A_MAP:
        page.wait_for_selector("html[data-map]", state="attached")
    return page


@pytest.mark.parametrize(("kind", "width"), [*((kind, 1440) for kind in KINDS), ("home", 360), ("area", 360)])
def test_axe_finds_nothing(window: Page, paths: dict[str, str], kind: str, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 900})
    page = opened(window, kind, paths)
    if kind == "home":
        page.evaluate("document.getElementById('sheet').open = true")
        page.locator(".card-show").first.click()
        expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")
        page.evaluate("scrollTo(0, 0)")
    assert violations(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_screen(window: Page, paths: dict[str, str], kind: str) -> None:
    """320 px is a small phone, and 1280 px at 400 %; 720 px is 1440 px at 200 %."""
    page = opened(window, kind, paths)
    for width in (720, 360, 320):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate("""() => [...document.querySelectorAll('main :is(a, button, b, p, h1, h2, h3, label)')]
        .filter(one => one.checkVisibility() && !one.closest('.map, .visually-hidden'))
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.outerHTML.slice(0, 100))""")
    assert cut == []


@pytest.mark.parametrize("kind", ["home", "area", "resource", "wall"])
def test_letters_twice_as_large_still_fit(window: Page, paths: dict[str, str], kind: str) -> None:
    window.set_viewport_size({"width": 1280, "height": 900})
    page = opened(window, kind, paths)
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_targets_are_large_enough_for_a_finger(chromium: Browser, live_server: str) -> None:
    context = chromium.new_context(base_url=live_server, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/")
    page.wait_for_selector("html[data-map]", state="attached")
    page.locator("summary").click()
    small = page.evaluate("""() => {
        const targets = '.top a, summary, .filters :is(label:not([for]), button, select, input[type=search]), .card-show';
        return [...document.querySelectorAll(targets)].filter(one => one.checkVisibility())
            .map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)])
            .filter(([height]) => height > 0 && height < 43.5);
    }""")
    assert small == []
    context.close()


def test_a_keyboard_alone_goes_from_the_form_to_a_page(window: Page, paths: dict[str, str]) -> None:
    window.set_viewport_size({"width": 1440, "height": 900})
    page = opened(window, "home", paths)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("一覧へ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # さがす条件へ
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("value", "ikomaru_madoguchi")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(".sentence-words").inner_text() == "こども食堂"
    page.keyboard.press("Shift+Tab")
    seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert seen == "solid"
    page.locator("#resources a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/resources/*")


def test_every_stop_of_the_tab_key_can_be_seen(window: Page, paths: dict[str, str]) -> None:
    window.set_viewport_size({"width": 1440, "height": 900})
    page = opened(window, "home", paths)
    hidden = []
    for _ in range(90):
        page.keyboard.press("Tab")
        hidden += page.evaluate("""() => {
            const at = document.activeElement;
            if (at === document.body) return [];
            const seen = at.matches('.days input, .times input, .choices input') ? at.parentElement : at;
            const box = seen.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
            const same = top && (at.contains(top) || top.contains(at) || at.parentElement.contains(top));
            return same && box.bottom > 0 && box.top < innerHeight ? [] : [at.outerHTML.slice(0, 120)];
        }""")
    assert hidden == []


def test_the_count_is_announced(window: Page, paths: dict[str, str]) -> None:
    page = opened(window, "home", paths)
    page.get_by_label("こども食堂").check()
    assert page.get_by_role("status").inner_text().replace("\n", "").endswith("件")


def test_the_whole_list_is_printed(window: Page, paths: dict[str, str]) -> None:
    page = opened(window, "home", paths)
    total = int(page.locator(".sentence-count").inner_text().removesuffix("件"))
    assert total > 100 > page.locator(".card").count()
    page.pdf()
    assert page.locator(".card").count() == total and page.locator("#more").is_hidden()


def test_a_list_too_long_for_paper_says_so(chromium: Browser, own_city: Engine, tmp_path: Path) -> None:
    with transaction(own_city) as session:
        session.execute(text("""
            INSERT INTO resource SELECT (json_populate_record(one, json_build_object('id', nextval('resource_id_seq'), 'source_key', '二 ' || one.id))).*
            FROM resource AS one ORDER BY one.id LIMIT 120
        """))
    with served(own_city, tmp_path) as home:
        context = chromium.new_context(base_url=home, viewport={"width": 1440, "height": 900})
        with watched(context, home) as page:
            opened(page, "home", {"home": "/"})
            total = int(page.locator(".sentence-count").inner_text().removesuffix("件"))
            page.pdf()
            assert page.locator(".card").count() == 300 < total
            page.emulate_media(media="print")
            expect(page.locator("#more .on-paper")).to_have_text(f"このほかに{total - 300}件あります。条件をしぼって印刷してください。")
            expect(page.locator("#more .on-paper")).to_be_visible()
        context.close()


def test_the_printed_jichikai_has_a_figure_and_numbers(window: Page, paths: dict[str, str]) -> None:
    window.set_viewport_size({"width": 1440, "height": 900})
    page = opened(window, "area", paths)
    page.emulate_media(media="print")
    figure = page.locator("img.figure")
    figure.scroll_into_view_if_needed()
    expect(figure).to_be_visible()
    page.wait_for_function("document.querySelector('img.figure').naturalWidth > 0")
    expect(page.locator(".place-map .map")).to_be_hidden()
    expect(page.locator(".actions")).to_be_hidden()
    page.emulate_media(media="screen")
