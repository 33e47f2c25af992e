"""区域の一件ずつ: the features of a map file with their names, readings and codes, each a valid polygon or a problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shapely.geometry import MultiPolygon

from importers.errors import BadColumn
from importers.polygons import NotAnArea, as_area
from importers.shapes import Shapes, text_of
from importers.told import Told

NAMES = (
    "name", "名称", "自治会名", "自治会名称", "自治会", "町内会名", "町内会", "区域名", "学校名", "学区名", "圏域名",
    "町丁目名", "町名", "A27_007", "A27_004", "A32_003", "A32_004", "N03_004", "MOJI", "S_NAME", "NAME", "NAME_JA",
)  # fmt: skip
KANA = ("かな", "カナ", "フリガナ", "ふりがな", "名称カナ", "名称_カナ", "自治会名かな", "name_kana", "kana")
CODES = ("自治会コード", "区域コード", "コード", "code", "KEY_CODE")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Which attributes hold what; "" where none does."""

    name: str
    code: str
    kana: str


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of the file: `number` counts from 1, `shape` is lon-lat."""

    number: int
    name: str
    kana: str
    code: str
    shape: MultiPolygon

    def __str__(self) -> str:
        return f"{self.number}件目「{self.name}」"


def columns_of(shapes: Shapes, file: str, asked: Columns, *, needs_name: bool, has_codes: bool) -> Columns:
    """The columns asked for, else the usual ones. Raises BadColumn listing those that exist."""
    there = shapes.columns
    listed = "、".join(there) or "なし"
    for column in (asked.name, asked.code, asked.kana):
        if column and column not in there:
            raise BadColumn(f"{file} に「{column}」という列はありません。あるのは: {listed}")
    name = asked.name or _usual(NAMES, there)
    if needs_name and not name:
        told = f"{file} のどの列が名前かわかりません。--name-column で指定してください。"
        raise BadColumn(f"{told}あるのは: {listed}")
    code = asked.code or (_usual(CODES, there) if has_codes else "")
    return Columns(name, code, asked.kana or _usual(KANA, there))


def features_of(shapes: Shapes, columns: Columns, told: Told) -> Iterator[Feature]:
    """Every feature that is an area; what was mended becomes a note, what cannot be an area a problem."""
    texts = zip(*(_texts(shapes, column) for column in (columns.name, columns.kana, columns.code)), strict=True)
    for number, (row, shape) in enumerate(zip(texts, shapes.frame.geometry, strict=True), start=1):
        name, kana, code = row
        here = f"{number}件目「{name}」"
        if columns.name and not 0 < len(name) <= LONGEST_NAME:
            told.problem(number, columns.name, f"{here}: 名前は1字から{LONGEST_NAME}字で書いてください。")
        if columns.code and not code:
            told.problem(number, columns.code, f"{here}: コードが空です。")
        try:
            area, mended = as_area(shape)
        except NotAnArea as problem:
            told.problem(number, "形", f"{here}: {problem}")
            continue
        if mended:
            told.note(f"{here}: {mended}")
        yield Feature(number, name, kana[:LONGEST_NAME], code, area)


def _usual(names: Sequence[str], there: Sequence[str]) -> str:
    return next((name for name in names if name in there), "")


def _texts(shapes: Shapes, column: str) -> list[str]:
    return [text_of(value) for value in shapes.frame[column]] if column else [""] * len(shapes.frame)
