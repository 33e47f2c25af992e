"""`areas compose`: 自治会 from lists of 町丁目, of their polygons where there are any, else of their points."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import shapely
from geoalchemy2.shape import to_shape
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point
from sqlalchemy import select
from sqlalchemy.orm import Session
from town import IKOMA, Town, area, place

from geodata.address.match import MatchLevel
from geodata.models import Area, AreaKind, District, GazetteerEntry, GazetteerSource
from importers.areas import AreasReport
from importers.boundaries import load_areas
from importers.compose import compose_areas
from importers.errors import BadColumn, BadFile
from importers.towns import town_key
from importers.voronoi import joined_cells

MAP = Town("""
    a . . . b . . . c
    . . . . . . . . .
    . . 1 . . . 2 . .
    . . . . . . . . .
    d . . . e . . . f
    . . . . . . . . .
    . . 3 . . . 4 . .
    . . . . . . . . .
    g . . . h . . . i
""")
OUTLINE = MAP.area("acig")
MILLIMETRES = 1e-9  # square degrees along an edge that is straight on the plane and not quite so in degrees
HEADER = ("自治会名", "かな", "町丁目", "地区")


@dataclass(frozen=True)
class TownPoint:
    name: str
    lng: float
    lat: float


FOUR = [TownPoint(name, *MAP[at]) for name, at in zip(("桜ケ丘", "本町一丁目", "本町二丁目", "高山町"), "1234", strict=True)]


def listed(folder: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, encoding: str = "utf-8") -> Path:
    file = folder / "対応表.csv"
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return file


def compose(
    db: Session,
    mapping: Path,
    towns: Sequence[TownPoint] = FOUR,
    neighbours: Sequence[tuple[float, float]] = (),
) -> AreasReport:
    return compose_areas(db, mapping, municipality=IKOMA, towns=towns, neighbours=neighbours)


def jichikai(db: Session) -> dict[str, Area]:
    return {a.name: a for a in db.scalars(select(Area).where(Area.kind == AreaKind.JICHIKAI).order_by(Area.code))}


def covers(found: Area, at: str) -> bool:
    return bool(to_shape(found.boundary).covers(Point(MAP[at])))


EAST_AND_WEST = [
    ("西自治会", "にし", "桜ヶ丘", ""),
    ("西自治会", "", "本町２丁目", ""),
    ("東自治会", "ひがし", "本町1丁目", ""),
    ("東自治会", "", "高山町", ""),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_points_make_approximate_cells_that_share_out_the_outline(db: Session, tmp_path: Path, encoding: str) -> None:
    area(db, AreaKind.MUNICIPALITY, "生駒市", OUTLINE)
    hall = place(db, "会館", MAP["1"])
    report = compose(db, listed(tmp_path, EAST_AND_WEST, encoding=encoding))
    assert (report.areas, report.approximate, report.assigned, report.problems) == (2, 2, 1, ())
    west, east = (jichikai(db)[name] for name in ("西自治会", "東自治会"))
    assert (west.approximate, west.source, west.name_kana) == (
        True,
        "町丁目の代表点から作ったおおよその区域",
        "にし",
    )
    assert west.members.splitlines() == ["桜ヶ丘", "本町２丁目"]
    assert [covers(west, at) for at in "1324"] == [True, True, False, False]
    assert to_shape(west.boundary).union(to_shape(east.boundary)).symmetric_difference(OUTLINE).area < MILLIMETRES
    assert hall.jichikai is west


def test_without_an_outline_neighbours_and_a_distance_bound_the_cells(db: Session, tmp_path: Path) -> None:
    compose(
        db,
        listed(tmp_path, [("東自治会", "", "本町一丁目", ""), ("東自治会", "", "高山町", "")]),
        neighbours=[MAP["c"], MAP["i"]],
    )
    east = jichikai(db)["東自治会"]
    assert covers(east, "2") and covers(east, "4")
    assert not any(covers(east, at) for at in "ci13")
    west, south, *_ = to_shape(east.boundary).bounds
    assert west > MAP["1"][0] and MAP["4"][1] - south < 1_300 / 110_900


def test_polygons_of_machiaza_are_joined_as_they_are(db: Session, tmp_path: Path) -> None:
    for name, ring in (("桜ケ丘", "abed"), ("本町一丁目", "bcfe"), ("本町二丁目", "dehg")):
        area(db, AreaKind.MACHIAZA, name, MAP.area(ring), approximate=name == "本町二丁目")
    report = compose(
        db,
        listed(tmp_path, [("北", "", "桜が丘", ""), ("北", "", "本町１丁目", ""), ("南", "", "本町2丁目", "")]),
    )
    north, south = jichikai(db)["北"], jichikai(db)["南"]
    assert to_shape(north.boundary).equals(MAP.area("acfd")) and not north.approximate
    assert to_shape(south.boundary).equals(MAP.area("dehg")) and south.approximate
    assert report.approximate == 1


def test_a_machi_named_without_its_chome_means_all_of_them(db: Session, tmp_path: Path) -> None:
    report = compose(db, listed(tmp_path, [("本町会", "", "奈良県生駒市本町", ""), ("ほか", "", "大字高山町", "")]))
    assert report.problems == ()
    assert covers(jichikai(db)["本町会"], "2") and covers(jichikai(db)["本町会"], "3")
    assert report.notes == ("どの自治会にも入っていない町丁目が1件あります: 桜ケ丘",)


def test_a_machi_of_two_jichikai_belongs_to_both_and_is_told(db: Session, tmp_path: Path) -> None:
    rows = [
        ("甲", "", "高山町", ""),
        ("乙", "", "高山町", ""),
        ("乙", "", "本町", ""),
        ("丙", "", "桜ケ丘", ""),
    ]
    report = compose(db, listed(tmp_path, rows))
    assert report.notes == ("高山町は甲、乙に書かれています。分かれ目がわからないので、どの区域にも含めました。",)
    assert covers(jichikai(db)["甲"], "4") and covers(jichikai(db)["乙"], "4")


def test_two_machi_on_one_point_do_not_break_it(db: Session, tmp_path: Path) -> None:
    twins = [*FOUR, TownPoint("新町", *MAP["1"])]
    report = compose(
        db,
        listed(tmp_path, [("甲", "", "桜ケ丘", ""), ("乙", "", "新町", ""), ("丙", "", "本町", "")]),
        twins,
    )
    assert report.areas == 3
    assert to_shape(jichikai(db)["甲"].boundary).equals(to_shape(jichikai(db)["乙"].boundary))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_city_of_few_machi_has_areas_too(db: Session, tmp_path: Path, count: int) -> None:
    report = compose(db, listed(tmp_path, [(t.name, "", t.name, "") for t in FOUR[:count]]), FOUR[:count])
    assert report.areas == count
    assert all(covers(jichikai(db)[t.name], at) for t, at in zip(FOUR[:count], "123", strict=False))


def test_problems_carry_their_row_and_nothing_is_written(db: Session, tmp_path: Path) -> None:
    rows = [
        ("西", "", "桜ヶ丘", ""),
        ("", "", "", ""),
        ("東", "", "本町三丁目", ""),
        ("", "", "高山町", ""),
        ("北", "", "", ""),
    ]
    report = compose(db, listed(tmp_path, rows))
    assert [(p.row, p.column) for p in report.problems] == [(5, "自治会名"), (6, "町丁目"), (4, "町丁目")]
    assert report.problems[-1].message.startswith("4行目: 町丁目「本町三丁目」が見つかりません。近い名前: 本町")
    assert jichikai(db) == {} and report.areas == 0


def test_codes_of_the_list_are_used_and_its_quarrels_told(db: Session, tmp_path: Path) -> None:
    header = ("自治会コード", "自治会名", "町丁目")
    compose(db, listed(tmp_path, [("7", "西", "桜ケ丘"), ("", "西", "高山町"), ("8", "東", "本町")], header))
    assert {name: a.code for name, a in jichikai(db).items()} == {"西": f"{IKOMA}-j-7", "東": f"{IKOMA}-j-8"}
    quarrels = [("7", "西", "桜ケ丘"), ("9", "西", "高山町"), ("7", "東", "本町"), ("あ", "南", "高山町")]
    report = compose(db, listed(tmp_path, quarrels, header))
    assert [p.row for p in report.problems] == [3, 4, 5]
    assert len(jichikai(db)) == 2


def test_districts_of_the_list_are_kept_with_their_jichikai(db: Session, tmp_path: Path) -> None:
    rows = [("西", "", "桜ケ丘", "山の手"), ("東", "", "本町", "山の手"), ("南", "", "高山町", "谷")]
    db.add(District(municipality_code=IKOMA, slug="tani", name="谷", model=True))
    report = compose(db, listed(tmp_path, rows))
    assert report.notes == ("地区「山の手」を作りました。",)
    compose(db, listed(tmp_path, rows))
    districts = db.scalars(select(District).order_by(District.slug).execution_options(populate_existing=True)).all()
    assert [(d.slug, {a.name for a in d.areas}, d.model) for d in districts] == [
        (f"{IKOMA}-d1", {"西", "東"}, False),
        ("tani", {"南"}, True),
    ]


def test_composing_again_keeps_ids_and_codes(db: Session, tmp_path: Path) -> None:
    compose(db, listed(tmp_path, EAST_AND_WEST))
    before = {name: (a.id, a.code) for name, a in jichikai(db).items()}
    report = compose(db, listed(tmp_path, [("新自治会", "", "高山町", ""), *EAST_AND_WEST[:3]]))
    assert (report.new, report.kept, report.gone) == (1, 2, 0)
    assert before.items() <= {name: (a.id, a.code) for name, a in jichikai(db).items()}.items()


@pytest.mark.parametrize("known", [True, False])
def test_an_outline_that_comes_later_cuts_what_was_composed(db: Session, tmp_path: Path, known: bool) -> None:
    if known:
        source = GazetteerSource(slug="drawn", name="絵地図")
        db.add(source)
        db.flush()
        for town in FOUR:
            at = f"SRID=4326;POINT({town.lng} {town.lat})"
            db.add(
                GazetteerEntry(
                    source_id=source.id,
                    level=MatchLevel.MACHIAZA,
                    city_code=IKOMA,
                    machiaza=town.name,
                    location=at,
                )
            )
    far = [MAP["a"], MAP["b"], MAP["c"]]
    compose(db, listed(tmp_path, EAST_AND_WEST), neighbours=far)
    ids = {a.id for a in jichikai(db).values()}
    area_file = tmp_path / "outline.geojson"
    area_file.write_text(shapely.to_geojson(OUTLINE), encoding="utf-8")
    report = load_areas(db, area_file, kind=AreaKind.MUNICIPALITY, municipality=IKOMA)
    assert report.notes == ("おおよその区域2件を生駒市の輪郭に合わせなおしました。",)
    united = shapely.union_all([to_shape(a.boundary) for a in jichikai(db).values()])
    assert united.difference(OUTLINE).area < MILLIMETRES
    assert (OUTLINE.difference(united).area < MILLIMETRES) == known  # the north was the neighbours' until the outline came
    assert {a.id for a in jichikai(db).values()} == ids
    assert all(a.approximate for a in jichikai(db).values())


def test_surveyed_boundaries_are_not_cut(db: Session, tmp_path: Path) -> None:
    area(db, AreaKind.JICHIKAI, "測った町", MAP.area("acig"))
    (tmp_path / "outline.geojson").write_text(shapely.to_geojson(MAP.area("abed")), encoding="utf-8")
    assert load_areas(db, tmp_path / "outline.geojson", kind=AreaKind.MUNICIPALITY, municipality=IKOMA).notes == ()
    assert to_shape(jichikai(db)["測った町"].boundary).equals(MAP.area("acig"))


def test_a_list_without_its_columns_or_letters_is_refused(db: Session, tmp_path: Path) -> None:
    with pytest.raises(BadColumn, match=r"対応表\.csv に「町丁目」という列がありません。1行目にあるのは: 自治会名、住所"):
        compose(db, listed(tmp_path, [("西", "本町")], ("自治会名", "住所")))
    (tmp_path / "a.csv").write_bytes("自治会名,町丁目\n西,本町".encode("euc-jp") + b"\x81")
    with pytest.raises(BadFile, match=r"a\.csv"):
        compose(db, tmp_path / "a.csv")
    report = compose(db, listed(tmp_path, []))
    assert report.problems[0].message == "対応表.csv に行がありません。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("桜ケ丘", "桜ヶ丘"),
        ("桜ケ丘", "桜が丘"),
        ("本町一丁目", "本町１丁目"),
        ("本町１丁目", "本町1丁目"),
        ("鹿ノ台", "鹿の台"),
        ("真弓十一丁目", "真弓11丁目"),
        ("大字高山町", "高山町"),
        ("本 町", "本町"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert town_key(one) == town_key(other)


def test_names_that_differ_stay_apart() -> None:
    assert (
        len({town_key(name) for name in ("本町一丁目", "本町二丁目", "本町", "元町一丁目", "本町十一丁目", "三輪", "3輪")}) == 7
    )


points = st.tuples(st.floats(135.70, 135.72), st.floats(34.69, 34.71))


@settings(max_examples=40, deadline=None)
@given(st.lists(points, min_size=1, max_size=12), st.lists(points, max_size=6))
def test_cells_fill_the_outline_without_overlap(own: list[tuple[float, float]], neighbours: list[tuple[float, float]]) -> None:
    distinct = list({(round(lng, 4), round(lat, 4)): None for lng, lat in own})
    cells = joined_cells([[point] for point in distinct], distinct, neighbours, shapely.box(135.69, 34.68, 135.73, 34.72), 6674)
    assert all(
        cell.covers(Point(point)) or cell.distance(Point(point)) < 1e-5 for cell, point in zip(cells, distinct, strict=True)
    )
    assert shapely.union_all(cells).area == pytest.approx(sum(cell.area for cell in cells), rel=1e-6)
    assert shapely.union_all(cells).area == pytest.approx(0.04 * 0.04, rel=1e-3)


def test_the_sample_city_is_covered_by_its_60_jichikai(db: Session, shared_data: Path) -> None:
    with (shared_data / "address" / "nara_towns_geolonia.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    towns = [TownPoint(r["town"], float(r["lng"]), float(r["lat"])) for r in rows if r["city"] == "生駒市"]
    others = [(float(r["lng"]), float(r["lat"])) for r in rows if r["city"] != "生駒市"]
    mapping = Path(__file__).parents[1] / "importers" / "mihon" / "jichikai.csv"
    outline = shared_data / "boundaries" / "ikoma_admin_n03.geojson"
    load_areas(db, outline, kind=AreaKind.MUNICIPALITY, municipality=IKOMA)
    report = compose(db, mapping, towns, others)
    assert (report.areas, report.approximate, report.problems) == (60, 60, ())
    united = shapely.union_all([to_shape(a.boundary) for a in jichikai(db).values()])
    city = to_shape(db.scalars(select(Area).where(Area.kind == AreaKind.MUNICIPALITY)).one().boundary)
    assert united.symmetric_difference(city).area / city.area < 1e-6
