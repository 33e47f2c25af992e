"""wagagoto geocode: a CSV goes in, the same rows with their places come out, or one sentence says why not."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geodata.address.columns import COLUMNS, kept_names
from geodata.database import transaction
from mapapp.cli import main
from tests.address_town import IKOMA, entry, source, streets, town, venue

CENTRE, HOUSE, HALL = (135.70, 34.69), (135.701, 34.691), (135.71, 34.7)


@pytest.fixture
def asked(fresh_database: Engine, tmp_path: Path) -> Iterator["Asked"]:
    """A command over a database with 元町二丁目 14-8 and one hall."""
    with transaction(fresh_database) as db:
        number = source(db, "towns")
        entry(db, number, town("元町二丁目", CENTRE))
        entry(db, number, town("俵口町", CENTRE))
        streets(db, [("元町二丁目", "14-8", "residence", HOUSE)])
        venue(db, "見本集会所", HALL)
    yield Asked(fresh_database, tmp_path)


class Asked:
    """wagagoto geocode, run in this process."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.output = engine, folder, folder / "out.csv"
        self.environ = {"WAGAGOTO_DATABASE_URL": engine.url.render_as_string(hide_password=False),
                        "WAGAGOTO_INSTANCE": str(folder / "instance")}

    def run(self, content: str | bytes, *more: str, column: str = "住所", name: str = "list.csv") -> Result:
        """Write the content to a file and geocode it."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.bare(str(path), "--column", column, "--output", str(self.output), *more)

    def bare(self, *words: str) -> Result:
        """Run with these words."""
        return CliRunner().invoke(main, ["geocode", *words], env=self.environ)

    @property
    def rows(self) -> list[dict[str, str]]:
        """What was written."""
        with self.output.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


def test_rows_keep_their_columns_and_order_and_gain_their_place(asked: Asked) -> None:
    rows = "3,生駒市元町2丁目14番8号,=1+1\n1,生駒市俵口町5 見本ビル,\" 空 白 \"\n2,,\n"
    done = asked.run(f"番号,住所,備考\n{rows}", "--within", IKOMA)
    assert done.exit_code == 0, done.output
    assert list(asked.rows[0]) == ["番号", "住所", "備考", *COLUMNS]
    assert [row["番号"] for row in asked.rows] == ["3", "1", "2"]
    assert [row["備考"] for row in asked.rows] == ["=1+1", " 空 白 ", ""]
    first, second, third = asked.rows
    assert (first["level"], first["lng"], first["lat"], first["rest"]) == ("residence", "135.701", "34.691", "14-8")
    assert (second["level"], second["machiaza"], second["building"]) == ("machiaza", "俵口町", "見本ビル")
    assert (third["level"], third["lat"], third["score"]) == ("none", "", "0.0") and third["reason"]
    assert [(row["source"], row["needs_review"]) for row in asked.rows] == [("試験", "no"), ("試験", "yes"), ("", "yes")]
    assert "3 行: 住居番号 1、町の中心 1、位置なし 1。" in done.stdout
    assert "3 行…" in done.stderr


def test_a_bare_town_and_a_venue_are_found_within(asked: Asked) -> None:
    assert asked.run("住所\n元町2-14-8\n見本集会所\n", "--within", "29209").exit_code == 0
    assert [row["level"] for row in asked.rows] == ["residence", "venue"]
    assert asked.rows[1]["building"] == "見本集会所"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_any_usual_encoding_comes_out_as_excel_opens_it(asked: Asked, encoding: str) -> None:
    assert asked.run("名称,住所\r\n見本①髙,生駒市元町２丁目１４－８\r\n".encode(encoding)).exit_code == 0
    assert asked.output.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [(row["名称"], row["level"]) for row in asked.rows] == [("見本①髙", "residence")]


def test_tabs_blank_rows_short_rows_and_line_breaks_in_cells(asked: Asked) -> None:
    assert asked.run("名称\t住 所\t備考\n\n甲\t\"生駒市元町\n2丁目14番8号\"\n\t\t\n").exit_code == 0
    assert [(row["住 所"], row["備考"], row["level"]) for row in asked.rows] == [("生駒市元町\n2丁目14番8号", "", "residence")]


def test_columns_of_ours_are_kept_under_another_name(asked: Asked) -> None:
    assert asked.run("level,住所,input_level\n三級,生駒市俵口町1,x\n").exit_code == 0
    row = asked.rows[0]
    assert (row["input_input_level"], row["input_level"], row["level"]) == ("三級", "x", "machiaza")
    assert kept_names(["code", "name", "code"]) == ["input_code", "name", "input_input_code"]


def test_text_of_ours_is_no_formula_for_excel(asked: Asked) -> None:
    assert asked.run('住所\n"生駒市俵口町5 =HYPERLINK(""x"")"\n').exit_code == 0
    assert not asked.rows[0]["building"].startswith("=")


@pytest.mark.parametrize(("content", "more", "status", "said"), [
    ("名称,所在地\nx,y\n", (), 2, "「住所」という列がありません。1行目の見出し: 名称、所在地"),
    ("住所,住所\nx,y\n", (), 2, "「住所」という列が2つ以上あります"),
    ("住所\nx\n", ("--within", "999999"), 2, "999999 は住所辞書にありません"),
    ("", (), 1, "空のファイル"),
    ("住所,名\nx,y,z\n", (), 1, "2行目は、見出しよりセルが多く"),
    ("住所\n生駒市\n\"閉じない\n生駒市\n", (), 1, "3行目から引用符"),
    ("住所,備考\n生駒市," + "長" * 200_000 + "\n", (), 1, "2行目に131,072文字を超えるセルがあります"),
    ("住所\n生駒市\n".encode("utf-16") + b"\x00", (), 1, "文字コードが読めません"),
    ("住所\n生駒市\n", ("--within", ""), 2, "住所辞書にありません"),
    (b"\x85\n", (), 1, "文字コードが読めません"),
    (b"PK\x03\x04\x00\x00", (), 1, "文字コードが読めません"),
])
def test_what_cannot_be_done_is_one_sentence_and_no_file(
    asked: Asked, content: str | bytes, more: tuple[str, ...], status: int, said: str
) -> None:
    done = asked.run(content, *more)
    *progress, sentence = done.stderr.strip().splitlines()
    assert (done.exit_code, said in sentence, progress) in ((status, True, []), (status, True, ["住所の辞書を組み立てています…"]))
    assert sorted(path.name for path in asked.folder.iterdir() if path.is_file()) == ["list.csv"]


def test_files_that_are_not_there_and_files_that_are_the_same(asked: Asked) -> None:
    done = asked.bare(str(asked.folder / "none.csv"), "--column", "住所", "--output", str(asked.output))
    assert (done.exit_code, "none.csv を開けません" in done.stderr) == (1, True)
    assert asked.run("住所\n生駒市\n", "--output", str(asked.folder / "list.csv")).exit_code == 2
    assert asked.run("住所\n生駒市\n", "--output", str(asked.folder / "nowhere/out.csv")).exit_code == 1


def test_an_old_result_stays_when_a_new_one_fails(asked: Asked) -> None:
    asked.output.write_text("前の結果")
    assert asked.run("住所\n生駒市\nx,y\n").exit_code == 1
    assert asked.output.read_text() == "前の結果"


def test_without_a_dictionary_it_says_so(fresh_database: Engine, tmp_path: Path) -> None:
    done = Asked(fresh_database, tmp_path).run("住所\n生駒市\n")
    assert (done.exit_code, "gazetteer load" in done.stderr) == (1, True)


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("住所\n生駒市\n", encoding="utf-8")
    environ = {"WAGAGOTO_DATABASE_URL": "postgresql+psycopg://nobody:secret@127.0.0.1:1/none"}
    words = ["geocode", str(tmp_path / "list.csv"), "--column", "住所", "--output", str(tmp_path / "out.csv")]
    done = CliRunner().invoke(main, words, env=environ)
    assert (done.exit_code, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "つながりません" in done.stderr and "secret" not in done.output


def test_a_damaged_dictionary_is_compiled_anew(asked: Asked) -> None:
    assert asked.run("住所\n元町2-14-8\n", "--within", IKOMA).exit_code == 0
    (compiled,) = (asked.folder / "instance").glob("*.dictionary")
    compiled.write_bytes(b"half of it")
    assert asked.run("住所\n元町2-14-8\n", "--within", IKOMA).exit_code == 0
    assert asked.rows[0]["level"] == "residence"


def test_it_only_reads(asked: Asked) -> None:
    def version() -> object:
        with Session(asked.engine) as db:
            return db.scalar(text("SELECT number FROM data_version"))

    before = version()
    assert asked.run("住所\n元町2-14-8\n").exit_code == 0
    assert version() == before


def test_many_batches_keep_their_order(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapapp.cli.geocode.AT_ONCE", 7)
    assert asked.run("住所\n" + "".join(f"生駒市俵口町{number}\n" for number in range(1, 51))).exit_code == 0
    assert [row["rest"] for row in asked.rows] == [str(number) for number in range(1, 51)]
