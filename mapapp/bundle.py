"""一つにまとめる: our .mjs modules as one inline module, for files that are opened from a disk, where imports cannot work."""

import re
from pathlib import Path

IMPORT = re.compile(r"^import \{([^}]*)\} from '\./([\w-]+)\.mjs';$", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) ([\w$]+))", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*$|\bimport\(|\bimport\.meta\b", re.MULTILINE)


def bundle(entry: Path) -> str:
    """The module `entry` and all that it imports, each in a scope of its own, imported ones first.

    Knows `import {a, b as c} from './x.mjs';` and `export function|const|class name`. Raises ValueError for any
    other form and for a circle.
    """
    written: dict[str, str] = {}
    _add(entry, written, ())
    return "\n".join(written.values())


def _add(path: Path, written: dict[str, str], waiting: tuple[str, ...]) -> None:
    if path.stem in written:
        return
    if path.stem in waiting:
        raise ValueError(f"{' → '.join((*waiting, path.stem))} import each other")
    source = path.read_text(encoding="utf-8")
    for match in IMPORT.finditer(source):
        _add(path.with_name(f"{match[2]}.mjs"), written, (*waiting, path.stem))
    exports = EXPORT.findall(source)
    body = EXPORT.sub("", IMPORT.sub(_as_constant, source))
    if found := LEFT_OVER.search(body):
        raise ValueError(f"{path.name}: “{found[0]}” cannot be put into one file")
    written[path.stem] = f"const {_scope(path.stem)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"


def _as_constant(match: re.Match[str]) -> str:
    names = re.sub(r"(\w+)\s+as\s+(\w+)", r"\1: \2", " ".join(match[1].split()))
    return f"const {{ {names.strip()} }} = {_scope(match[2])};"


def _scope(stem: str) -> str:
    return f"module_{stem.replace('-', '_')}"
