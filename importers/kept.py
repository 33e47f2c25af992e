"""控えた行: the rows of a checked file as bytes, typed, so that a commit neither reads nor geocodes anything again."""

import zlib
from dataclasses import dataclass

import msgspec

from importers.change import Change
from importers.errors import BadFile
from importers.reading import ReadList

EDITION = b"2"  # of what is written here: raise it when the shape of ReadList changes
FAST = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A list as it was read, and what it was compared with: the revision of every record that it would touch, and
    the ids of all that its source had."""

    read: ReadList
    touched: dict[int, int]
    known: list[int]


def seen(change: Change, known: list[int]) -> tuple[dict[int, int], list[int]]:
    """What a comparison saw, see Kept."""
    touched = {one.known.id: one.known.revision for one in change.changed} | {one.id: one.revision for one in change.gone}
    return touched, sorted(known)


def as_bytes(kept: Kept) -> bytes:
    """For upload.kept."""
    return EDITION + zlib.compress(msgspec.msgpack.encode(kept), FAST)


def from_bytes(content: bytes | None) -> Kept:
    """From upload.kept. Raises BadFile when another edition of ours wrote it: then it must be checked again."""
    if not content or not content.startswith(EDITION):
        raise BadFile("確認の控えが古いため、もう一度確認します。")
    return msgspec.msgpack.decode(zlib.decompress(content[len(EDITION) :]), type=Kept)
