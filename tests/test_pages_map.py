"""地図と一覧, as the server answers it: the same GET form without scripts."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from pages import Browse, browser_of, words


@pytest.fixture
def browse(client: FlaskClient) -> Browse:
    return browser_of(client)


def total(page: BeautifulSoup) -> int:
    return int(words(page.select_one(".sentence-count")).removesuffix("件"))


def cards(page: BeautifulSoup) -> list[str]:
    return [words(name) for name in page.select("#resources .card-name")]


def test_everything_is_there_before_anything_is_chosen(browse: Browse) -> None:
    page = browse("/")
    assert words(page.select_one(".sentence-words")) == "すべての社会資源"
    assert total(page) >= 180
    assert len(cards(page)) == 50
    assert not page.select("#conditions li")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("weekday=tue&time=12:00-17:00&category=ninchisho_cafe", "火曜日の午後・認知症カフェ"),
        ("weekday=sat&weekday=sun", "土・日曜日"),
        ("time=14:00", "14:00"),
        ("category=kodomo_shokudo&category=ibasho", "こども食堂または居場所・サロン"),
        ("target=koreisha&free=1&barrier_free=1", "高齢の人・無料・バリアフリー"),
        ("q=%E4%BD%93%E6%93%8D", "「体操」"),
        ("date=2026-12-05", "2026年12月5日"),
    ],
)
def test_what_is_chosen_is_said_and_narrows(browse: Browse, query: str, sentence: str) -> None:
    page = browse(f"/?{query}")
    assert words(page.select_one(".sentence-words")) == sentence
    assert 0 < total(page) < 180
    assert f"{sentence}：{total(page)}件" in words(page.title)


def test_the_form_shows_what_is_chosen(browse: Browse) -> None:
    page = browse("/?category=ninchisho_cafe&weekday=tue&time=09:00-10:30&q=カフェ&unknown=1")
    checked = {(box["name"], box["value"]) for box in page.select("form [checked]")}
    assert checked == {("category", "ninchisho_cafe"), ("weekday", "tue"), ("time", "09:00-10:30"), ("unknown", "1")}
    assert page.select_one("#q")["value"] == "カフェ"  # type: ignore[index]


def test_each_condition_has_a_link_that_drops_it_alone(browse: Browse) -> None:
    page = browse("/?category=ninchisho_cafe&weekday=tue")
    links = {words(link): dict(parse_qsl(urlsplit(str(link["href"])).query)) for link in page.select("#conditions a")}
    assert links == {"認知症カフェをはずす": {"weekday": "tue"}, "火曜日をはずす": {"category": "ninchisho_cafe"}}


def test_pages_of_fifty_follow_one_another(browse: Browse) -> None:
    first = browse("/")
    link = first.select_one("#pages [rel=next]")
    second = browse(str(link["href"]))  # type: ignore[index]
    assert not set(cards(first)) & set(cards(second))
    assert browse(str(second.select_one("#pages [rel=prev]")["href"])).select("#resources li")  # type: ignore[index]
    assert "51～100件目" in words(second.select_one("#pages"))


def test_nothing_found_says_what_to_loosen_and_how_many_that_gives(browse: Browse) -> None:
    page = browse("/?category=ninchisho_cafe&q=どこにもない言葉")
    assert total(page) == 0
    (link,) = page.select("#loosen a")
    assert words(link).startswith("「どこにもない言葉」 をはずす（")
    assert total(browse(str(link["href"]))) == int(words(link).split("（")[1].removesuffix("件）"))
    assert page.select_one('#nothing a[href="/soudan"]')


def test_what_is_not_known_is_counted_and_can_be_let_in(browse: Browse) -> None:
    page = browse("/?weekday=tue")
    more = int(words(page.select_one("#unknown-more b")))
    link = page.select_one("#unknown-more a")
    assert more > 0
    assert total(browse(str(link["href"]))) == total(page) + more  # type: ignore[index]


def test_near_a_town_orders_by_walking_time(browse: Browse, client: FlaskClient) -> None:
    option = next(o for o in browse("/").select("#near option") if words(o) == "元町一丁目から")
    page = browse(f"/?near={quote(str(option['value']))}")
    minutes = [int(words(b)) for b in page.select(".card-walk b")]
    assert minutes == sorted(minutes)
    assert minutes[0] <= 5
    assert total(page) == total(browse("/"))


def test_a_jichikai_is_offered_by_its_reading(browse: Browse) -> None:
    groups = [str(group["label"]) for group in browse("/").select("#area optgroup")]
    assert groups == sorted(groups)
    assert groups[0] == "あ行"


def test_consultation_has_a_sign_of_its_own(browse: Browse) -> None:
    page = browse("/?category=ikomaru_madoguchi")
    assert page.select(".card-soudan .mark-flag")
    assert all("どんな相談でも" in words(card) for card in page.select(".card"))


def test_a_pin_that_is_only_a_town_centre_says_so(browse: Browse) -> None:
    coarse = [card for n in (1, 2, 3, 4, 5) for card in browse(f"/?page={n}").select('.card[data-level="machiaza"][data-lng]')]
    assert coarse
    assert all("約：位置は町の中心です" in words(card) for card in coarse)


@pytest.mark.parametrize("query", ["category=nai", "weekday=holiday", "time=25:00", "near=135,34", "page=0"])
def test_a_mistake_in_the_address_gets_a_sentence(browse: Browse, query: str) -> None:
    page = browse(f"/?{query}", status=400)
    assert words(page.select_one(".lead")).endswith("。") or "指定" in words(page.select_one(".lead"))
    assert page.select_one('a[href="/"]')


@pytest.mark.parametrize("added", ["fbclid=IwAR0", "utm_source=line&utm_medium=social", "openExternalBrowser=1", "%E3%81%82=1"])
def test_what_an_app_adds_to_a_link_changes_nothing_and_is_not_handed_on(browse: Browse, added: str) -> None:
    for path in ("/?", "/?weekday=tue&unknown=1&page=2&"):
        page, plain = browse(path + added), browse(path[:-1])
        assert str(page) == str(plain)
        assert added.split("=")[0] not in str(page)
    assert browse(f"/?{added}&weekday=holiday", status=400)


def test_marks_have_the_same_shapes_on_paper_and_on_canvas() -> None:
    root = Path(__file__).parents[1]
    pages = re.findall(r'"(\w+)": "(M[^"]+)"', (root / "templates/components/marks.html").read_text())
    canvas = re.findall(r"(\w+): '(M[^']+)'", (root / "mapapp/static/js/shapes.mjs").read_text())
    assert len(pages) == 8
    assert pages == canvas
