"""足りないパッケージ: what is asked of apt with and without root; a PostGIS unpacked by an ordinary user."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata import packages
from geodata.apt import Apt, NoPackages
from geodata.packages import Need, obtain
from geodata.postgres.binaries import UNPACKED, environment_of, find
from geodata.postgres.place import Owner

HERE = Path(__file__).resolve().parent.parent
ROOT = os.geteuid() == 0
has_apt = pytest.mark.skipif(shutil.which("apt-get") is None, reason="apt がない")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What would be run; nothing is."""
    commands: list[str] = []

    def run(self: Apt, *command: str | Path, cwd: Path | None = None) -> str:
        commands.append(" ".join(map(str, command)))
        if "search" in command:
            return "".join(f"postgresql-{number}-postgis-3 - maps\n" for number in (15, 17, 9))
        return "Inst libgeos (3.13-1 Debian [amd64])\nInst libc6 [1] (2 Debian)\n"

    monkeypatch.setattr(Apt, "_run", run)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return commands


def test_newest_postgis_is_installed_as_root_without_a_question(asked: list[str], tmp_path: Path) -> None:
    packages.RUN[0].install(Apt(tmp_path, ("sudo", "-n")))
    assert asked[-1].startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get")
    assert asked[-1].endswith("install -y -qq --no-install-recommends postgresql-17-postgis-3")


def test_old_lists_are_fetched_again(
        asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Apt._run
    failed: list[tuple[str | Path, ...]] = []

    def run(self: Apt, *command: str | Path, cwd: Path | None = None) -> str:
        if "install" in command and not failed:
            failed.append(command)
            raise NoPackages("404")
        return answer(self, *command, cwd=cwd)

    monkeypatch.setattr(Apt, "_run", run)
    Apt(tmp_path, ()).install("chromium")
    assert [command.split()[-1] for command in asked] == ["-qq", "chromium"]
    assert " update " in asked[0]


def test_without_root_only_what_is_missing_is_unpacked(asked: list[str], tmp_path: Path) -> None:
    folder = Apt(tmp_path, None).unpack("root", "postgresql-17-postgis-3")
    assert folder == tmp_path / "root" and folder.is_dir()
    assert asked[-1] == "apt-get download -qq libgeos=3.13-1", "and never the C library"


def test_present_things_cost_no_look_at_apt(asked: list[str], tmp_path: Path) -> None:
    obtain(Need("もの", lambda instance: True, lambda apt: None, lambda apt: None), tmp_path)
    assert asked == []


def test_what_cannot_be_used_after_all_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    need = Need("もの", lambda instance: False, lambda apt: None, lambda apt: None)
    with pytest.raises(NoPackages, match=r"使えません.*apt\.log"):
        obtain(need, tmp_path)
    assert "もの を用意しています" in capsys.readouterr().out


@has_apt
def test_failure_of_apt_is_one_sentence_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(NoPackages, match="no-such-package-of-ours"):
        Apt(tmp_path, None).unpack("root", "no-such-package-of-ours")
    assert "no-such-package-of-ours" in (tmp_path / "apt.log").read_text()
    assert not (tmp_path / "root").exists()


def test_database_of_ones_own_needs_no_postgis(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("geodata.postgres.binaries.SYSTEM", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not packages.has_postgis(tmp_path)
    monkeypatch.setenv("WAGAGOTO_DATABASE_URL", "postgresql://db.example/map")
    assert packages.has_postgis(tmp_path)


def test_libraries_of_unpacked_packages_are_found_wherever_they_lie(tmp_path: Path) -> None:
    for library in ("usr/lib/x86_64-linux-gnu/libgeos.so.3", "usr/lib/x86_64-linux-gnu/blas/libblas.so.3",
                    "lib/x86_64-linux-gnu/libdbus-1.so.3", "usr/lib/aarch64-linux-gnu/pulse/libcommon-16.so"):
        (tmp_path / library).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / library).touch()
    folders = environment_of(tmp_path)["LD_LIBRARY_PATH"].split(":")
    assert {Path(folder).relative_to(tmp_path).as_posix() for folder in folders} == {
        "usr/lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu/blas", "lib/x86_64-linux-gnu",
        "usr/lib/aarch64-linux-gnu/pulse"}
    assert "PROJ_DATA" not in environment_of(tmp_path), "only where there is one"
    assert environment_of(tmp_path / "nothing") == {}


def test_packages_and_cluster_need_only_the_standard_library() -> None:
    """They run before the virtual environment is there."""
    done = subprocess.run([sys.executable, "-S", "-c", "import geodata.packages, geodata.cluster"], cwd=HERE,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wagagoto-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


POSTGIS = re.compile("postg|libpq|libgdal|libgeos|libproj|proj-|libsfcgal|libprotobuf-c")

DEPENDS = re.compile("^(?:Pre-)?Depends: (.*)", re.MULTILINE)


def status_without_postgis(folder: Path) -> Path:
    """dpkg's list of what is installed, less PostGIS, its libraries and what needs them."""
    known = Path("/var/lib/dpkg/status").read_text(encoding="utf-8").split("\n\n")
    stanzas = {found[1]: text for text in known if (found := re.match("Package: (.+)", text))}
    needs = {name: set(re.findall(r"[a-z0-9][a-z0-9.+-]+", " ".join(DEPENDS.findall(text))))
             for name, text in stanzas.items()}
    gone, more = set(), {name for name in stanzas if POSTGIS.match(name)}
    while more:
        gone |= more
        more = {name for name, needed in needs.items() if name not in gone and needed & gone}
    kept = "".join(f"{text}\n\n" for name, text in stanzas.items() if name not in gone)
    (folder / "status").write_text(kept, encoding="utf-8")
    return folder / "status"


UNPACK_AND_RUN = """
import sys
from pathlib import Path
from geodata import packages
from geodata.apt import Apt
from geodata.cluster import Cluster
from geodata.postgres import binaries
instance, status = Path("home/instance"), sys.argv[1]
binaries.SYSTEM = ()
(instance / "packages").mkdir(parents=True)
apt = Apt(instance / "packages", None, ("-o", f"Dir::State::status={status}")).refresh()
packages.RUN[0].unpack(apt)
cluster = Cluster.at(instance)
with cluster:
    print(cluster.binaries.folder, cluster.running)
"""


@pytest.mark.slow
@has_apt
def test_postgis_unpacked_without_root_serves(folder: Path) -> None:
    """As nobody where the tests run as root: lists, download, unpacking, initdb, CREATE EXTENSION."""
    if ROOT and not Path("/usr/bin/python3").exists():
        pytest.skip("nobody が実行できる Python がない")
    shutil.copytree(HERE / "geodata", folder / "geodata", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "home").mkdir()
    nobody = Owner(65534, 65534) if ROOT else Owner(os.geteuid(), os.getegid())
    os.chown(folder / "home", nobody.uid, nobody.gid)
    python = "/usr/bin/python3" if ROOT else sys.executable
    done = subprocess.run(
        [python, "-S", "-c", UNPACK_AND_RUN, status_without_postgis(folder)], cwd=folder, capture_output=True,
        text=True, env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": f"{folder}/home"}, **nobody.switch())
    assert done.returncode == 0, done.stderr[-2000:]
    told = done.stdout.split()
    assert str(UNPACKED) in told[0] and told[1] == "True"
    assert find(folder / "home/instance").folder
