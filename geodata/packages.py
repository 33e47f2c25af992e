"""この計算機に足りないもの: PostGIS and a Python that makes environments; for tests a browser and a font.

`python3 -m geodata.packages run` (or `test`) sees what is missing and gets it: installed where root, or sudo
without a password, allows; otherwise unpacked under instance/packages. Standard library only: it runs before
anything else is there.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geodata.apt import Apt, NoPackages
from geodata.errors import GeodataError
from geodata.postgres import NoPostgis
from geodata.postgres.binaries import UNPACKED, environment_of, find

PACKAGES = UNPACKED.parent
POSTGIS = r"postgresql-[0-9]+-postgis-3"
DRIVER = "libatomic1"  # what playwright's own driver wants of the system
GLYPHS = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be there: how to see it, how to get it as root and how without."""

    name: str
    present: Callable[[Path], bool]
    install: Callable[[Apt], None]
    unpack: Callable[[Apt], None]


def obtain(need: Need, instance: Path) -> None:
    """Get it if it is missing, with a line of progress. Raises NoPackages."""
    if need.present(instance):
        return
    began = time.monotonic()
    print(f"{need.name} を用意しています…", flush=True)
    apt = Apt.here(instance / PACKAGES)
    if apt.root is not None:
        need.install(apt)
    else:
        need.unpack(apt.refresh())
    if not need.present(instance):
        raise NoPackages(f"{need.name} を入れましたが、使えません。"
                         f"{instance / PACKAGES / 'apt.log'} を確かめてください。")
    print(f"{need.name} を用意しました（{time.monotonic() - began:.1f} 秒）。", flush=True)


def has_postgis(instance: Path) -> bool:
    if os.environ.get("WAGAGOTO_DATABASE_URL"):
        return True
    try:
        return bool(find(instance))
    except NoPostgis:
        return False


def _install_postgis(apt: Apt) -> None:
    apt.install(apt.newest(POSTGIS) or _known(apt.refresh()))


def _unpack_postgis(apt: Apt) -> None:
    root = apt.unpack(UNPACKED.name, _known(apt))
    for control in root.glob("usr/share/postgresql/*/extension/*-3.control"):
        plain = control.with_name(control.name.replace("-3.control", ".control"))
        plain.symlink_to(control.name)  # what Debian's own installer does through its alternatives


def _known(apt: Apt) -> str:
    found = apt.newest(POSTGIS)
    if found is None:
        raise NoPackages("PostGIS のパッケージ（postgresql-15-postgis-3 など）が配布元に見つかりません。")
    return found


def has_pip(instance: Path) -> bool:
    """True if this Python can make an environment with pip, or a wheel of pip was unpacked for it."""
    return (Path(".venv/bin/pip").exists() or importlib.util.find_spec("ensurepip") is not None
            or any((instance / PACKAGES).glob("pip/usr/share/python-wheels/pip-*.whl")))


def _install_pip(apt: Apt) -> None:
    apt.install(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")


def _unpack_pip(apt: Apt) -> None:
    apt.unpack("pip", "python3-pip-whl")


def chromium(instance: Path) -> Path | None:
    """A Chromium for the tests: the system's, the unpacked one, or the one that playwright keeps."""
    on_path = shutil.which("chromium") or shutil.which("google-chrome")
    own = instance.absolute() / PACKAGES / "chromium/usr/lib/chromium/chromium"
    kept = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return Path(on_path) if on_path else own if own.exists() else kept[-1] if kept else None


def browser_environment(instance: Path) -> dict[str, str]:
    """What an unpacked Chromium or unpacked letters need in the environment that playwright starts from."""
    packages = instance.absolute() / PACKAGES
    letters = packages / "fonts/fonts.conf"
    environment = environment_of(packages / "chromium")
    return environment | ({"FONTCONFIG_FILE": str(letters)} if letters.exists() else {})


def _install_chromium(apt: Apt) -> None:
    if apt.offers("chromium"):
        apt.install("chromium", DRIVER)
    else:  # Ubuntu has it as a snap only
        _playwright("--with-deps")


def _unpack_chromium(apt: Apt) -> None:
    if apt.offers("chromium"):
        apt.unpack("chromium", "chromium", DRIVER)
    else:
        _playwright()


def _playwright(*options: str) -> None:
    subprocess.run([".venv/bin/python", "-m", "playwright", "install", *options, "chromium"], check=False)


def has_letters(instance: Path) -> bool:
    """True if a font has Japanese letters; without one pages are drawn in empty boxes."""
    own = instance / PACKAGES / "fonts/fonts.conf"
    return own.exists() or any(GLYPHS.glob("**/*CJK*")) or any(GLYPHS.glob("**/*[iI][pP][aA]*g*.ttf"))


def _install_letters(apt: Apt) -> None:
    apt.install("fonts-noto-cjk")


def _unpack_letters(apt: Apt) -> None:
    folder = apt.unpack("fonts", "fonts-noto-cjk").absolute()
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}/usr/share/fonts</dir>'
        "<cachedir prefix=\"xdg\">fontconfig</cachedir></fontconfig>", encoding="utf-8")


RUN = (Need("PostGIS", has_postgis, _install_postgis, _unpack_postgis),
       Need("Python の仮想環境", has_pip, _install_pip, _unpack_pip))
TEST = (Need("試験用のブラウザ Chromium", lambda instance: chromium(instance) is not None,
             _install_chromium, _unpack_chromium),
        Need("日本語の文字", has_letters, _install_letters, _unpack_letters))


def main(words: list[str]) -> int:
    """`run` or `test`; 1 with a sentence where something cannot be had."""
    instance = Path(os.environ.get("WAGAGOTO_INSTANCE") or "instance")
    try:
        for need in TEST if words == ["test"] else RUN:
            obtain(need, instance)
    except GeodataError as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(instance / PACKAGES / "apt", ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
