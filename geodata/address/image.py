"""辞書ファイルの入れ物: named sections in one file, checked by CRC-32, read in place so that processes share it."""

import json
import struct
from collections.abc import Mapping
from zlib import crc32

from geodata.errors import GeodataError

MAGIC = b"wagagoto-towns 7\n"
HEAD = struct.Struct("<II")  # length of the table of contents, CRC-32 of all that follows this head
ALIGN = 8


class DamagedDictionary(GeodataError):
    """住所辞書のファイルがこわれています。"""


def pack(sections: Mapping[str, bytes]) -> bytes:
    """One file's bytes; each section starts at a multiple of eight behind the table of contents."""
    places, body = {}, bytearray()
    for name, content in sections.items():
        places[name] = (len(body), len(content))
        body += content + bytes(-len(content) % ALIGN)
    contents = json.dumps(places).encode()
    contents += b" " * (-(len(MAGIC) + HEAD.size + len(contents)) % ALIGN)
    return MAGIC + HEAD.pack(len(contents), crc32(body, crc32(contents))) + contents + bytes(body)


def unpack(whole: memoryview) -> dict[str, memoryview]:
    """The sections of `whole`, not copied. DamagedDictionary when a byte is missing or changed."""
    start = len(MAGIC) + HEAD.size
    if len(whole) < start or whole[: len(MAGIC)] != MAGIC:
        raise DamagedDictionary("住所辞書ではないファイルか、別の版の辞書です。wagagoto gazetteer load を実行してください。")
    length, checked = HEAD.unpack_from(whole, len(MAGIC))
    if crc32(whole[start:]) != checked:
        raise DamagedDictionary("住所辞書のファイルがこわれています。wagagoto gazetteer load を実行してください。")
    body = start + length
    places: dict[str, tuple[int, int]] = json.loads(bytes(whole[start:body]))
    return {name: whole[body + at: body + at + size] for name, (at, size) in places.items()}
