"""書き方をそろえる: one normal form of the many signs that people write schedules with."""

import re
import unicodedata

NUMBERED = "\ue000"  # ①, ② …: a list mark, told apart from the digit that NFKC would make of it
LONGEST = 600  # characters; more than that is no schedule

CIRCLED = re.compile(r"[①-⑳❶-❿➀-➓]|(?:^|(?<=[\s、。~〜～]))[(（][1-9１-９][)）](?=.)", re.MULTILINE)
KANJI_NUMBER = re.compile(
    r"(?:(?<=第)|(?<=第.[・、]))[一二三四五]|[〇一二三四五六七八九十]+(?=[時分月日回週つ部]|[かヶケカヵ]月)"
)
ONE_TIME = re.compile(r"一時(?=預|的|保|休|停|中|閉|避)|一日(?=中|体験|目)")
SIGNS = str.maketrans(
    {
        **dict.fromkeys("〜∼⁓∿", "~"),
        **dict.fromkeys("‐‑‒–—―−─━", "-"),
        **dict.fromkeys("[{【〔〈《<「『", "("),
        **dict.fromkeys("]}】〕〉》>」』", ")"),
        **dict.fromkeys("•‧●○◎■□◆◇★☆▪", "※"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", None),
        ",": "、",
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\t": " ",
    }
)


def arabic(kanji: str) -> str:
    """二十三 → 23, 〇 → 0. A plain row of digits (二三) is read as one."""
    digits = "〇一二三四五六七八九"
    if "十" not in kanji:
        return "".join(str(digits.index(sign)) for sign in kanji)
    tens, _, ones = kanji.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return kanji
    return str((digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0))


def normal(text: str) -> str:
    """NFKC with one tilde, one hyphen, one comma, round brackets; 第二 and 十時 in digits; ① as a mark of its own."""
    marked = CIRCLED.sub(NUMBERED, text.replace("\r\n", "\n"))
    folded = unicodedata.normalize("NFKC", marked).translate(SIGNS)
    folded = re.sub(r"(?<=[\d時分半)前後曜月火水木金土日])ー(?=\s*[\d午翌月火水木金土日])", "~", folded)
    folded = re.sub(r"(?<=[\d時分半])\s*[→⇒]\s*(?=[\d午正])", "~", folded)
    folded = re.sub(r"(?<=[毎隔月火水木金土日]) (?=[週曜])|(?<=曜) (?=日)|[→⇒]", "", folded)
    kept = ONE_TIME.sub(lambda found: found[0].replace("一", "\ue001"), folded)
    plain = KANJI_NUMBER.sub(lambda found: arabic(found[0]), kept).replace("\ue001", "一")
    return re.sub(r"[ \u3000]+", " ", plain).strip()
