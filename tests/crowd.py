"""にぎやかな市: thousands of made-up 社会資源 as departments' lists would bring them, for figures and for plans.

Names are put together from the words that such lists are full of; nothing here exists. The same seed gives the same city.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from geodata.bulk import copy_rows, ewkt, next_ids
from geodata.japanese import bigrams, search_form
from geodata.models import Organization, Place, Resource, Schedule, ScheduleException, resource_target

IKOMA = "292095"
SPREAD = 0.002  # degrees around a 町's point: some 200 m
NICKNAMES = """
    ひだまり つくし こもれび なごみ ひまわり すずらん あおぞら こすもす もみじ 虹の橋/にじのはし やまびこ 花水木/はなみずき
    木かげ/こかげ えがお みんなの おひさま かたつむり 四つ葉/よつば たんぽぽ せせらぎ まんまる お茶の間/おちゃのま
    縁がわ/えんがわ りぼん ほっと ゆうゆう いこいの さんさん くすの木/くすのき ぽかぽか
"""  # 名/よみ; without a reading it is its own
KINDS = """
    kodomo_shokudo  8 こども食堂/こどもしょくどう みんな食堂/みんなしょくどう | kodomo dare_demo
    ninchisho_cafe  7 オレンジカフェ/おれんじかふぇ 認知症カフェ/にんちしょうかふぇ | ninchisho kaigo_kazoku
    ibasho         20 サロン/さろん ふれあいサロン/ふれあいさろん の家/のいえ | koreisha dare_demo
    hyakkomi        5 まちのえき 100コミ/ひゃくこみ | dare_demo
    hyakusai_taiso 20 いきいき百歳体操/いきいきひゃくさいたいそう 体操クラブ/たいそうくらぶ | koreisha
    rojin_club     12 長寿会/ちょうじゅかい 老人クラブ/ろうじんくらぶ 友の会/とものかい | koreisha
    kosodate       12 つどいの広場/つどいのひろば 親子サークル/おやこさーくる | kosodate_katei kodomo
    kaigo          10 デイサービス/でいさーびす 居宅介護支援事業所/きょたくかいごしえんじぎょうしょ | koreisha kaigo_kazoku
    shogai          6 作業所/さぎょうしょ 生活介護/せいかつかいご | shogai
"""
HALLS = ("集会所", "自治会館", "自治会館", "公民館", "コミュニティセンター", "ふれあいホール", "")
WEEKDAYS = (("MO", "月"), ("TU", "火"), ("WE", "水"), ("TH", "木"), ("FR", "金"), ("SA", "土"), ("SU", "日"))
STARTS = (time(9, 30), time(10), time(10), time(10, 30), time(13), time(13, 30), time(13, 30), time(14), time(16), time(17))
LENGTHS = (60, 90, 90, 120, 120, 150, None)
FIRST_CONFIRMED = date(2025, 4, 1)
ANSWERS = ("yes", "yes", "no", "unknown")

Spot = tuple[str, float, float]  # 町: its name, lng, lat
Held = tuple[int, str, str, Spot]  # 会場: its id, name, address, 町
Runners = dict[str, list[tuple[int, str]]]  # 町: ids and names of who runs things there


@dataclass(frozen=True, slots=True)
class Kind:
    """種類 with its weight among all, the words that end a name, and whom it is for."""

    code: str
    weight: int
    words: tuple[str, ...]
    targets: tuple[str, ...]

    @classmethod
    def read(cls, line: str) -> "Kind":
        """From a line of KINDS."""
        head, _, targets = line.partition("|")
        code, weight, *words = head.split()
        return cls(code, int(weight), tuple(words), tuple(targets.split()))


ALL_NICKNAMES = NICKNAMES.split()
ALL_KINDS = [Kind.read(line) for line in KINDS.strip().splitlines()]


@dataclass(frozen=True, slots=True)
class Made:
    """One 社会資源 before it is written: rows of resource, schedule and exception, without their ids."""

    resource: dict[str, Any]
    targets: tuple[str, ...]
    schedule: dict[str, Any] | None
    closed_on_holidays: bool


def crowd(session: Session, count: int, spots: Sequence[Spot], *, seed: int = 1) -> None:
    """Write `count` published resources at some two thirds as many 会場 around the spots. The caller assigns areas."""
    chance = random.Random(seed)
    organizations = _organizations(session, spots)
    places = _places(session, chance, spots, max(1, count * 2 // 3))
    listed = sorted((_listed(chance, places) for _ in range(count)), key=lambda row: (ALL_KINDS.index(row[0]), row[1][3]))
    _write(session, [_made(chance, number, kind, place, organizations) for number, (kind, place) in enumerate(listed)])


def _organizations(session: Session, spots: Sequence[Spot]) -> Runners:
    """Who runs things: those of the whole city under "", and in each 町 its 自治会 more often than a group."""
    names = {"": ["社会福祉協議会（見本）", *(f"NPO法人{_name(nick)}（見本）" for nick in ALL_NICKNAMES[::2])]}
    for town, *_ in spots:
        groups = (f"{town}{_name(nick)}の会（見本）" for nick in ALL_NICKNAMES[: len(names) % 4])
        names[town] = [f"{town}自治会（見本）", *groups]
    ids = next_ids(session, Organization.__table__, sum(map(len, names.values())))
    numbered = iter(ids)
    found = {town: [(next(numbered), name) for name in dict.fromkeys(given)] for town, given in names.items()}
    rows = ((id_, IKOMA, name) for given in found.values() for id_, name in given)
    copy_rows(session, Organization.__table__, ("id", "municipality_code", "name"), rows)
    return found


def _runs(chance: random.Random, organizations: Runners, town: str) -> tuple[int, str]:
    if chance.random() < 0.35:
        return chance.choice(organizations[""])
    association, *groups = organizations[town]
    return chance.choice(groups) if groups and chance.random() < 0.4 else association


def _confirmed(chance: random.Random, kind: Kind) -> date | None:
    """Most when the department went through its list, some later one by one, some never."""
    sort = chance.choices(("list", "alone", "never"), (5, 3, 2))[0]
    if sort == "never":
        return None
    return FIRST_CONFIRMED + timedelta(days=7 * (ALL_KINDS.index(kind) if sort == "list" else chance.randrange(20, 70)))


def _places(session: Session, chance: random.Random, spots: Sequence[Spot], count: int) -> list[Held]:
    ids = next_ids(session, Place.__table__, count)
    found, rows = [], []
    for id_ in ids:
        spot = chance.choice(spots)
        town, lng, lat = spot
        hall = chance.choice(HALLS)
        name = f"{town}{hall}" if hall else f"{_name(chance.choice(ALL_NICKNAMES))}ハウス"
        address = f"生駒市{town}{chance.randint(1, 24)}-{chance.randint(1, 60)}"
        level = chance.choice(("block", "block", "block", "machiaza"))
        spread = 0 if level == "machiaza" else SPREAD  # only the 町 is known: its centre stands for it
        point = ewkt((round(chance.gauss(lng, spread), 6), round(chance.gauss(lat, spread), 6)))
        found.append((id_, name, address, spot))
        rows.append((id_, IKOMA, name, address, f"crowd {id_}", point, level, False, False, point, level, address,
                     chance.choice(ANSWERS), "unknown"))  # fmt: skip
    columns = ("id", "municipality_code", "name", "address", "address_key", "location", "level", "needs_review",
               "private_home", "published_location", "published_level", "published_address", "barrier_free",
               "parking")  # fmt: skip
    copy_rows(session, Place.__table__, columns, rows)
    return found


def _listed(chance: random.Random, places: Sequence[Held]) -> tuple[Kind, Held]:
    """A row of some department's list; each keeps its own 種類 and sorts it by 町."""
    return chance.choices(ALL_KINDS, [kind.weight for kind in ALL_KINDS])[0], chance.choice(places)


def _made(chance: random.Random, number: int, kind: Kind, place: Held, organizations: Runners) -> Made:
    place_id, place_name, address, (town, *_) = place
    runs = _runs(chance, organizations, town)
    nick, word = chance.choice(ALL_NICKNAMES), chance.choice(kind.words)
    n, w = _name(nick), _name(word)
    name = chance.choice((f"{n}{w}", f"{town}{w}", f"{w}{n}（{town}）", f"{town}{n}{w}"))
    kana = f"{_reading(nick) if n in name else ''}{_reading(word)}" if ALL_KINDS.index(kind) % 5 < 3 else ""
    schedule, told = _schedule(chance)
    text = "\n".join(search_form(part) for part in (name, kana, runs[1], place_name, address, told, ""))
    resource = {
        "municipality_code": IKOMA, "source": "（見本）にぎやかな市", "source_key": f"{number}", "category_code": kind.code,
        "organization_id": runs[0], "place_id": place_id, "mode": "in_person", "status": "published",
        "visibility": "public", "name": name, "name_kana": kana, "schedule_text": told, "schedule_words": told,
        "free": chance.choice(ANSWERS), "phone_visibility": "staff", "fax_visibility": "staff", "email_visibility": "staff",
        "consent": "unknown", "last_confirmed_on": _confirmed(chance, kind), "search_text": text, "bigrams": bigrams(text),
    }  # fmt: skip
    return Made(resource, kind.targets[: chance.randint(1, len(kind.targets))], schedule, chance.random() < 0.3)


def _schedule(chance: random.Random) -> tuple[dict[str, Any] | None, str]:
    if chance.random() < 0.1:
        return None, chance.choice(("", "不定期", "お問い合わせください"))
    days = sorted(chance.sample(range(7), chance.choice((1, 1, 1, 2))))
    weeks = chance.choice(((), (), (1,), (2,), (3,), (4,), (1, 3), (2, 4)))
    starts, length = chance.choice(STARTS), chance.choice(LENGTHS)
    ends = time((starts.hour * 60 + starts.minute + length) // 60, (starts.minute + length) % 60) if length else None
    tokens = [f"{week}{WEEKDAYS[day][0]}" for day in days for week in weeks or ("",)]
    said = "・".join(WEEKDAYS[day][1] for day in days)
    often = "第" + "・第".join(map(str, weeks)) if weeks else "毎週"
    told = f"{often}{said}曜日 {starts:%H:%M}〜{ends.strftime('%H:%M') if ends else ''}"
    row = {"position": 0, "text": told, "understood": "full", "days": tokens, "weekday_mask": sum(1 << day for day in days),
           "starts": starts, "ends": ends}  # fmt: skip
    return row, told


def _write(session: Session, made: Sequence[Made]) -> None:
    ids = next_ids(session, Resource.__table__, len(made))
    _copy(session, Resource, [{"id": id_, **one.resource} for id_, one in zip(ids, made, strict=True)])
    held = [(id_, one) for id_, one in zip(ids, made, strict=True) if one.schedule]
    numbers = next_ids(session, Schedule.__table__, len(held))
    _copy(session, Schedule, [
        {"id": number, "resource_id": id_, **(one.schedule or {})} for number, (id_, one) in zip(numbers, held, strict=True)
    ])  # fmt: skip
    closed = [number for number, (_, one) in zip(numbers, held, strict=True) if one.closed_on_holidays]
    copy_rows(session, ScheduleException.__table__, ("schedule_id", "kind"), ((number, "holiday") for number in closed))
    pairs = ((id_, target) for id_, one in zip(ids, made, strict=True) for target in one.targets)
    copy_rows(session, resource_target, ("resource_id", "target_code"), pairs)


def _copy(session: Session, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        copy_rows(session, model.__table__, tuple(rows[0]), (tuple(row.values()) for row in rows))


def grid(columns: int = 8, rows: int = 8, *, west: float = 135.66, south: float = 34.65, step: float = 0.01) -> list[Spot]:
    """町 on a grid over 生駒市, where no dictionary is at hand."""
    return [
        (f"{WEEKDAYS[x % 7][1]}見台{y + 1}丁目", round(west + (x + 0.5) * step, 6), round(south + (y + 0.5) * step, 6))
        for x in range(columns)
        for y in range(rows)
    ]


def _name(word: str) -> str:
    return word.partition("/")[0]


def _reading(word: str) -> str:
    return word.rpartition("/")[2]
