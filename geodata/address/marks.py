"""印の始末: what has to be parted in a cell before half width makes one of two."""

import re

NUMBERED = "[①-⑳❶-❿➀-➓㉑-㉟㊱-㊿](?![-－ー‐−の丁番号])"  # of a list; half width would make them digits of the number before
RAISED = "[⁰¹²³⁴-⁹]"  # of a footnote
FLOOR = "(?:[０-９](?<=[0-9].)[０-９]*|[0-9](?<=[０-９].)[0-9]*)(?= *(?:[階ＦF]|号[室棟館]|[室棟]))"  # 8-38３階
HINTS = re.compile("[①-⑳❶-❿➀-➓㉑-㉟㊱-㊿⁰¹²³⁴-⁹階ＦF号室棟]")  # soon looked for, and in few cells
MARKED = re.compile(f"({NUMBERED})|({RAISED})|({FLOOR})")


def without_marks(text: str) -> str:
    """門前町5-1・ for 門前町5-1①, 8-38 for 8-38¹, and a blank where the width of digits changes before a floor: 8-38 ３階."""
    return MARKED.sub(lambda found: "・" if found[1] else "" if found[2] else f" {found[3]}", text)
