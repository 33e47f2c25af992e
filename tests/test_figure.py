"""紙の図: the stated scale is the real one, marks keep clear of each other, and no name can break the file."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_page import HOSTILE, TOWN, build
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.models import AreaKind
from geodata.queries.areas import area_page
from geodata.queries.ground import boundaries, ground
from geodata.queries.vocabulary import CategoryInfo, load_vocabulary
from geodata.settings import Settings
from mapapp import create_app
from mapapp.figure import PAPERS, Pin, figure, pins_of
from mapapp.figure.boxes import Room, Spot, text_width, wrapped
from mapapp.figure.pins import placed
from mapapp.figure.shapes import borders
from mapapp.figure.sheet import SCALES, Sheet
from mapapp.maps.description import MapDescription

IKOMA, SVG = "292095", "{http://www.w3.org/2000/svg}"
BOX = (135.70, 34.69, 135.708, 34.694)
CAFE = CategoryInfo("cafe", "認知症カフェ", "認", "#6b21a8", "diamond", "", False, 1)
EMPTY = b'{"type": "FeatureCollection", "features": []}'


def pin(number: int, lng: float, lat: float, **changes: object) -> Pin:
    return Pin(**{"number": number, "lng": lng, "lat": lat, "name": "", "category": CAFE, "coarse": False} | changes)  # type: ignore[arg-type]


def plain(**changes: object) -> MapDescription:
    return MapDescription(**{"title": "地図", "bbox": BOX, "areas": EMPTY, "ground": EMPTY, "srid": 6674} | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_scale_is_the_one_that_is_stated(paper: object) -> None:
    """A kilometre on the ground, measured in the plane CRS, is 1,000,000 / scale millimetres long."""
    sheet = Sheet(BOX, 6674, paper)  # type: ignore[arg-type]
    assert sheet.scale in SCALES
    (x0, y0), (x1, y1) = sheet.dots([(135.70, 34.69), (135.70, 34.69 + 1000 / 110_940)])  # 1 km of a meridian there
    assert abs(y1 - y0) == pytest.approx(sheet.millimetres(1000), rel=0.001)
    assert y1 < y0 and abs(x1 - x0) < abs(y1 - y0) * 0.01  # north is up


@given(st.floats(122, 145), st.floats(24, 45), st.floats(0.0005, 3), st.floats(0.0005, 3))
@settings(max_examples=40, deadline=None)
def test_the_box_always_fits(west: float, south: float, wide: float, high: float) -> None:
    sheet = Sheet((west, south, west + wide, south + high), 6677, PAPERS["a4"])
    for x, y in sheet.dots([(west, south), (west + wide, south + high)]):
        assert -0.5 <= x <= sheet.width + 0.5 and -0.5 <= y <= sheet.height + 0.5


def test_marks_of_crowded_points_keep_clear_of_each_other() -> None:
    pins = [pin(n, 135.7040 + n * 0.00005, 34.692) for n in range(1, 11)]
    sheet = Sheet(BOX, 6674, PAPERS["a4"])
    groups = placed(pins, sheet, Room(sheet.width, sheet.height))
    corners = [(m.x, m.y, m.size) for group in groups for m in group.marks]
    assert len(corners) == 10
    for i, (x, y, size) in enumerate(corners):
        for u, v, _ in corners[:i]:
            assert abs(x - u) >= size * 0.99 or abs(y - v) >= size * 0.99
    assert any(group.leader for group in groups)


def test_activities_of_one_point_stand_together_in_the_order_of_the_list() -> None:
    sheet = Sheet(BOX, 6674, PAPERS["a4"])
    (group,) = placed([pin(n, 135.704, 34.692) for n in (1, 2, 3, 4)], sheet, Room(sheet.width, sheet.height))
    assert [mark.pin.number for mark in group.marks] == [1, 2, 3, 4]
    assert group.marks[3].y > group.marks[0].y  # a second row
    first = group.marks[0]
    assert (first.x + first.size / 2, first.y + first.size / 2) == pytest.approx(group.at, abs=0.2)


def test_what_lies_outside_the_paper_is_left_out() -> None:
    sheet = Sheet(BOX, 6674, PAPERS["a4"])
    assert placed([pin(1, 136.5, 34.692)], sheet, Room(sheet.width, sheet.height)) == []


def test_what_has_no_point_keeps_its_number(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    page = area_page(db, "west", vocabulary)
    numbers = [p.number for p in pins_of((*page.here, *page.near))]
    assert numbers == list(range(1, len(page.here) + len(page.near) + 1))
    assert next(p.number for p in pins_of(page.here, 51)) == 51


def test_a_common_border_is_drawn_once() -> None:
    def square(code: str, x: int, approximate: bool) -> dict[str, object]:
        ring = [[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]
        properties = {"code": code, "approximate": approximate, "model": False}
        return {"properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    found = borders([square("a", 0, True), square("b", 1, False)], ("a",))
    segments = {kind: sum(len(line) - 1 for line in lines) for kind, lines in found.items() if lines}
    assert segments == {"chosen_rough": 4, "real": 3}


def test_a_spot_is_given_once() -> None:
    room = Room(100, 100)
    first, second = Spot(50, 50, 10, 4), Spot(50, 60, 10, 4)
    assert room.first_free([first]) == first
    assert room.first_free([first, second]) == second
    assert room.first_free([first, second, Spot(99, 99, 10, 4)]) is None


@given(st.text(max_size=200))
def test_wrapping_loses_nothing(text: str) -> None:
    lines = wrapped(text, 2.0, 30)
    assert "".join(lines) == text
    assert all(text_width(line, 2.0) <= 30 or len(line) == 1 for line in lines)


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_well_formed_xml(text: str) -> None:
    kind = CategoryInfo("k", text or "x", (text or "x")[:2], "#6b21a8", "flag", "", False, 1)
    written = figure(plain(title=text, credits=(text,)), [pin(1, 135.704, 34.692, category=kind, coarse=True)])
    root = ElementTree.fromstring(written)
    assert root.tag == f"{SVG}svg"


def test_the_figure_tells_all_and_runs_nothing(db: Session) -> None:
    build(db)
    vocabulary = load_vocabulary(db, IKOMA)
    page = area_page(db, "east", vocabulary)
    found = plain(areas=boundaries(db, IKOMA, (AreaKind.JICHIKAI, AreaKind.MUNICIPALITY)), ground=ground(db, IKOMA),
                  title=HOSTILE, highlighted=("east",), credits=(HOSTILE,))  # fmt: skip
    written = figure(found, pins_of((*page.here, *page.near)))
    root = ElementTree.fromstring(written)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "clipPath", "g", "rect", "path", "circle", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name == "style" or name.startswith("on") or "href" in name]
    assert "http" not in written.replace("http://www.w3.org/2000/svg", "")
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert root.find(f"{SVG}title").text == HOSTILE  # type: ignore[union-attr]
    assert {"1", "北", "居場所・サロン", "この地図の区域"} <= set(texts)
    assert re.search(r"縮尺 1:[\d,]+", " ".join(t for t in texts if t))
    assert root.attrib["width"] == "182mm"


def test_names_and_stations_are_written_where_there_is_room(db: Session) -> None:
    build(db)
    areas, below = boundaries(db, IKOMA, (AreaKind.JICHIKAI,)), ground(db, IKOMA)
    root = ElementTree.fromstring(figure(plain(areas=areas, ground=below, bbox=(135.699, 34.689, 135.704, 34.695))))
    assert {"西町自治会", "見本駅"} <= {element.text for element in root.iter(f"{SVG}text")}


def test_figures_are_served_and_refuse_what_they_do_not_know(fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        build(session)
    client = create_app(Settings(municipality=IKOMA), fresh_database).test_client()
    known = ("/figure.svg", "/areas/west/figure.svg", "/districts/nishi/figure.svg", "/figure.svg?paper=phone&category=ibasho")
    for address in known:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml"), address
        ElementTree.fromstring(answer.data)
    assert client.get("/areas/nowhere/figure.svg").status_code == 404
    for query in ("/figure.svg?paper=b5", "/figure.svg?colour=red", "/figure.svg?category=nix", "/areas/west/figure.svg?q=a"):
        assert client.get(query).status_code == 400, query


def test_numbers_of_a_later_page_go_on(fresh_database: Engine) -> None:
    from town import resource

    with transaction(fresh_database) as session:
        build(session)
        for n in range(60):
            resource(session, f"会{n:02d}", at=TOWN["1"], name_kana=f"わ{n:02d}")
    client = create_app(Settings(municipality=IKOMA), fresh_database).test_client()
    texts = {e.text for e in ElementTree.fromstring(client.get("/figure.svg?page=2").data).iter(f"{SVG}text")}
    assert "51" in texts and "64" in texts and "1" not in texts
