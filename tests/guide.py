"""手引きの絵: walks the 職員の手引き of README.ja.md in a real browser and puts a picture of each step into docs/images.

Not a test by name: `.venv/bin/python -m pytest tests/guide.py` draws them anew. A step is a function of STEPS, in order;
its name is the picture's.
"""

import base64
import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from conftest import _copied, served
from openpyxl import Workbook
from people import browser_of
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from uploads import add_towns

from geodata.models import Place, Resource, Role

REAL = Path(__file__).parents[2] / "shared/data/messy/kanagawa_kodomoshokudo_20231105.xlsx"
IMAGES = Path(__file__).parents[1] / "docs" / "images"
MOST_BYTES = 120_000
WIDTH, HEIGHT, TALLEST = 1120, 760, 1300
SOURCE = "（見本）子育て支援課 地域食堂一覧"
HEADERS = ("番号", "食堂の名前", "やっている所", "所在", "いつ", "お代", "連絡先")
FIRST = (
    (
        "見本・ほしぞら食堂",
        "見本・北コミュニティ館",
        "北大和2-14-8",
        "毎月第2土曜日 11:00～13:00",
        "こども無料、大人300円",
        "0743-00-2001",
    ),
    ("見本・もりのなか食堂", "見本・鹿ノ台集会所", "鹿ノ台東2-3-1", "毎月第1・3金曜日 17:00～19:00", "100円", "0743-00-2002"),
    ("見本・かわべりの食卓", "見本・小瀬会館", "小瀬町", "毎週水曜日 16:30～18:30", "無料", "0743-00-2003"),
    ("見本・たんぽぽ食堂", "見本・俵口会館", "俵口町450-1", "第4土曜（8月は休み）11時～13時", "無料", "0743-00-2004"),
    ("", "見本・山崎会館", "山崎町4-5", "毎月第1日曜日 10:00～12:00", "200円", "0743-00-2005"),
    ("見本・ゆうやけ食堂", "見本・喜里が丘集会所", "喜里が丘1-2-3", "不定期（お問い合わせください）", "無料", "0743-00-2006"),
    ("見本・あかね食堂", "見本・壱分会館", "壱分町356-1", "毎月第3日曜日 11:00～14:00", "無料", "0743-00-2007"),
    ("見本・なのはな食堂", "見本・あすか野集会所", "あすか野南1-1-1", "毎月第2日曜日 11:00～13:00", "100円", "0743-00-2008"),
)
SECOND = (
    (*FIRST[0][:3], "毎月第3土曜日 11:00～13:00", *FIRST[0][4:]),
    *FIRST[1:4], *FIRST[5:7],
    ("見本・ひなたぼっこ食堂", "見本・上町集会所", "上町1543", "毎月第4日曜日 11:00～13:00", "無料", "0743-00-2009"),
)  # fmt: skip


def book(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """As a department keeps it: titles, headers in its own words, a footnote."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "地域食堂"
    for line in (("令和8年度　地域食堂一覧（見本）",), (), HEADERS):
        sheet.append(line)
    for number, row in enumerate(rows, 1):
        sheet.append((number, *row))
    sheet.append(("※ この一覧は架空のものです。",))
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@dataclass
class Office:
    """Two officers before their browsers: `desk` brings lists, `chief` publishes."""

    desk: Page
    chief: Page
    engine: Engine

    @cached_property
    def twin_row(self) -> tuple[str, ...]:
        """A row that another list has already, under a name written a little otherwise."""
        with Session(self.engine) as session:
            stmt = select(Resource).join(Place).where(Resource.category_code == "kodomo_shokudo", Resource.phone != "")
            one = session.scalars(stmt.where(Place.address != "", Place.name != "").order_by(Resource.id)).first()
            assert one is not None and one.place is not None
            return (f"{one.name}（地域食堂）", one.place.name, one.place.address, one.schedule_text, "無料", one.phone)

    def send(self, content: bytes, name: str) -> None:
        """Fill the form."""
        self.desk.goto("/staff/uploads/")
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.desk.get_by_label("ファイル", exact=True).set_input_files(file)
        self.desk.get_by_label("種類").select_option("kodomo_shokudo")
        self.desk.get_by_label("出典の名前").fill(SOURCE)

    def press(self, name: str) -> None:
        """A button, and what the worker does of it."""
        with self.desk.expect_navigation():
            self.desk.get_by_role("button", name=name).click()
        expect(self.desk.locator(".reading")).to_have_count(0, timeout=90_000)

    def with_map(self, *, tall: bool = False) -> None:
        """Wait for the pins of the check; `tall` for a picture of all the page."""
        if tall:
            self.desk.set_viewport_size({"width": WIDTH, "height": TALLEST})
            self.desk.reload()
        expect(self.desk.locator("html[data-checked]")).to_be_attached(timeout=60_000)
        self.desk.wait_for_timeout(600)


def staff_1_send(office: Office) -> Page:
    office.send(book((*FIRST, office.twin_row)), "地域食堂一覧.xlsx")
    blur(office.desk)
    return office.desk


def staff_2_columns(office: Office) -> Page:
    office.press("送って確かめる")
    expect(office.desk.get_by_role("heading", level=1)).to_have_text("列を確かめる")
    said = {
        "食堂の名前": "name",
        "やっている所": "place",
        "所在": "address",
        "いつ": "schedule",
        "お代": "fee",
        "連絡先": "phone",
    }
    for header, field in said.items():
        row = office.desk.locator(".columns tbody tr", has=office.desk.locator("th", has_text=header))
        row.locator("select").select_option(field)
    blur(office.desk)
    return office.desk


def staff_3_check(office: Office) -> Page:
    office.press("この読み方で行を確かめる")
    office.with_map(tall=True)
    return office.desk


def staff_4_rows(office: Office) -> Page:
    office.desk.get_by_role("link", name="同じものかもしれない行").click()
    office.with_map()
    office.desk.locator(".same [value^='merge:']").first.check()
    blur(office.desk)
    office.desk.locator("#rows").evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 20)")
    office.desk.wait_for_timeout(300)
    return office.desk


def staff_5_done(office: Office) -> Page:
    office.desk.get_by_role("button", name="この扱いにする").click()
    expect(office.desk.locator(".does").first).to_have_text("まとめる")
    office.desk.locator(".decide .primary").click()
    expect(office.desk.get_by_role("heading", level=1)).to_have_text("取り込みました", timeout=90_000)
    return office.desk


def staff_6_place(office: Office) -> Page:
    """A 会場 whose address ends with its 町 is put where it stands."""
    with Session(office.engine) as session:
        place = session.scalars(select(Resource.place_id).where(Resource.name == FIRST[2][0])).one()
    office.desk.goto(f"/staff/places/{place}")
    expect(office.desk.locator("html[data-map]")).to_be_attached(timeout=60_000)
    box = office.desk.locator("#map").bounding_box()
    assert box
    office.desk.mouse.click(box["x"] + box["width"] * 0.58, box["y"] + box["height"] * 0.42)
    office.desk.wait_for_timeout(800)
    return office.desk


def staff_7_publish(office: Office) -> Page:
    office.desk.get_by_role("button", name="この位置に決める").click()
    expect(office.desk.get_by_role("status").first).to_contain_text("決めました")
    with Session(office.engine) as session:
        assert session.scalars(select(Place.confirmed_on).join(Resource).where(Resource.name == FIRST[2][0])).one()
    everything(office.desk, "check")
    page = office.chief
    page.goto(f"/staff/resources/?source={SOURCE}")
    page.get_by_label("すること").select_option("publish")
    page.locator("[name=all]").check()
    page.get_by_role("button", name="内容を確かめる").click()
    return page


def everything(page: Page, action: str) -> None:
    """One step for the whole list."""
    page.goto(f"/staff/resources/?source={SOURCE}")
    page.get_by_label("すること").select_option(action)
    page.locator("[name=all]").check()
    page.get_by_role("button", name="内容を確かめる").click()
    page.get_by_role("button", name="件を変える").click()


def staff_8_public(office: Office) -> Page:
    office.chief.get_by_role("button", name="件を変える").click()
    expect(office.chief.get_by_role("status").first).to_contain_text("変えました")
    page = office.chief
    page.goto("/?q=かわべりの食卓")
    expect(page.locator("html[data-map]")).to_be_attached(timeout=60_000)
    page.locator(".card-show").first.click()
    page.wait_for_timeout(1500)
    return page


def staff_9_second(office: Office) -> Page:
    office.send(book((*SECOND, office.twin_row)), "地域食堂一覧_改訂.xlsx")
    office.press("送って確かめる")
    if office.desk.get_by_role("button", name="この読み方で行を確かめる").count():
        raise AssertionError("the columns were to be remembered")
    office.with_map()
    office.desk.goto(office.desk.url.split("?")[0] + "?view=changed")
    office.with_map(tall=True)
    return office.desk


def staff_10_undo(office: Office) -> Page:
    office.desk.locator(".decide .primary").click()
    expect(office.desk.get_by_role("heading", level=1)).to_have_text("取り込みました", timeout=90_000)
    office.desk.get_by_role("link", name="この取り込みを元に戻す").click()
    return office.desk


def staff_11_again(office: Office) -> Page:
    office.press("元に戻す")
    expect(office.desk.get_by_role("heading", level=1)).to_have_text("元に戻しました")
    return office.desk


def staff_12_list(office: Office) -> Page:
    office.press("同じファイルをもう一度確かめる")
    office.desk.locator(".decide .primary").click()
    expect(office.desk.get_by_role("heading", level=1)).to_have_text("取り込みました", timeout=90_000)
    office.desk.goto("/staff/uploads/")
    office.desk.locator("#lately").evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 20)")
    return office.desk


def staff_13_real(office: Office) -> Page | None:
    """A real list of 49 columns, where it lies beside the checkout (神奈川県のオープンデータ, CC BY 4.0)."""
    if not REAL.is_file():
        return None
    office.send(REAL.read_bytes(), REAL.name)
    office.desk.get_by_label("出典の名前").fill("神奈川県 こども食堂一覧")
    office.press("送って確かめる")
    if office.desk.get_by_role("button", name="この読み方で行を確かめる").count():
        office.press("この読み方で行を確かめる")
    office.with_map(tall=True)
    return office.desk


def blur(page: Page) -> None:
    """No ring around the field that was filled last."""
    page.evaluate("document.activeElement.blur()")


STEPS: tuple[Callable[[Office], Page | None], ...] = (
    staff_1_send, staff_2_columns, staff_3_check, staff_4_rows, staff_5_done, staff_6_place, staff_7_publish, staff_8_public,
    staff_9_second, staff_10_undo, staff_11_again, staff_12_list,
    staff_13_real,
)  # fmt: skip


@pytest.fixture
def office(cluster_url: str, demo_template: str, admin: Engine, chromium: Browser, tmp_path: Path) -> Iterator[Office]:
    with _copied(cluster_url, demo_template, admin) as engine:
        add_towns(engine, "神奈川県")
        with served(engine, tmp_path) as home:
            yield from _at_work(chromium, home, engine)


def _at_work(chromium: Browser, home: str, engine: Engine) -> Iterator[Office]:
    people = [browser_of(chromium, home, engine, role, width=WIDTH, department="子育て支援課")
              for role in (Role.EDITOR, Role.PUBLISHER)]  # fmt: skip
    desk, chief = (context.new_page() for context in people)
    for page in (desk, chief):
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    yield Office(desk, chief, engine)
    for context in people:
        context.close()


def test_the_guide_is_drawn(office: Office, chromium: Browser) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for step in STEPS:
        page = step(office)
        if page is None:
            continue
        if step is staff_2_columns:
            page.set_viewport_size(
                {"width": WIDTH, "height": min(1500, page.evaluate("document.documentElement.scrollHeight"))}
            )
            page.wait_for_timeout(300)
        picture = palette_png(chromium, page.screenshot())
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        assert len(picture) <= MOST_BYTES, (step.__name__, len(picture))
        (IMAGES / f"{step.__name__.replace('_', '-')}.png").write_bytes(picture)


QUANTIZE = """async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, image.width, image.height);
    const counts = new Map();
    const at = (i) => ((data[i] >> 2) << 12) | ((data[i + 1] >> 2) << 6) | (data[i + 2] >> 2);
    for (let i = 0; i < data.length; i += 4) counts.set(at(i), (counts.get(at(i)) ?? 0) + 1);
    const full = (six) => (six << 2) | (six >> 4);
    const colours = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 64).map(([key]) => [full(key >> 12), full((key >> 6) & 63), full(key & 63)]);
    const nearest = new Map();
    for (const key of counts.keys()) {
        const [r, g, b] = [full(key >> 12), full((key >> 6) & 63), full(key & 63)];
        let [best, least] = [0, Infinity];
        colours.forEach(([x, y, z], n) => {
            const away = (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
            if (away < least) [best, least] = [n, away];
        });
        nearest.set(key, best);
    }
    let indices = '';
    for (let i = 0; i < data.length; i += 4) indices += String.fromCharCode(nearest.get(at(i)));
    return { width: image.width, height: image.height, colours, indices: btoa(indices) };
}"""


def palette_png(chromium: Browser, screenshot: bytes) -> bytes:
    """The same picture in 64 colours, a third as large."""
    page = chromium.new_page()
    made = page.evaluate(QUANTIZE, "data:image/png;base64," + base64.b64encode(screenshot).decode())
    page.close()
    width, height, pixels = made["width"], made["height"], base64.b64decode(made["indices"])
    lines = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    colours = bytes(part for colour in made["colours"] for part in colour)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"PLTE", colours)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )
