"""機械語: compiled or not, an address is read alike; and nothing compiled is run that is no longer what is written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geodata import native
from geodata.address import Dictionary
from tests.geocode_texts import hostile, mixed, towns

HERE = Path(__file__).parents[1]
READ = """
import json, sys
from geodata import native
if sys.argv[1] == "python": native.pass_over()
from pathlib import Path
from geodata.address import Geocoder, search
geocoder = Geocoder.open(Path(sys.argv[2]))
for line in Path(sys.argv[3]).open(encoding="ascii"):
    text, within = json.loads(line)
    print(json.dumps(repr(geocoder.locate(text, within))))
print(type(search._from).__name__)
"""


def needs_compiled() -> None:
    """Go on where the readers are compiled; a machine with a compiler has no excuse."""
    if not native.up_to_date():
        assert not native.can_compile(), "make native を先に実行してください。機械語にできないなら、そこに理由が出ます。"
        pytest.skip("C コンパイラがないため確かめられません")


def test_the_tests_read_what_is_written() -> None:
    from geodata.address import search

    assert Path(search.__file__).suffix == ".py"


def test_what_was_compiled_from_other_source_is_passed_over(tmp_path: Path) -> None:
    shutil.copytree(HERE / "geodata", tmp_path / "geodata", ignore=shutil.ignore_patterns("*.so", "*.made_of", "__pycache__"))
    address = tmp_path / "geodata/address"
    (address / f"reach{native.COMPILED}").write_bytes(b"no module at all")
    told = subprocess.run([sys.executable, "-c", "from geodata import native\nprint(native.source())"], cwd=tmp_path,
                          check=True, capture_output=True, text=True).stdout.strip()  # fmt: skip

    def imported() -> int:
        return subprocess.run([sys.executable, "-c", "import geodata.address"], cwd=tmp_path, capture_output=True).returncode

    made_of = address / native.MADE_OF.name
    assert imported() == 0  # never said to be whole
    made_of.write_text(told)
    assert imported() != 0  # believed, and found to be none
    (address / "steps.py").write_text((address / "steps.py").read_text() + "\nMORE = 1\n")
    assert imported() == 0


def test_without_a_compiler_it_says_so_and_all_stays_as_it_was(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(native, "up_to_date", lambda: False)
    monkeypatch.setenv("PATH", "")
    native.main()
    told = capsys.readouterr().out
    assert "gcc" in told and "Python のまま読みます" in told


@pytest.mark.slow
def test_compiled_or_not_every_answer_is_the_same(tmp_path: Path) -> None:
    needs_compiled()
    dictionary, listed = Dictionary.build(towns()).save(tmp_path / "japan"), tmp_path / "texts"
    asked = [(text, None) for _, text in mixed(60_000)] + [(text, town.city_code) for town, text in mixed(20_000)]
    asked += [(text, within) for text in hostile() for within in (None, "292095")]
    listed.write_text("".join(f"{json.dumps(one)}\n" for one in asked), encoding="ascii")
    python, compiled = (
        subprocess.run([sys.executable, "-c", READ, how, dictionary, listed], cwd=HERE, check=True, stdout=subprocess.PIPE)
        .stdout.splitlines() for how in ("python", "compiled")
    )  # fmt: skip
    assert (python.pop(), compiled.pop()) == (b"function", b"builtin_function_or_method")
    assert len(python) == len(asked) and python == compiled


@pytest.mark.slow
def test_the_tests_of_addresses_pass_compiled() -> None:
    needs_compiled()
    tests = sorted(str(path) for path in (HERE / "tests").glob("test_address_*.py"))
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    assert subprocess.run(run, cwd=HERE, env=os.environ | {"TESTS_COMPILED": "yes"}).returncode == 0
