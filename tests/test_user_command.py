"""wagagoto user and key on the command line: the first account, and the way back in for everybody."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from test_cli import Run, runner_on

from geodata.database import transaction
from geodata.models import Account, AuditEntry, Role
from geodata.settings import Settings
from mapapp.accounts import passwords
from mapapp.accounts.factors import Safe
from mapapp.accounts.keys import keys_of
from mapapp.cli import main

EMAIL, PASSWORD = "kanri@city.example.jp", "みどりの丘で会いましょう"


@pytest.fixture
def run(fresh_database: Engine, tmp_path: Path) -> Run:
    return runner_on(fresh_database, tmp_path)


def typed(engine: Engine, folder: Path, words: list[str], said: str) -> Result:
    environ = {"WAGAGOTO_DATABASE_URL": engine.url.render_as_string(hide_password=False), "WAGAGOTO_INSTANCE": str(folder)}
    return CliRunner().invoke(main, words, env=environ, input=said)


def account(engine: Engine) -> Account:
    with Session(engine, expire_on_commit=False) as session:
        return session.scalars(select(Account).where(Account.email == EMAIL)).one()


def test_the_first_account(run: Run, fresh_database: Engine) -> None:
    assert "まだいません" in run("user", "list").output
    told = run("user", "add", EMAIL.upper(), "--role", "admin", "--department", "福祉政策課").output
    given = re.search(r"仮のパスワード: (\S+)", told)
    assert given and "管理、福祉政策課" in told
    one = account(fresh_database)
    assert (one.role, one.department, one.municipality_code) == (Role.ADMIN, "福祉政策課", "292095")
    assert passwords.matches(one.password_hash, given[1]) and one.password_expires_at
    assert run("user", "list").output.split("\t") == [EMAIL, "admin", "福祉政策課", "仮のパスワード", "二段階認証なし\n"]
    with Session(fresh_database) as session:
        assert set(session.scalars(select(AuditEntry.how))) == {"コマンド user add"}


def test_a_password_from_standard_input(fresh_database: Engine, tmp_path: Path) -> None:
    words = ["user", "add", EMAIL, "--role", "publisher", "--password-stdin"]
    for bad in ("みじかい\n", "password1234\n", "\n", ""):
        refused = typed(fresh_database, tmp_path, words, bad)
        assert refused.exit_code == 1 and "パスワード" in refused.stderr
    with Session(fresh_database) as session:
        assert session.scalars(select(Account)).all() == []
    done = typed(fresh_database, tmp_path, words, f"{PASSWORD}\n")
    assert done.exit_code == 0 and PASSWORD not in done.output
    one = account(fresh_database)
    assert passwords.matches(one.password_hash, PASSWORD) and one.password_expires_at is None


@pytest.mark.parametrize(("words", "status", "sentence"), [
    (["user", "add", EMAIL], 2, "--role"),
    (["user", "add", EMAIL, "--role", "boss"], 2, "boss"),
    (["user", "add", "だれか", "--role", "editor"], 1, "メールアドレスの形ではありません"),
    (["user", "stop", "nobody@city.example.jp"], 1, "という利用者はいません"),
    (["user", "reset"], 2, ""),
])  # fmt: skip
def test_wrong_words(run: Run, words: list[str], status: int, sentence: str) -> None:
    assert sentence in run(*words, status=status).stderr


def test_an_account_twice(run: Run) -> None:
    run("user", "add", EMAIL, "--role", "editor")
    assert "すでに登録されています" in run("user", "add", EMAIL, "--role", "admin", status=1).stderr


def test_stop_start_reset_and_password(run: Run, fresh_database: Engine) -> None:
    run("user", "add", EMAIL, "--role", "admin")
    assert "管理者が一人もいなくなる" in run("user", "stop", EMAIL, status=1).stderr
    run("user", "add", "other@city.example.jp", "--role", "admin")
    run("user", "stop", EMAIL)
    assert not account(fresh_database).active and "停止" in run("user", "list").output
    run("user", "start", EMAIL)
    with transaction(fresh_database) as session:
        session.get_one(Account, account(fresh_database).id).totp_secret = "x"
    run("user", "reset", EMAIL)
    assert account(fresh_database).active and account(fresh_database).totp_secret == ""
    given = re.search(r"仮のパスワード: (\S+)", run("user", "password", EMAIL).output)
    assert given and passwords.matches(account(fresh_database).password_hash, given[1])


def test_another_city_is_left_alone(run: Run) -> None:
    run("user", "add", EMAIL, "--role", "editor")
    assert "いません" in run("user", "stop", EMAIL, status=1, WAGAGOTO_MUNICIPALITY="292010", WAGAGOTO_CITY_NAME="奈良市").stderr


def test_a_new_key_locks_every_second_factor_anew(run: Run, fresh_database: Engine, tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path / "instance")
    first = keys_of(settings)
    run("user", "add", EMAIL, "--role", "admin")
    with transaction(fresh_database) as session:
        session.get_one(Account, account(fresh_database).id).totp_secret = Safe(first).lock("SECRET")
    assert "1 件" in run("key", "renew").output
    kept = account(fresh_database).totp_secret
    assert Safe(keys_of(settings)[:1]).unlock(kept) == "SECRET" and Safe(first).unlock(kept) == ""


def test_the_start_tells_how_to_let_the_first_in(run: Run, fresh_database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    from mapapp.cli.serving import _tell_addresses

    _tell_addresses(fresh_database, Settings())
    assert "http://127.0.0.1:8000/staff/" in (first := capsys.readouterr().out) and "wagagoto user add" in first
    run("user", "add", EMAIL, "--role", "admin")
    _tell_addresses(fresh_database, Settings())
    assert "wagagoto user add" not in capsys.readouterr().out
