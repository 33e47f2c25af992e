"""印の始末: what has to be parted in a cell before half width makes one of two."""

import re

LISTED = "①-⑳❶-❿➀-➓㉑-㉟㊱-㊿"  # of a list; half width would make them digits of the number before
RAISED = "⁰¹²³⁴-⁹"  # of a footnote
A_FLOOR = "(?= *(?:[階ＦF]|号[室棟館]|[室棟]))"
HINTS = re.compile(f"[{LISTED}{RAISED}階ＦF室棟]|号(?=館)")  # soon looked for, and in few cells
MARKED = re.compile(  # begins with the letter to look for, and looks back from there: a search skips to such letters
    f"[{LISTED}{RAISED}0-9０-９](?:(?<=[{LISTED}])(?![-－ー‐−の丁番号])|(?<=[{RAISED}])"
    f"|(?<=[0-9][０-９])[０-９]*{A_FLOOR}|(?<=[０-９][0-9])[0-9]*{A_FLOOR})"
)
IS_RAISED = re.compile(f"[{RAISED}]")


def without_marks(text: str) -> str:
    """門前町5-1・ for 門前町5-1①, 8-38 for 8-38¹, and a blank where the width of digits changes before a floor: 8-38 ３階."""
    return MARKED.sub(_instead, text) if HINTS.search(text) else text


def _instead(found: re.Match[str]) -> str:
    mark = found[0]
    return f" {mark}" if mark.isdecimal() else "" if IS_RAISED.match(mark) else "・"
