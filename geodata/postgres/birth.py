"""クラスタの誕生: initdb, the database and its extensions in a folder aside, then one rename.

Interrupted, it leaves only `data.partial`, which the next birth sweeps away: `data` is whole or not there.
"""

import os
import shutil
import subprocess
from pathlib import Path

from geodata.postgres import BirthFailed
from geodata.postgres.binaries import Binaries
from geodata.postgres.place import Place

SUPERUSER = DATABASE = "wagagoto"
EXTENSIONS = ("postgis", "btree_gist")
SAFE = """
# わがごとマップ: never on the network, whoever starts it
listen_addresses = ''
unix_socket_permissions = 0700
"""
INITDB = ("--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=trust", "--username", SUPERUSER)


def give_birth(binaries: Binaries, place: Place, turn: int, *, durable: bool) -> None:
    """Make place.data. `turn` is the descriptor of its lock; the children hold it too until they end.

    Raises BirthFailed with the last words of the program that failed.
    """
    partial = place.folder / "data.partial"
    if partial.exists():
        shutil.rmtree(partial)
    place.owner.make(partial)
    _run(binaries, place, turn, "initdb", "-D", partial, *INITDB, *([] if durable else ["--no-sync"]))
    with (partial / "postgresql.conf").open("a", encoding="utf-8") as config:
        config.write(SAFE)
    single = ("postgres", "--single", "-D", partial, "-c", f"fsync={'on' if durable else 'off'}")
    _run(binaries, place, turn, *single, "postgres", statements=f"CREATE DATABASE {DATABASE};\n")
    wanted = "".join(f"CREATE EXTENSION {name};\n" for name in EXTENSIONS)
    wanted += "SELECT extname FROM pg_extension;\n"
    told = _run(binaries, place, turn, *single, DATABASE, statements=wanted)
    missing = [name for name in EXTENSIONS if f'"{name}"' not in told]
    if missing:
        raise BirthFailed(f"データベースに {', '.join(missing)} がありません。PostGIS を入れ直してください。")
    partial.rename(place.data)
    _sync(place.folder)


def _run(binaries: Binaries, place: Place, turn: int, program: str, *arguments: str | Path,
         statements: str = "") -> str:
    """Run one program as the server's user; a line is a statement to the stand-alone postgres."""
    done = subprocess.run(
        binaries.command(program, *arguments), input=statements, capture_output=True, text=True,
        errors="replace", cwd="/", env=clean_environment(binaries), pass_fds=(turn,), **place.owner.switch())
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise BirthFailed(f"データベースを作れません（{program}: {last}）。"
                          f"空き容量と {place.folder} の権限を確かめてください。")
    return done.stdout


def clean_environment(binaries: Binaries) -> dict[str, str]:
    """Nothing of the caller's: its PG* variables, language and time zone are not the server's business."""
    path = f"{binaries.folder}:/usr/bin:/bin"
    return {"PATH": path, "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", **binaries.environment}


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
