"""自治会, 地区, 社会資源, 相談 and the wall, as the server answers them."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from pages import Browse, browser_of, words
from playwright.sync_api import Browser
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geodata.japanese import VOICED_AND_SMALL
from geodata.models import Area, Resource

DIGITS_OF_A_PHONE = re.compile(r"\d{2,4}-\d{2,4}-\d{4}")


@pytest.fixture
def browse(client: FlaskClient) -> Browse:
    return browser_of(client)


@pytest.fixture(scope="module")
def shikanodai(demo_city: Engine) -> str:
    """The code of 鹿ノ台自治会."""
    with Session(demo_city) as session:
        return session.scalars(select(Area.code).where(Area.name == "鹿ノ台自治会")).one()


def resource_page(browse: Browse, demo_city: Engine, *conditions: object) -> BeautifulSoup:
    with Session(demo_city) as session:
        found = session.scalars(select(Resource.id).where(*conditions).order_by(Resource.id)).first()  # type: ignore[arg-type]
    assert found is not None
    return browse(f"/resources/{found}")


def test_the_list_of_jichikai_is_in_the_order_of_kana(browse: Browse) -> None:
    page = browse("/areas/")
    kana = [words(one) for one in page.select(".area-list .area-kana")]
    assert len(kana) == 60
    assert kana == sorted(kana, key=lambda reading: (reading.translate(VOICED_AND_SMALL), reading))
    assert [words(row) for row in page.select(".row h2")][:3] == ["あ行", "か行", "さ行"]
    assert "鹿ノ台地区 モデル地区" in words(page.select_one(".district-list"))


def test_a_jichikai_shows_what_is_here_what_is_near_and_what_is_missing(browse: Browse, shikanodai: str) -> None:
    page = browse(f"/areas/{shikanodai}")
    here = page.select('section[aria-labelledby="here-title"] .card')
    near = page.select('section[aria-labelledby="near-title"] .card')
    assert words(page.select_one(".place-sum")) == f"ここにあるもの{len(here)}件 歩いて行ける近くのもの{len(near)}件"
    assert sum(int(words(b).removesuffix("件")) for b in page.select(".tally b")) == len(here)
    minutes = [int(words(b)) for b in page.select('section[aria-labelledby="near-title"] .card-walk b')]
    assert minutes == sorted(minutes)
    assert all(m <= 10 for m in minutes)
    assert not {str(c["data-category"]) for c in here} & {
        words(li) for li in page.select(".missing-list li")
    }
    assert page.select_one(".missing-list li")


def test_a_jichikai_without_a_surveyed_border_says_so(browse: Browse, shikanodai: str) -> None:
    page = browse(f"/areas/{shikanodai}")
    assert "おおよその区域" in words(page.select_one(".place-marks"))
    assert "モデル地区" in words(page.select_one(".place-marks"))


def test_a_jichikai_leads_on(browse: Browse, client: FlaskClient, shikanodai: str) -> None:
    page = browse(f"/areas/{shikanodai}")
    links = {words(link): str(link["href"]) for link in page.select(".actions a")}
    assert set(links) == {"大きく見る", "このファイルを持ち帰る", "条件をつけてさがす"}
    assert [client.get(href).status_code for href in links.values()] == [200, 200, 200]
    assert client.get(str(page.select_one("img.figure")["src"])).status_code == 200  # type: ignore[index]


def test_a_district_takes_its_jichikai_together(browse: Browse, shikanodai: str) -> None:
    page = browse("/districts/shikanodai")
    assert [words(name) for name in page.select(".area-name")] == ["鹿ノ台北自治会", "鹿ノ台自治会"]
    both = {str(card["data-resource"]) for card in page.select('section[aria-labelledby="here-title"] .card')}
    one = {str(card["data-resource"]) for card in browse(f"/areas/{shikanodai}").select('[aria-labelledby="here-title"] .card')}
    assert one < both


def test_a_resource_says_all_that_one_needs_to_go_there(browse: Browse, demo_city: Engine) -> None:
    page = resource_page(browse, demo_city, Resource.phone != "", Resource.schedule_text != "", Resource.place_id.is_not(None))
    assert [words(title) for title in page.select("main h2")][:4] == ["いつ", "問い合わせ先", "参加するには", "どこ"]
    phone = page.select_one("a.phone")
    assert phone is not None and str(phone["href"]) == "tel:" + words(phone).replace("-", "")
    assert "最後に確認した日" in words(page.select_one(".resource-foot"))
    assert "情報が違います" in words(page.select_one('.resource-foot a[href$="/report"]'))


def test_what_is_not_known_is_never_a_no(browse: Browse, demo_city: Engine) -> None:
    page = resource_page(browse, demo_city, Resource.reservation == "", Resource.fee_text == "")
    facts = {words(dt): words(dt.find_next_sibling("dd")) for dt in page.select("dt")}  # type: ignore[arg-type]
    assert facts["予約"] == "未確認"
    assert "未確認" in facts.values()
    assert not {"いいえ", "なし"} & set(facts.values())


def test_what_nobody_has_confirmed_is_told(browse: Browse, demo_city: Engine) -> None:
    page = resource_page(browse, demo_city, Resource.last_confirmed_on.is_(None))
    assert "まだ確認ができていません" in words(page.select_one(".notice"))
    assert "未確認" in words(page.select_one(".resource-foot"))


def test_activities_of_one_place_lead_to_each_other(browse: Browse, demo_city: Engine) -> None:
    with Session(demo_city) as session:
        ids = session.scalars(select(Resource.place_id).where(Resource.place_id.is_not(None))).all()
    shared = next(one for one in ids if ids.count(one) > 1)
    page = resource_page(browse, demo_city, Resource.place_id == shared)
    assert len(page.select(".same-place .card")) == ids.count(shared) - 1


def test_where_to_ask_shows_every_desk_and_every_trouble(browse: Browse) -> None:
    page = browse("/soudan")
    assert words(page.select_one("h1")) == "どこに相談していいか分からないとき"
    kinds = {str(card["data-category"]) for card in page.select(".card")}
    assert kinds == {"ikomaru_madoguchi", "ikomaru_sodankai"}
    troubles = [words(dt) for dt in page.select(".needs dt")]
    assert "お金や暮らしのこと" in troubles
    assert page.select('.needs a[href^="/?category="]')


@pytest.mark.parametrize("path", ["/soudan", "/?category=ikomaru_madoguchi"])
def test_a_desk_can_be_called_from_its_card(browse: Browse, path: str) -> None:
    desks = browse(path).select('.card[data-category="ikomaru_madoguchi"]')
    numbers = [words(desk.select_one('.card-phone a[href^="tel:0"]')) for desk in desks]
    assert numbers and all(DIGITS_OF_A_PHONE.fullmatch(number) for number in numbers)
    assert not browse("/?category=kodomo_shokudo").select(".card-phone")


def test_every_number_of_a_record_can_be_called(office: Flask, own_city: Engine) -> None:
    with Session(own_city) as session:
        one = session.scalars(select(Resource).where(Resource.phone != "").order_by(Resource.id)).first()
        assert one is not None
        one.phone, number = "0743-70-0001 090-1111-2222(山田)", one.id
        session.commit()
    page = browser_of(office.test_client())(f"/resources/{number}")
    assert [str(link["href"]) for link in page.select(".big a.phone")] == ["tel:0743700001", "tel:09011112222"]
    assert "0743-70-0001 090-1111-2222(山田)" in words(page.select_one('[aria-labelledby="contact-title"]'))


def test_a_real_record_among_samples_is_not_called_a_sample(office: Flask, own_city: Engine) -> None:
    with Session(own_city) as session:
        real, other = session.scalars(select(Resource).order_by(Resource.id).limit(2))
        real.source = "福祉政策課 一覧"
        numbers = real.id, other.id
        session.commit()
    browse = browser_of(office.test_client())
    said = "見本のデータ（団体・電話番号は架空です）"
    for page in ("", "/report"):
        assert not browse(f"/resources/{numbers[0]}{page}").select(".sample")
        assert words(browse(f"/resources/{numbers[1]}{page}").select_one(".sample")) == said
    for path in ("/", "/soudan", "/districts/shikanodai"):
        assert words(browse(path).select_one(".sample")).startswith("見本のデータをふくみます")


@pytest.mark.parametrize("path", ["/", "/areas/", "/soudan", "/about", "/districts/shikanodai"])
def test_every_page_leads_to_where_to_ask_and_names_its_sources(browse: Browse, path: str) -> None:
    page = browse(path)
    assert page.select_one('.top-nav a.soudan-link[href="/soudan"]')
    assert "Geolonia" in words(page.select_one(".foot"))
    assert re.search(r"12か月以内に内容を確認した割合: \d+ %", words(page.select_one(".foot")))
    assert words(page.select_one(".sample")) == "見本のデータ（団体・電話番号は架空です）"


def test_about_explains_every_mark_in_use(browse: Browse) -> None:
    explained = {words(b) for b in browse("/about").select(".legend b")}
    used = {words(name) for name in browse("/").select(".kind-name")}
    assert used < explained


@pytest.mark.parametrize("path", ["/areas/nai", "/districts/nai", "/resources/99999999", "/nai"])
def test_what_is_not_there_is_said_on_a_page(browse: Browse, path: str) -> None:
    page = browse(path, status=404)
    assert words(page.select_one(".lead")).endswith("。")


def test_the_wall_without_scripts_is_a_figure_and_a_list(chromium: Browser, live_server: str) -> None:
    phone = chromium.new_context(base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = phone.new_page()
    page.goto("/districts/shikanodai/wall")
    assert page.locator(".wall-figure").evaluate("image => image.complete && image.naturalWidth > 0")
    assert not page.get_by_text("数字のキー").is_visible()
    assert page.locator(".wall-kinds button:enabled").count() == 0
    assert page.locator("#wall-list li").first.is_visible()
    phone.close()


def test_the_wall_speaks_of_keys_where_there_may_be_some(chromium: Browser, live_server: str) -> None:
    for touch, seen in ((False, True), (True, False)):
        context = chromium.new_context(
            base_url=live_server, has_touch=touch, is_mobile=touch, viewport={"width": 390 if touch else 1440, "height": 800}
        )
        page = context.new_page()
        page.goto("/districts/shikanodai/wall")
        page.wait_for_selector(".wall-kinds button:enabled")
        assert page.get_by_text("数字のキー").is_visible() is seen
        context.close()


def test_the_wall_has_keys_counts_and_no_telephone(browse: Browse) -> None:
    page = browse("/districts/shikanodai/wall")
    keys = [str(button["data-key"]) for button in page.select("[data-key]")]
    assert keys == list("0123456789")[: len(keys)]
    lines = page.select("#wall-list li")
    for button in page.select("button[data-kind]"):
        fitting = [li for li in lines if not button["data-kind"] or li["data-category"] == button["data-kind"]]
        assert int(words(button.select_one("b"))) == len(fitting)
    assert not DIGITS_OF_A_PHONE.search(page.get_text())
    assert not page.select('a[href^="tel:"]')
    assert "モデル地区" in words(page.select_one(".wall-model"))
