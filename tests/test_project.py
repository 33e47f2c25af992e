"""The house: which room may lean on which, that every module says what lives there, and that the README keeps up."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from geodata.settings import PREFIX, Settings
from mapapp.cli import main

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {"geodata": {"geodata"}, "importers": {"geodata", "importers"}, "mapapp": {"geodata", "importers", "mapapp"}}
MODULES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py") if "versions" not in path.parts)
BOOKS = {"openpyxl", "python_calamine"}
KEPT_OUT = {"geodata": {"flask", *BOOKS}, "importers": {"flask"}, "mapapp": BOOKS}


def imported(path: Path) -> set[str]:
    """The full names of all modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_at_geodata(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        names = {name.split(".")[0] for name in imported(path)}
        assert names & set(MAY_IMPORT) <= MAY_IMPORT[package], path
        assert not names & KEPT_OUT[package], path


def test_mapapp_comes_into_importers_by_the_door() -> None:
    for path in (ROOT / "mapapp").rglob("*.py"):
        assert not [name for name in imported(path) if name.startswith("importers.")], path


def test_no_sql_text_in_mapapp() -> None:
    for path in (ROOT / "mapapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE)\s", node.value), f"{path}: {node.value[:40]}"


def test_no_pattern_is_read_otherwise_by_an_older_python() -> None:
    """(…)?+ and its like find too little in Python before 3.11.5 (gh-106052): (?>(…)?) says the same and is read alike."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"(?<!\\)\)(?:[?*+]|\{\d*,?\d*\})\+", node.value), f"{path}: {node.value[:40]}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert sentence and len(sentence) > 15


def test_no_page_names_another_host() -> None:
    ours = [p for d in ("templates", "mapapp/static/js", "mapapp/static/css") for p in (ROOT / d).rglob("*") if p.is_file()]
    assert len(ours) > 20
    for path in ours:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"(?:src|href|url\(|fetch\(|import)[^\n]{0,20}https?://", text), path


def test_every_setting_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {PREFIX + field.name.upper() for field in fields(Settings)} <= set(re.findall(r"WAGAGOTO_[A-Z_]+", text))


def test_every_command_is_in_the_japanese_readme() -> None:
    text = (ROOT / "README.ja.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        for path in [name] if not isinstance(command, click.Group) else [f"{name} {sub}" for sub in command.commands]:
            assert f"wagagoto {path}" in text, path


def test_help_is_in_japanese() -> None:
    def all_of(command: click.Command) -> list[click.Command]:
        return [command, *(one for sub in getattr(command, "commands", {}).values() for one in all_of(sub))]

    for command in all_of(main):
        assert command.help and re.search(r"[ぁ-ん]", command.help), command.name


def test_top_level_is_as_designed() -> None:
    assert {path.name for path in ROOT.iterdir() if path.is_dir()} >= {"mapapp", "geodata", "importers", "templates", "tests"}
    for name in ("setup.cfg", "docker-compose.yml", "README.md", "README.ja.md", "pyproject.toml", "Makefile", "Dockerfile",
                 "LICENSE", "CHANGELOG.md", ".ci/run"):  # fmt: skip
        assert (ROOT / name).is_file(), name
