"""Debian と Ubuntu のパッケージ: installed as root, or downloaded and unpacked into a folder without it.

Standard library only; asks no question. What apt prints goes to a log, and its end into the error.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import GeodataError

INSTALL = ("install", "-y", "-qq", "--no-install-recommends")
PATIENT = ("-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2")
NEVER_UNPACKED = ("libc6", "libc-bin")  # a C library that is not the loader's crashes every program


class NoPackages(GeodataError):
    """必要なパッケージを用意できません。"""


@dataclass(frozen=True, slots=True)
class Apt:
    """apt as this user may use it; `folder` (instance/packages) takes the log and whatever is unpacked."""

    folder: Path
    root: tuple[str, ...] | None  # what goes before a command that needs root; None where not allowed
    options: tuple[str, ...] = ()

    @classmethod
    def here(cls, folder: Path) -> "Apt":
        """Find out what is allowed. Raises NoPackages where there is no apt at all."""
        if shutil.which("apt-get") is None:
            raise NoPackages("apt-get がありません。Debian か Ubuntu でなければ PostGIS を入れてください。")
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, _rights())

    def newest(self, pattern: str) -> str | None:
        """The package whose name matches `pattern` with the highest number in it."""
        told = self._run("apt-cache", "search", "--names-only", f"^{pattern}$")
        names = re.findall(rf"^({pattern}) - ", told, re.MULTILINE)
        return max(names, key=lambda name: int(re.findall(r"\d+", name)[0]), default=None)

    def offers(self, package: str) -> bool:
        """True if the distribution has it as a real package."""
        told = self._run("apt-cache", "policy", package)
        return bool(re.search(r"Candidate: (?!\(none\))", told))

    def refresh(self) -> "Apt":
        """Fetch the lists of packages: as root the system's, else lists of our own, used from then on."""
        if self.root is not None:
            self._as_root("apt-get", *PATIENT, "update", "-qq")
            return self
        own = self.folder.absolute() / "apt"
        (own / "lists/partial").mkdir(parents=True, exist_ok=True)
        (own / "cache/archives/partial").mkdir(parents=True, exist_ok=True)
        mine = Apt(self.folder, None, (*self.options, "-o", f"Dir::State::Lists={own}/lists",
                                       "-o", f"Dir::Cache={own}/cache"))
        mine._run("apt-get", "update", "-qq")
        return mine

    def install(self, *packages: str) -> None:
        """As root. Lists that are too old are fetched again. Raises NoPackages."""
        try:
            self._as_root("apt-get", *PATIENT, *INSTALL, *packages)
        except NoPackages:
            self.refresh()
            self._as_root("apt-get", *PATIENT, *INSTALL, *packages)

    def unpack(self, name: str, *packages: str) -> Path:
        """Without root: `packages` and what they need that the system has not, as folder/name."""
        target, partial = self.folder / name, self.folder.absolute() / f"{name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        (partial / "debs").mkdir(parents=True)
        plan = self._run("apt-get", "-s", "install", "--no-install-recommends", *packages)
        missing = re.findall(r"^Inst (\S+) (?:\[\S+\] )?\((\S+) ", plan, re.MULTILINE)
        wanted = [f"{package}={version}" for package, version in missing if package not in NEVER_UNPACKED]
        self._run("apt-get", "download", "-qq", *(wanted or packages), cwd=partial / "debs")
        for deb in sorted((partial / "debs").glob("*.deb")):
            self._run("dpkg-deb", "-x", deb, partial)
        shutil.rmtree(partial / "debs")
        shutil.rmtree(target, ignore_errors=True)
        return partial.rename(target)

    def _as_root(self, *command: str) -> None:
        assert self.root is not None
        self._run(*self.root, "env", "DEBIAN_FRONTEND=noninteractive", *command)

    def _run(self, *command: str | Path, cwd: Path | None = None) -> str:
        words = [*command]
        if str(words[0]).startswith("apt"):
            words[1:1] = self.options
        done = subprocess.run(words, cwd=cwd, env={**os.environ, "LC_ALL": "C.UTF-8"},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        with (self.folder / "apt.log").open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(map(str, words))}\n{done.stdout}{done.stderr}\n")
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise NoPackages(f"パッケージを用意できません（{last}）。"
                             f"{self.folder / 'apt.log'} を確かめてください。")
        return done.stdout


def _rights() -> tuple[str, ...] | None:
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ("sudo", "-n")
    return None
