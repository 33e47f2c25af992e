"""取り込みを本物のブラウザで: from a file to the map and back, with the worker that the service starts, as a new officer would."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from conftest import _copied, served, watched
from openpyxl import Workbook, load_workbook
from people import browser_of
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from uploads import add_towns, laid_out, upload

from geodata.database import transaction
from geodata.models import Resource, Role, Status, UploadState

SOURCE = "（見本）試験課 こども食堂一覧"
HEADERS = ("番号", "名称", "会場", "住所", "開催日時", "参加費", "電話番号")
FIRST = (
    ("見本・あおぞら食堂", "見本・北会館", "生駒市北大和1-1-1", "毎月第2土曜日 11:00～13:00", "無料", "0743-00-0001"),
    ("見本・ひだまり食堂", "見本・東会館", "生駒市東生駒1-2-3", "毎月第1日曜日 10:00～12:00", "100円", "0743-00-0002"),
    ("見本・こもれび食堂", "見本・南会館", "生駒市小瀬町10-1", "毎週金曜日 17:00～19:00", "無料", "0743-00-0003"),
    ("見本・せせらぎ食堂", "見本・西会館", "生駒市俵口町", "第3水曜日 16:00～18:00", "50円", "0743-00-0004"),
)
SECOND = (
    ("見本・あおぞら食堂", "見本・北会館", "生駒市北大和1-1-1", "毎月第3土曜日 11:00～13:00", "無料", "0743-00-0001"),
    *FIRST[1:3],
    ("見本・そよかぜ食堂", "見本・中会館", "生駒市山崎町4-5", "毎月第4土曜日 11:00～13:00", "無料", "0743-00-0005"),
)
City = tuple[str, Engine]


def book(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """A department's list: two rows of title, a header, and the rows."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "一覧"
    for line in (("こども食堂一覧（見本）",), ("令和8年4月1日現在",), HEADERS):
        sheet.append(line)
    for number, row in enumerate(rows, 1):
        sheet.append((number, *row))
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def city(cluster_url: str, demo_template: str, admin: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The service, its worker and a 見本 city of our own."""
    with _copied(cluster_url, demo_template, admin) as engine, served(engine, tmp_path_factory.mktemp("served")) as home:
        yield home, engine


@contextmanager
def officer(chromium: Browser, city: City, role: Role = Role.EDITOR, **how: Any) -> Iterator[Page]:
    """Somebody of one department at a browser that reports what should not happen."""
    context = browser_of(chromium, *city, role, department="試験課", **how)
    with watched(context, city[0]) as page:
        yield page
    context.close()


@pytest.fixture
def desk(chromium: Browser, city: City) -> Iterator[Page]:
    with officer(chromium, city) as page:
        yield page


def send(page: Page, content: bytes, name: str, *, source: str = SOURCE, kind: str = "kodomo_shokudo") -> None:
    """Fill the form and wait for what comes of it."""
    page.goto("/staff/uploads/")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("ファイル", exact=True).set_input_files(file)
    page.get_by_label("出典の名前").fill(source)
    page.get_by_label("種類").select_option(kind)
    press(page, "送って確かめる")


def press(page: Page, name: str) -> None:
    """A button, and what the worker does of it."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()
    expect(page.locator("main:not(:has(.reading)) h1")).to_be_visible(timeout=60_000)  # not the blank between two pages


def sums(page: Page) -> dict[str, int]:
    """新規 → 4 and so on, as the page says."""
    texts = [one.split("\n") for one in page.locator(".sums a").all_inner_texts()]
    return {words: int("".join(rest).replace("件", "").replace(",", "")) for words, *rest in texts}


def row_of(page: Page, name: str) -> Locator:
    return page.locator(".rows-table tbody tr", has=page.locator(".row-name", has_text=name))


def known(engine: Engine) -> dict[str, Status]:
    with Session(engine) as session:
        return {
            name: status
            for name, status in session.execute(select(Resource.name, Resource.status).where(Resource.source == SOURCE))
        }


def named(engine: Engine, name: str) -> list[int]:
    with Session(engine) as session:
        return list(session.scalars(select(Resource.id).where(Resource.name == name).order_by(Resource.id)))


def test_a_list_comes_in_changes_is_undone_and_comes_in_again(desk: Page, city: City) -> None:
    send(desk, book(FIRST), "こども食堂.xlsx")
    assert sums(desk) == {"すべて": 4, "新規": 4, "変更": 0, "変更なし": 0, "一覧から消えた": 0, "取り込めない": 0}
    expect(row_of(desk, "こもれび")).to_contain_text("6行目")
    expect(row_of(desk, "せせらぎ")).to_contain_text("町の中心")
    assert known(city[1]) == {}, "nothing has changed yet"
    press(desk, "新規4件を取り込む")
    expect(desk.get_by_role("heading", level=1)).to_have_text("取り込みました")
    assert len(known(city[1])) == 4

    send(desk, book(SECOND), "こども食堂_改訂.xlsx")
    assert sums(desk) == {"すべて": 5, "新規": 1, "変更": 1, "変更なし": 2, "一覧から消えた": 1, "取り込めない": 0}
    changed = row_of(desk, "あおぞら")
    expect(changed.locator("del")).to_contain_text("第2土曜日")
    expect(changed.locator("ins")).to_contain_text("第3土曜日")
    press(desk, "新規1件、変更1件を取り込む")
    assert known(city[1])["見本・せせらぎ食堂"] is Status.WITHDRAWN

    desk.get_by_role("link", name="この取り込みを元に戻す").click()
    expect(desk.locator(".decide")).to_contain_text("新しく入った1件がなくなります")
    press(desk, "元に戻す")
    expect(desk.get_by_role("heading", level=1)).to_have_text("元に戻しました")
    assert known(city[1]).keys() == {row[0] for row in FIRST} and known(city[1])["見本・せせらぎ食堂"] is not Status.WITHDRAWN

    press(desk, "同じファイルをもう一度確かめる")
    press(desk, "新規1件、変更1件を取り込む")
    assert known(city[1]).keys() == {row[0] for row in (*FIRST, SECOND[3])}

    send(desk, book(SECOND), "こども食堂_改訂.xlsx")
    expect(desk.locator(".decide")).to_contain_text("変わるところはありません")
    expect(desk.locator("form[action$=commit]")).to_have_count(0)


def test_what_was_edited_since_is_told_before_an_undo(desk: Page, city: City) -> None:
    rows = tuple((name.replace("見本", "見本二"), *rest) for name, *rest in FIRST)
    send(desk, book(rows), "二.xlsx", source="（見本）試験課 二")
    press(desk, "新規4件を取り込む")
    with transaction(city[1]) as session:
        one = session.scalars(select(Resource).where(Resource.name == "見本二・ひだまり食堂")).one()
        one.phone = "0743-00-0009"
    desk.get_by_role("link", name="この取り込みを元に戻す").click()
    expect(desk.locator(".asked")).to_contain_text("見本二・ひだまり食堂")
    press(desk, "変えられたものは残して、ほかを元に戻す")
    with Session(city[1]) as session:
        left = session.scalars(select(Resource.name).where(Resource.source == "（見本）試験課 二")).all()
    assert left == ["見本二・ひだまり食堂"]


def test_a_twin_is_merged_only_when_somebody_says_so(desk: Page, city: City) -> None:
    send(desk, book(FIRST[:1]), "三.xlsx", source="（見本）試験課 三")
    press(desk, "新規1件を取り込む")
    send(desk, book(FIRST[:1]), "四.xlsx", source="（見本）試験課 四")
    before = named(city[1], "見本・あおぞら食堂")
    form = row_of(desk, "あおぞら").locator("form")
    expect(form).to_contain_text("同じものかもしれません")
    expect(form.get_by_role("radio").first).to_be_checked()
    form.get_by_role("radio").nth(1).check()
    form.get_by_role("button").click()
    expect(row_of(desk, "あおぞら").locator(".does")).to_have_text("まとめる")
    press(desk, "まとめる1件を取り込む")
    assert named(city[1], "見本・あおぞら食堂") == before


def test_a_row_and_its_pin_find_each_other(desk: Page, city: City) -> None:
    with transaction(city[1]) as session:
        made = laid_out(session, department="試験課").id
    desk.goto(f"/staff/uploads/{made}")
    expect(desk.locator("html[data-checked]")).to_be_attached(timeout=30_000)
    row_of(desk, "なかま").get_by_role("button", name="地図で見る").click()
    expect(row_of(desk, "なかま")).to_have_class("row-chosen")
    expect(desk.locator("[data-map-told]")).to_have_text("5行目 <b>なかま</b>食堂")
    desk.wait_for_timeout(500)
    box = desk.locator("#map").bounding_box()
    assert box
    desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(desk.locator(".leaflet-popup")).to_contain_text("<b>なかま</b>食堂")
    assert desk.locator(".leaflet-popup b").count() == 0


def test_everything_works_without_scripts(chromium: Browser, city: City) -> None:
    with officer(chromium, city, scripts=False) as page:
        page.goto("/staff/uploads/")
        file = {"name": "五.xlsx", "mimeType": "application/octet-stream", "buffer": book(SECOND)}
        page.get_by_label("ファイル", exact=True).set_input_files(file)
        page.get_by_label("出典の名前").fill("（見本）試験課 五")
        page.get_by_role("button", name="送って確かめる").click()
        button = page.get_by_role("button", name="新規4件を取り込む")
        expect(button).to_be_visible(timeout=60_000)  # the page asks for itself again
        expect(page.locator(".check-map")).to_be_hidden()
        button.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("取り込みました", timeout=60_000)


def test_a_file_that_is_no_list_is_told_before_it_is_sent(desk: Page) -> None:
    desk.goto("/staff/uploads/")
    desk.get_by_label("ファイル", exact=True).set_input_files({"name": "写真.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    expect(desk.locator("#file-told")).to_contain_text("「写真.jpg」は送れません")
    desk.get_by_role("button", name="送って確かめる").click()
    expect(desk.get_by_label("ファイル", exact=True)).to_have_attribute("aria-invalid", "true")
    assert desk.url.endswith("/staff/uploads/")


@pytest.fixture(scope="module")
def stages(city: City) -> dict[str, str]:
    """A page of each stage."""
    guesses = [{"column": 0, "header": "名称", "field": "name", "sure": 0.95, "why": "見出し", "samples": ["みんな食堂"]},
               {"column": 1, "header": "いつ", "field": "schedule", "sure": 0.6, "why": "中身が日時", "samples": ["第2土曜" * 20]}]  # fmt: skip
    hidden = {
        "kind": "hidden",
        "message": "非表示の行が3行あります。",
        "choices": [["skip", "取り込まない"], ["read", "取り込む"]],
    }
    with transaction(city[1]) as session:
        ids = {
            state: upload(session, state, department="試験課").id
            for state in (UploadState.FAILED, UploadState.DONE, UploadState.UNDONE)
        }
        asking = upload(session, UploadState.ASKING, department="試験課", guesses=guesses, questions=[hidden]).id
        ready = laid_out(session, department="試験課").id
    return {"list": "", "asking": f"{asking}", "ready": f"{ready}", "twins": f"{ready}?view=twins", "undo": f"{ids[UploadState.DONE]}/undo",
            "failed": f"{ids[UploadState.FAILED]}", "done": f"{ids[UploadState.DONE]}", "undone": f"{ids[UploadState.UNDONE]}"}  # fmt: skip


STAGES = ("list", "asking", "ready", "twins", "undo", "failed", "done", "undone")


@pytest.mark.parametrize(("kind", "width"), [*((kind, 1440) for kind in STAGES), ("ready", 360), ("asking", 360)])
def test_axe_finds_nothing(chromium: Browser, city: City, stages: dict[str, str], kind: str, width: int) -> None:
    with officer(chromium, city, width=width) as page:
        page.goto(f"/staff/uploads/{stages[kind]}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert violations(page) == []


@pytest.mark.parametrize("kind", STAGES)
def test_nothing_is_wider_than_the_screen(desk: Page, stages: dict[str, str], kind: str) -> None:
    """320 px is a small phone, and 1280 px at 400 %; 720 px is 1440 px at 200 %."""
    desk.goto(f"/staff/uploads/{stages[kind]}")
    desk.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in (1024, 720, 360, 320):
        desk.set_viewport_size({"width": width, "height": 640})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, width


def test_a_keyboard_alone_corrects_a_column(desk: Page, stages: dict[str, str]) -> None:
    desk.goto(f"/staff/uploads/{stages['asking']}")
    desk.locator("select[data-field]").nth(1).focus()
    desk.keyboard.press("Home")
    expect(desk.locator("select[data-field]").nth(1)).to_have_value("")
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("[data-told]")).to_contain_text("「名称」に二つの列が選ばれています")
    desk.locator("select[data-field]").nth(0).select_option("")
    expect(desk.locator("[data-told]")).to_have_text("")


KANAGAWA = "神奈川県 こども食堂一覧"


@pytest.fixture(scope="module")
def wider(cluster_url: str, demo_template: str, admin: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The same with the 町 of 神奈川県, so that the real workbook finds its places."""
    with _copied(cluster_url, demo_template, admin) as engine:
        add_towns(engine, "神奈川県")
        with served(engine, tmp_path_factory.mktemp("wider")) as home:
            yield home, engine


def second_edition(path: Path) -> bytes:
    """One group changes its telephone, one is there no more, one is new."""
    workbook = load_workbook(path)
    sheet = workbook["基本情報"]
    headers = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, headers["電話番号1"]).value = "(045)000-0000"
    for column in range(1, sheet.max_column + 1):
        sheet.cell(118, column).value = sheet.cell(2, column).value
    sheet.cell(118, headers["名称"]).value = "見本・あたらしい食堂"
    sheet.cell(118, headers["電話番号1"]).value = "(045)000-0001"
    sheet.delete_rows(4)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def in_bulk(page: Page, action: str) -> None:
    """One step for the whole list, as the page of the records does it."""
    page.goto(f"/staff/resources/?source={KANAGAWA}")
    page.get_by_label("すること").select_option(action)
    page.locator("[name=all]").check()
    page.get_by_role("button", name="内容を確かめる").click()
    page.get_by_role("button", name="件を変える").click()
    expect(page.get_by_role("status").first).to_contain_text("件を変えました")


def test_the_real_workbook_goes_to_the_public_map_and_back(chromium: Browser, wider: City, shared_data: Path) -> None:
    path = shared_data / "messy/kanagawa_kodomoshokudo_20231105.xlsx"
    if not path.is_file():
        pytest.skip("神奈川県の実データがないため確かめられません")
    with officer(chromium, wider) as page, officer(chromium, wider, role=Role.PUBLISHER) as chief:
        send(page, path.read_bytes(), path.name, source=KANAGAWA)
        if page.get_by_role("button", name="この読み方で行を確かめる").count():
            press(page, "この読み方で行を確かめる")
        first = sums(page)
        assert first["新規"] > 100 and first["取り込めない"] == 0
        expect(page.locator("html[data-checked]")).to_be_attached(timeout=30_000)
        with page.expect_download() as download:
            page.get_by_role("link", name="結果を書き足した表をダウンロード").click()
        told = load_workbook(io.BytesIO(download.value.path().read_bytes()))["基本情報"]
        assert "確認の結果" in [cell.value for cell in told[1]]
        page.locator(".decide .primary").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("取り込みました", timeout=60_000)
        in_bulk(page, "check")
        in_bulk(chief, "publish")
        chief.goto("/?q=大家族食堂さくら食堂")
        expect(chief.locator("#resources .card-name")).to_have_text(["大家族食堂さくら食堂"])

        send(page, second_edition(path), path.name, source=KANAGAWA)
        if page.get_by_role("button", name="この読み方で行を確かめる").count():
            press(page, "この読み方で行を確かめる")
        second = sums(page)
        assert {name: second[name] for name in ("新規", "変更", "一覧から消えた")} == {
            "新規": 1,
            "変更": 1,
            "一覧から消えた": 1,
        }
        assert second["変更なし"] == first["新規"] - 2
        page.locator(".decide .primary").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("取り込みました", timeout=60_000)
        page.get_by_role("link", name="この取り込みを元に戻す").click()
        press(page, "元に戻す")
        expect(page.get_by_role("heading", level=1)).to_have_text("元に戻しました")
        press(page, "同じファイルをもう一度確かめる")
        assert sums(page) == second
