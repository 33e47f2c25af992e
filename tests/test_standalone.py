"""持ち帰る地図: one file, no network, the same list with and without scripts."""

import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from map_page import HOSTILE, Browse, build
from playwright.sync_api import Browser
from sqlalchemy import Engine

from geodata.database import transaction
from geodata.due import today_in_japan
from geodata.settings import Settings
from mapapp import create_app
from mapapp.bundle import bundle
from mapapp.standalone import STATIC, file_name

IKOMA = "292095"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def browse(chromium: Browser) -> Browse:
    return Browse(chromium)


@pytest.fixture
def taken_home(fresh_database: Engine, tmp_path: Path) -> Path:
    """The file of the 自治会 with the hostile name, on a disk."""
    with transaction(fresh_database) as session:
        build(session)
    client = create_app(Settings(municipality=IKOMA), fresh_database).test_client()
    answer = client.get("/areas/east/map.html")
    assert answer.status_code == 200
    path = tmp_path / "地図.html"
    path.write_bytes(answer.data)
    return path


def test_it_works_from_a_disk_and_asks_nothing(taken_home: Path, browse: Browse) -> None:
    with browse() as watched:
        watched.page.goto(taken_home.as_uri())
        watched.page.wait_for_function("document.documentElement.dataset.live === ''")
        watched.page.wait_for_timeout(300)
        assert watched.problems == []
        assert watched.asked == [taken_home.as_uri()]
        assert watched.page.locator(".leaflet-pane canvas").count() >= 3
        assert not watched.page.locator(".figure").is_visible()


def test_axe_finds_nothing(taken_home: Path, browse: Browse) -> None:
    with browse() as watched:
        watched.page.goto(taken_home.as_uri())
        watched.page.wait_for_function("document.documentElement.dataset.live === ''")
        watched.page.evaluate(AXE)
        found = watched.page.evaluate("axe.run()")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []


def test_kinds_narrow_list_and_count(taken_home: Path, browse: Browse) -> None:
    with browse(width=360, height=740) as watched:
        watched.page.goto(taken_home.as_uri())
        entries = watched.page.locator("[data-resource]")
        whole = entries.count()
        watched.page.get_by_role("checkbox", name="居場所・サロン").check()
        shown = [e for e in entries.all() if e.is_visible()]
        assert 0 < len(shown) < whole
        assert {e.get_attribute("data-category") for e in shown} == {"ibasho"}
        assert watched.page.get_by_role("status").inner_text() == f"{len(shown)}件"
        watched.page.get_by_role("checkbox", name="居場所・サロン").uncheck()
        assert watched.page.get_by_role("status").inner_text() == f"{whole}件"
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_popup_leads_to_the_entry_in_the_file(taken_home: Path, browse: Browse) -> None:
    with browse() as watched:
        watched.page.goto(taken_home.as_uri())
        watched.page.get_by_role("button", name="地図で見る").first.click()
        link = watched.page.locator(".leaflet-popup a[href^='#r']").first
        assert watched.page.locator(link.get_attribute("href") or "").count() == 1
        assert watched.problems == []


def test_without_scripts_the_list_and_the_figure_are_there(taken_home: Path, browse: Browse) -> None:
    with browse(scripts=False) as watched:
        watched.page.goto(taken_home.as_uri())
        assert watched.page.locator(".figure svg").is_visible()
        assert not watched.page.locator("#kinds").is_visible()
        assert all(entry.is_visible() for entry in watched.page.locator("[data-resource]").all())
        assert watched.asked == [taken_home.as_uri()]


def test_the_file_says_what_it_is(taken_home: Path) -> None:
    page = BeautifulSoup(taken_home.read_text(encoding="utf-8"), "html.parser")
    today = today_in_japan()
    assert page.html and page.html["lang"] == "ja"
    assert f"この地図は {today.year}年{today.month}月{today.day}日 に作成" in page.get_text()
    assert "見本の下地" in page.get_text()
    assert [h1.get_text() for h1 in page.select("h1")] == [f"{HOSTILE}の地図"]
    numbers = [n.get_text() for n in page.select(".number")]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert not page.select("img[src=x], [onerror], [style]")


def test_its_policy_lets_nothing_else_run(taken_home: Path) -> None:
    text = taken_home.read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    policy = page.select_one("meta[http-equiv]")["content"]  # type: ignore[index]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert policy.count("'sha256-") == len(page.select("script")) + len(page.select("style"))
    loads = [tag for tag in page.find_all(True) if tag.get("src") or (tag.name == "link")]
    assert loads == []
    assert not re.search(r"url\((?!#|data:)", "".join(style.get_text() for style in page.select("style")))
    assert len(text.encode()) < 1_500_000


def test_the_name_of_the_download_is_japanese_and_safe(fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        build(session)
    client = create_app(Settings(municipality=IKOMA), fresh_database).test_client()
    said = client.get("/districts/nishi/map.html").headers["Content-Disposition"]
    assert said.startswith('attachment; filename="map-district-nishi.html"; filename*=UTF-8\'\'')
    assert unquote(said.rpartition("''")[2]) == "西地区の地図.html"
    hostile = client.get("/areas/east/map.html").headers["Content-Disposition"]
    assert "/" not in unquote(hostile.rpartition("''")[2])
    assert client.get("/areas/nowhere/map.html").status_code == 404


@pytest.mark.parametrize(("title", "name"), [
    ("鹿ノ台自治会の地図", "鹿ノ台自治会の地図.html"),
    ('a/b\\c:d*e?f"g<h>i|j\n', "a_b_c_d_e_f_g_h_i_j_.html"),
    ("  .. ", ".html"),
    ("長" * 100, "長" * 60 + ".html"),
])  # fmt: skip
def test_file_names(title: str, name: str) -> None:
    assert file_name(title) == name


def test_modules_become_one(tmp_path: Path) -> None:
    (tmp_path / "low.mjs").write_text("export const one = 1;\nexport function two() { return 2; }\nconst own = 5;\n")
    (tmp_path / "mid-way.mjs").write_text("import { one, two as zwei } from './low.mjs';\nexport const three = one + zwei();\n")
    entry = tmp_path / "top.mjs"
    entry.write_text("import { three } from './mid-way.mjs';\nimport { one } from './low.mjs';\nconst own = three;\n")
    made = bundle(entry)
    assert made.index("module_low =") < made.index("module_mid_way =") < made.index("module_top =")
    assert made.count("module_low =") == 1 and "{ one, two: zwei }" in made
    assert "import" not in made and "export" not in made


@pytest.mark.parametrize("source", [
    "import './x.mjs';", "import x from './x.mjs';", "export default 1;", "export let x = 1;", "export { x };",
    "const x = import('./x.mjs');", "console.log(import.meta.url);", "import { x } from 'leaflet';",
])  # fmt: skip
def test_what_cannot_be_put_into_one_file_is_refused(source: str, tmp_path: Path) -> None:
    (tmp_path / "entry.mjs").write_text(source)
    with pytest.raises(ValueError, match="entry"):
        bundle(tmp_path / "entry.mjs")


def test_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mjs").write_text("import { b } from './b.mjs';\nexport const a = 1;\n")
    (tmp_path / "b.mjs").write_text("import { a } from './a.mjs';\nexport const b = 1;\n")
    with pytest.raises(ValueError, match="a → b → a"):
        bundle(tmp_path / "a.mjs")


def test_our_own_modules_can_be_put_into_one() -> None:
    made = bundle(STATIC / "js" / "standalone.mjs")
    assert "module_standalone" in made and not re.search(r"^(import|export)\b", made, re.MULTILINE)
