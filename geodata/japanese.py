"""日本語の文字: one normal form for searching, the bigrams that find it, and the order of 五十音."""

import re
import unicodedata

KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
BLANKS = re.compile(r"\s+")
ROWS = (
    "あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ", "まみむめも", "やゆよ", "らりるれろ", "わをん",
)  # fmt: skip
VOICED_AND_SMALL = str.maketrans(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽぁぃぅぇぉっゃゅょゎゔ",
    "かきくけこさしすせそたちつてとはひふへほはひふへほあいうえおつやゆよわう",
)


def search_form(text: str) -> str:
    """NFKC, lower case, katakana as hiragana, no blanks: texts and questions meet in this form."""
    if not text:
        return ""
    folded = unicodedata.normalize("NFKC", text).lower().translate(KATAKANA_TO_HIRAGANA)
    return "".join(folded.split())


def bigrams(text: str) -> list[str]:
    """The distinct two-character pieces of text that is in search form, sorted."""
    return sorted(set(map(str.__add__, text, text[1:])))


def words_of(question: str) -> tuple[str, ...]:
    """The words of a free question, each in search form; all of them must be found."""
    return tuple(word for word in (search_form(part) for part in BLANKS.split(question.strip())) if word)


def kana_row(kana: str) -> str:
    """The 五十音 row a reading stands in, by its first letter: あ, か … わ; 他 for what is no kana."""
    first = search_form(kana)[:1].translate(VOICED_AND_SMALL)
    return next((row[0] for row in ROWS if first and first in row), "他")
