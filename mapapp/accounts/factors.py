"""二段階認証: TOTP (RFC 6238) and its recovery codes; secrets are encrypted in the database with the service's key."""

import base64
import hmac
import io
import secrets
import time
import unicodedata

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mapapp.accounts import passwords

STEP_S = 30
DRIFT = 1  # steps either way: clocks of a closed network go their own way
CODES = 10
CODE_DIGITS, RECOVERY_DIGITS = 6, 13  # a recovery code is its number and twelve digits


class Safe:
    """Encrypts with the first key, reads with any."""

    def __init__(self, keys: list[str]) -> None:
        self._fernet = MultiFernet([_fernet(key) for key in keys])

    def lock(self, secret: str) -> str:
        """As it is kept."""
        return self._fernet.encrypt(secret.encode()).decode()

    def unlock(self, kept: str) -> str:
        """The secret; "" when no key of ours fits."""
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken:
            return ""

    def relock(self, kept: str) -> str:
        """The same under the first key. What no key fits stays as it is."""
        try:
            return self._fernet.rotate(kept.encode()).decode()
        except InvalidToken:
            return kept


def new_secret() -> str:
    """For an authenticator: 160 bits in base32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: float | None = None) -> int | None:
    """The time step that the code is of, None when it is of none near now."""
    totp = pyotp.TOTP(secret, digits=CODE_DIGITS, interval=STEP_S)
    present = int((time.time() if now is None else now) // STEP_S)
    near = (present, *(present + sign * off for off in range(1, DRIFT + 1) for sign in (-1, 1)))
    found = [step for step in near if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return found[0] if found else None


def address(secret: str, email: str) -> str:
    """The otpauth:// address that the QR code holds; short, so that a camera reads it at once."""
    return pyotp.TOTP(secret, digits=CODE_DIGITS, interval=STEP_S).provisioning_uri(name=email, issuer_name="わがごとマップ")


def qr(text: str) -> str:
    """A QR code as the src of an image."""
    drawn = io.BytesIO()
    segno.make(text, error="l", boost_error=False, micro=False).save(drawn, kind="svg", border=4, dark="#1a1a1c", light="#fff", xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def in_groups(secret: str) -> str:
    """To be typed by hand."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Ten, as they are printed: 3-1234-5678-9012. The first digit says which one it is, 0 the tenth."""
    return [f"{number % 10}-" + "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(3)) for number in range(1, CODES + 1)]


def digits(typed: str) -> str:
    """A code as it was typed, on whatever keyboard, with whatever between its digits."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed) if letter.isascii() and letter.isdigit())


def hashed_codes(codes: list[str]) -> list[str]:
    """What is kept of them."""
    return [passwords.hashed(digits(code)) for code in codes]


def number_of(recovery_code: str) -> int:
    """Which one it says it is."""
    return int(recovery_code[0]) or CODES


def _fernet(key: str) -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"wagagoto second factor").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
