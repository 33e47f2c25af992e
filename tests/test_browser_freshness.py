"""情報の確認 in a real Chromium: axe at three widths, a phone without scripts, A4, and codes that a reader of codes can read."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from axe import violations
from conftest import _copied, served, watched
from people import token_for
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.due import today_in_japan
from geodata.models import Category, Origin, Resource, Role
from geodata.staff.links import make_links
from geodata.staff.proposals import propose
from mapapp.accounts.sessions import COOKIE

A4 = 1123  # CSS px of its height


@pytest.fixture(scope="module")
def city(cluster_url: str, demo_template: str, admin: Engine) -> Iterator[Engine]:
    """The 見本 city, to be written into; こども食堂 are due after a month, and nothing is hidden."""
    with _copied(cluster_url, demo_template, admin) as engine:
        with transaction(engine) as session:
            session.execute(update(Category).values(hide_months=None))
            session.execute(update(Category).where(Category.code == "kodomo_shokudo").values(confirm_months=1))
        yield engine


@pytest.fixture(scope="module")
def home(city: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(city, tmp_path_factory.mktemp("fresh"), WAGAGOTO_PUBLIC_URL="https://map.city.ikoma.example.jp") as address:
        yield address


@pytest.fixture(scope="module")
def token(city: Engine) -> str:
    with transaction(city) as session:
        stmt = select(Resource.id).where(Resource.place_id.is_not(None), Resource.phone != "", Resource.description != "").limit(1)
        one = session.scalars(stmt).one()
        return make_links(session, [one], None, today_in_japan())[one]


@pytest.fixture(scope="module")
def said(city: Engine) -> int:
    with transaction(city) as session:
        one = session.scalars(select(Resource).where(Resource.phone != "").order_by(Resource.id.desc()).limit(1)).one()
        changes = {"phone": [one.phone, "0743-00-0123"], "schedule_text": [one.schedule_text, "毎月第2・4土曜 10時〜12時"],
                   "closing": ["", "paused"]}  # fmt: skip
        return propose(session, one, changes, "4月から場所が変わるかもしれません。", origin=Origin.ORGANIZER).id


def browser_window(chromium: Browser, home: str, city: Engine, **options: Any) -> BrowserContext:
    context = chromium.new_context(base_url=home, locale="ja-JP", **options)
    context.add_cookies([{"name": COOKIE, "value": token_for(city, Role.PUBLISHER), "url": home.replace("http:", "https:"), "secure": True}])
    return context


@pytest.fixture(scope="module")
def officer(chromium: Browser, home: str, city: Engine) -> Iterator[Page]:
    context = browser_window(chromium, home, city, viewport={"width": 1440, "height": 900})
    with watched(context, home) as page:
        yield page
    context.close()


def chosen_sheet(page: Page, kind: str, count: int = 3) -> None:
    page.goto("/staff/freshness/?due=all&reach=phone")
    for box in page.locator(".due-table input[type=checkbox]").all()[:count]:
        box.check()
    with page.expect_navigation():
        page.locator(f"button[name=kind][value={kind}]").click()


PAGES = ["/staff/freshness/", "/staff/freshness/rules", "/staff/freshness/corrections/", "/staff/freshness/corrections/{said}",
         "/staff/freshness/calls?id={one}", "/staff/freshness/{one}/correct", "/k/{token}", "/k/", "/k/nothing",
         "/resources/{one}/report", "calls", "list", "letters"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider(officer: Page, city: Engine, path: str, token: str, said: int) -> None:
    with Session(city) as session:
        one = session.scalars(select(Resource.id).where(Resource.phone != "").order_by(Resource.id).limit(1)).one()
    if "/" in path:
        officer.goto(path.format(one=one, token=token, said=said))
    else:
        chosen_sheet(officer, path)
    officer.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in (1440, 360, 320):
        officer.set_viewport_size({"width": width, "height": 900})
        assert violations(officer) == [], width
        assert officer.evaluate("document.documentElement.scrollWidth") <= width
    officer.set_viewport_size({"width": 1440, "height": 900})


def pixels(png: bytes) -> "np.ndarray[Any, Any]":
    """A screenshot as grey values."""
    at, chunks = 8, {b"IDAT": b""}
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        chunks[kind] = chunks.get(kind, b"") + png[at + 8 : at + 8 + size]
        at += size + 12
    width, height = (int.from_bytes(chunks[b"IHDR"][i : i + 4], "big") for i in (0, 4))
    depth = {2: 3, 6: 4}[chunks[b"IHDR"][9]]
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + width * depth)
    lines = [np.zeros(width * depth, np.uint8)]
    for row in rows:
        lines.append(_unfiltered(int(row[0]), row[1:], lines[-1], depth))
    picture = np.stack(lines[1:]).reshape(height, width, depth)
    return np.ascontiguousarray(picture[:, :, :3].mean(axis=2).astype(np.uint8))


def _unfiltered(kind: int, row: "np.ndarray[Any, Any]", above: "np.ndarray[Any, Any]", depth: int) -> "np.ndarray[Any, Any]":
    """PNG's five filters."""
    if kind == 0:
        return row
    if kind == 2:
        return row + above
    out = np.zeros(len(row) + depth, np.int64)
    up = np.concatenate([np.zeros(depth, np.int64), above.astype(np.int64)])
    for i, value in enumerate(row.tolist(), depth):
        a, b, c = int(out[i - depth]), int(up[i]), int(up[i - depth])
        guess = {1: a, 3: (a + b) // 2}.get(kind)
        if guess is None:
            far = [abs(b - c), abs(a - c), abs(a + b - 2 * c)]
            guess = (a, b, c)[far.index(min(far))]
        out[i] = (value + guess) & 255
    return out[depth:].astype(np.uint8)


@pytest.mark.parametrize("kind", ["list", "letters"])
def test_a_code_on_paper_is_read_as_the_page_it_opens(chromium: Browser, home: str, city: Engine, kind: str) -> None:
    context = browser_window(chromium, home, city, viewport={"width": 794, "height": A4}, device_scale_factor=2)
    with watched(context, home) as page:
        chosen_sheet(page, kind)
        page.emulate_media(media="print")
        codes = [zxingcpp.read_barcodes(pixels(code.screenshot())) for code in page.locator(".qr").all()]
        tokens = page.locator(".paper-token, .letter-token").all_inner_texts()
    assert [[found.text for found in code] for code in codes] == [[f"https://map.city.ikoma.example.jp/k/{t}"] for t in tokens]
    assert len(set(tokens)) == 3
    context.close()


def test_a_letter_is_one_sheet_of_paper(officer: Page, tmp_path: Path) -> None:
    chosen_sheet(officer, "letters", count=5)
    paper = tmp_path / "letters.pdf"
    officer.emulate_media(media="print")
    officer.pdf(path=paper, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) == 5
    shown = officer.evaluate("[...document.querySelectorAll('.screen-only, .staff-head, .staff-foot')].filter(o => o.checkVisibility()).length")
    assert shown == 0
    officer.emulate_media(media="screen")


def test_a_line_of_the_call_sheet_is_never_cut(officer: Page, tmp_path: Path) -> None:
    chosen_sheet(officer, "list", count=20)
    officer.emulate_media(media="print")
    assert officer.evaluate("getComputedStyle(document.querySelector('.call-sheet tbody tr')).breakInside") == "avoid"
    assert officer.evaluate("getComputedStyle(document.querySelector('.call-sheet thead')).display") == "table-header-group"
    officer.emulate_media(media="screen")


def test_all_can_be_chosen_at_once(officer: Page) -> None:
    officer.goto("/staff/freshness/?due=all")
    boxes = officer.locator(".due-table input[type=checkbox]")
    officer.locator("[data-choose-all]").click()
    assert all(box.is_checked() for box in boxes.all())
    officer.locator("[data-choose-all]").click()
    assert not any(box.is_checked() for box in boxes.all())


def test_the_list_is_worked_down_by_keyboard(officer: Page) -> None:
    chosen_sheet(officer, "calls")
    expect(officer.locator(".call")).to_have_count(3)
    officer.locator(".call button.primary").first.focus()
    officer.keyboard.press("Enter")
    expect(officer.locator(".call-done")).to_have_count(1)
    assert "1件を今日確認しました" in officer.locator("main > [role=status]").last.inner_text()


def test_an_organiser_answers_on_a_phone_without_scripts(chromium: Browser, home: str, city: Engine, token: str) -> None:
    context = chromium.new_context(base_url=home, java_script_enabled=False, has_touch=True, is_mobile=True,
                                   viewport={"width": 360, "height": 740})  # fmt: skip
    page = context.new_page()
    page.goto(f"/k/{token}")
    button = page.locator(".as-is button")
    box = button.bounding_box()
    assert box is not None and box["height"] >= 48 and box["width"] >= 280
    page.locator("summary").click()
    page.locator("#f-phone").fill("0743-00-0456")
    page.locator("details button").click()
    expect(page.locator("h1")).to_have_text("ありがとうございました")
    page.goto(f"/k/{token}")
    expect(page.locator(".notice")).to_contain_text("訂正を受け取りました")
    context.close()


def test_old_records_are_grey_in_list_map_and_page(chromium: Browser, home: str, city: Engine) -> None:
    context = chromium.new_context(base_url=home, viewport={"width": 1440, "height": 900})
    with watched(context, home) as page:
        page.goto("/?category=kodomo_shokudo")
        page.wait_for_selector("html[data-map]", state="attached")
        old = page.locator("#resources .card[data-stale]")
        assert old.count() > 3 and "1か月より前に確認" in old.first.inner_text()
        written = old.evaluate_all("all => all.map(one => one.dataset.resource)")
        page.locator("#filters input[value=kodomo_shokudo]").uncheck(force=True)
        page.locator("#filters input[value=kodomo_shokudo]").check(force=True)
        expect(old).to_have_count(len(written))  # the first screen comes at once, the others when it is painted
        drawn = old.evaluate_all("all => all.map(one => one.dataset.resource)")
        assert drawn == written
        colours = page.evaluate("""() => {
            const pins = document.querySelector('.pins-pane canvas').getContext('2d', { willReadFrequently: true });
            const { width, height } = pins.canvas;
            const seen = new Set();
            const data = pins.getImageData(0, 0, width, height).data;
            for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
            return [...seen];
        }""")
        assert "118,118,118" in colours
        page.goto(f"/resources/{written[0]}")
        expect(page.locator("article[data-stale] .notice").first).to_contain_text("1か月より前に確認")
    context.close()
