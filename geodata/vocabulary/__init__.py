"""種類・対象・困りごと: the words that an empty installation starts with. Staff edit the tables, never these files."""

import csv
import re
from functools import cache
from importlib.resources import files

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.japanese import search_form
from geodata.models import Category, Need, Target, category_need

PARTS = re.compile(r"[\n、，,/／;；]+")


def ensure(session: Session) -> None:
    """Add the codes that are not there yet; rows that staff have edited stay as they are."""
    needs = [{**row, "position": i} for i, row in enumerate(rows("needs"))]
    targets = [{"code": row["code"], "name": row["name"], "position": i} for i, row in enumerate(rows("targets"))]
    kinds = [_category(i, row) for i, row in enumerate(rows("categories"))]
    for model, values in ((Need, needs), (Target, targets), (Category, kinds)):
        session.execute(insert(model).on_conflict_do_nothing(), values)
    session.execute(insert(category_need).on_conflict_do_nothing(), _pairs())


def target_codes(text: str) -> list[str]:
    """The 対象 that a free text names, in the order of the table; none when it names none."""
    normal = search_form(text)
    return [code for code, words in _target_words() if any(word in normal for word in words)]


def category_code(text: str) -> str | None:
    """The 種類 that a 種別 or 区分 cell means, by its first part that means one; None when none does.

    The longest word known of it decides: 放課後等デイサービス is no 放課後, 短期入所生活介護 no 生活介護.
    """
    return next((code for part in PARTS.split(text) if (code := _meant_by(search_form(part)))), None)


def _meant_by(part: str) -> str | None:
    found = [(len(word), code) for code, words in _category_words() for word in words if word in part]
    return max(found, key=lambda pair: pair[0])[1] if found else None


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of our lists: categories, targets or needs."""
    with files(__package__).joinpath(f"{name}.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def _target_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["code"], tuple(search_form(word) for word in row["words"].split())) for row in rows("targets"))


@cache
def _category_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    kinds = rows("categories")
    return tuple((row["code"], tuple(map(search_form, (row["name"], *row["words"].split())))) for row in kinds)


def _category(position: int, row: dict[str, str]) -> dict[str, object]:
    kept = {key: value for key, value in row.items() if key not in ("needs", "consultation", "words")}
    return {**kept, "consultation": row["consultation"] == "yes", "position": position}


def _pairs() -> list[dict[str, str]]:
    return [{"category_code": row["code"], "need_code": need} for row in rows("categories") for need in row["needs"].split()]


