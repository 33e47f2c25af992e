"""回る区域: the 自治会 that a 移動販売 or 配食 says it comes to, found among the areas by name or by their 町丁目."""

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.japanese import search_form
from geodata.models import Area, AreaKind
from importers.drafts import Draft
from importers.problems import Problem

SEPARATORS = re.compile(r"[、，,・/／\n\s]+")
EVERYWHERE = re.compile(r"市内全域|全市|市全域|全域")
LISTED = re.compile(r"[^、，,・/／\n\s（(]*[（(]([^（）()]*)[）)]")  # 南部（小瀬・萩原・有里）: the 町 in brackets count
CHOME = re.compile(r"([一二三四五六七八九])(?=丁目)")
SUFFIX = re.compile(r"(自治会|町内会)$")


def names_of_areas(session: Session, municipality: str) -> dict[str, frozenset[int]]:
    """Every name that a 自治会 goes by, its own and its 町丁目's, in search form → ids; "" gives all of them."""
    stmt = select(Area.id, Area.name, Area.members).where(
        Area.municipality_code == municipality, Area.kind == AreaKind.JICHIKAI
    )
    names: dict[str, set[int]] = {}
    for id_, name, members in session.execute(stmt):
        for each in (name, SUFFIX.sub("", name), *members.split("\n"), ""):
            names.setdefault(_form(each), set()).add(id_)
    return {name: frozenset(ids) for name, ids in names.items()}


def areas_served(draft: Draft, names: Mapping[str, frozenset[int]]) -> tuple[int, ...]:
    """The ids of the 自治会 that a row names; what is not known is added to the row's problems."""
    if not draft.served_text or not names:
        return ()
    if EVERYWHERE.search(draft.served_text):
        return tuple(sorted(names.get("", ())))
    found: set[int] = set()
    for part in SEPARATORS.split(LISTED.sub(r"\1、", draft.served_text)):
        said = _form(SUFFIX.sub("", part))
        if not said:
            continue
        ids = names.get(said) or _starting(said, names)
        if not ids:
            message = f"回る区域「{part[:30]}」が自治会の一覧に見つかりません。"
            draft.problems.append(Problem(draft.number, draft.served_header, message))
        found |= ids
    return tuple(sorted(found))


def _form(name: str) -> str:
    """元町一丁目 and 元町1丁目 alike."""
    return CHOME.sub(lambda chome: str("一二三四五六七八九".index(chome[1]) + 1), search_form(name))


def _starting(said: str, names: Mapping[str, frozenset[int]]) -> frozenset[int]:
    """鹿ノ台東 names every 丁目 of it."""
    if len(said) < 2:
        return frozenset()
    return frozenset().union(*(ids for name, ids in names.items() if name.startswith(said)))
