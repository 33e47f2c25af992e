"""大きく見る in a real Chromium at 1920 × 1080."""

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def wall(page: Page) -> Page:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/districts/shikanodai/wall")
    page.wait_for_selector("html[data-map]", state="attached")
    return page


def shown(page: Page) -> int:
    return page.locator("#wall-list li:visible").count()


def test_keys_show_one_kind_and_all_again(wall: Page) -> None:
    everything = shown(wall)
    wall.keyboard.press("3")
    pressed = wall.locator("button[data-key='3']")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert shown(wall) == int(pressed.locator("b").inner_text()) < everything
    assert wall.locator("#wall-state").inner_text() == f"{pressed.get_attribute('data-name')}：{shown(wall)}件"
    wall.keyboard.press("0")
    assert shown(wall) == everything


def test_letters_can_be_read_from_the_back(wall: Page) -> None:
    small = wall.evaluate("""() => [...document.querySelectorAll('body *')]
        .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && one.checkVisibility())
        .filter(one => !one.closest('svg, .visually-hidden'))
        .map(one => [parseFloat(getComputedStyle(one).fontSize), one.outerHTML.slice(0, 80)])
        .filter(([size]) => size < 24)""")
    assert small == []


def test_all_of_it_is_on_one_screen(wall: Page) -> None:
    assert wall.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [1920, 1080]
    assert wall.locator(".wall-map").bounding_box()["width"] > 1_000  # type: ignore[index]


def test_it_goes_on_without_the_network(wall: Page) -> None:
    wall.context.set_offline(True)
    wall.keyboard.press("2")
    assert shown(wall) == int(wall.locator("button[data-key='2'] b").inner_text())
    wall.evaluate("window.wagagotoFrame.map.setZoom(16, {animate: false})")
    wall.context.set_offline(False)


def test_it_can_be_used_on_a_phone_too(chromium: Browser, live_server: str) -> None:
    context = chromium.new_context(base_url=live_server, viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto("/districts/shikanodai/wall")
    page.wait_for_selector("html[data-map]", state="attached")
    page.locator("button[data-key='1']").tap()
    assert shown(page) == int(page.locator("button[data-key='1'] b").inner_text())
    context.close()
