"""持ち帰りと書き出し: the files through HTTP and the command line, and who gets which."""

import csv
import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from people import post, signed_in
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from test_cli import runner_on

from geodata.models import AuditEntry, Role
from mapapp.takeout import FORMATS

PUBLIC = ("ichiran", "kokyo_shisetsu", "suisho_kokyo_shisetsu", "suisho_kosodate_shisetsu", "suisho_kaigo_jigyosho")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", PUBLIC)
def test_anybody_may_take_what_is_public(client: FlaskClient, name: str, suffix: str) -> None:
    answer = client.get(f"/download/{name}.{suffix}")
    assert answer.status_code == 200 and len(answer.data) > 1000
    assert answer.mimetype == FORMATS[suffix].mimetype
    assert "attachment" in answer.headers["Content-Disposition"] and "UTF-8''" in answer.headers["Content-Disposition"]
    again = client.get(f"/download/{name}.{suffix}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/download/daicho.csv", "/download/nani.csv", "/download/ichiran.pdf"])
def test_what_is_no_layout_is_told(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404 and "使えるのは" in answer.text


def test_a_download_is_narrowed_as_the_map_is(client: FlaskClient) -> None:
    answer = client.get("/download/ichiran.csv?category=kodomo_shokudo")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert rows and {row["種類"] for row in rows} == {"こども食堂"}
    assert client.get("/download/ichiran.csv?nani=1").status_code == 400


def test_staff_take_their_own_and_it_is_written_down(office: Flask, own_city: Engine) -> None:
    editor = signed_in(office, own_city, Role.EDITOR)
    page = editor.get("/staff/exports/")
    assert page.status_code == 200 and "社会資源台帳" in page.text
    answer = post(editor, "/staff/exports/", {"layout": "daicho", "format": "csv", "status": "published"})
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert len(rows) > 200 and {row["公開の段階"] for row in rows} == {"公開"}
    with Session(own_city) as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.table_name == "export")).one()
    assert told.new == {"what": "daicho.csv", "rows": len(rows)} and told.account_id is not None
    assert post(editor, "/staff/exports/", {"layout": "daicho", "format": "csv", "status": "nani"}).status_code == 400


def test_export_on_the_command_line(demo_city: Engine, tmp_path: Path) -> None:
    run = runner_on(demo_city, tmp_path)
    out = tmp_path / "一覧.xlsx"
    assert "件を" in run("export", "--output", out).output and out.read_bytes()[:2] == b"PK"
    assert ".gpkg" in run("export", "--output", tmp_path / "一覧.pdf", status=2).output
    assert "ichiran" in run("export", "--layout", "daicho", "--output", out, status=1).output
    run("export", "--layout", "daicho", "--all", "--output", tmp_path / "台帳.csv")
    assert "公開の段階" in (tmp_path / "台帳.csv").read_text(encoding="utf-8-sig").splitlines()[0]
