"""`areas load`: files of every kind become areas, reloads keep ids, and what is wrong stops it all."""

import contextlib
import json
import random
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import shapely
from geoalchemy2.shape import to_shape
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session
from town import IKOMA, Town, area, jichikai, place, resource

from geodata.models import Area, AreaKind, District
from importers.areas import AreasReport
from importers.boundaries import load_areas
from importers.errors import BadColumn, BadFile, UnknownMunicipality
from importers.polygons import NotAnArea, as_area
from importers.shapes import outside_japan, read_shapes

TOWN = Town("""
    a . b . c
    . 2 1 3 .
    d . e . f
""")
WEST, EAST = TOWN.area("abed"), TOWN.area("bcfe")
Named = Iterable[tuple[dict[str, Any], BaseGeometry | None]]


def geojson(path: Path, features: Named, **members: Any) -> Path:
    parts = [{"type": "Feature", "properties": p, "geometry": mapping(g) if g else None} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": parts} | members), encoding="utf-8")
    return path


def town_file(tmp_path: Path, *names: str) -> Path:
    return geojson(tmp_path / "自治会区域.geojson", [({"name": n}, g) for n, g in zip(names, (WEST, EAST), strict=False)])


def load(db: Session, file: Path, kind: AreaKind = AreaKind.JICHIKAI, **how: Any) -> AreasReport:
    return load_areas(db, file, kind=kind, municipality=IKOMA, **how)


def areas(db: Session, kind: AreaKind = AreaKind.JICHIKAI) -> dict[str, Area]:
    return {a.name: a for a in db.scalars(select(Area).where(Area.kind == kind).order_by(Area.code))}


def messages(report: AreasReport) -> str:
    return "\n".join(problem.message for problem in report.problems)


# 読めるファイル


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".zip"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:6668", "EPSG:6674", "EPSG:3857", "EPSG:4612"])
def test_every_format_and_crs_gives_the_same_areas(db: Session, tmp_path: Path, suffix: str, crs: str) -> None:
    frame = geopandas.GeoDataFrame({"自治会名": ["西町", "東町"]}, geometry=[WEST, EAST], crs=4326).to_crs(crs)
    file = written(frame, tmp_path, suffix)
    report = load(db, file)
    assert (report.areas, report.new, report.problems) == (2, 2, ())
    for name, drawn in (("西町", WEST), ("東町", EAST)):
        assert to_shape(areas(db)[name].boundary).symmetric_difference(drawn).area < 1e-12


def written(frame: geopandas.GeoDataFrame, folder: Path, suffix: str) -> Path:
    if suffix in (".geojson", ".gpkg"):
        frame.to_file(folder / f"区域{suffix}")
        return folder / f"区域{suffix}"
    frame.to_file(folder / "kuiki.shp", encoding="cp932")
    (folder / "kuiki.cpg").unlink()  # as e-Stat gives them
    if suffix == ".zip":
        return zipped(folder / "区域.zip", *folder.glob("kuiki.*"))
    return folder / "kuiki.shp"


def zipped(file: Path, *members: Path, folder: str = "") -> Path:
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, folder + member.name)
    return file


@pytest.mark.filterwarnings("ignore:Could not decode error message")
@pytest.mark.parametrize(("written_as", "claimed"), [("utf-8", ""), ("cp932", ""), ("utf-8", "SJIS"), ("cp932", "UTF-8")])
def test_a_shapefiles_letters_are_read_whatever_its_cpg_claims(tmp_path: Path, written_as: str, claimed: str) -> None:
    frame = geopandas.GeoDataFrame({"自治会名": ["鹿ノ台自治会", "ソ連表町"]}, geometry=[WEST, EAST], crs=4326)
    frame.to_file(tmp_path / "a.shp", encoding=written_as)
    (tmp_path / "a.cpg").write_text(claimed)
    shapes = read_shapes(tmp_path / "a.shp")
    header = "自治会名".encode(written_as)[:10].decode(written_as, "ignore")  # a .dbf has ten bytes for it
    assert list(shapes.frame[header]) == ["鹿ノ台自治会", "ソ連表町"]


def test_old_tokyo_datum_is_moved_and_told(db: Session, tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"name": ["西町"]}, geometry=[WEST], crs=4326).to_crs(30166)
    frame.to_file(tmp_path / "a.shp")
    report = load(db, tmp_path / "a.shp")
    assert "旧日本測地系" in report.notes[0]
    assert shapely.hausdorff_distance(to_shape(areas(db)["西町"].boundary), WEST) < 1e-6


def test_heights_are_left_out(db: Session, tmp_path: Path) -> None:
    load(db, geojson(tmp_path / "a.geojson", [({"name": "西町"}, shapely.force_3d(WEST, 120.0))]))
    assert not to_shape(areas(db)["西町"].boundary).has_z


def test_a_zip_of_one_map_in_two_encodings_gives_the_utf8_one(db: Session, tmp_path: Path) -> None:
    for encoding, name in (("cp932", "西町"), ("utf-8", "東町")):
        folder = tmp_path / encoding
        folder.mkdir()
        geopandas.GeoDataFrame({"name": [name]}, geometry=[WEST], crs=4326).to_file(folder / "A27.shp", encoding=encoding)
        zipped(
            tmp_path / "A27.zip",
            *folder.iterdir(),
            folder={"cp932": "Shift-JIS\\", "utf-8": "UTF-8\\"}[encoding],
        )
    assert list((load(db, tmp_path / "A27.zip"), areas(db))[1]) == ["東町"]


# 整えること


def test_polygons_of_one_name_become_one_area(db: Session, tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", [({"name": "校区"}, WEST), ({"name": "校区 "}, EAST)])
    assert load(db, file).areas == 1
    assert to_shape(areas(db)["校区"].boundary).equals(TOWN.area("acfd"))


def test_a_ring_that_crosses_itself_is_mended_and_told(db: Session, tmp_path: Path) -> None:
    bow_tie = Polygon(TOWN.ring("abde"))
    report = load(db, geojson(tmp_path / "a.geojson", [({"name": "東町"}, EAST), ({"name": "西町"}, bow_tie)]))
    assert report.problems == ()
    assert len(report.notes) == 1 and report.notes[0].startswith("2件目「西町」: 線が交差しています。直しました")
    assert to_shape(areas(db)["西町"].boundary).is_valid


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (Point(TOWN["1"]), "面ではなく点です"),
        (LineString([TOWN["a"], TOWN["c"]]), "面ではなく線です"),
        (None, "形がありません"),
        (Polygon([TOWN["a"], TOWN["b"], TOWN["c"], TOWN["a"]]), "広さがありません"),
        (shapely.transform(WEST, lambda xy: xy[:, ::-1]), "経度と緯度が入れかわっています"),
        (shapely.transform(WEST, lambda xy: xy - 60), "日本の外の座標です"),
    ],
)
def test_what_is_no_area_is_named_and_nothing_is_written(db: Session, tmp_path: Path, shape: Any, told: str) -> None:
    old = jichikai(db, "前からの町", EAST)
    report = load(db, geojson(tmp_path / "a.geojson", [({"name": "東町"}, EAST), ({"name": "西町"}, shape)]))
    assert [(p.row, p.message.startswith("2件目「西町」") and told in p.message) for p in report.problems] == [(2, True)]
    assert (report.new, report.areas) == (0, 0)
    assert list(areas(db).values()) == [old]


def test_every_problem_is_listed(db: Session, tmp_path: Path) -> None:
    file = geojson(
        tmp_path / "a.geojson",
        [({"name": ""}, WEST), ({"name": "東町"}, None), ({"name": "北町"}, Point(TOWN["1"]))],
    )
    assert [problem.row for problem in load(db, file).problems] == [1, 2, 3]


@given(st.lists(st.tuples(st.floats(135, 136), st.floats(34, 35)), min_size=3, max_size=12))
def test_any_ring_in_japan_is_mended_or_refused(corners: list[tuple[float, float]]) -> None:
    try:
        mended, note = as_area(Polygon(corners))
    except NotAnArea as problem:
        assert str(problem).endswith("。")
    else:
        assert isinstance(mended, MultiPolygon) and mended.is_valid and mended.area > 0
        assert bool(note) != Polygon(corners).is_valid


@given(*[st.floats(allow_nan=True)] * 2)
def test_a_point_is_in_japan_or_a_sentence_says_why_not(lng: float, lat: float) -> None:
    inside = 122 <= lng <= 154 and 20 <= lat <= 46
    assert (outside_japan((lng, lat, lng, lat)) == "") == inside


# 列とコード


def test_the_name_column_is_found_by_its_usual_headers(db: Session, tmp_path: Path) -> None:
    load(db, geojson(tmp_path / "a.geojson", [({"id": 5, "町内会名": "西町", "フリガナ": "ニシマチ"}, WEST)]))
    assert areas(db)["西町"].name_kana == "ニシマチ"


def test_columns_that_are_not_there_are_told_with_those_that_are(db: Session, tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", [({"id": 5, "label": "西町"}, WEST)])
    with pytest.raises(BadColumn, match=r"a\.geojson のどの列が名前かわかりません.*あるのは: id、label"):
        load(db, file)
    with pytest.raises(BadColumn, match=r"a\.geojson に「名」という列はありません。あるのは: id、label"):
        load(db, file, name_column="名")
    assert load(db, file, name_column="label").new == 1


def test_codes_are_made_in_the_order_of_names_or_taken_from_a_column(db: Session, tmp_path: Path) -> None:
    load(db, town_file(tmp_path, "に町", "い町"))
    assert {name: a.code for name, a in areas(db).items()} == {
        "い町": f"{IKOMA}-j-001",
        "に町": f"{IKOMA}-j-002",
    }
    coded = [({"name": "に町", "コード": 12}, WEST), ({"name": "い町", "コード": f"{IKOMA}-x"}, EAST)]
    load(db, geojson(tmp_path / "b.geojson", coded))
    assert {name: a.code for name, a in areas(db).items()} == {"に町": f"{IKOMA}-j-12", "い町": f"{IKOMA}-x"}


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (("1", "1"), "名前が2つ以上"),
        (("1", ""), "コードが空です"),
        (("北1", "2"), "半角の英数字"),
        (("1", f"{IKOMA}-s-1"), "ほかの種類"),
    ],
)
def test_codes_that_cannot_be_used_are_problems(db: Session, tmp_path: Path, codes: tuple[str, str], told: str) -> None:
    area(db, AreaKind.SCHOOL_ZONE, "校区", WEST, code=f"{IKOMA}-s-1")
    named = [({"name": n, "コード": c}, g) for n, c, g in zip(("西町", "東町"), codes, (WEST, EAST), strict=True)]
    report = load(db, geojson(tmp_path / "a.geojson", named))
    assert told in messages(report) and areas(db) == {}


# 入れなおし


def test_a_reload_keeps_ids_codes_and_districts_and_tells_what_is_gone(db: Session, tmp_path: Path) -> None:
    load(db, town_file(tmp_path, "西町", "東町"))
    before = {name: (a.id, a.code) for name, a in areas(db).items()}
    area(db, AreaKind.SCHOOL_ZONE, "校区", WEST)
    db.add(District(municipality_code=IKOMA, slug="ku", name="地区", model=True, areas=list(areas(db).values())))
    db.flush()
    report = load(db, town_file(tmp_path, "あ町", "東町"))
    assert (report.new, report.kept, report.gone) == (1, 1, 1)
    assert report.notes == ("なくなった「西町」は地区に入っていました。地区を見直してください。",)
    after = areas(db)
    assert (after["東町"].id, after["東町"].code) == before["東町"]
    assert after["あ町"].code not in {code for _, code in before.values()}
    district = db.scalars(select(District).execution_options(populate_existing=True)).one()
    assert [a.name for a in district.areas] == ["東町"]
    assert list(areas(db, AreaKind.SCHOOL_ZONE)) == ["校区"]


def test_places_are_assigned_again(db: Session, tmp_path: Path) -> None:
    hall = resource(db, "体操", at=place(db, "会館", TOWN["2"])).place
    assert hall is not None and load(db, town_file(tmp_path, "西町", "東町")).assigned == 1
    assert hall.jichikai is not None and hall.jichikai.name == "西町"
    load(db, geojson(tmp_path / "b.geojson", [({"name": "東町"}, EAST)]))
    assert hall.jichikai is None


def test_a_wider_file_gives_only_what_lies_in_the_outline(db: Session, tmp_path: Path) -> None:
    area(db, AreaKind.MUNICIPALITY, "生駒市", WEST)
    report = load(db, town_file(tmp_path, "西町", "東町"))
    assert list(areas(db)) == ["西町"] and report.notes == ("生駒市の外にある1件は入れませんでした。",)
    report = load(db, geojson(tmp_path / "b.geojson", [({"name": "東町"}, EAST)]))
    assert "どの区域も生駒市の外" in messages(report) and list(areas(db)) == ["西町"]


def test_of_a_prefecture_only_the_city_becomes_the_outline(db: Session, tmp_path: Path) -> None:
    file = geojson(tmp_path / "N03.geojson", [({"N03_004": "奈良市"}, EAST), ({"N03_004": "生駒市"}, WEST)])
    assert load(db, file, AreaKind.MUNICIPALITY).areas == 1
    assert to_shape(areas(db, AreaKind.MUNICIPALITY)["生駒市"].boundary).equals(WEST)
    report = load(db, geojson(tmp_path / "b.geojson", [({"N03_004": "奈良市"}, EAST)]), AreaKind.MUNICIPALITY)
    assert messages(report) == "生駒市の形がありません。ファイルにあるのは: 奈良市"


def test_an_unknown_municipality_is_refused(db: Session, tmp_path: Path) -> None:
    with pytest.raises(UnknownMunicipality, match="132012"):
        load_areas(db, town_file(tmp_path, "西町"), kind=AreaKind.JICHIKAI, municipality="132012")


# 読めないファイル


def test_a_shapefile_without_a_crs_asks_for_one(db: Session, tmp_path: Path) -> None:
    geopandas.GeoDataFrame({"name": ["西町"]}, geometry=[WEST], crs=6668).to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    with pytest.raises(BadFile, match="座標系が書かれていません。--crs で指定してください（例: --crs EPSG:6668）。"):
        load(db, tmp_path / "a.shp")
    assert load(db, tmp_path / "a.shp", crs="EPSG:6668").new == 1
    with pytest.raises(BadFile, match="座標系「EPSG:999999」がわかりません"):
        load(db, tmp_path / "a.shp", crs="EPSG:999999")


def encrypted(folder: Path) -> bytes:
    """A zip whose one entry is marked as encrypted in both its headers."""
    (folder / "a.geojson").write_text("{}")
    content = bytearray(zipped(folder / "plain.zip", folder / "a.geojson").read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def bomb(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 30_000_000)
    return (folder / "bomb.zip").read_bytes()


VRT = b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
UNREADABLE = {
    "空.geojson": (b"", "空のファイルです"),
    "表.xlsx": (b"PK", "読めない種類です"),
    "別物.geojson": (VRT, "の中身が .geojson ではありません"),
    "別物.gpkg": (b"hello", "の中身が .gpkg ではありません"),
    "壊れ.gpkg": (b"SQLite format 3\x00" + bytes(5000), "を読めません"),
    "壊れ.geojson": (b'{"type": "FeatureCollection", "features": [{"type"', "を読めません"),
    "位相.json": (
        b'{"type": "Topology", "objects": {"a": {"type": "GeometryCollection"}}, "arcs": []}',
        "",
    ),
    "形なし.geojson": (b'{"type": "FeatureCollection", "features": []}', "の形は 0 件です"),
    "壊れ.zip": (b"PK\x03\x04 and no more", "zip として読めません"),
    "空.zip": (EMPTY_ZIP, "シェープファイル・GeoPackage・GeoJSON がありません"),
    "暗号.zip": (encrypted, "パスワードで暗号化されています"),
    "爆弾.zip": (bomb, "圧縮のしかたが異常"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_gives_one_sentence_that_names_it(tmp_path: Path, name: str) -> None:
    content, told = UNREADABLE[name]
    (tmp_path / name).write_bytes(content(tmp_path) if callable(content) else content)
    with pytest.raises(BadFile) as refused:
        read_shapes(tmp_path / name)
    sentence = str(refused.value)
    assert name in sentence and told in sentence and sentence.endswith("。") and "\n" not in sentence


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"無い\.geojson が見つかりません"):
        read_shapes(tmp_path / "無い.geojson")
    (tmp_path / "folder.geojson").mkdir()
    with pytest.raises(BadFile, match="フォルダです"):
        read_shapes(tmp_path / "folder.geojson")


def test_a_shapefile_that_misses_its_parts_names_them(tmp_path: Path) -> None:
    geopandas.GeoDataFrame({"name": ["西町"]}, geometry=[WEST], crs=4326).to_file(tmp_path / "a.shp")
    (tmp_path / "a.dbf").unlink()
    with pytest.raises(BadFile, match=r"\.dbf がありません"):
        read_shapes(tmp_path / "a.shp")


def test_a_garbled_prj_is_told(tmp_path: Path) -> None:
    geopandas.GeoDataFrame({"name": ["西町"]}, geometry=[WEST], crs=4326).to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").write_bytes('GEOGCS["日本測地系'.encode("cp932"))
    with pytest.raises(BadFile, match=r"a\.shp"):
        read_shapes(tmp_path / "a.shp")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".zip"])
def test_a_damaged_file_is_read_or_refused_but_never_breaks(tmp_path: Path, suffix: str) -> None:
    frame = geopandas.GeoDataFrame({"自治会名": ["西町", "東町"]}, geometry=[WEST, EAST], crs=6668)
    file = written(frame, tmp_path, suffix)
    sound = {path: path.read_bytes() for path in tmp_path.iterdir() if path == file or suffix == ".shp"}
    chance = random.Random(292095)
    for _ in range(250):
        hit = chance.choice(list(sound))
        for path, content in sound.items():
            path.write_bytes(damaged(content, chance) if path == hit else content)
        with contextlib.suppress(BadFile):
            read_shapes(file)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Up to twenty bytes changed, or a piece cut out."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    at = chance.randrange(len(changed))
    if chance.random() < 0.3:
        del changed[at : at + chance.randrange(1, 200)]
    return bytes(changed)


def test_several_maps_in_one_file_are_named(tmp_path: Path) -> None:
    one, two = (geojson(tmp_path / f"{n}.geojson", [({"name": "西町"}, WEST)]) for n in "ab")
    with pytest.raises(BadFile, match=r"2つ以上あります（a\.geojson、b\.geojson）"):
        read_shapes(zipped(tmp_path / "both.zip", one, two))
    frame = geopandas.GeoDataFrame({"name": ["西町"]}, geometry=[WEST], crs=4326)
    for layer in ("甲", "乙"):
        pyogrio.write_dataframe(frame, tmp_path / "two.gpkg", layer=layer)
    with pytest.raises(BadFile, match="層が2つ以上あります（甲、乙）"):
        read_shapes(tmp_path / "two.gpkg")


# 実データ


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("ikoma_elementary_districts_a27_2010.geojson", AreaKind.SCHOOL_ZONE, 12),
        ("ikoma_juniorhigh_districts_a32_2013.geojson", AreaKind.SCHOOL_ZONE, 8),
        ("ikoma_and_neighbours_admin_n03.geojson", AreaKind.MUNICIPALITY, 1),
        ("nara_municipalities_simplified_n03_2021.geojson", AreaKind.MUNICIPALITY, 1),
        ("derived/ikoma_smallarea_voronoi_APPROX.geojson", AreaKind.MACHIAZA, 117),
        ("sample_estat_h27ka31203_shape.zip", AreaKind.MACHIAZA, 176),
    ],
)
def test_real_files_need_no_options(db: Session, shared_data: Path, name: str, kind: AreaKind, count: int) -> None:
    report = load(db, shared_data / "boundaries" / name, kind)
    assert (report.areas, report.problems) == (count, ())


def test_the_real_estat_shapefile_keeps_its_letters(shared_data: Path) -> None:
    shapes = read_shapes(shared_data / "boundaries" / "sample_estat_h27ka31203_shape.zip")
    assert {"大宮", "東鴨", "南昭和町"} <= set(shapes.frame["MOJI"])
