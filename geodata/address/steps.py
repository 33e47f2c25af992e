"""住所の読み方をそろえる: small steps from the cell as written to one line that names and numbers can be read from.

Each step takes a text and gives a text; STEPS lists them in order. None of them raises on any str.
"""

import re
from collections.abc import Callable
from unicodedata import is_normalized, normalize

from geodata.address.characters import by_code_point
from geodata.address.marks import without_marks
from geodata.address.numerals import kanji_numbers

Step = Callable[[str], str]

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f-\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]+"
)
WIDE = by_code_point({ord("　"): ord(" ")} | {wide: wide - 0xFEE0 for wide in range(ord("！"), ord("～") + 1)})
MANY = 8
DASHES = "‐‑‒–—―−ー─━﹣⁃⎯⸺˗〰➖_"
AHEAD = "[0-9目番地号]"
HYPHENS = re.compile(  # each begins with the letter to look for, and looks back from there: a search skips to such letters
    rf"[\s{DASHES}の-](?:(?:(?<={AHEAD}\s)[{DASHES}-]|(?<={AHEAD}[{DASHES}-]))[{DASHES}-]?\s?(?=[0-9〇一二三四五六七八九十])"
    rf"|(?<={AHEAD}の)(?=[0-9]))"
)
BRANCH = re.compile(r"[ノ之](?<=[0-9番地号〇一二三四五六七八九十].)(?=[0-9〇一二三四五六七八九十])")
WAVES = re.compile(r"[~〜](?=\d)")
NUMERALS = "〇一二三四五六七八九十百千"
APART = re.compile(
    rf"\s(?:(?<=[{NUMERALS}第]\s)(?=[{NUMERALS}])|(?<=[{NUMERALS}0-9丁番地第]\s)(?=[丁目条條番地号線割の])|(?<=第\s)(?=[0-9]))"
)
NOTED_WORDS = re.compile("[※☎☏📞]|電話|TEL|FAX|Tel|Fax|tel|fax")
NOTES = re.compile(
    r"[(\[]?(?:※|(?<![A-Za-z])(?:TEL|FAX|Tel|Fax|tel|fax)(?![A-Za-z])|電話(?:番号)?\s?[::(]?\s?(?=[0-9])|☎|☏|📞).*"
)
TELEPHONE = re.compile(r"0(?<!\d0)\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])")  # where no word says so
PAGE = re.compile(r"https?://|@[\w-]+\.[a-z]")
MAILBOX = re.compile(r"[A-Za-z0-9_.+-]+$")
BEFORE_CONTACT = re.compile(r"\s?[(\[]?(?:携帯|自宅)?\s?:?\s?$")
LABELS = re.compile(
    r"(?=[^一-鿿々ぁ-ヺ]|[住所現居郵会場開実本事拠同当])(?:[\s■□●○◎◆◇▼▽▲△★☆・*#\"'「『【\[(<〈《:;,、。=|/→⇒>-]"
    r"|〒\s?\d{3}\s?-?\s?\d{4}|〒|\d{3}-\d{4}(?![\d-])|\d{7}(?!\d)"
    r"|(?:住\s?所|所\s?在\s?地|現住所|居所|郵便番号)(?:\d(?=[::]))?"
    r"|(?:会場|場所|所在|開催場所|開催地|実施場所|本社|本部|事務所|拠点)(?=\s?[::】\]」』)>〉》])"
    r"|[同当]市(?=.*\d)"
    r"|[】\]」』)>〉》::])+"
)

UNUSUAL = re.compile(rf"{UNSEEN.pattern[:-1]}|[\s{DASHES}~〜のノ之※☎☏📞電TFtf{NUMERALS}壱弐参]")
WHITE = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029")  # half width leaves no other blanks but " "
DASHED = frozenset(DASHES + "~〜のノ之")
NOTED = frozenset("※☎☏📞電TFtf")
SEEN = WHITE | DASHED | NOTED | frozenset(NUMERALS + "壱弐参 ")


def half_width(text: str) -> str:
    """全角英数 as half width, half-width kana as full, joined letters apart, decomposed voiced kana joined."""
    if is_normalized("NFKC", text):
        return text
    return normalize("NFKC", without_marks(text).translate(WIDE))  # which finds nothing left to do in most texts


def unseen(text: str) -> str:
    """Control characters, variation selectors (葛󠄀) and zero-width marks are dropped."""
    return UNSEEN.sub("", text)


def blanks(text: str) -> str:
    """Runs of blanks, line breaks and tabs as one space, none at the ends; a text that is spaced out, closed up."""
    words = text.split()
    return ("" if len(words) > MANY and len(words) * 2 > sum(map(len, words)) * 1.8 else " ").join(words)


def counters(text: str) -> str:
    """二 丁 目 as 二丁目: no blank between a numeral and what it counts, nor inside that word."""
    return APART.sub("", text)


def hyphens(text: str) -> str:
    """Every dash, 長音, の, ノ and 之 between two numbers as -. The ー of センター stays, and 5~7, which says from and to."""
    if ("~" in text or "〜" in text) and len(WAVES.findall(text)) > 1:  # 1~6~12
        text = WAVES.sub("-", text)
    if "ノ" in text or "之" in text:
        text = BRANCH.sub("の", text)
    return HYPHENS.sub("-", text)


def notes(text: str) -> str:
    """※ and what says that it is a telephone number, with all that follows, are left out."""
    return NOTES.sub("", text).rstrip()


def labels(text: str) -> str:
    """「住所：」, 〒 and postal codes, brackets and bullets in front are left out."""
    found = LABELS.match(text)
    return text[found.end():] if found else text


BEFORE_NOTES: tuple[Step, ...] = (half_width, unseen, blanks, counters, hyphens)
AFTER_NOTES: tuple[Step, ...] = (labels, kanji_numbers)
STEPS = (*BEFORE_NOTES, notes, *AFTER_NOTES)


def clean(text: str) -> str:
    """The text after all steps."""
    return parted(text)[0]


def parted(text: str) -> tuple[str, str]:
    """The text after all steps, and the note that they left out."""
    kept, note = uncounted(half_width(text))
    return kanji_numbers(kept), note


def uncounted(text: str) -> tuple[str, str]:
    """`parted` of a half-width text, but for the last step. Steps that would find nothing are not gone through."""
    unusual = set(UNUSUAL.findall(text))
    if not unusual and "--" not in text and not _contact(text):
        return labels(text), ""
    if not unusual <= SEEN:
        text = unseen(text)
    if " " in unusual or not unusual.isdisjoint(WHITE):
        text = counters(blanks(text))
    if not unusual.isdisjoint(DASHED) or " -" in text or "- " in text or "--" in text:
        text = hyphens(text)
    kept, note = text, ""
    if not unusual.isdisjoint(NOTED) and NOTED_WORDS.search(text):
        kept = notes(text)
    if contact := _contact(kept):
        kept = _up_to(kept, contact)
    note = text[len(kept):].strip()
    return labels(kept), note


def _contact(text: str) -> re.Match[str] | None:
    """Where a telephone number, a page or a mail address stands behind something."""
    found = TELEPHONE.search(text, 1) if text.count("-") > 1 else None
    return found or (PAGE.search(text, 1) if "://" in text or "@" in text else None)


def _up_to(text: str, contact: re.Match[str]) -> str:
    """The text in front of a telephone number, less what belongs to that."""
    before = text[:contact.start()]
    if contact[0].startswith("@"):
        before = MAILBOX.sub("", before)
    return BEFORE_CONTACT.sub("", before)
