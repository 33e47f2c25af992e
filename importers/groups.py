"""一覧の自治会: the rows of a list gathered by 自治会, each 町丁目 found in the dictionary or told to be missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from geodata.models import AreaKind
from importers.area_codes import full_code, name_key
from importers.mapping import MappingRow
from importers.told import Told
from importers.towns import TownNames


@dataclass(slots=True)
class Group:
    """One 自治会 of the list: its first row, and its 町丁目 as the list and as the dictionary write them."""

    row: int
    name: str
    kana: str = ""
    written_code: str = ""
    code: str = ""
    members: list[str] = field(default_factory=list)
    towns: set[str] = field(default_factory=set)


def grouped(rows: Iterable[MappingRow], names: TownNames, municipality: str, told: Told) -> list[Group]:
    """The 自治会 in the order of the list; unknown 町丁目 and quarrelling codes are problems of their row."""
    groups: dict[str, Group] = {}
    for row in rows:
        group = groups.setdefault(name_key(row.jichikai), Group(row.number, row.jichikai))
        _add_town(group, row, names, told)
        _add_code(group, row, told)
        group.kana = group.kana or row.kana
    _full_codes(groups.values(), municipality, told)
    return list(groups.values())


def sharers_of(groups: Iterable[Group]) -> dict[str, list[str]]:
    """町丁目: the 自治会 that name it."""
    found: dict[str, list[str]] = {}
    for group in groups:
        for town in group.towns:
            found.setdefault(town, []).append(group.name)
    return found


def _add_town(group: Group, row: MappingRow, names: TownNames, told: Told) -> None:
    found = names.find(row.town)
    if not found:
        near = "、".join(names.near(row.town))
        hint = f"近い名前: {near}" if near else "町丁目の名前を確かめてください。"
        told.problem(row.number, "町丁目", f"{row.number}行目: 町丁目「{row.town}」が見つかりません。{hint}")
    elif not group.towns.issuperset(found):
        group.members.append(row.town)
        group.towns.update(found)


def _add_code(group: Group, row: MappingRow, told: Told) -> None:
    if row.code and group.written_code and row.code != group.written_code:
        both = f"{group.written_code}、{row.code}"
        message = f"{row.number}行目: 「{group.name}」に自治会コードが2つあります（{both}）。"
        told.problem(row.number, "自治会コード", message)
    group.written_code = group.written_code or row.code


def _full_codes(groups: Iterable[Group], municipality: str, told: Told) -> None:
    owners: dict[str, str] = {}
    for group in groups:
        if not group.written_code:
            continue
        try:
            group.code = full_code(municipality, AreaKind.JICHIKAI, group.written_code)
        except ValueError as problem:
            told.problem(group.row, "自治会コード", f"{group.row}行目: {problem}")
            continue
        owner = owners.setdefault(group.code, group.name)
        if owner != group.name:
            message = f"{group.row}行目: コード「{group.written_code}」は「{owner}」にも使われています。"
            told.problem(group.row, "自治会コード", message)
