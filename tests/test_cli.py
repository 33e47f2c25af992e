"""wagagoto import, demo, areas, basemap on the command line: what is said, what is written, and with which exit status."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geodata.models import Area, ImportBatch, Resource
from importers.files import FileKind, measure
from mapapp.cli import main
from tests.lists import book, everything, listed

HEADER = ("名称", "会場", "住所", "緯度", "経度", "開催日時", "種類")
SALON = ("ひだまりサロン", "元町会館", "生駒市元町1-6-12", 34.6926, 135.6970, "毎週火曜 10:00～12:00", "居場所・サロン")
CAFE = ("オレンジカフェ", "東新町ホール", "生駒市東新町8-38", 34.6916, 135.7000, "あしたのあした", "認知症カフェ")
Run = Callable[..., Result]


@pytest.fixture
def run(fresh_database: Engine, tmp_path: Path) -> Run:
    """`run("import", "resources", path, status=0)`: a command as typed, its exit status held."""
    return runner_on(fresh_database, tmp_path)


@pytest.fixture
def refused(shared: Engine, tmp_path: Path) -> Iterator[Run]:
    """The same for commands that may change nothing: they share a database."""
    before = everything(shared)
    yield runner_on(shared, tmp_path)
    assert everything(shared) == before


def runner_on(engine: Engine, folder: Path) -> Run:
    """Commands on a database, in this process."""

    def run(*words: Any, status: int = 0, **environ: str) -> Result:
        given = {
            "WAGAGOTO_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "WAGAGOTO_INSTANCE": str(folder / "instance"),
        }
        result = CliRunner().invoke(main, [str(word) for word in words], env=given | environ)
        assert result.exit_code == status, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), "no trace reaches a user"
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def salons(tmp_path: Path) -> Path:
    """A list of two."""
    return book(tmp_path / "salons.xlsx", [("サロン一覧",), (), HEADER, SALON, CAFE])


def names(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.scalars(select(Resource.name)))


def test_an_import_tells_what_it_did(run: Run, fresh_database: Engine, salons: Path) -> None:
    said = run("import", "resources", salons).output
    assert (
        "シート「一覧」3行目の見出し: 名称→name、会場→place、住所→address、緯度→lat、経度→lng、開催日時→schedule、種類→category"
        in said
    )
    assert "・5行目「開催日時」: 「あしたのあした」が読み取れません。" in said
    assert "2 行: 新規 2、変更 0、同じ 0、なくなったもの 0" in said
    assert "位置: 座標・会場 2" in said
    assert re.search(r"取り込み \d+ 番（元に戻すには wagagoto import undo \d+）", said)
    assert names(fresh_database) == {"ひだまりサロン", "オレンジカフェ"}
    assert "新規 0、変更 0、同じ 2、" in run("import", "resources", salons).output


def test_a_report_is_json_of_one_shape(run: Run, salons: Path, tmp_path: Path) -> None:
    run("import", "resources", salons, "--report", tmp_path / "out.json")
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert list(report) == [
        "sheet",
        "header_row",
        "columns",
        "rows",
        "new",
        "changed",
        "unchanged",
        "gone",
        "levels",
        "problems",
    ]
    assert (report["sheet"], report["header_row"], report["columns"]["住所"]) == ("一覧", 3, "address")
    assert (report["rows"], report["new"], report["changed"], report["unchanged"], report["gone"]) == (2, 2, 0, 0, 0)
    assert report["levels"] == {"venue": 2}
    (problem,) = report["problems"]
    assert (problem["row"], problem["column"]) == (5, "開催日時") and set(problem) == {"row", "column", "message"}


def test_a_dry_run_changes_nothing(run: Run, fresh_database: Engine, salons: Path, tmp_path: Path) -> None:
    before = everything(fresh_database)
    said = run("import", "resources", salons, "--dry-run", "--report", tmp_path / "out.json").output
    assert "何も変えていません" in said and "新規 2" in said and "undo" not in said
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["new"] == 2
    assert everything(fresh_database) == before
    with Session(fresh_database) as session:
        assert session.scalars(select(ImportBatch)).all() == []


def test_columns_sheet_and_header_can_be_told(run: Run, fresh_database: Engine, tmp_path: Path) -> None:
    path = book(tmp_path / "odd.xlsx", [("呼び名", "ところ"), ("つくし", "生駒市元町1-1")], sheet="変な表")
    told = ["--sheet", "変な表", "--header-row", "1", "--column", "呼び名=name", "--column", "ところ=address"]
    run("import", "resources", path, *told, "--category", "ibasho", "--source", "変な一覧")
    with Session(fresh_database) as session:
        (resource,) = session.scalars(select(Resource)).all()
    assert (resource.name, resource.category_code, resource.source) == ("つくし", "ibasho", "変な一覧")


def test_many_problems_are_cut_short(run: Run, tmp_path: Path) -> None:
    rows = [(f"サロン{n}", "", "", "", "", "", "") for n in range(30)]
    said = run("import", "resources", book(tmp_path / "many.xlsx", [HEADER, *rows])).output
    assert "・ほか 10 件（--report で全部を書き出せます）" in said


@pytest.mark.parametrize(
    "words,sentence",
    [
        (["{folder}/ない.xlsx"], "ファイルがありません: ない.xlsx"),
        (["{salons}", "--sheet", "ない"], "salons.xlsx にシート「ない」がありません。あるのは 「一覧」 です。"),
        (["{salons}", "--column", "ない=name"], "3行目に列「ない」がありません。あるのは 「名称」"),
        (["{salons}", "--column", "名称=nani"], "「nani」は使えません"),
        (["{salons}", "--category", "nani"], "種類「nani」はありません"),
        (["{salons}", "--header-row", "400"], "名称の列が見つかりません"),
    ],
)
def test_bad_data_is_one_sentence_and_status_1(
    refused: Run, salons: Path, tmp_path: Path, words: list[str], sentence: str
) -> None:
    result = refused("import", "resources", *(word.format(folder=tmp_path, salons=salons) for word in words), status=1)
    assert sentence in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["import", "resources"],
        ["import", "resources", "{salons}", "--column", "名称"],
        ["import", "resources", "{salons}", "--header-row", "0"],
        ["import", "resources", "{salons}", "--report", "{folder}/ない/out.json"],
        ["import", "resources", "{salons}", "--nani"],
        ["import", "undo", "はじめ"],
        ["areas", "load", "{salons}"],
        ["areas", "load", "{salons}", "--kind", "nani"],
        ["basemap", "load", "--kind", "rail"],
        ["nani"],
    ],
)
def test_wrong_use_is_status_2(refused: Run, salons: Path, tmp_path: Path, words: list[str]) -> None:
    refused(*(word.format(folder=tmp_path, salons=salons) for word in words), status=2)


def test_a_bad_setting_is_status_2(refused: Run, salons: Path) -> None:
    assert "6桁の団体コード" in refused("import", "resources", salons, status=2, WAGAGOTO_MUNICIPALITY="29209").stderr


def test_undo(run: Run, fresh_database: Engine, salons: Path) -> None:
    said = run("import", "resources", salons).output
    number = re.search(r"取り込み (\d+) 番", said)
    assert number
    assert "取りのぞいたもの 2 件、前の内容に戻したもの 0 件" in run("import", "undo", number[1]).output
    assert names(fresh_database) == set()
    assert "すでに元に戻してあります" in run("import", "undo", number[1], status=1).stderr
    assert "取り込み 999 番はありません" in run("import", "undo", 999, status=1).stderr


def test_demo_load(run: Run, fresh_database: Engine) -> None:
    """Without the dictionary of 町 the 見本 still comes, and it is said what is missing."""
    said = run("demo", "load").output
    assert "住所の辞書が入っていない" in said
    found = re.search(r"見本データ: (\d+) 件", said)
    assert found and int(found[1]) == len(names(fresh_database)) >= 180


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[135.69, 34.68], [135.71, 34.68], [135.71, 34.7], [135.69, 34.7], [135.69, 34.68]]],
}


def geojson(path: Path, *shapes: dict[str, Any]) -> Path:
    """A file of areas named 一町自治会, 二町自治会 …"""
    features = [
        {"type": "Feature", "properties": {"name": f"{number}町自治会"}, "geometry": shape}
        for number, shape in zip("一二三四", shapes, strict=False)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_areas_load(run: Run, fresh_database: Engine, tmp_path: Path) -> None:
    said = run("areas", "load", geojson(tmp_path / "自治会.geojson", SQUARE), "--kind", "jichikai").output
    assert "1 の区域を入れました（新規 1、更新 0、なくなったもの 0）。" in said
    with Session(fresh_database) as session:
        assert session.scalars(select(Area.name)).all() == ["一町自治会"]


def test_a_polygon_that_is_none_leaves_all_areas_as_they_were(run: Run, fresh_database: Engine, tmp_path: Path) -> None:
    run("areas", "load", geojson(tmp_path / "一.geojson", SQUARE), "--kind", "jichikai")
    line = {"type": "LineString", "coordinates": [[135.69, 34.68], [135.71, 34.68]]}
    told = run("areas", "load", geojson(tmp_path / "二.geojson", SQUARE, line), "--kind", "jichikai", status=1).stderr
    assert "何も取り込みませんでした" in told and "2" in told
    with Session(fresh_database) as session:
        assert session.scalars(select(Area.name)).all() == ["一町自治会"]


@pytest.mark.parametrize("words", [("areas", "load", "{}", "--kind", "jichikai"), ("areas", "compose", "{}"),
                                   ("basemap", "load", "{}", "--kind", "rail"), ("gazetteer", "load", "{}")])  # fmt: skip
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"not a map\x00\x01", None])
def test_a_file_that_is_no_map_is_status_1(refused: Run, tmp_path: Path, words: tuple[str, ...], content: bytes | None) -> None:
    path = tmp_path / "だめ.geojson"
    if content is not None:
        path.write_bytes(content)
    told = refused(*(word.format(path) for word in words), status=1).stderr
    assert "だめ.geojson" in told and re.search("ません|ください|違います|空の", told)


def groups(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command there is."""
    below = [found for name, one in getattr(command, "commands", {}).items() for found in groups(one, (*path, name))]
    return [path, *below]


@pytest.mark.parametrize("words", groups(main), ids=" ".join)
def test_help_is_japanese(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    body = result.output.partition("\n\n")[2]
    assert re.search("[ぁ-ん一-龠]{3}", body), body
    for line in re.findall(r"^  --(?!help|version)\S+.*(?:\n {10,}.*)*", body, re.MULTILINE):
        assert re.search("[ぁ-んァ-ヶ一-龠]", line), line


def test_a_csv_of_cp932_comes_in_as_it_is(run: Run, fresh_database: Engine, tmp_path: Path) -> None:
    path = listed(tmp_path / "list.csv", [HEADER, tuple(map(str, SALON))], encoding="cp932")
    assert measure(path).kind is FileKind.TEXT
    assert "シート「list.csv」1行目の見出し" in run("import", "resources", path).output
    assert names(fresh_database) == {"ひだまりサロン"}
