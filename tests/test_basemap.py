"""`basemap load`: lines, polygons and points become ground, simpler, nearer, and replaced file by file."""

import json
from pathlib import Path
from typing import Any

import pytest
from geoalchemy2.shape import to_shape
from shapely.geometry import LineString, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session
from town import IKOMA, Town, area

from geodata.models import AreaKind, BasemapFeature
from importers.basemap import BasemapReport, load_basemap
from importers.errors import BadFile

TOWN = Town("""
    a . . . b
    1 2 3 4 5
    d . . . e
""")
FAR = (136.5, 35.2)


def geojson(path: Path, *features: tuple[dict[str, Any], BaseGeometry | None]) -> Path:
    parts = [{"type": "Feature", "properties": p, "geometry": mapping(g) if g else None} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": parts}), encoding="utf-8")
    return path


def load(db: Session, kind: str, *files: Path) -> BasemapReport:
    return load_basemap(db, files, kind=kind, municipality=IKOMA)


def ground(db: Session, kind: str) -> dict[str, BaseGeometry]:
    found = db.scalars(select(BasemapFeature).where(BasemapFeature.kind == kind).order_by(BasemapFeature.id))
    return {feature.name: to_shape(feature.shape) for feature in found}


def test_lines_and_polygons_are_kept_with_their_names(db: Session, tmp_path: Path) -> None:
    rail = LineString([TOWN["1"], TOWN["5"]])
    pond = Polygon(TOWN.ring("abed"))
    assert load(db, "rail", geojson(tmp_path / "r.geojson", ({"N02_003": "生駒線"}, rail))).kept == 1
    assert load(db, "water", geojson(tmp_path / "w.geojson", ({"河川名": "大池"}, pond), ({}, rail))).kept == 2
    assert ground(db, "rail")["生駒線"].hausdorff_distance(rail) < 1e-7
    assert ground(db, "water")["大池"].hausdorff_distance(pond) < 1e-7
    assert "" in ground(db, "water")


def test_lines_are_simplified_to_two_metres(db: Session, tmp_path: Path) -> None:
    lng, lat = TOWN["1"]
    steps = [(lng + n * 0.0001, lat + (n % 2) * 0.00001) for n in range(41)]  # a zigzag of 1.1 m
    load(db, "road", geojson(tmp_path / "r.geojson", ({"name": "道"}, LineString(steps))))
    assert len(ground(db, "road")["道"].coords) == 2


def test_platforms_of_one_name_become_one_point_unless_far_apart(db: Session, tmp_path: Path) -> None:
    file = geojson(
        tmp_path / "s.geojson",
        ({"N02_005": "生駒"}, LineString([TOWN["1"], TOWN["2"]])),
        ({"N02_005": "生駒"}, Point(TOWN["3"])),
        ({"N02_005": "郡山"}, Point(TOWN["5"])),
        ({"N02_005": "郡山"}, Point(FAR)),
    )
    assert load(db, "station", file).kept == 3
    assert {shape.geom_type for shape in ground(db, "station").values()} == {"Point"}
    assert ground(db, "station")["生駒"].distance(Point((TOWN["2"][0] + TOWN["3"][0]) / 2 - 0.00025, TOWN["3"][1])) < 1e-5


def test_what_is_far_from_the_city_is_left_out_and_cut_off(db: Session, tmp_path: Path) -> None:
    area(db, AreaKind.MUNICIPALITY, "生駒市", TOWN.area("abed"))
    through, away = LineString([TOWN["1"], FAR]), LineString([FAR, (136.6, 35.3)])
    report = load(db, "rail", geojson(tmp_path / "r.geojson", ({"name": "通る線"}, through), ({"name": "遠い線"}, away)))
    assert (report.features, report.kept) == (2, 1)
    assert report.notes == ("r.geojson: 生駒市から離れた1件は入れませんでした。",)
    assert ground(db, "rail")["通る線"].bounds[2] == pytest.approx(TOWN["e"][0] + 0.05)


def test_a_reload_replaces_what_the_file_gave_before_and_nothing_else(db: Session, tmp_path: Path) -> None:
    line = LineString([TOWN["1"], TOWN["5"]])
    first, other = (geojson(tmp_path / f"{n}.geojson", ({"name": n}, line)) for n in "ab")
    load(db, "rail", first, other)
    load(db, "road", first)
    load(db, "rail", geojson(first, ({"name": "新線"}, line)))
    assert set(ground(db, "rail")) == {"新線", "b"} and set(ground(db, "road")) == {"a"}


def test_problems_stop_all_files_and_shapeless_features_are_noted(db: Session, tmp_path: Path) -> None:
    good = geojson(tmp_path / "a.geojson", ({"name": "線"}, LineString([TOWN["1"], TOWN["5"]])), ({"name": "空"}, None))
    swapped = geojson(tmp_path / "b.geojson", ({"name": "逆"}, Point(34.69, 135.7)))
    report = load(db, "rail", good, swapped)
    assert [p.message.split("（")[0] for p in report.problems] == ["b.geojson: 1件目「逆」: 経度と緯度が入れかわっています"]
    assert ground(db, "rail") == {}
    assert load(db, "rail", good).notes == ("a.geojson: 2件目「空」は形がないので入れませんでした。",)


def test_an_unknown_kind_is_refused(db: Session, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="下地の種類「hills」はありません"):
        load(db, "hills", geojson(tmp_path / "a.geojson", ({}, Point(TOWN["1"]))))


@pytest.mark.parametrize(
    ("name", "kind", "kept", "one"),
    [
        ("railways_ikoma", "rail", 4, "近鉄生駒線"),
        ("stations_n02_2015", "station", 71, "生駒"),
        ("rivers_ikoma_ksj", "water", 26, "竜田川"),
    ],
)
def test_real_files_become_ground(db: Session, shared_data: Path, name: str, kind: str, kept: int, one: str) -> None:
    report = load(db, kind, shared_data / "basemap" / f"{name}.geojson")
    assert (report.kept, report.problems) == (kept, ())
    assert one in ground(db, kind)
