"""秘密の鍵: what signs our cookies and encrypts second factors. Made once under instance/, or given in a file of one's own."""

import os
import secrets
from pathlib import Path

from flask import Flask

from geodata.errors import BadSetting
from geodata.settings import Settings

NAME = "secret.key"
SHORTEST = 32


def sign(app: Flask, settings: Settings) -> None:
    """Give the app its keys: the first signs, the others are still understood."""
    first, *others = keys_of(settings)
    app.config.update(SECRET_KEY=first, SECRET_KEY_FALLBACKS=others)


def path_of(settings: Settings) -> Path:
    """Where the keys are."""
    return settings.secret_key_file or settings.instance / NAME


def keys_of(settings: Settings) -> list[str]:
    """The keys, newest first, a line each; made if there are none yet. Raises BadSetting."""
    path = path_of(settings)
    if not path.exists() and settings.secret_key_file is None:
        _make(path)
    try:
        keys = path.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"鍵のファイルが読めません: {path.name}") from None
    if not keys or min(map(len, keys)) < SHORTEST:
        raise BadSetting(f"鍵のファイルには{SHORTEST}文字以上の鍵を1行に1つ入れてください: {path.name}")
    return keys


def renew(settings: Settings) -> None:
    """A new first key; the one before it is kept, so that whoever is at work stays so. The service is then started again."""
    path = path_of(settings)
    _put(path, [secrets.token_urlsafe(48), keys_of(settings)[0]]).replace(path)


def _make(path: Path) -> None:
    """Of several workers that start at once one wins, and all read its key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _put(path, [secrets.token_urlsafe(48)])
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _put(path: Path, keys: list[str]) -> Path:
    """The keys in a file of their own beside `path`, that only its owner reads."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return fresh
