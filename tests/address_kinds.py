"""住所の乱れ方: one small function a kind of mess writes an address of a real 町 as people write it.

A kind takes a Subject and gives the text, or None where it does not apply to that 町. `KINDS` lists them in order;
those in `WITHIN` leave the municipality out, so that the reader is told it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

from geodata.address import Town

KANJI = "〇一二三四五六七八九"
FULL = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789-"}
CHOME = re.compile(r"(.+[^一二三四五六七八九十])([一二三四五六七八九十]+)丁目")
NUMERAL = re.compile(r"[一二三四五六七八九十百]+")
HALF_KANA = dict(zip(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンヲァィゥェォャュョッー",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｦｧｨｩｪｫｬｭｮｯｰ", strict=True))
HALF_KANA |= {"ヶ": "ｹ", "ヵ": "ｶ"}
OLD = dict(zip(
    "沢島竜浜桜辺広斎国塩瀬恵条関滝万鉄台豊富芦崎峰渕曽高当円桧薬栄検斉実学",
    "澤嶋龍濱櫻邊廣齋國鹽瀨惠條關瀧萬鐵臺豐冨蘆﨑峯淵曾髙當圓檜藥榮檢齊實學", strict=True))


@dataclass(frozen=True)
class Subject:
    """A 町 to write: its parts, a number in it, and the names that its municipality has besides."""

    town: Town
    base: str  # the name without 丁目
    chome: int
    block: int
    number: int
    others: frozenset[str]  # bases of the municipality's 町, 大字 and 字 left out
    sole: bool  # no other municipality of the 都道府県 has a 町 of this base

    @property
    def oaza(self) -> str:
        return "" if self.town.name == "（大字なし）" else self.town.name

    @property
    def name(self) -> str:
        return self.oaza + self.town.koaza

    @property
    def city(self) -> str:
        return self.town.pref + self.town.city

    @property
    def go(self) -> str:
        """番地以下 in full: 14番8号 where there is a 丁目, else 14番地8."""
        return f"{self.block}番{self.number}号" if self.chome else f"{self.block}番地{self.number}"

    @property
    def dashed(self) -> str:
        return f"{self.block}-{self.number}"

    @property
    def whole(self) -> str:
        return self.city + self.name + self.go

    def pick(self, choices: Iterable[str]) -> str:
        """One of the choices, always the same for a 町."""
        listed = list(choices)
        return listed[crc32(self.name.encode()) // 7 % len(listed)]


Kind = Callable[[Subject], str | None]
KINDS: dict[str, Kind] = {}
CLEAN: dict[str, Kind] = {}
WITHIN: set[str] = set()


def kind(function: Kind) -> Kind:
    KINDS[function.__name__] = function
    return function


def clean(function: Kind) -> Kind:
    CLEAN[function.__name__] = function
    return function


def within(function: Kind) -> Kind:
    WITHIN.add(function.__name__)
    return kind(function)


def kanji(number: int) -> str:
    """二十一 for 21."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    return ((KANJI[hundreds] if hundreds > 1 else "") + "百" if hundreds else "") + (
        (KANJI[tens] if tens > 1 else "") + "十" if tens else "") + (KANJI[ones] if ones else "")


def plain(name: str) -> str:
    """A name without the 大字 or 字 in front."""
    return re.sub(r"^(?:大字|字)(?=.)", "", name)


# 1. as the office writes it
@clean
def clean_full(s: Subject) -> str:
    return s.whole


@clean
def clean_dashed(s: Subject) -> str:
    return s.city + s.name + s.dashed


@clean
def clean_full_width(s: Subject) -> str:
    return (s.city + s.name + s.dashed).translate(FULL)


# 2. letters
@kind
def full_width_all(s: Subject) -> str:
    return s.whole.translate(FULL)


@kind
def half_kana(s: Subject) -> str | None:
    name = unicodedata.normalize("NFD", s.name)
    half = "".join(HALF_KANA.get(letter, {"\u3099": "ﾞ", "\u309a": "ﾟ"}.get(letter, letter)) for letter in name)
    return s.city + half + s.dashed if half != name and not re.search("[ぁ-ん][ﾞﾟ]", half) else None


@kind
def decomposed(s: Subject) -> str | None:
    text = unicodedata.normalize("NFD", s.whole)
    return text if text != s.whole else None


@kind
def old_letters(s: Subject) -> str | None:
    old = "".join(OLD.get(letter, letter) for letter in s.name)
    return s.city + old + s.dashed if old != s.name else None


@kind
def new_letters(s: Subject) -> str | None:
    back = {old: new for new, old in OLD.items()}
    new = "".join(back.get(letter, letter) for letter in s.name)
    return s.city + new + s.dashed if new != s.name else None


@kind
def old_letters_of_the_city(s: Subject) -> str | None:
    city = "".join(OLD.get(letter, letter) for letter in s.town.city)
    kashima = s.town.city in ("鹿島市", "鹿嶋市")  # two cities that differ in nothing else
    return None if kashima or city == s.town.city else s.town.pref + city + s.name + s.go


@kind
def variation_selectors(s: Subject) -> str:
    return re.sub("([葛辻祇飴芦榊逢樋曽藪町])", "\\1\U000e0101", s.whole)


@kind
def ke_ga(s: Subject) -> str | None:
    if not re.search("[ヶケがガ]", s.name[1:]):
        return None
    return s.city + s.name[0] + re.sub("[ヶケがガ]", s.pick("ヶケがガヵ"), s.name[1:]) + s.dashed


@kind
def no(s: Subject) -> str | None:
    return s.city + re.sub("[ノの之]", s.pick("ノの之"), s.name) + s.dashed if re.search("[ノの之]", s.name) else None


@kind
def tsu(s: Subject) -> str | None:
    return s.city + re.sub("[ツッっつ]", s.pick("ツッつ"), s.name) + s.dashed if re.search("[ツッっつ]", s.name) else None


@kind
def hiragana_for_katakana(s: Subject) -> str | None:
    name = "".join(chr(ord(x) - 0x60) if "ァ" <= x <= "ヴ" else x for x in s.name)
    return s.city + name + s.dashed if name != s.name and plain(name) not in s.others else None  # 古府町ち is not 古府町チ


# 3. 大字・字
@kind
def oaza_added(s: Subject) -> str | None:
    plainly = s.chome or s.town.koaza or s.name.startswith(("大字", "字")) or not s.oaza
    return None if plainly else f"{s.city}大字{s.name}{s.go}"


@kind
def oaza_left_out(s: Subject) -> str | None:
    return s.city + plain(s.name) + s.dashed if plain(s.name) != s.name else None


@kind
def aza_added(s: Subject) -> str | None:
    if not s.town.koaza or not s.oaza or s.town.koaza.startswith("字") or s.chome or "地割" in s.town.koaza:
        return None
    return f"{s.city}{s.oaza}字{s.town.koaza}{s.go}"


@kind
def aza_unknown(s: Subject) -> str | None:
    return None if s.chome or s.town.koaza or s.oaza == "" else f"{s.city}{s.name}字鬼ケ首{s.go}"


@kind
def aza_in_brackets(s: Subject) -> str | None:
    return None if s.chome or s.town.koaza or s.oaza == "" else f"{s.city}{s.name}{s.dashed}（鬼ケ首）"


# 4. numbers
@kind
def dashes(s: Subject) -> str:
    return s.city + s.name + f"{s.block}{s.pick('ー−―‐–—－ｰ─‑')}{s.number}"


@kind
def chome_short(s: Subject) -> str | None:
    if not s.chome or s.base in s.others:
        return None
    return f"{s.city}{s.base}{s.chome}-{s.dashed}"


@kind
def chome_short_full_width(s: Subject) -> str | None:
    text = chome_short(s)
    return text and text.translate(FULL).replace("－", s.pick("－ー―−"))


@kind
def chome_digits(s: Subject) -> str | None:
    return f"{s.city}{s.base}{s.chome}丁目{s.dashed}" if s.chome else None


@kind
def chome_digits_full(s: Subject) -> str | None:
    return f"{s.city}{s.base}{s.chome}丁目{s.go}".translate(FULL) if s.chome else None


@kind
def chome_kanji_dash(s: Subject) -> str | None:
    return f"{s.city}{s.base}{kanji(s.chome)}-{s.dashed}" if s.chome and s.base not in s.others else None


@kind
def chome_the_no(s: Subject) -> str | None:
    return f"{s.city}{s.base}{s.chome}の{s.block}の{s.number}" if s.chome and s.base not in s.others else None


@kind
def chome_no_blank(s: Subject) -> str | None:
    return f"{s.city}{s.base} {s.chome} 丁目 {s.block} - {s.number}" if s.chome else None


@kind
def chome_cho(s: Subject) -> str | None:
    return f"{s.city}{s.base}{s.chome}丁{s.block}-{s.number}" if s.chome else None


@kind
def kanji_numbers(s: Subject) -> str:
    go = f"{kanji(s.block)}番{kanji(s.number)}号" if s.chome else f"{kanji(s.block)}番地の{kanji(s.number)}"
    return s.city + s.name + go


@kind
def banchi_no(s: Subject) -> str | None:
    return f"{s.city}{s.name}{s.block}番地の{s.number}"


@kind
def the_no(s: Subject) -> str:
    return f"{s.city}{s.name}{s.block}の{s.number}"


@kind
def ban(s: Subject) -> str:
    return f"{s.city}{s.name}{s.block}番{s.number}"


@kind
def banchi_alone(s: Subject) -> str:
    return f"{s.city}{s.name}{s.block}番地"


@kind
def three_numbers(s: Subject) -> str:
    return f"{s.city}{s.name}{s.block}-{s.number}-105"


@kind
def kou_otsu(s: Subject) -> str | None:
    letter = s.pick("甲乙丙")
    if s.chome or re.search("[甲乙丙丁]$", s.name) or plain(s.base) + letter in s.others:
        return None
    return f"{s.city}{s.name}{letter}{s.block}番地{s.number}"


@kind
def iroha(s: Subject) -> str | None:
    letter = s.pick("イロハニ")
    if s.chome or re.search("[ァ-ヶー]$", s.name) or plain(s.base) + letter in s.others:
        return None
    return f"{s.city}{s.name}{letter}{s.block}-{s.number}"


@kind
def lot_without_a_number(s: Subject) -> str:
    return s.city + s.name + s.pick(["無番地", "番外地", "無番地", "官有無番地"])


@kind
def before_the_lot(s: Subject) -> str:
    return s.city + s.name + s.pick([f"{s.block}番地先", f"{s.dashed}地先", "地先", f"{s.block}番地地先", "地内", f"{s.block}番地{s.number}先"])


@kind
def provisional_lot(s: Subject) -> str:
    return s.city + s.name + s.pick([
        f"{s.dashed}（仮換地5街区6画地）", f"土地区画整理事業地内 {s.block}街区{s.number}画地", f"{s.block}番地{s.number}（仮換地）",
        f"{s.block}番外", f"{s.block}番地{s.number}ほか",
    ])


# 5. what stands behind
@kind
def room(s: Subject) -> str:
    return s.city + s.name + s.dashed + s.pick(["-302号室", " 302号室", "302号室", "-302", "　３０２"])


@kind
def building(s: Subject) -> str:
    return s.city + s.name + s.go + s.pick([
        "サンハイツ302", " サンビル3F", "　第2中村ビル１０３号室", "メゾン・ド・見本 B棟101", " (見本会館内)", "グリーンハイツ3号棟405号",
        "見本市役所本庁舎2階",
    ])


@kind
def building_named_after_the_town(s: Subject) -> str:
    return f"{s.city}{s.name}{s.dashed} {plain(s.base)}ビル2階"


@kind
def floor(s: Subject) -> str:
    return s.city + s.name + s.dashed + s.pick(["　1階", " B1F", " 地下1階", "3階", "　２Ｆ"])


@kind
def note(s: Subject) -> str:
    return s.whole + s.pick([
        "※駐車場なし", " ※要予約", "　TEL 0743-00-0000", "（電話 0743-00-0000）", "\n※第2火曜のみ", " ☎0743-00-0000", "　TEL　0　00",
    ])


@kind
def two_addresses(s: Subject) -> str:
    return s.city + s.name + s.dashed + s.pick(["、", "\n", " / ", "・", "及び"]) + s.city + s.name + f"{s.block + 1}-1"


# 6. what stands in front
@kind
def postal_code(s: Subject) -> str:
    return s.pick(["〒630-0257 ", "〒630-0257", "〒６３０－０２５７　", "630-0257 ", "6300257 ", "〒6300257\n", "（〒630-0257）"]) + s.whole


@kind
def label(s: Subject) -> str:
    return s.pick([
        "住所：", "住所:", "所在地　", "【住所】", "■住所■ ", "会場：", "［所在地］", "(住所)", "所在地／", "住所 ", "・", "① ",
    ]) + s.whole


@kind
def postal_and_label(s: Subject) -> str:
    return s.pick(["住所：〒630-0257 ", "〒630-0257 住所：", "郵便番号 630-0257 住所 "]) + s.whole


@kind
def facility_in_front(s: Subject) -> str:
    return s.pick([
        "見本公民館 ", "社会福祉法人見本会　", "見本ホール（", "みほんデイサービスセンター\n", "NPO法人ミホン：", "見本医院　",
    ]) + s.whole


@kind
def facility_close_in_front(s: Subject) -> str:
    return s.pick(["見本公民館", "見本集会所", "見本デイサービスセンター", "第二保育園"]) + s.whole


@kind
def facility_and_town_only(s: Subject) -> str | None:
    return f"見本公民館（{s.city}{s.name}{s.dashed}）"


# 7. blanks
@kind
def blanks(s: Subject) -> str:
    return f"　{s.town.pref} {s.town.city}　{s.name} {s.go} "


@kind
def newlines(s: Subject) -> str:
    return f"{s.town.pref}\r\n{s.town.city}\n{s.name}\t{s.dashed}\n"


@kind
def blank_between_letters(s: Subject) -> str:
    return " ".join(s.city + s.name + s.dashed)


@kind
def blank_within_the_name(s: Subject) -> str | None:
    return f"{s.city}{s.name[:2]} {s.name[2:]}{s.dashed}" if len(s.name) > 3 else None


@kind
def invisible(s: Subject) -> str:
    return "\ufeff" + "\u200b".join((s.city, s.name, s.go)) + "\u00a0"


# 8. parts left out
@kind
def prefecture_left_out(s: Subject) -> str | None:
    return s.town.city + s.name + s.go if s.town.city not in SAME_CITIES else None


@kind
def county_left_out(s: Subject) -> str | None:
    city = re.sub(r"^.{1,5}?郡(?=.+[町村]$)", "", s.town.city)
    return s.town.pref + city + s.name + s.dashed if city != s.town.city else None


@kind
def ken_left_out(s: Subject) -> str | None:
    return s.town.pref[:-1] + s.town.city + s.name + s.dashed if s.town.pref[-1] == "県" else None


@kind
def shi_left_out(s: Subject) -> str | None:
    if not re.fullmatch("..+市", s.town.city) or s.town.city[:-1] + s.base in s.others:
        return None
    return s.town.pref + s.town.city[:-1] + s.name + s.dashed


@kind
def city_of_ward_left_out(s: Subject) -> str | None:
    found = re.fullmatch("(.+市)(.+区)", s.town.city)
    return s.town.pref + found[2] + s.name + s.dashed if found and s.sole else None


@kind
def ward_left_out(s: Subject) -> str | None:
    found = re.fullmatch("(.+市)(.+区)", s.town.city)
    return s.town.pref + found[1] + s.name + s.dashed if found and s.sole else None


@kind
def city_left_out(s: Subject) -> str | None:
    return s.town.pref + s.name + s.dashed if s.sole and s.oaza else None


@within
def bare_town(s: Subject) -> str | None:
    return s.name + s.dashed if s.oaza else None


@within
def bare_town_in_full(s: Subject) -> str | None:
    return s.name + s.go if s.oaza else None


@within
def bare_town_alone(s: Subject) -> str | None:
    return s.name if s.oaza and len(s.name) > 1 else None


@within
def bare_town_and_facility(s: Subject) -> str | None:
    return f"{s.name}{s.dashed}　見本会館" if s.oaza else None


@kind
def machi_left_out(s: Subject) -> str | None:
    whole = plain(s.base)
    short = whole[:-1]
    if s.town.koaza or whole[-1:] not in ("町", "村") or len(short) < 2:
        return None
    if any(name.startswith(short) and name not in (whole, f"{whole}丁目") for name in s.others):
        return None
    return f"{s.city}{short}{f'{s.chome}丁目' if s.chome else ''}{s.dashed}"


@kind
def machi_added(s: Subject) -> str | None:
    name = plain(s.base)
    if s.town.koaza or not s.chome or name.endswith(("町", "村", "条", "通")) or f"{name}町" in s.others:
        return None
    return f"{s.city}{name}町{s.chome}丁目{s.dashed}"


@kind
def city_twice(s: Subject) -> str:
    return f"{s.city}{s.town.city}{s.name}{s.dashed}"


# 9. places with ways of their own
@kind
def kyoto_streets(s: Subject) -> str | None:
    if not re.search("京都市(?:上京|中京|下京|東山|北)区", s.town.city) or not s.oaza:
        return None
    streets = s.pick([
        "烏丸通御池上る", "寺町通御池上ル", "河原町通四条下る", "堀川通丸太町東入", "油小路通七条西入る", "新町通今出川下ル二筋目東入",
    ])
    return f"{s.city}{streets}{s.name}{s.block}番地"


@kind
def sapporo_digits(s: Subject) -> str | None:
    if "札幌市" not in s.town.city or "条" not in s.base or not s.chome:
        return None
    base = NUMERAL.sub(lambda found: str(unkanji(found[0])), s.base)
    return s.city + s.pick([f"{base}{s.chome}丁目{s.dashed}", f"{base}{s.chome}-{s.dashed}", f"{base} {s.chome}丁目{s.go}"])


@kind
def sapporo_without_ward(s: Subject) -> str | None:
    if "札幌市" not in s.town.city or "条" not in s.base or not s.chome or not s.sole:
        return None
    return f"札幌市{NUMERAL.sub(lambda found: str(unkanji(found[0])), s.base)}{s.chome}丁目{s.dashed}"


@kind
def sapporo_without_jo(s: Subject) -> str | None:
    found = re.fullmatch("([東西南北])([一二三四五六七八九十]+)条([東西南北])", s.base)
    return f"{s.city}{found[1]}{unkanji(found[2])}{found[3]}{s.chome}-{s.dashed}" if found and s.chome else None


@kind
def chiwari(s: Subject) -> str | None:
    found = re.fullmatch("第?([一二三四五六七八九十]+)地割", s.town.koaza)
    if not found:
        return None
    number = unkanji(found[1])
    ways = [f"第{number}地割{s.dashed}", f"{number}地割{s.block}番地{s.number}", f"第{found[1]}地割{s.dashed}", f"{found[1]}地割{s.dashed}"]
    if f"{plain(s.oaza)}丁目" not in s.others:
        ways.append(f"{number}-{s.dashed}")
    return s.city + s.oaza + s.pick(ways)


@kind
def former_municipality(s: Subject) -> str | None:
    """花巻市石鳥谷町好地 as 稗貫郡石鳥谷町好地: a 町 that carries the name of its former 町 or 村 on."""
    for former, (county, today) in FORMER.items():
        kept = next((name for name in (former, former[:-1] + "町", former[:-1]) if s.oaza.startswith(name)), None)
        if kept and s.town.pref + s.town.city == today and len(s.oaza) > len(kept):
            return f"{s.town.pref}{county}{former}{s.oaza.removeprefix(kept)}{s.town.koaza}{s.dashed}"
    return None


@kind
def numeral_in_the_name(s: Subject) -> str | None:
    """十二丁目, 壱分町, 三条町: the official name in kanji, which is not a number."""
    return f"{s.city}{s.name}{s.dashed}" if re.search("[一二三四五六七八九十壱弐参百千]", s.base) else None


@kind
def numeral_in_the_name_as_digits(s: Subject) -> str | None:
    """三条町 as 3条町, 北24条: only numerals that count something."""
    found = re.search(r"([一二三四五六七八九十]+)(?=条|番町|区|号|線|番丁)", s.base)
    if not found or s.town.koaza:
        return None
    base = s.base[:found.start()] + str(unkanji(found[1])) + s.base[found.end():]
    return s.city + base + (f"{s.chome}丁目" if s.chome else "") + s.dashed


@kind
def several_at_once(s: Subject) -> str:
    text = f"〒630-0257　{s.town.pref}　{s.town.city}{s.name}{s.block}ー{s.number}　サンハイツ 302号室"
    return text.translate(FULL)


FORMER = {  # former 町 or 村: its 郡, and what it belongs to
    "榛原町": ("宇陀郡", "奈良県宇陀市"), "室生村": ("宇陀郡", "奈良県宇陀市"), "西吉野村": ("吉野郡", "奈良県五條市"),
    "大塔村": ("吉野郡", "奈良県五條市"), "月ヶ瀬村": ("添上郡", "奈良県奈良市"), "都祁村": ("山辺郡", "奈良県奈良市"),
    "石鳥谷町": ("稗貫郡", "岩手県花巻市"), "大迫町": ("稗貫郡", "岩手県花巻市"), "東和町": ("和賀郡", "岩手県花巻市"),
    "久美浜町": ("熊野郡", "京都府京丹後市"), "峰山町": ("中郡", "京都府京丹後市"), "夜久野町": ("天田郡", "京都府福知山市"),
    "出石町": ("出石郡", "兵庫県豊岡市"), "但東町": ("出石郡", "兵庫県豊岡市"), "柏原町": ("氷上郡", "兵庫県丹波市"),
    "信楽町": ("甲賀郡", "滋賀県甲賀市"), "水口町": ("甲賀郡", "滋賀県甲賀市"), "余呉町": ("伊香郡", "滋賀県長浜市"),
    "美杉村": ("一志郡", "三重県津市"), "阿児町": ("志摩郡", "三重県志摩市"), "土成町": ("板野郡", "徳島県阿波市"),
    "八尾町": ("婦負郡", "富山県富山市"), "婦中町": ("婦負郡", "富山県富山市"), "穂波町": ("嘉穂郡", "福岡県飯塚市"),
    "国府町": ("名西郡", "徳島県徳島市"), "丸子町": ("小県郡", "長野県上田市"), "角館町": ("仙北郡", "秋田県仙北市"),
    "一宮町": ("宍粟郡", "兵庫県宍粟市"), "古川町": ("吉城郡", "岐阜県飛騨市"), "吉良町": ("幡豆郡", "愛知県西尾市"),
}


def unkanji(numeral: str) -> int:
    total, digit = 0, 0
    for letter in numeral:
        if letter in "十百":
            total, digit = total + (digit or 1) * (10 if letter == "十" else 100), 0
        else:
            digit = digit * 10 + KANJI.index(letter)
    return total + digit


SAME_CITIES = frozenset(("府中市", "伊達市"))


def held_out(city_code: str) -> bool:
    """Whether a municipality belongs to the half that nothing is tuned on."""
    return crc32(city_code.encode()) % 2 == 1


def subjects(towns: Iterable[Town]) -> Iterator[Subject]:
    """Every town that has a name of its own, with a number in it that its code and name decide."""
    listed = list(towns)
    names: dict[str, set[str]] = {}
    owners: dict[tuple[str, str], set[str]] = {}
    for town in listed:
        base = _parts(town)[0]
        names.setdefault(town.city_code, set()).add(plain(base) if _parts(town)[1] == 0 else f"{plain(base)}丁目")
        owners.setdefault((town.pref, plain(base)), set()).add(town.city_code)
    bases = {code: frozenset(found) for code, found in names.items()}
    for town in listed:
        base, chome = _parts(town)
        if not base or town.point is None:
            continue
        seed = crc32(f"{town.city_code}{town.name}{town.koaza}".encode())
        yield Subject(town, base, chome, 31 + seed % 900, 1 + seed // 900 % 30, bases[town.city_code],
                      len(owners[town.pref, plain(base)]) == 1)


def _parts(town: Town) -> tuple[str, int]:
    name = ("" if town.name == "（大字なし）" else town.name) + town.koaza
    found = CHOME.fullmatch(name)
    return (found[1], unkanji(found[2])) if found else (name, 0)
