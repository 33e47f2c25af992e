"""組み込みデータベース: real clusters in folders of their own, killed, crowded, moved and barred."""

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from geodata.cluster import Cluster, private_database
from geodata.postgres import (
    BirthFailed,
    InUse,
    NoPostgis,
    ServerFailed,
    WrongUser,
    binaries,
    birth,
    place,
    server,
)
from geodata.settings import Settings

HERE = Path(__file__).resolve().parent.parent
ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="root だけが利用者を切り替えられる")
HOLD = """
import sys
from pathlib import Path
from geodata.cluster import Cluster
cluster = Cluster.at(Path(sys.argv[1]), durable=False)
with cluster as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder under /tmp that any user may enter; what still runs in it afterwards is ended."""
    folder = Path(tempfile.mkdtemp(prefix="wagagoto-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    for data in folder.glob("**/postgresql/data"):
        for pid in processes(data):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def newborn() -> Iterator[Path]:
    """instance/ of a cluster made once, to be copied: a birth takes a second or two, a copy a tenth."""
    folder = Path(tempfile.mkdtemp(prefix="wagagoto-test-", dir="/tmp"))
    folder.chmod(0o755)
    with Cluster.at(folder / "instance", durable=False):
        pass
    yield folder / "instance"
    shutil.rmtree(folder)


@pytest.fixture
def instance(folder: Path, newborn: Path) -> Path:
    """instance/ with a whole cluster that does not run."""
    subprocess.run(["cp", "-a", newborn, folder / "instance"], check=True)
    return folder / "instance"


def processes(data: Path) -> list[int]:
    """The living processes of the cluster whose data folder this is."""
    cluster = place.Place(data.parent, place.Owner(0, 0))
    return server.Server(binaries.Binaries(Path(), 0), cluster)._ours()


def wait_for(what: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    parts = make_url(url)
    with psycopg.connect(host=str(parts.query["host"]), port=str(parts.query["port"]), user=parts.username,
                         dbname=parts.database, autocommit=True) as connection:
        found = connection.execute(statement.encode())
        return found.fetchall() if found.description else []


def holder(instance: Path) -> subprocess.Popen[str]:
    """Another program that starts the cluster and holds it until its standard input ends."""
    return subprocess.Popen([sys.executable, "-c", HOLD, instance], cwd=HERE,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def url_of(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def finish(program: subprocess.Popen[str]) -> None:
    program.communicate(timeout=30)
    assert program.returncode == 0


def test_from_nothing_to_postgis(folder: Path) -> None:
    cluster = Cluster.at(folder / "instance")
    assert not cluster.running
    with cluster as url:
        assert cluster.running
        told = {name: setting for name, setting in ask(url, "SELECT name, setting FROM pg_settings")}
        assert {("btree_gist",), ("postgis",)} < set(ask(url, "SELECT extname FROM pg_extension"))
        assert told["data_checksums"] == told["fsync"] == "on"
        assert told["listen_addresses"] == ""
        assert told["server_encoding"] == "UTF8"
        assert stat.S_IMODE(Path(str(told["unix_socket_directories"]).strip('"')).stat().st_mode) == 0o700
        assert ask(url, "SELECT ST_SRID(ST_Transform(ST_Point(135.7, 34.7, 4326), 6674))") == [(6674,)]
    assert not cluster.running
    assert processes(cluster.place.data) == []
    assert stat.S_IMODE(cluster.place.folder.stat().st_mode) == 0o700


def test_locale_serves_japanese(instance: Path) -> None:
    with Cluster.at(instance, durable=False) as url:
        assert ask(url, "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()") \
            == [("C.UTF-8", "C.UTF-8")]
        words = ask(url, "SELECT lower('ＡＢＣ'), '公民館' ~ '^\\w+$', char_length('鹿ノ台')")
        assert words == [("ａｂｃ", True, 3)]
        names = "SELECT n FROM (VALUES ('さくら'), ('アジサイ'), ('イチョウ')) v (n) ORDER BY n COLLATE"
        assert ask(url, f'{names} "ja-x-icu"') == [("アジサイ",), ("イチョウ",), ("さくら",)]


def test_rows_outlive_a_stop(instance: Path) -> None:
    with Cluster.at(instance) as url:
        ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    with Cluster.at(instance) as url:
        assert ask(url, "SELECT number FROM kept") == [(7,)]


@as_root
def test_server_of_root_runs_without_rights(instance: Path) -> None:
    cluster = Cluster.at(instance, durable=False)
    with cluster:
        assert all(os.stat(f"/proc/{pid}").st_uid != 0 for pid in processes(cluster.place.data))


@pytest.mark.slow
@as_root
def test_server_user_gets_a_place_where_folders_bar_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone under /root: the data go elsewhere and a link tells where."""
    monkeypatch.setattr(place, "AWAY", folder / "away")
    barred = folder / "barred"
    barred.mkdir(mode=0o700)
    with Cluster.at(barred / "わがごと/instance", durable=False) as url:
        assert ask(url, "SELECT 1") == [(1,)]
    link = barred / "わがごと/instance/postgresql"
    assert link.is_symlink() and link.resolve().is_relative_to(folder / "away")
    with Cluster.at(barred / "わがごと/instance", durable=False) as url:
        assert ask(url, "SELECT 1") == [(1,)]
    assert len(list((folder / "away").iterdir())) == 1


def test_ordinary_user_without_anything_but_the_standard_library(folder: Path) -> None:
    """As the user nobody, by a Python that nobody may run, where the tests run as root."""
    nobody = place.Owner(65534, 65534) if ROOT else place.Owner(os.geteuid(), os.getegid())
    python = next((path for path in (Path(sys.executable), Path("/usr/bin/python3"))
                   if path.exists() and nobody.may_enter(path.resolve())), None)
    if python is None:
        pytest.skip("nobody が実行できる Python がない")
    shutil.copytree(HERE / "geodata", folder / "program/geodata", ignore=shutil.ignore_patterns("__py*"))
    (folder / "home").mkdir()
    os.chown(folder / "home", nobody.uid, nobody.gid)
    for _ in range(2):
        program = subprocess.Popen(
            [python, "-S", "-c", HOLD, folder / "home/instance"], cwd=folder / "program", text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PATH": "/usr/bin:/bin"}, **nobody.switch())
        url = url_of(program)
        assert ask(url, "SELECT count(*) FROM pg_extension WHERE extname = 'postgis'") == [(1,)]
        finish(program)
    assert (folder / "home/instance/postgresql").stat().st_uid == nobody.uid


@as_root
def test_cluster_of_another_user_is_refused_in_a_sentence(instance: Path) -> None:
    try:
        os.setegid(65534)
        os.seteuid(65534)
        with pytest.raises(WrongUser, match="作ったものです"):
            Cluster.at(instance)
    finally:
        os.seteuid(0)
        os.setegid(0)


def test_long_japanese_path(instance: Path, folder: Path) -> None:
    instance = moved(instance, folder / ("生駒市わがごとマップ" * 4))
    cluster = Cluster.at(instance, durable=False)
    with cluster as url:
        assert ask(url, "SELECT 1") == [(1,)]
        socket = Path(cluster.server.socket_folder())
        assert socket.parent == Path("/tmp") and stat.S_IMODE(socket.stat().st_mode) == 0o700
    with Cluster.at(instance, durable=False) as again:
        assert again == url
    shutil.rmtree(socket)


def moved(instance: Path, folder: Path) -> Path:
    folder.mkdir()
    return instance.rename(folder / "instance")


@pytest.mark.slow
def test_folder_in_tmp_that_is_not_ours_is_not_used(instance: Path, folder: Path) -> None:
    instance = moved(instance, folder / ("生駒市わがごとマップ" * 4))
    cluster = Cluster.at(instance, durable=False)
    with cluster as url:
        planted = Path(cluster.server.socket_folder())
    shutil.rmtree(planted)
    planted.mkdir(mode=0o777)
    planted.chmod(0o777)
    with cluster as other:
        assert other != url
        used = Path(cluster.server.socket_folder())
    shutil.rmtree(used)
    planted.rmdir()


def test_three_starters_at_once(folder: Path) -> None:
    programs = [holder(folder / "instance") for _ in range(3)]
    urls = {url_of(program) for program in programs}
    assert len(urls) == 1
    postmasters = {ask(url, "SELECT pg_postmaster_start_time()")[0] for url in urls}
    assert len(postmasters) == 1
    for program in programs[:2]:
        finish(program)
    assert ask(urls.pop(), "SELECT 1") == [(1,)]
    finish(programs[2])
    assert processes(folder / "instance/postgresql/data") == []


def test_killed_postmaster_is_followed_by_another(instance: Path) -> None:
    """Committed rows stay; the dead one is our child, a zombie until we look."""
    cluster = Cluster.at(instance)
    url = cluster.start()
    ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
    kill_postmaster(cluster)
    cluster.start()
    assert ask(url, "SELECT number FROM kept") == [(7,)]
    cluster.stop()


def kill_postmaster(cluster: Cluster) -> None:
    pid = cluster.server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: cluster.server.pid() != pid)


def test_zombie_of_a_living_parent_does_not_bar_the_next_start(instance: Path) -> None:
    first = holder(instance)
    url = url_of(first)
    cluster = Cluster.at(instance, durable=False)
    kill_postmaster(cluster)
    assert cluster.start() == url
    assert ask(url, "SELECT 1") == [(1,)]
    cluster.stop()
    assert ask(url, "SELECT 1") == [(1,)], "the first program still holds it"
    finish(first)
    assert processes(cluster.place.data) == []


def test_server_outlives_a_killed_starter_and_ends_with_the_next(instance: Path) -> None:
    first = holder(instance)
    url = url_of(first)
    before = ask(url, "SELECT pg_postmaster_start_time()")
    first.kill()
    first.wait()
    cluster = Cluster.at(instance, durable=False)
    with cluster as again:
        assert ask(again, "SELECT pg_postmaster_start_time()") == before
    assert processes(cluster.place.data) == []


@pytest.mark.slow
def test_starter_killed_in_the_middle_of_the_birth(folder: Path) -> None:
    program = holder(folder / "instance")
    wait_for((folder / "instance/postgresql/data.partial/global").exists)
    program.kill()
    program.wait()
    assert not (folder / "instance/postgresql/data").exists()
    with Cluster.at(folder / "instance", durable=False) as url:
        assert ask(url, "SELECT count(*) FROM pg_extension") == [(3,)]
    assert not (folder / "instance/postgresql/data.partial").exists()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_starter_killed_at_any_moment(folder: Path, seed: int) -> None:
    """Between nothing and a running server there is no moment that a kill could spoil."""
    chance = random.Random(seed)
    for _ in range(3):
        program = holder(folder / "instance")
        time.sleep(chance.uniform(0.1, 2.5))
        program.kill()
        program.wait()
    cluster = Cluster.at(folder / "instance", durable=False)
    with cluster as url:
        assert ask(url, "SELECT count(*) FROM pg_extension") == [(3,)]
    assert processes(cluster.place.data) == []


@pytest.mark.slow
def test_postmaster_killed_again_and_again_loses_nothing(instance: Path) -> None:
    cluster = Cluster.at(instance)
    url = cluster.start()
    ask(url, "CREATE TABLE kept (number int)")
    for number in range(12):
        ask(url, f"INSERT INTO kept VALUES ({number})")
        kill_postmaster(cluster)
        cluster.start()
    assert ask(url, "SELECT count(*), max(number) FROM kept") == [(12, 11)]
    cluster.stop()


@pytest.mark.slow
def test_busy_orphan_does_not_bar_the_next_start(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An orphan that does not notice its postmaster's death is sent away after the wait."""
    monkeypatch.setattr(server, "PATIENCE", 1.0)
    cluster = Cluster.at(instance)
    url = cluster.start()
    ended = []

    def work() -> None:
        with pytest.raises(psycopg.OperationalError):
            ask(url, "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b")
        ended.append(True)

    busy = threading.Thread(target=work)
    busy.start()
    seen = "SELECT true FROM pg_stat_activity WHERE query ~ 'generate_series' AND pid <> pg_backend_pid() LIMIT 1"
    wait_for(lambda: ask(url, seen) == [(True,)])
    kill_postmaster(cluster)
    cluster.start()
    busy.join(timeout=10)
    assert ended
    assert ask(url, "SELECT 1") == [(1,)]
    cluster.stop()


def test_watching_program_brings_a_killed_server_back(instance: Path) -> None:
    with private_database(Settings(instance=instance), watch=True) as url:
        cluster = Cluster.at(instance)
        before = cluster.server.pid()
        kill_postmaster(cluster)
        wait_for(lambda: cluster.running and cluster.server.pid() != before)
        assert ask(url, "SELECT 1") == [(1,)]
    assert processes(cluster.place.data) == []


def test_stale_pid_file_naming_a_stranger(instance: Path) -> None:
    """After a reboot the number may be anybody's: ours here. It is neither believed nor signalled."""
    cluster = Cluster.at(instance, durable=False)
    pid_file = cluster.place.data / "postmaster.pid"
    told = (os.getpid(), cluster.place.data, 1, 5432, cluster.place.folder, "", "  1  1", "ready   ", "")
    pid_file.write_text("\n".join(map(str, told)))
    assert not cluster.running
    with cluster as url:
        assert ask(url, "SELECT 1") == [(1,)]


@pytest.mark.slow
def test_copy_of_a_running_cluster_is_another_cluster(instance: Path, folder: Path) -> None:
    first = Cluster.at(instance, durable=False)
    with first as url:
        subprocess.run(["cp", "-a", instance, folder / "copy"], check=True)
        second = Cluster.at(folder / "copy", durable=False)
        assert not second.running
        with second as other:
            assert other != url
        assert ask(url, "SELECT 1") == [(1,)]


def test_up_stays_and_down_ends(instance: Path) -> None:
    first = Cluster.at(instance, durable=False)
    url = first.up()
    first.stop()
    assert ask(url, "SELECT 1") == [(1,)]
    with Cluster.at(instance, durable=False), pytest.raises(InUse, match="先にそちらを止めて"):
        Cluster.at(instance, durable=False).down()
    assert first.running
    Cluster.at(instance, durable=False).down()
    assert not first.running
    with Cluster.at(instance, durable=False):
        pass
    assert not first.running, "the wish to stay ended with down"


def test_log_keeps_no_words_of_a_person(instance: Path) -> None:
    cluster = Cluster.at(instance, durable=False)
    with cluster as url:
        ask(url, "CREATE TABLE one (word text PRIMARY KEY)")
        ask(url, "INSERT INTO one VALUES ('中町三丁目')")
        for statement in ("INSERT INTO one VALUES ('中町三丁目')", "SELECT '中町三丁目' FROM nowhere"):
            with pytest.raises(psycopg.Error):
                ask(url, statement)
    written = b"".join(log.read_bytes() for log in (cluster.place.folder / "log").iterdir())
    assert b"nowhere" in written and "中町".encode() not in written


def test_configuration_that_bars_the_start_is_told(instance: Path) -> None:
    with (instance / "postgresql/data/postgresql.conf").open("a") as config:
        config.write("nonsense = 1\n")
    with pytest.raises(ServerFailed, match="nonsense"):
        Cluster.at(instance).start()


@pytest.mark.slow
def test_failed_birth_says_why_and_leaves_nothing_half_done(
        folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(birth, "EXTENSIONS", ("postgis", "no_such_extension"))
    with pytest.raises(BirthFailed, match="no_such_extension"):
        Cluster.at(folder / "instance", durable=False).start()
    assert not (folder / "instance/postgresql/data").exists()


def test_data_of_another_version_are_not_touched(instance: Path) -> None:
    (instance / "postgresql/data/PG_VERSION").write_text("9\n")
    with pytest.raises(NoPostgis, match="postgresql-9-postgis-3"):
        Cluster.at(instance)


def test_without_postgis_one_sentence_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "SYSTEM", ())
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoPostgis, match=r"make up.*apt-get install.*WAGAGOTO_DATABASE_URL"):
        binaries.find(folder)


def test_newest_postgresql_that_has_postgis_is_chosen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version, has_postgis in ((14, True), (16, True), (17, False)):
        fake_postgresql(folder, version, has_postgis)
    monkeypatch.setattr(binaries, "SYSTEM", ((str(folder), "*/bin"),))
    assert binaries.find(folder).major == 16
    assert binaries.find(folder, 14).folder == folder / "14/bin"


def fake_postgresql(folder: Path, version: int, has_postgis: bool) -> None:
    programs, share = folder / f"{version}/bin", folder / f"{version}/share/extension"
    programs.mkdir(parents=True)
    share.mkdir(parents=True)
    (programs / "postgres").touch()
    (programs / "pg_config").write_text(f"#!/bin/sh\necho PostgreSQL {version}.1\necho {share.parent}\n")
    (programs / "pg_config").chmod(0o755)
    if has_postgis:
        (share / "postgis.control").touch()


def test_database_of_ones_own_leaves_the_private_one_alone(folder: Path) -> None:
    settings = Settings(instance=folder / "instance", database_url="postgres://me@db.example/map")
    with private_database(settings) as url:
        assert url == "postgresql+psycopg://me@db.example/map"
    assert not (folder / "instance").exists()
