"""OLE の入れもの: the streams of an old xls, found by its sector tables. Raises ValueError for a damaged one."""

import struct
from collections.abc import Iterator

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
MOST_SECTORS = 200_000


def streams(content: bytes) -> dict[str, tuple[int, int]]:
    """Name → (first sector, size) of every entry of the directory."""
    found = {}
    directory = _chain(content, *struct.unpack_from("<I", content, 48))
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            found[name] = struct.unpack_from("<II", directory, at + 116)
    return found


def stream(content: bytes, name: str) -> bytes:
    """A stream that is large enough to lie in sectors of its own, as every workbook's is; b"" when there is none."""
    start, size = streams(content).get(name, (END, 0))
    return _chain(content, start)[:size] if size >= 4_096 else b""


def _chain(content: bytes, start: int) -> bytes:
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    return b"".join(content[(at + 1) * size : (at + 2) * size] for at in _sectors(content, start, size))


def _sectors(content: bytes, start: int, size: int) -> Iterator[int]:
    table = _table(content, size)
    seen = 0
    while start < len(table) and seen < MOST_SECTORS:
        yield start
        start, seen = table[start], seen + 1


def _table(content: bytes, size: int) -> list[int]:
    """The sector that follows each sector."""
    blocks = [at for at in struct.unpack_from("<109I", content, 76) if at < FREE - 5]
    more, count = struct.unpack_from("<II", content, 68)
    while more < FREE - 5 and count > 0 and len(blocks) < MOST_SECTORS:
        listed = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        blocks += [at for at in listed[:-1] if at < FREE - 5]
        more, count = listed[-1], count - 1
    table: list[int] = []
    for block in blocks:
        if (block + 2) * size <= len(content):
            table += struct.unpack_from(f"<{size // 4}I", content, (block + 1) * size)
    return table
