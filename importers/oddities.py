"""おかしなセル: what a cell shows that Excel or a hand has spoiled, told by row and column; the cell itself is kept."""

import re
from functools import lru_cache

from importers import cells
from importers.rows import Row

EXPONENT = re.compile(r"\d(?:\.\d+)?[eE][+-]?\d{1,3}")
FORMULA = re.compile(r"[=＝@＠][A-Za-zＡ-Ｚ(]|[=+]\d+[+*/-]")
LEADS = frozenset("=＝@＠+")
CHECKED = ("name", "name_kana", "organization", "place", "description", "remarks")
WEIGHTS = (6, 5, 4, 3, 2)


def tell(row: Row) -> None:
    """Note what should be looked at in the fields that are kept as they are written."""
    for name in CHECKED:
        if (said := row[name])[:1] in LEADS and FORMULA.match(said):
            row.say(name, f"「{said[:30]}」は式のように見えます。文字としてそのまま読みました。")
    if EXPONENT.fullmatch(row["source_id"]):
        row.say("source_id", f"番号「{row['source_id']}」が指数表記になっています。セルを文字列にして入れなおしてください。")
    if problem := _code_problem(cells.plain(row["municipality_code"])):
        row.say("municipality_code", problem)


def capacity_of(row: Row) -> str:
    """定員; the 0 by which national lists say that there is none is left out."""
    return "" if cells.plain(row["capacity"]) == "0" else row["capacity"]


@lru_cache(maxsize=2_048)
def _code_problem(code: str) -> str:
    """What is wrong with a 全国地方公共団体コード; "" when nothing is."""
    if not code or not code.isascii() or not code.isdigit():
        return f"市区町村コード「{code[:20]}」が数字ではありません。" if code else ""
    if len(code) == 6 and int(code[5]) == check_digit(code[:5]):
        return ""
    if len(code) == 5 and int(code[4]) == check_digit(f"0{code[:4]}"):
        return f"市区町村コード「{code}」は先頭の0が落ちているようです（0{code}）。"
    if len(code) == 5:
        return f"市区町村コード「{code}」に検査数字がありません（{code}{check_digit(code)}）。"
    return f"市区町村コード「{code[:20]}」が正しくありません。6桁のコードを確かめてください。"


def check_digit(code: str) -> int:
    """The sixth digit of a five-digit code, as 総務省 defines it."""
    rest = sum(int(digit) * weight for digit, weight in zip(code, WEIGHTS, strict=True)) % 11
    return (11 - rest) % 10
