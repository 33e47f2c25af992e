"""Addresses to measure the geocoder with, none of which it was tuned on: of the held-out municipalities of all Japan."""

from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from random import Random

from geodata.address import Match, Town
from importers.gazetteer.town_wheel import read_towns
from tests.address_kinds import CLEAN, KINDS, WITHIN, Kind, Subject, held_out, subjects
from tests.city import WHEEL

LONGEST = 500
PIECES = (
    "東京都", "北海道", "奈良県生駒市", "生駒市", "札幌市中央区", "京都市中京区", "大字", "字", "丁目", "番地", "番", "号", "号室", "条",
    "地割", "第", "の", "ノ", "ー", "-", "−", "~", "1", "12", "１", "九", "十", "百", "〇", "甲", "イ", "（", "(", ")", "「", "、", "※",
    "TEL", "〒", "〒630-0257", "住所：", " ", "　", "\n", "\u200b", "\ufb01", "\ufdfa", "㍿", "か\u3099", "元町", "本町", "町", "村", "市",
    "区", "郡", "上ル", "下ル", "二筋目", "東入", "先", "地先", "外", "内", "無番地", "仮換地", "土地区画整理", "街区", "鹿ノ台", "い", "ア",
    "龘", "A", "=", "\ud800", "🏠",
)  # fmt: skip


@cache
def towns() -> list[Town]:
    """All 町 of Japan."""
    return read_towns(WHEEL)


@cache
def unseen() -> list[Subject]:
    """Every 町 of the held-out municipalities, with a number in it."""
    return [one for one in subjects(towns()) if held_out(one.town.city_code)]


def right(match: Match, town: Town) -> bool:
    """Whether the match is that 町, in its own municipality."""
    return match.city_code == town.city_code and match.machiaza == town.label


def mixed(count: int) -> list[tuple[Town, str]]:
    """By turns as an office writes and in some kind of mess; none needs to be told its municipality."""
    mess = [kind for name, kind in KINDS.items() if name not in WITHIN]
    halves = _written(Random(20), list(CLEAN.values())), _written(Random(21), mess)
    return [next(half) for _ in range(count // 2) for half in halves]


def _written(chance: Random, kinds: list[Kind]) -> Iterator[tuple[Town, str]]:
    """Of kinds chosen at random, those that apply."""
    for subject in chance.sample(unseen(), len(unseen())):
        if text := chance.choice(kinds)(subject):
            yield subject.town, text


def of_kind(name: str, most: int) -> list[tuple[Town, str]]:
    """Up to so many 町 that this kind of writing applies to."""
    kind = (CLEAN | KINDS)[name]
    shuffled = Random(name).sample(unseen(), len(unseen()))
    return list(islice(((one.town, text) for one in shuffled if (text := kind(one))), most))


def hostile() -> list[str]:
    """Texts of up to 500 letters that mean to take long: pieces of addresses again and again, by twos, and at random."""
    chance = Random(500)
    texts = [(piece * LONGEST)[:length] for piece in PIECES for length in (100, LONGEST)]
    texts += [((one + other) * LONGEST)[:LONGEST] for one, other in product(PIECES, repeat=2)]
    texts += ["".join(chance.choices(PIECES, k=chance.randint(5, 300)))[:LONGEST] for _ in range(4_000)]
    whole = "奈良県生駒市元町一丁目2-14-8"
    for piece in PIECES:
        texts += [(whole + piece * LONGEST)[:LONGEST], (piece * LONGEST)[:LONGEST - len(whole)] + whole]
    for subject in chance.sample(unseen(), 500):
        texts.append((subject.whole + "、" + subject.city + subject.name) * 30)
    return [text[:LONGEST] for text in texts]
