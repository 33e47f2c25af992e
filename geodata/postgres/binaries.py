"""PostgreSQL の実行ファイル: which programs on this machine, or unpacked under instance/, make a PostGIS."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.postgres import NoPostgis

SYSTEM = (("/usr/lib/postgresql", "*/bin"), ("/usr", "pgsql-*/bin"))  # Debian and Ubuntu; others
UNPACKED = Path("packages/root")  # below instance/, where geodata.packages unpacks without root


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL with PostGIS: the folder of its programs and what they need in their environment."""

    folder: Path
    major: int
    environment: Mapping[str, str] = field(default_factory=dict)

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        """The command line of one of its programs, such as initdb, postgres or pg_dump."""
        return [str(self.folder / program), *map(str, arguments)]


def find(instance: Path, major: int | None = None) -> Binaries:
    """The newest PostgreSQL with PostGIS, of the system before the unpacked; only `major` if it is given.

    Raises NoPostgis with the package and the command that brings it.
    """
    for found in (sorted(_of_system(), key=lambda one: -one.major), _unpacked(instance)):
        for binaries in found:
            if major in (None, binaries.major):
                return binaries
    raise NoPostgis(_what_to_do(major))


def _of_system() -> Iterator[Binaries]:
    for parent, pattern in SYSTEM:
        yield from _with_postgis(Path(parent).glob(pattern))
    on_path = shutil.which("postgres")
    if on_path:
        yield from _with_postgis([Path(on_path).resolve().parent])


def _unpacked(instance: Path) -> list[Binaries]:
    root = (instance / UNPACKED).resolve()
    folders = (root / "usr/lib/postgresql").glob("*/bin")
    return sorted(_with_postgis(folders, environment_of(root)), key=lambda one: -one.major)


def _with_postgis(folders: Iterable[Path],
                  environment: Mapping[str, str] | None = None) -> Iterator[Binaries]:
    """Those folders that hold a PostgreSQL whose shared folder has PostGIS."""
    for folder in folders:
        told = _told_by_pg_config(folder, environment or {})
        if told and (told[1] / "extension/postgis.control").exists():
            yield Binaries(folder, told[0], environment or {})


def _told_by_pg_config(folder: Path, environment: Mapping[str, str]) -> tuple[int, Path] | None:
    """Major version and shared folder, or None where no working pg_config stands beside a postgres."""
    if not (folder / "postgres").exists():
        return None
    try:
        told = subprocess.run([folder / "pg_config", "--version", "--sharedir"],
                              capture_output=True, text=True, check=True, env=dict(environment))
    except (OSError, subprocess.CalledProcessError):
        return None
    version, share = told.stdout.splitlines()
    number = re.search(r"\d+", version)
    return (int(number[0]), Path(share)) if number else None


def environment_of(root: Path) -> dict[str, str]:
    """What programs of packages unpacked below `root` need to find their libraries and the tables of PROJ."""
    found = (path.parent for lib in ("lib", "usr/lib") for path in (root / lib).glob("*-linux-gnu*/**/*.so*"))
    libraries = sorted(set(found), key=str)
    needed = {"LD_LIBRARY_PATH": ":".join(map(str, libraries))} if libraries else {}
    proj = root / "usr/share/proj"
    return needed | ({"PROJ_DATA": str(proj), "PROJ_LIB": str(proj)} if proj.is_dir() else {})


def _what_to_do(major: int | None) -> str:
    package = f"postgresql-{major or '<版>'}-postgis-3"
    wanted = f"PostgreSQL {major} の PostGIS" if major else "PostGIS"
    return (f"{wanted} が見つかりません。make up か `sudo apt-get install {package}` を実行してください"
            "（別の PostGIS を使うときは WAGAGOTO_DATABASE_URL に指定します）。")
