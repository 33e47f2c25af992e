"""書き出し: every layout from the 見本 city; what comes back is what went out, and nothing leaves that is not listed."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import geopandas
import openpyxl
import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session
from town import resource

from geodata.address.geocoder import Geocoder
from geodata.database import transaction
from geodata.exports.layouts import Layout
from geodata.exports.national import layouts
from geodata.exports.record import Audience, Exported, exported
from geodata.exports.shapes import LAYER, geojson_bytes, geopackage_bytes
from geodata.exports.table import csv_bytes, harmless
from geodata.filters import ResourceFilter
from geodata.models import Resource, Visibility
from geodata.publication import is_public
from geodata.queries.vocabulary import load_vocabulary
from geodata.staff.scope import Scope
from importers import ImportOptions, import_resources, workbook_bytes

IKOMA = "292095"
LAYOUTS = layouts(IKOMA, "奈良県", "生駒市")
STANDARDS = Path(__file__).parents[2] / "shared" / "standards" / "jichitai-opendata"
SAME_AS = {
    "kokyo_shisetsu": "area-data-model-20260904/public_facility.csv",
    "suisho_kokyo_shisetsu": "recommended-v1/12_公共施設一覧.csv",
    "suisho_kosodate_shisetsu": "recommended-v1/13_子育て施設一覧.csv",
}


def all_of(engine: Engine, audience: Audience = Audience.STAFF) -> list[Exported]:
    with Session(engine) as session:
        conditions = [Scope(IKOMA).sees(Resource)] if audience is Audience.STAFF else is_public(IKOMA)
        return exported(session, conditions, load_vocabulary(session, IKOMA), audience)


def as_csv(layout: Layout, records: list[Exported]) -> bytes:
    return csv_bytes(layout.headers, map(layout.row, records))


def as_book(layout: Layout, records: list[Exported]) -> bytes:
    return workbook_bytes(layout.title, layout.headers, map(layout.row, records))


@pytest.mark.parametrize(("suffix", "made"), [("csv", as_csv), ("xlsx", as_book)])
def test_what_comes_back_is_what_went_out(
    fresh_database: Engine, other_database: Engine, demo_city: Engine, geocoder: Geocoder, tmp_path: Path, suffix: str,
    made: Callable[[Layout, list[Exported]], bytes],
) -> None:  # fmt: skip
    """From a database to an empty one, byte for byte. The 見本 city itself goes first into one: in a single list a hall that
    a row only names is found where another row gives its number, which nine lists one after the other cannot know."""
    plain, path = LAYOUTS["ichiran"], tmp_path / f"一覧.{suffix}"

    def carried(source: Engine, target: Engine) -> tuple[bytes, bytes]:
        out = made(plain, all_of(source))
        path.write_bytes(out)
        with transaction(target) as session:
            report = import_resources(session, path, geocoder, ImportOptions(IKOMA))
        assert report.new > 200 and not report.unused
        return out, made(plain, all_of(target))

    carried(demo_city, fresh_database)
    before = [one for one in all_of(demo_city) if one.lat is None]
    after = [one for one in all_of(fresh_database) if one.lat is None]
    assert len(before) - len(after) == 1
    out, back = carried(fresh_database, other_database)
    assert back == out


def test_only_a_hall_that_was_found_comes_back_otherwise(
    demo_city: Engine, fresh_database: Engine, geocoder: Geocoder, tmp_path: Path
) -> None:
    plain, path = LAYOUTS["ichiran"], tmp_path / "一覧.csv"
    path.write_bytes(as_csv(plain, all_of(demo_city)))
    with transaction(fresh_database) as session:
        import_resources(session, path, geocoder, ImportOptions(IKOMA))
    pairs = zip(map(plain.row, all_of(demo_city)), map(plain.row, all_of(fresh_database)), strict=True)
    other = [(was, now) for was, now in pairs if was != now]
    lat = plain.headers.index("緯度")
    assert len(other) == 1 and all(was[lat] == "" != now[lat] for was, now in other)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_has_a_row_for_each_record(demo_city: Engine, name: str) -> None:
    records = all_of(demo_city)
    content = as_csv(LAYOUTS[name], records)
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == LAYOUTS[name].headers and len(rows) == len(records) + 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("name", SAME_AS)
def test_national_headers_are_the_nations(name: str) -> None:
    path = STANDARDS / SAME_AS[name]
    if not path.exists():
        pytest.skip("the tables of the national layouts are not at hand")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        assert LAYOUTS[name].headers == [row["name_ja"] for row in csv.DictReader(lines)]


def test_a_town_centre_is_no_place_in_a_national_layout(demo_city: Engine) -> None:
    layout = LAYOUTS["kokyo_shisetsu"]
    at = layout.headers.index("緯度")
    records = all_of(demo_city)
    coarse = [one for one in records if one.level == "machiaza"]
    assert coarse and all(layout.row(one)[at] == "" for one in coarse)


def test_an_address_that_leaves_is_an_address_only(demo_city: Engine) -> None:
    for audience in (Audience.RESIDENT, Audience.PROFESSIONAL):
        addresses = [one.address for one in all_of(demo_city, audience)]
        assert "奈良県生駒市東生駒月見町" in addresses
        assert not [address for address in addresses if "（" in address or "個人宅" in address]


def test_residents_get_public_fields_only(fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        ids = [resource(session, f"見本{n}", (135.7, 34.7)).id for n in range(3)]
        session.flush()
        secret = {"phone": "電話のひみつ", "fax": "ファクスのひみつ", "email": "メールのひみつ", "remarks": "備考のひみつ"}
        session.execute(update(Resource).values(
            phone_visibility=Visibility.STAFF, fax_visibility=Visibility.PROFESSIONAL, email_visibility=Visibility.STAFF,
            department="所管のひみつ", **secret))  # fmt: skip
        session.execute(update(Resource).where(Resource.id == ids[0]).values(visibility=Visibility.STAFF))
    public = all_of(fresh_database, Audience.RESIDENT)
    assert [one.name for one in public] == ["見本1", "見本2"]
    for layout in LAYOUTS.values():
        assert "ひみつ" not in as_csv(layout, public).decode()
        assert "ひみつ" not in geojson_bytes(layout, public).decode()
    with Session(fresh_database) as session:
        known = exported(session, is_public(IKOMA), load_vocabulary(session, IKOMA), Audience.PROFESSIONAL)
    assert {one.fax for one in known} == {"ファクスのひみつ"} and {one.phone for one in known} == {""}


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@SUM(A1)", "＝1+1", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes("見本", ["見出し"], [[cell]])))
    assert book.active is not None
    found = book.active["A2"]
    assert found.data_type == "s" and found.value.strip() == cell.strip()


def test_maps_hold_the_same_records(demo_city: Engine, tmp_path: Path) -> None:
    plain = LAYOUTS["ichiran"]
    records = all_of(demo_city, Audience.RESIDENT)
    drawn = json.loads(geojson_bytes(plain, records))["features"]
    path = tmp_path / "見本.gpkg"
    path.write_bytes(geopackage_bytes(plain, records))
    frame = geopandas.read_file(path, layer=LAYER)
    assert frame.crs.to_epsg() == 4326
    assert list(frame["名称"]) == [one["properties"]["名称"] for one in drawn] == [one.name for one in records]
    pinned = [one["geometry"]["coordinates"] for one in drawn if one["geometry"]]
    assert pinned == [[p.x, p.y] for p in frame.geometry if p is not None]
    assert path.read_bytes() == geopackage_bytes(plain, records)


def test_a_filter_narrows_what_leaves(demo_city: Engine) -> None:
    with Session(demo_city) as session:
        vocabulary = load_vocabulary(session, IKOMA)
        chosen = ResourceFilter(categories=("kodomo_shokudo",))
        found = exported(session, is_public(IKOMA), vocabulary, Audience.RESIDENT, chosen)
    assert found and {one.category_code for one in found} == {"kodomo_shokudo"}
