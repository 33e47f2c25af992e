"""クラスタの置き場所: where its data, socket and locks lie, and which unprivileged user the server runs as.

The place is instance/postgresql. Started as root, the server needs a user of its own, and that user a way to
its data: where a folder above instance/ bars it (a clone under /root), the data go to /var/lib/wagagoto/ and
instance/postgresql is a symbolic link that says where.
"""

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from geodata.postgres import BirthFailed, WrongUser
from geodata.postgres.locks import turn

AWAY = Path("/var/lib/wagagoto")
USERS = ("postgres", "wagagoto")  # the first that exists; else the last is made
LONGEST_SOCKET = 107  # bytes that the kernel takes for the path of a unix socket
SOCKET = ".s.PGSQL.5432"


class Switch(TypedDict, total=False):
    """What subprocess needs to start a program as another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Owner:
    """The user whose server it is."""

    uid: int
    gid: int

    def switch(self) -> Switch:
        return {} if self.uid == os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Asked of the system as that user, so that groups and access lists count too."""
        return subprocess.run(["/usr/bin/test", "-x", folder], cwd="/", **self.switch()).returncode == 0

    def make(self, folder: Path) -> None:
        """A folder for this user's eyes only."""
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, self.uid, self.gid)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that one cluster has to itself, mode 0700."""

    folder: Path
    owner: Owner

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def mark(self) -> str:
        """A word that only this cluster's processes carry in their titles; a copy of the data has another."""
        about = self.data.stat()
        return f"wagagoto.{about.st_dev:x}.{about.st_ino:x}."

    @property
    def major(self) -> int | None:
        """Of which PostgreSQL the data are; None before there are any."""
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def socket_folder(self) -> Path:
        """A folder for the socket: beside the data or, where the kernel finds that too long, under /tmp."""
        beside = self.folder / "s"
        if len(os.fsencode(beside / SOCKET)) <= LONGEST_SOCKET and "," not in str(beside):
            self.owner.make(beside)
            return beside
        for number in range(10):
            folder = Path(f"/tmp/{self.mark}{number}")
            if _is_ours(folder, self.owner):
                return folder
        raise BirthFailed("データベースの接続口を /tmp に作れません。/tmp の空きと権限を確かめてください。")


def settle(instance: Path) -> Place:
    """The place of the cluster below `instance`, made if need be. Raises WrongUser if another user's."""
    instance = instance.absolute()
    instance.mkdir(parents=True, exist_ok=True)
    link = instance / "postgresql"
    try:
        with turn(instance / "postgresql.lock"):
            if not link.exists() or (os.geteuid() == 0 == link.stat().st_uid):
                _make(link)
    except PermissionError as problem:
        raise WrongUser(_not_yours(instance)) from problem
    about = link.stat()
    if os.geteuid() not in (0, about.st_uid):
        raise WrongUser(_not_yours(link))
    return Place(link.resolve(), Owner(about.st_uid, about.st_gid))


def _make(link: Path) -> None:
    owner = _server_user()
    if os.geteuid() == 0 and not link.is_symlink():
        if owner.may_enter(link.parent.parent) and not owner.may_enter(link.parent):
            link.parent.chmod(link.parent.stat().st_mode | 0o011)  # to pass through, not to look
        if not owner.may_enter(link.parent):
            AWAY.mkdir(mode=0o755, parents=True, exist_ok=True)
            link.symlink_to(tempfile.mkdtemp(prefix=f"{link.parent.parent.name[:20]}-", dir=AWAY))
    owner.make(link.resolve())


def _server_user() -> Owner:
    """Ourselves or, as root, a user without rights, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    for name in USERS:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(known.pw_uid, known.pw_gid)
    try:
        subprocess.run(["useradd", "--system", "--user-group", USERS[-1]], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        raise BirthFailed("データベース用の利用者を作れません。"
                          "`useradd --system wagagoto` を実行してください。") from problem
    known = pwd.getpwnam(USERS[-1])
    return Owner(known.pw_uid, known.pw_gid)


def _is_ours(folder: Path, owner: Owner) -> bool:
    """Make it, or accept it if it is that user's alone: anybody may put a thing of that name into /tmp."""
    if not os.path.lexists(folder):
        owner.make(folder)
    about = folder.lstat()
    return about.st_mode == 0o040700 and about.st_uid == owner.uid


def _not_yours(path: Path) -> str:
    name = pwd.getpwuid(path.stat().st_uid).pw_name
    return f"データベースは利用者 {name} が作ったものです（{path}）。同じ利用者で実行してください。"
