"""機械語: the modules that read addresses, compiled by mypyc in place where somebody asks for it. The same modules work as Python.

`make native` runs this. What was compiled from other source than is there now is passed over, so that nobody runs what is no
longer written.
"""

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from sysconfig import get_path
from types import ModuleType

ADDRESS = Path(__file__).with_name("address")
GROUP = "geodata.address.native"
READERS = (  # all that an address passes through; answers (match.py, town.py) stay Python, which makes them faster than mypyc does
    "answer", "bare", "block", "building", "characters", "dated", "dictionary", "found", "gate", "hashtable", "line", "marks", "names", "numbers",
    "numerals", "plain", "reach", "reading", "renamed", "search", "second", "steps",
)  # fmt: skip
COMPILED = EXTENSION_SUFFIXES[0]
NO_COMPILER = "C コンパイラか Python の開発用ファイルがありません（sudo apt-get install gcc python3-dev）"
AS_BEFORE = "住所は Python のまま読みます。結果は同じで、速さだけが違います。"
MADE_OF = ADDRESS / f"native{COMPILED}.made_of"


class AsPython:
    """Finds the modules of geodata.address as they are written, whatever lies compiled beside them."""

    def __init__(self) -> None:
        self._files = FileFinder(str(ADDRESS), (SourceFileLoader, SOURCE_SUFFIXES))

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The source of a module there; None for any other."""
        return self._files.find_spec(name) if name.startswith("geodata.address.") else None


def pass_over() -> None:
    """Read them all as Python from now on. To be called before geodata.address is first imported."""
    sys.meta_path.insert(0, AsPython())


def up_to_date() -> bool:
    """True when the readers are compiled for this Python, from the source that is there now."""
    return MADE_OF.is_file() and MADE_OF.read_text() == source()


def source() -> str:
    """SHA-256 of the source: of what is compiled, of what it was compiled with, and of this module."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in (Path(__file__), *sorted(ADDRESS.glob("*.py"))))).hexdigest()


def can_compile() -> bool:
    """Whether a C compiler and Python's own headers are here."""
    return shutil.which("cc") is not None and Path(get_path("include"), "Python.h").is_file()


def compile_readers() -> None:
    """Compile the readers in place. Raises OSError or what setuptools raises; SystemExit when mypy finds a mistake."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    if not can_compile():
        raise FileNotFoundError(NO_COMPILER)
    for made in (MADE_OF, *ADDRESS.glob(f"*{COMPILED}")):
        made.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="wagagoto-native-") as folder, chdir(ADDRESS.parents[1]):
        paths = [f"geodata/address/{name}.py" for name in READERS]
        extensions = mypycify(["--cache-dir", folder, *paths], opt_level="1", debug_level="0", target_dir=folder, group_name=GROUP)
        build = build_ext(Distribution({"ext_modules": extensions}))
        build.build_lib, build.build_temp = f"{folder}/made", f"{folder}/objects"
        build.ensure_finalized()
        build.run()
        for made in Path(folder, "made", "geodata", "address").iterdir():
            shutil.copyfile(made, beside := ADDRESS / f".{made.name}")
            beside.replace(ADDRESS / made.name)
    MADE_OF.write_text(source())


def main() -> None:
    """Compile what is not compiled yet, or say why that cannot be; the service works all the same."""
    if up_to_date():
        return
    print("住所の読み取りを機械語にしています（30 秒ほど）…", flush=True)
    try:
        compile_readers()
    except (Exception, SystemExit) as problem:
        print(f"機械語にできませんでした: {problem}\n{AS_BEFORE}")


if __name__ == "__main__":
    main()
