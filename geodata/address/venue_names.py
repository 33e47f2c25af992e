"""会場の呼び名: what in a cell may be a 会場's name, and which names say too little to tell one hall from another."""

import re
from collections.abc import Iterator

from geodata.address.dictionary import Dictionary
from geodata.address.line import Line
from geodata.address.match import Match, MatchLevel

BRACKETS = re.compile(r"[(（\[【「『〔<].*")
ROOM = re.compile(r"\s*(?:地下|B)?\d{1,2}(?:階|F)(?=$|[^館ビ]).*$")  # 中央公民館2階 会議室
ABOVE_TOWN = (MatchLevel.NONE, MatchLevel.PREFECTURE, MatchLevel.CITY)
LONGEST = 200
COMMON = re.compile(  # what one city has many of, with nothing in front that tells one from another
    r"(?:[本当]?地区|自治会)?(?:集会[所場]|公民館|公会堂|会館|自治会館|町内会館|コミュニティ(?:センター|会館|ハウス)|老人憩の家"
    r"|体育館|児童館|学童(?:保育所|クラブ)?|公園|広場|ホール|会議室|交流室|事務所|支所|出張所|本館|別館|新館|管理棟|[A-Za-z0-9]{1,2}号?[棟館])"
)


def said_names(match: Match, dictionary: Dictionary, home: str = "") -> Iterator[tuple[str, str]]:
    """What may be a 会場's name, and what says so in the text, the longest first: the whole, less its 市区町村, less brackets and rooms.

    Then as a list may have it, behind its 市区町村: that of the text, or `home`. Behind a 町 it is the building.
    """
    if len(match.text) > LONGEST or (match.level is MatchLevel.MACHIAZA and not match.building):
        return
    if match.level is MatchLevel.MACHIAZA:
        yield from ((name, name) for name in _shortened(match.building))
    elif match.level in ABOVE_TOWN:
        line = Line.of(match.text)
        names = [*_shortened(line.text)]
        if end := dictionary.gate.read(line.folded).end:
            names += _shortened(line.after(end).strip().removeprefix("立"))
        yield from ((name, name) for name in names)
        if owner := match.city or home:
            yield from ((f"{owner}{by}{name}", name) for name in names if not name.startswith(owner) for by in ("立", ""))


def is_common(name: str, city: str) -> bool:
    """Whether a 会場's name, less its 市区町村, is one that a city has many of: 集会所, 体育館, A棟."""
    return COMMON.fullmatch(name.removeprefix(city).strip()) is not None


def _shortened(text: str) -> Iterator[str]:
    if len(text) < 2:
        return
    yield text
    plain = BRACKETS.sub("", text).strip()
    for shorter in (plain, ROOM.sub("", plain), plain.partition(" ")[0]):
        if 1 < len(shorter) < len(text):
            yield shorter
