"""CSV とタブ区切り: the bytes of a text become rows of cells, whatever encoding and separator the office uses."""

import csv
import io
import re
from pathlib import Path

from importers.errors import BadFile
from importers.files import two_bytes

ENCODINGS = ("utf-8-sig", "cp932")
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NO_LETTER = re.compile("[\uf8f0-\uf8f3\ufffe\uffff]")  # what Python's cp932 makes of bytes that are no Shift_JIS
END = "\x04"  # a row of our own below the last: a quotation mark that is never closed swallows it
DELIMITED_WITHIN = 30  # lines that may show what separates the cells: titles stand above
MOSTLY = 0.999


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a CSV or TSV, cells as they are written. Raises BadFile, with the row where there is one."""
    text, _ = decoded(path.read_bytes(), path.name)
    try:
        rows = list(csv.reader(io.StringIO(f"{text.rstrip()}\n{END}", newline=""), delimiter=delimiter_of(text)))
    except csv.Error as problem:
        raise BadFile(f"{path.name} はCSVとして読めません（引用符や改行を確かめてください）。") from problem
    if rows.pop() != [END]:
        raise BadFile(f"{path.name} の{len(rows) + 1}行目から引用符「\"」が閉じていません。そろえてください。")
    return rows


def delimiter_of(text: str) -> str:
    """What separates the cells: a tab where there are more of them than commas."""
    top = re.split(r"[\r\n]+", text, maxsplit=DELIMITED_WITHIN)[:DELIMITED_WITHIN]
    return "\t" if sum(line.count("\t") for line in top) > sum(line.count(",") for line in top) else ","


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding that it is in. Raises BadFile."""
    without_mark = two_bytes(content)
    encodings = (BOMS[content[:2]],) if content[:2] in BOMS else (without_mark,) if without_mark else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NO_LETTER.search(text):
            return text, encoding
    raise BadFile(f"{name} の文字コードが読めません{_where(content)}。UTF-8 か Shift_JIS で保存しなおしてください。")


def _where(content: bytes) -> str:
    """The line of the one place that is wrong, in a text that is otherwise plainly of one encoding."""
    for encoding in ENCODINGS:
        text = content.decode(encoding, "replace")
        wrong = text.count("\ufffd")
        if 0 < wrong <= (1 - MOSTLY) * len(text) + 1 and len(text) > 20:
            return f"（{text[: text.index(chr(0xFFFD))].count(chr(10)) + 1}行目）"
    return ""
