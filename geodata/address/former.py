"""旧市町村: municipalities that were merged or renamed, and what they are today, as the 告示 of 総務省 tell them.

One line a municipality of today; behind it those that became part of it, with their 郡. Those that were only raised from
町 to 市 stand here too. The 町 of the dictionary carry on the old names, whole (石鳥谷町好地) or in part (榛原萩原).
"""

from collections.abc import Iterator

FORMER: dict[str, str] = {
    "奈良県": """
        葛城市 北葛城郡新庄町 北葛城郡當麻町
        宇陀市 宇陀郡大宇陀町 宇陀郡菟田野町 宇陀郡榛原町 宇陀郡室生村
        五條市 吉野郡西吉野村 吉野郡大塔村
        奈良市 添上郡月ヶ瀬村 山辺郡都祁村
        香芝市 北葛城郡香芝町
    """,
}


def former_names() -> Iterator[tuple[str, str, list[str]]]:
    """(都道府県, 市区町村 of today without its 区, former names) of every line."""
    for pref, lines in FORMER.items():
        for line in lines.strip().splitlines():
            today, *names = line.split()
            yield pref, today, names
