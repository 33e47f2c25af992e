"""地図と一覧 in a real Chromium: form, list, count, sentence, pins and address bar move together."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import served, watched
from flask.testing import FlaskClient
from pages import words
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from town import place, resource

from geodata.models import DataVersion, Organization

HOSTILE = "</script><img src=x onerror=alert(1)>${alert(2)}"
QUERIES = [
    "", "category=kodomo_shokudo", "category=ibasho&category=kosodate&weekday=wed", "weekday=tue&time=12:00-17:00",
    "weekday=sat&weekday=sun&time=06:00-12:00&unknown=1", "time=10:30", "target=koreisha&free=1", "barrier_free=1&unknown=1",
    "q=体操", "q=ﾀｲｿｳ 会館", "q=こども食堂 土曜", "free=1&unknown=1", "q=ｻﾛﾝ&weekday=mon", "bbox=135.69,34.72,135.74,34.76",
]  # fmt: skip


@pytest.fixture(scope="module")
def settled(chromium: Browser, live_server: str) -> Iterator[Page]:
    """One page that many tests drive through its own form."""
    context = chromium.new_context(base_url=live_server, viewport={"width": 1440, "height": 900})
    with watched(context, live_server) as page:
        yield opened(page, "/")
    context.close()


@pytest.fixture
def home(settled: Page) -> Page:
    """The map and list with nothing chosen, where it was when it was opened."""
    if not settled.url.endswith("/") or not settled.locator("html[data-map]").count():
        opened(settled, "/")
    go(settled, "")
    settled.evaluate("""() => {
        const { map } = window.wagagotoFrame;
        map.closePopup();
        map.fitBounds(map.options.home, { animate: false });
    }""")
    return settled


def go(page: Page, query: str) -> None:
    """As if the back button had brought this query."""
    page.evaluate("query => history.replaceState(null, '', '/?' + query)", query)
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    painted(page)


def painted(page: Page) -> None:
    """The frame is on the screen, and what waited for it is done."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(() => setTimeout(done))))")


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    page.wait_for_selector("html[data-map]", state="attached")
    return page


def count(page: Page) -> int:
    return int(page.locator(".sentence-count").inner_text().removesuffix("件"))


def query(page: Page) -> list[tuple[str, str]]:
    """The address bar."""
    painted(page)
    return parse_qsl(urlsplit(page.url).query)


def pins(page: Page) -> int:
    """Pixels of the pins' canvas that are not blank."""
    return int(page.evaluate("""() => {
        const canvas = document.querySelector('.pins-pane canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let seen = 0;
        for (let i = 3; i < data.length; i += 4) seen += data[i] > 0;
        return seen;
    }"""))


def test_the_map_and_the_list_are_drawn(home: Page) -> None:
    assert pins(home) > 2_000
    expect(home.locator("#resources > li")).to_have_count(50)
    assert count(home) >= 180
    assert home.locator(".folium-map").bounding_box()["height"] > 500  # type: ignore[index]


@pytest.mark.parametrize(
    ("choose", "name", "value"),
    [
        ("label:has(input[value=kodomo_shokudo])", "category", "kodomo_shokudo"),
        ("label:has(input[value=sat])", "weekday", "sat"),
        ("label:has(input[value='12:00-17:00'])", "time", "12:00-17:00"),
        ("label:has(input[value=koreisha])", "target", "koreisha"),
        ("label:has(input[name=free])", "free", "1"),
        ("label:has(input[name=barrier_free])", "barrier_free", "1"),
    ],
)
def test_one_choice_moves_everything(home: Page, choose: str, name: str, value: str) -> None:
    before, drawn = count(home), pins(home)
    home.locator(choose).click()
    assert 0 < count(home) < before
    assert query(home) == [(name, value)]
    assert home.locator("#conditions li").count() == 1
    assert pins(home) != drawn
    assert f"{count(home)}件" in home.title()


def test_where_a_page_looks_next_is_where_the_map_stays(page: Page) -> None:
    """As on a slow phone, where the page's module runs in the same frame as folium's script."""
    page.add_init_script("""addEventListener('wagagoto:map', ({ detail: { map } }) => {
        map.setView([34.70, 135.71], 16, { animate: false });
    }, { capture: true })""")
    opened(page, "/")
    page.wait_for_timeout(600)
    assert page.evaluate("window.wagagotoFrame.map.getZoom()") == 16


def test_the_key_says_what_lines_and_pins_mean(home: Page) -> None:
    home.get_by_role("button", name="凡例と出典").click()
    told = home.locator(".map-key li").all_inner_texts()
    assert any("おおよその区域" in one for one in told)
    assert told[-3:] == ["数字：そこにある活動の数（輪の色は種類）", "約：位置は町の中心", "灰色：確認の期限が過ぎたもの"]
    home.get_by_role("button", name="凡例と出典").click()


def test_a_word_is_found_while_it_is_typed(home: Page) -> None:
    home.locator("#q").press_sequentially("体操")
    expect(home.locator(".sentence-words")).to_have_text("「体操」")
    assert query(home) == [("q", "体操")]
    assert all("体操" in text for text in home.locator("#resources > li").all_text_contents())


def test_going_away_and_back_keeps_the_choice(home: Page) -> None:
    home.locator("label:has(input[value=kodomo_shokudo])").click()
    found = count(home)
    home.locator("#resources a").first.click()
    home.wait_for_url("**/resources/*")
    home.go_back()
    home.wait_for_selector("html[data-map]", state="attached")
    assert count(home) == found
    assert home.locator("input[value=kodomo_shokudo]").is_checked()


def test_a_link_that_was_shared_opens_as_it_was(page: Page) -> None:
    opened(page, "/?weekday=tue&time=12:00-17:00&category=ninchisho_cafe")
    assert page.locator(".sentence-words").inner_text() == "火曜日の午後・認知症カフェ"
    assert page.locator("input[value=tue]").is_checked()
    assert page.locator("input[value='12:00-17:00']").is_checked()


def test_a_condition_is_taken_off_again(page: Page) -> None:
    opened(page, "/?weekday=tue&category=ninchisho_cafe")
    page.locator("#conditions a", has_text="火曜日").click()
    assert query(page) == [("category", "ninchisho_cafe")]
    assert not page.locator("input[value=tue]").is_checked()


def test_a_date_is_left_to_the_server_and_still_has_pins(page: Page) -> None:
    opened(page, "/?date=2026-12-05")
    assert page.locator(".sentence-words").inner_text() == "2026年12月5日"
    assert pins(page) > 0
    page.get_by_label("こども食堂").check()
    page.locator("#filters").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**category=kodomo_shokudo**")
    assert page.locator(".sentence-words").inner_text() == "2026年12月5日・こども食堂"


def test_nothing_found_offers_what_to_loosen(page: Page) -> None:
    opened(page, "/?category=ninchisho_cafe&q=どこにもない言葉")
    button = page.locator("#loosen a")
    promised = int(re.findall(r"（(\d+)件）", button.inner_text())[0])
    button.click()
    assert count(page) == promised > 0


def test_a_jichikai_is_picked_by_typing_its_reading(home: Page) -> None:
    box = home.get_by_role("combobox", name="自治会")
    box.click()
    box.press_sequentially("しかのだい")
    expect(home.locator("#area-options [role=option]")).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = home.locator("[role=option].active").inner_text()
    box.press("Enter")
    assert home.locator(".sentence-words").inner_text() == chosen
    assert query(home)[0][0] == "area"
    expect(home.locator("#area-options")).to_be_hidden()


def test_a_jichikai_is_picked_by_its_row(home: Page) -> None:
    home.locator(".picker-open").click()
    home.get_by_role("button", name="ま行").click()
    option = home.get_by_role("option", name="真弓自治会")
    expect(option).to_be_in_viewport()
    option.click()
    assert home.locator(".sentence-words").inner_text() == "真弓自治会"


def test_a_jichikai_is_picked_on_the_map(home: Page) -> None:
    at = home.evaluate("""() => {
        const { map, areas } = window.wagagotoFrame;
        map.setView(Object.values(areas)[3].getBounds().getCenter(), 17, { animate: false });
        map.fire('click', { latlng: map.getCenter(), containerPoint: map.getSize().divideBy(2) });
        const box = map.getContainer().getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    }""")
    home.evaluate("window.wagagotoFrame.map.closePopup()")
    home.mouse.click(at[0] + 3, at[1] + 3)
    name = home.locator(".pop-place").inner_text()
    home.get_by_role("button", name="この自治会でしぼりこむ").click()
    assert home.locator(".sentence-words").inner_text() == name
    assert query(home)[0][0] == "area"


def test_a_card_shows_its_pin_and_a_pin_its_card(home: Page) -> None:
    card = home.locator("#resources > li").nth(2)
    name = card.locator(".card-name").inner_text()
    card.locator(".card-show").click()
    expect(home.locator(".leaflet-popup").last).to_contain_text(name)
    expect(home.locator(".card-chosen .card-name")).to_have_text(name)
    at = home.evaluate("""() => {
        const { map } = window.wagagotoFrame;
        const at = map._popup.getLatLng();
        map.closePopup();
        map.setView(at, 18, { animate: false });
        const box = map.getContainer().getBoundingClientRect();
        const spot = map.latLngToContainerPoint(at);
        return [box.x + spot.x, box.y + spot.y];
    }""")
    home.mouse.click(*at)
    expect(home.locator(".leaflet-popup").last).to_contain_text(name)


def test_a_tapped_place_orders_the_list_and_stays_in_the_browser(home: Page) -> None:
    asked: list[str] = []
    home.on("request", lambda request: asked.append(request.url) if "icon.svg" not in request.url else None)
    box = home.locator("#map").bounding_box()
    home.evaluate("window.wagagotoFrame.map.setZoom(17, {animate: false})")
    home.mouse.click(box["x"] + 20 + box["width"] / 2, box["y"] + 20 + box["height"] / 2)  # type: ignore[index]
    home.get_by_role("button", name="ここから近い順").click()
    minutes = [int(text) for text in home.locator(".card-walk b").all_text_contents()]
    assert minutes == sorted(minutes) and minutes
    assert "地図で選んだ所から近い順" in home.locator("#conditions").inner_text()
    assert query(home) == []
    assert asked == []
    assert home.evaluate("localStorage.length + sessionStorage.length") == 0
    assert home.evaluate("history.state") is None


def test_the_phones_own_position_stays_in_the_browser(chromium: Browser, live_server: str) -> None:
    context = chromium.new_context(
        base_url=live_server, geolocation={"latitude": 34.69, "longitude": 135.7}, permissions=["geolocation"]
    )
    with watched(context, live_server) as page:
        opened(page, "/")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="いまいる所から").click()
        expect(page.locator("#conditions")).to_contain_text("いまいる所から近い順")
        expect(page.locator(".card-walk")).to_have_count(50)
        assert query(page) == [] and asked == []
    context.close()


def test_near_a_town_is_the_same_as_on_the_server(home: Page, client: FlaskClient) -> None:
    home.locator("#near").select_option(label="元町一丁目から")
    painted(home)
    ours = home.locator("#resources > li").evaluate_all("all => all.map(li => li.dataset.resource)")
    theirs = BeautifulSoup(client.get("/", query_string=dict(query(home))).get_data(), "html.parser")
    assert ours == [li["data-resource"] for li in theirs.select("#resources > li")]
    assert home.locator(".card-walk b").all_text_contents() == [words(b) for b in theirs.select(".card-walk b")]


@pytest.mark.parametrize("chosen", QUERIES)
def test_the_browser_and_the_server_say_the_same(home: Page, client: FlaskClient, chosen: str) -> None:
    go(home, chosen)
    theirs = BeautifulSoup(client.get(f"/?{chosen}").get_data(), "html.parser")
    assert home.locator("#sentence").text_content() == theirs.select_one("#sentence").get_text()  # type: ignore[union-attr]
    ours = home.locator("#resources > li").evaluate_all("all => all.map(li => li.dataset.resource)")
    assert ours == [li["data-resource"] for li in theirs.select("#resources > li")]
    more = theirs.select_one("#unknown-more")
    assert home.locator("#unknown-more").is_visible() == (more is not None and not more.has_attr("hidden"))


def test_a_card_made_by_either_side_reads_the_same(home: Page, client: FlaskClient) -> None:
    painted(home)
    while home.locator("#more").is_visible():
        home.locator("#more button").click()
    ours = home.locator("#resources").evaluate("list => list.innerHTML")
    made = {card["data-resource"]: card for card in BeautifulSoup(ours, "html.parser").select("li.card")}
    for number in range(1, 6):
        written = BeautifulSoup(client.get(f"/?page={number}").get_data(), "html.parser")
        for card in written.select("#resources > li.card"):
            other = made.pop(card["data-resource"])
            assert other.get_text("|", strip=True) == card.get_text("|", strip=True)
            assert shape(other) == shape(card)
            assert other.has_attr("data-stale") == card.has_attr("data-stale")
    assert not made


def shape(card: object) -> list[tuple[str, object]]:
    return [(tag.name, tag.get("class")) for tag in card.find_all(True)]  # type: ignore[attr-defined]


def test_without_scripts_the_form_asks_the_server(chromium: Browser, live_server: str) -> None:
    context = chromium.new_context(base_url=live_server, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/")
    page.locator("summary").click()
    page.get_by_label("こども食堂").check()
    page.locator("label:has(input[value=sat])").click()
    page.locator("#area").select_option(index=3)
    page.get_by_role("button", name="この条件でさがす").click()
    given = parse_qsl(urlsplit(page.url).query)
    assert ("category", "kodomo_shokudo") in given and ("weekday", "sat") in given and any(name == "area" for name, _ in given)
    assert page.locator(".sentence-words").inner_text().startswith("土曜日・こども食堂・")
    context.close()


def test_a_hostile_name_is_shown_as_it_is_written(chromium: Browser, fresh_database: Engine, tmp_path: Path) -> None:
    with Session(fresh_database) as session:
        group = Organization(municipality_code="292095", name=HOSTILE)
        session.add(group)
        session.flush()
        stands = place(session, HOSTILE, (135.7, 34.69), address=HOSTILE, published_address=HOSTILE)
        made = resource(session, HOSTILE, stands, organization_id=group.id, schedule_text=HOSTILE, schedule_words=HOSTILE,
                        description=HOSTILE, remarks=HOSTILE, url="javascript:alert(3)")  # fmt: skip
        session.query(DataVersion).update({DataVersion.number: DataVersion.number + 1})
        number = made.id
        session.commit()
    with served(fresh_database, tmp_path) as address:
        context = chromium.new_context(base_url=address)
        with watched(context, address) as page:
            alerts: list[str] = []
            page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
            opened(page, "/")
            assert HOSTILE in page.locator(".card").inner_text()
            page.locator(".card-show").click()
            assert page.locator(".leaflet-popup").inner_text().count(HOSTILE) >= 2
            page.locator("#q").fill(HOSTILE)
            expect(page.locator(".sentence-words")).to_have_text(f"「{HOSTILE}」")
            page.goto(f"/resources/{number}")
            assert page.locator("h1").inner_text() == HOSTILE
            assert page.locator("a[href^='javascript']").count() == 0
            assert page.locator("img[src='x']").count() == 0
            assert alerts == []
        context.close()
