"""The public page in a real headless Chromium: what it weighs, when it can be used, how soon a click is answered.

Measured with 2,000 and 20,000 resources over loopback from the production server. A click is answered when the frame
with the new list and pins has been painted: the first animation frame after the click's work, and the message after it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.city import city, folder
from tests.conftest import CHROMIUM, served
from tests.figures import figure, wanted

VIEW = {"width": 1280, "height": 800}
VISITS = 7
CLICKS = 15
USABLE = """() => document.documentElement.dataset.ready !== undefined
    && document.documentElement.dataset.map !== undefined && document.querySelector('#resources > li') !== null
    && performance.now()"""
PRESSED = """async (box) => {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
    const before = document.querySelector('#sentence').textContent;
    const start = performance.now();
    box.click();
    await new Promise((done) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage('');
    }));
    return [performance.now() - start, before !== document.querySelector('#sentence').textContent];
}"""


def figures(only: str) -> Iterator[dict[str, Any]]:
    """Weight and readiness with 2,000 resources, a click with 2,000 and with 20,000."""
    if wanted(only, "page_wire_kb", "page_usable_ms", "page_filter_2000_ms"):
        with served(city(2000), folder()) as home, chromium() as browser:
            warm_up(browser, home)
            if wanted(only, "page_wire_kb"):
                yield _weight(browser, home)
            if wanted(only, "page_usable_ms"):
                yield _usable(browser, home)
            if wanted(only, "page_filter_2000_ms"):
                yield _filter(browser, home, 2000, most=50)
    if wanted(only, "page_filter_20000_ms"):
        with served(city(20_000), folder()) as home, chromium() as browser:
            warm_up(browser, home)
            yield _filter(browser, home, 20_000, most=100)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


def warm_up(browser: Browser, home: str) -> None:
    """The server has answered once and has had time to compress."""
    with visit(browser, home) as (page, _):
        page.wait_for_timeout(8000)


@contextmanager
def visit(browser: Browser, home: str) -> Iterator[tuple[Page, float]]:
    """The page, opened by somebody who was never here before, and the milliseconds until it could be used."""
    context = new_visitor(browser)
    page = context.new_page()
    page.goto(home, wait_until="commit")
    usable = page.wait_for_function(USABLE, polling="raf").json_value()
    yield page, usable
    context.close()


def new_visitor(browser: Browser) -> BrowserContext:
    """Nothing kept from before."""
    return browser.new_context(viewport=VIEW, locale="ja-JP")  # type: ignore[arg-type]


def _weight(browser: Browser, home: str) -> dict[str, Any]:
    context = new_visitor(browser)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["response"]["url"]}))
    wire.on("Network.loadingFinished", lambda said: weights.update({said["requestId"]: said["encodedDataLength"]}))
    page.goto(home, wait_until="load")
    page.wait_for_function(USABLE)
    page.wait_for_timeout(1000)
    context.close()
    by_name = sorted(((size, kinds.get(request, "?")) for request, size in weights.items()), reverse=True)
    largest = ", ".join(f"{name.removeprefix(home).split('?')[0]} {size / 1000:.0f}" for size, name in by_name[:4])
    note = f"{len(weights)} answers with their headers, 2,000 resources; largest: {largest}"
    return figure("page_wire_kb", sum(weights.values()) / 1000, "kB", most=350, note=note)


def _usable(browser: Browser, home: str) -> dict[str, Any]:
    times = []
    for _ in range(VISITS):
        with visit(browser, home) as (_, usable):
            times.append(usable)
    note = f"median of {VISITS} first visits with 2,000 resources, worst {max(times):.0f}; {_load()}"
    return figure("page_usable_ms", median(times), "ms", most=1000, note=note)


def _filter(browser: Browser, home: str, count: int, most: float) -> dict[str, Any]:
    times: list[float] = []
    with visit(browser, home) as (page, _):
        page.wait_for_timeout(1000)
        boxes = page.query_selector_all(
            "#filters input[type=checkbox][name=category], #filters input[type=checkbox][name=weekday]"
        )
        for number in range(CLICKS):
            took, changed = page.evaluate(PRESSED, boxes[number // 2 % len(boxes)])
            assert changed, "the click was not answered within the frame"
            times.append(took)
    note = f"{CLICKS} clicks on 種類 and 曜日, on and off; worst {max(times):.0f}; {_load()}"
    return figure(f"page_filter_{count}_ms", median(times), "ms", most=most, note=note)


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
