"""パスワード: kept as argon2id, and chosen by length and by not being on a list; letters, digits and signs as one likes."""

import re
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 12, 128
OTHER_LETTERS = 8  # besides the words below
STRONG_ENOUGH = 3  # of zxcvbn's 0–4: more than a hundred million guesses
OUR_WORDS = ("wagagoto", "わがごと", "ワガゴト", "わがごとマップ", "fukushi", "福祉", "jichikai", "自治会", "shiyakusho", "市役所", "password")
LOOKED_AT = 72  # letters; guessing takes zxcvbn ever longer, and so many are enough
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is read as something else

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's; 19 MB for each of eight threads


def hashed(secret: str) -> str:
    """What is kept of it."""
    return _hasher.hash(secret)


def matches(kept: str, secret: str) -> bool:
    """True when it is the one. Nothing kept takes as long as a wrong one."""
    try:
        return _hasher.verify(kept or _nobodys(), secret[: LONGEST + 1]) and bool(kept) and len(secret) <= LONGEST
    except (Argon2Error, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """True when it was kept with less care than today's."""
    return _hasher.check_needs_rehash(kept)


def problem(password: str, *, email: str, city_name: str, department: str = "") -> str:
    """Why somebody should choose another, "" when it is good. In words for whoever chose it."""
    if len(password) < SHORTEST:
        return f"パスワードは{SHORTEST}文字以上にしてください。文を一つ決めると覚えやすくなります。"
    if len(password) > LONGEST:
        return f"パスワードは{LONGEST}文字までにしてください。"
    words = _words(email, city_name, department)
    if len(_without(password, words)) < OTHER_LETTERS:
        return "市やサービスの名前、メールアドレスを並べたパスワードは、当てられやすいため使えません。"
    from zxcvbn import zxcvbn

    if zxcvbn(password[:LOOKED_AT], user_inputs=list(words))["score"] < STRONG_ENOUGH:
        return "よく使われるパスワードや並び（12345、qwerty など）に近いため使えません。別のことばを足すか、変えてください。"
    return ""


def temporary() -> str:
    """A password to be told to somebody else, who then chooses another: 80 bits in four groups."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def _words(email: str, city_name: str, department: str) -> tuple[str, ...]:
    """The words that whoever knows us would try first, longest first."""
    parts = re.split(r"[^a-z]+", email.casefold())
    own = {email, city_name, city_name.rstrip("市区町村"), department, department.rstrip("課係室部"), *parts, *OUR_WORDS}
    return tuple(sorted({_plain(word) for word in own if len(word) >= 2}, key=len, reverse=True))


def _without(password: str, words: tuple[str, ...]) -> str:
    rest = _plain(password)
    for word in words:
        rest = rest.replace(word, "")
    return rest


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()
