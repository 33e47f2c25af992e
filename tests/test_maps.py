"""地図の枠: what folium renders is ours alone, safe, the same every time, and alive in a real browser."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import _copied
from hypothesis import given, settings
from hypothesis import strategies as st
from map_page import HOSTILE, TOWN, Browse, build, serving
from playwright.sync_api import Browser
from shapely.geometry import LinearRing, shape
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from town import Town, area, jichikai

from geodata.database import transaction
from geodata.models import AreaKind, BasemapFeature, District, GazetteerEntry, GazetteerSource
from geodata.queries.ground import basemap_credits, boundaries, ground
from geodata.settings import Settings
from mapapp import create_app
from mapapp.maps.description import MapDescription, Tiles
from mapapp.maps.elements import safe_json
from mapapp.maps.frame import render

IKOMA = "292095"
BOTH = (AreaKind.JICHIKAI, AreaKind.MUNICIPALITY)
BOX = (135.69, 34.68, 135.72, 34.70)


def read(geojson: bytes) -> dict[str, dict[str, Any]]:
    """Features by their name."""
    return {f["properties"]["name"]: f for f in json.loads(geojson)["features"]}


def described(areas: bytes, ground: bytes, **changes: Any) -> MapDescription:
    given = {"title": f"{HOSTILE}の地図", "bbox": BOX, "srid": 6674, "highlighted": ("west",), "credits": (HOSTILE,)}
    return MapDescription(areas=areas, ground=ground, **given | changes)


# ---- shapes from the database


def test_neighbours_meet_along_the_same_points(db: Session) -> None:
    town = Town("a . b . c\n. . x . .\n. . . y .\nd . e . f", step=0.01)
    jichikai(db, "西", town.area("abxyed"), approximate=True)
    jichikai(db, "東", town.area("bcfeyx"))
    found = read(boundaries(db, IKOMA, BOTH, simplify_m=50))
    west, east = shape(found["西"]["geometry"]), shape(found["東"]["geometry"])
    assert west.intersection(east).area == 0
    assert west.intersection(east).length == pytest.approx(LinearRing(town.ring("bxye")).length - 0.03, rel=0.4)
    assert shape(found["生駒市"]["geometry"]).area == pytest.approx(west.area + east.area, rel=1e-6)


def test_a_border_is_thinned_but_not_moved_far(db: Session) -> None:
    many = [(135.70 + i / 1000, 34.70 + (i % 2) * 1e-6) for i in range(10)] + [(135.71, 34.72), (135.70, 34.72)]
    from shapely.geometry import Polygon

    jichikai(db, "ぎざぎざ", Polygon(many))
    fine, coarse = (read(boundaries(db, IKOMA, (AreaKind.JICHIKAI,), m))["ぎざぎざ"]["geometry"] for m in (0.01, 5))
    assert len(coarse["coordinates"][0]) < len(fine["coordinates"][0])
    assert shape(coarse).symmetric_difference(Polygon(many)).area < 1e-7


def test_properties_say_what_a_map_needs(db: Session) -> None:
    build(db)
    found = read(boundaries(db, IKOMA, BOTH))
    west = found["西町自治会"]["properties"]
    assert (west["code"], west["kind"], west["approximate"], west["model"]) == ("west", "jichikai", True, True)
    assert not found[HOSTILE]["properties"]["model"]
    assert shape(found["西町自治会"]["geometry"]).contains(shape({"type": "Point", "coordinates": west["at"]}))
    assert 100 < west["room_m"] < 300


def test_rings_turn_as_geojson_wants(db: Session) -> None:
    build(db)
    for feature in read(boundaries(db, IKOMA, BOTH)).values():
        assert LinearRing(feature["geometry"]["coordinates"][0]).is_ccw


def test_areas_that_lie_over_each_other_keep_their_shape(db: Session) -> None:
    jichikai(db, "下", TOWN.area("acfd"))
    jichikai(db, "上", TOWN.area("abed"))
    found = read(boundaries(db, IKOMA, (AreaKind.JICHIKAI,)))
    assert shape(found["下"]["geometry"]).area == pytest.approx(TOWN.area("acfd").area, rel=0.01)
    assert shape(found["上"]["geometry"]).area == pytest.approx(TOWN.area("abed").area, rel=0.01)


def test_the_loaded_outline_is_preferred_to_the_union(db: Session) -> None:
    jichikai(db, "西", TOWN.area("abed"))
    area(db, AreaKind.MUNICIPALITY, "本当の市", TOWN.area("acfd"))
    found = read(boundaries(db, IKOMA, BOTH))
    assert set(found) == {"西", "本当の市"}


def test_a_city_without_areas_is_an_empty_collection(db: Session) -> None:
    assert json.loads(boundaries(db, IKOMA, BOTH)) == {"type": "FeatureCollection", "features": []}
    assert json.loads(ground(db, IKOMA))["features"] == []


def feature(db: Session, kind: str, name: str, wkt: str) -> None:
    db.add(BasemapFeature(municipality_code=IKOMA, kind=kind, name=name, shape=f"SRID=4326;{wkt}", source=f"{kind}の出典"))
    db.flush()


def test_a_station_of_two_lines_is_one_point_and_one_off_the_rails_is_none(db: Session) -> None:
    feature(db, "rail", "南北線", "LINESTRING(135.7 34.6, 135.7 34.8)")
    feature(db, "station", "生駒", "LINESTRING(135.7 34.690, 135.7 34.692)")
    feature(db, "station", "生駒", "LINESTRING(135.7 34.692, 135.7 34.694)")
    feature(db, "station", "遠い駅", "POINT(135.8 34.6)")
    found = read(ground(db, IKOMA))
    assert found["生駒"]["geometry"] == {"type": "Point", "coordinates": [135.7, 34.692]}
    assert "遠い駅" not in found


def test_ground_is_cut_to_the_box(db: Session) -> None:
    feature(db, "water", "長い川", "LINESTRING(135.0 34.7, 136.5 34.7)")
    feature(db, "water", "遠い池", "POLYGON((136 34, 136.1 34, 136.1 34.1, 136 34))")
    found = read(ground(db, IKOMA, (135.6, 34.6, 135.8, 34.8)))
    assert sorted(found["長い川"]["geometry"]["coordinates"]) == [[135.6, 34.7], [135.8, 34.7]]
    assert "遠い池" not in found
    assert basemap_credits(db, IKOMA) == ("waterの出典",)


def test_town_names_come_from_the_dictionary_unless_the_city_has_its_own(db: Session) -> None:
    source = GazetteerSource(slug="test", name="辞書")
    db.add(source)
    db.flush()
    entry = {"source_id": source.id, "level": "machiaza", "city_code": IKOMA, "pref": "奈良県", "city": "生駒市"}
    db.add(GazetteerEntry(machiaza="東町", koaza="", location="SRID=4326;POINT(135.7 34.7)", **entry))
    db.flush()
    assert read(ground(db, IKOMA))["東町"]["properties"] == {"kind": "place", "name": "東町"}
    feature(db, "place", "市の地名", "POINT(135.7 34.7)")
    assert set(read(ground(db, IKOMA))) == {"市の地名"}


# ---- what folium makes of a description


@pytest.mark.parametrize("box", [(1, 2, 1, 3), (136, 34, 135, 35), (0, -95, 1, 0), (float("nan"), 0, 1, 1)])
def test_a_box_that_is_none_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="no box"):
        described(b'{"features": []}', b'{"features": []}', bbox=box)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("<>&\u2028/"))))
def test_safe_json_says_the_same_without_a_character_that_ends_a_script(texts: list[str]) -> None:
    written = safe_json(json.dumps(texts, ensure_ascii=False).encode())
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == texts


@pytest.fixture
def description(db: Session) -> MapDescription:
    build(db)
    return described(boundaries(db, IKOMA, BOTH), ground(db, IKOMA))


def test_folium_asks_no_other_host_and_writes_nothing_inline(description: MapDescription) -> None:
    parts = render(description)
    for text in parts[:3]:
        assert "http:" not in text and "https:" not in text and "//cdn" not in text
    assert "style" not in parts.html and "<script" not in parts.html
    assert parts.header.count("<script") == parts.header.count(" defer></script>") == 3
    assert all(url.startswith("/static/") for url in (*parts.styles, *parts.scripts))


def test_the_same_data_give_the_same_bytes(description: MapDescription) -> None:
    assert render(description) == render(description)


def test_a_name_from_a_sheet_stays_data(description: MapDescription) -> None:
    parts = render(description)
    assert "<img" not in parts.script and "</script" not in parts.script
    assert "<img" not in parts.html and "&lt;img" in parts.html


def test_the_legend_names_the_lines_that_are_there(description: MapDescription) -> None:
    assert [kind for kind, _ in description.legend] == ["chosen", "real", "rough", "rail", "water"]
    alone = described(description.areas, b'{"features": []}', highlighted=())
    assert [kind for kind, _ in alone.legend] == ["model", "real", "rough"]


def test_whole_zoom_steps_only_where_tiles_would_blur(description: MapDescription) -> None:
    tiled = described(description.areas, description.ground, tiles=Tiles("https://tiles.example/{z}/{x}/{y}.png", ""))
    assert '"zoomSnap": 1,' in render(tiled).script
    assert "tiles.example" not in render(tiled).script


# ---- alive


@pytest.fixture
def browse(chromium: Browser) -> Browse:
    """Opens pages of any size, with or without scripts."""
    return Browse(chromium)


@pytest.fixture(scope="module")
def town(cluster_url: str, template: str, admin: Engine) -> Iterator[str]:
    """The address of a served town with hostile names."""
    with _copied(cluster_url, template, admin) as engine:
        with transaction(engine) as session:
            build(session)
        with serving(create_app(Settings(municipality=IKOMA), engine)) as address:
            yield address


READY = "document.documentElement.dataset.map === ''"


def test_a_page_shows_the_map_and_asks_only_its_own_host(town: str, browse: Browse) -> None:
    with browse() as watched:
        watched.page.goto(f"{town}/areas/west")
        watched.page.wait_for_function(READY)
        assert watched.problems == []
        assert all(url.startswith(town) or url.startswith("data:") for url in watched.asked)
        assert watched.page.evaluate("Object.keys(wagagotoFrame.areas).sort()") == ["east", "west"]
        lng, lat = TOWN["3"]
        assert watched.page.evaluate(f"wagagotoFrame.areaAt({{lng: {lng}, lat: {lat}}})") == "west"
        assert watched.page.evaluate("wagagotoFrame.areaAt({lng: 0, lat: 0})") is None


def test_hostile_names_stay_text(town: str, browse: Browse) -> None:
    with browse() as watched:
        watched.page.goto(f"{town}/areas/east")
        watched.page.wait_for_function(READY)
        watched.page.get_by_role("button", name="凡例と出典").click()
        assert watched.problems == []
        assert watched.page.locator("img[src=x]").count() == 0
        assert watched.page.get_by_role("heading", level=1).inner_text().startswith("</script><img")


def test_zoom_buttons_speak_japanese_and_are_large_enough(town: str, browse: Browse) -> None:
    with browse(width=360, height=640) as watched:
        watched.page.goto(f"{town}/areas/west")
        watched.page.wait_for_function(READY)
        button = watched.page.locator(".leaflet-control-zoom-in")
        assert button.get_attribute("title") in {"拡大", "大きくする"}
        box = button.bounding_box()
        assert box and box["width"] >= 44 and box["height"] >= 44


def test_the_way_back_to_the_whole(town: str, browse: Browse) -> None:
    with browse() as watched:
        watched.page.emulate_media(reduced_motion="reduce")
        watched.page.goto(f"{town}/areas/west")
        watched.page.wait_for_function(READY)
        before = watched.page.evaluate("wagagotoFrame.map.getBounds().toBBoxString()")
        watched.page.evaluate("wagagotoFrame.map.setView([34, 135], 9)")
        watched.page.get_by_role("button", name="全体").click()
        assert watched.page.evaluate("wagagotoFrame.map.getBounds().toBBoxString()") == before


def test_no_name_covers_another(town: str, browse: Browse) -> None:
    wanted = [
        {"text": "", "rank": n % 7, "spots": [{"x": n * 37 % 200 + d, "y": n * 53 % 120, "w": 40, "h": 14} for d in (0, 45)]}
        for n in range(60)
    ]
    with browse() as watched:
        watched.page.goto(f"{town}/areas/west")
        watched.page.wait_for_function("window.wagagotoFrame")
        placed = watched.page.evaluate("wanted => L.wagagoto.place(wanted)", wanted)
    assert 5 < len(placed) < 60
    for i, one in enumerate(placed):
        for other in placed[:i]:
            a, b = one["spot"], other["spot"]
            assert abs(a["x"] - b["x"]) * 2 >= a["w"] + b["w"] or abs(a["y"] - b["y"]) * 2 >= a["h"] + b["h"]


def test_a_common_border_is_drawn_once_and_the_stronger_line_wins(town: str, browse: Browse) -> None:
    with browse() as watched:
        watched.page.goto(f"{town}/areas/west")
        watched.page.wait_for_function("window.wagagotoFrame")
        lengths = watched.page.evaluate("""() => {
            const square = (code, x) => ({properties: {code, approximate: code === 'a', model: false},
                geometry: {type: 'Polygon', coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]}});
            const found = L.wagagoto.borders([square('a', 0), square('b', 1)], new Set(['a']));
            const segments = (lines) => lines.reduce((sum, line) => sum + line.length - 1, 0);
            return Object.fromEntries(Object.entries(found).map(([kind, lines]) => [kind, segments(lines)]));
        }""")
    assert lengths == {"chosen": 0, "chosenRough": 4, "model": 0, "modelRough": 0, "real": 3, "realRough": 0}


def test_letters_on_the_wall_are_large(town: str, browse: Browse) -> None:
    with browse(width=1920, height=1080) as watched:
        watched.page.goto(f"{town}/areas/west/wall")
        watched.page.wait_for_function(READY)
        assert watched.page.evaluate("12 * L.wagagoto.scale(wagagotoFrame.map) * 0.95") >= 24
        sizes = watched.page.evaluate("""[...document.querySelectorAll('.folium-map *')]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .map((e) => parseFloat(getComputedStyle(e).fontSize))""")
        assert sizes and min(sizes) >= 24


# ---- served


def test_a_frame_is_kept_for_good_under_its_version_only(fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        build(session)
    client = create_app(Settings(municipality=IKOMA), fresh_database).test_client()
    version = client.get("/readyz").get_json()["data_version"]
    now = client.get(f"/map/frame-area-west-{version}.js", headers={"Accept-Encoding": "br"})
    assert now.status_code == 200 and now.mimetype == "text/javascript"
    assert now.headers["Content-Encoding"] == "br" and "immutable" in now.headers["Cache-Control"]
    old = client.get(f"/map/frame-area-west-{version - 1}.js")
    assert old.status_code == 200 and "immutable" not in old.headers["Cache-Control"]
    assert client.get(f"/map/frame-area-nowhere-{version}.js").status_code == 404
    assert client.get(f"/map/frame-district-nowhere-{version}.js").status_code == 404
    assert client.get(f"/map/frame-anything-{version}.js").status_code == 404


def test_a_new_border_changes_the_frame(fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        build(session)
    client = create_app(Settings(municipality=IKOMA, version_max_age_s=0), fresh_database).test_client()
    version = client.get("/readyz").get_json()["data_version"]
    before = client.get(f"/map/frame-city-{version}.js").text
    with transaction(fresh_database) as session:
        jichikai(session, "新しい自治会", Town("a b\nc d").area("abdc"), code="new")
    assert "新しい自治会" not in before
    assert "新しい自治会" in client.get(f"/map/frame-city-{version + 1}.js").text


def test_a_district_highlights_its_areas(fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        build(session)
        assert session.query(District).count() == 1
    client = create_app(Settings(municipality=IKOMA), fresh_database).test_client()
    version = client.get("/readyz").get_json()["data_version"]
    assert '["west"]' in client.get(f"/map/frame-district-nishi-{version}.js").text
