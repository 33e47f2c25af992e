"""jageocoder と並べて: the same texts, the same 町, by turns; it lives in an environment of its own and is no part of ours."""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from geodata.address import Town
from geodata.address.finer import metres
from geodata.address.names import key
from tests.bench_geocode import AS_PYTHON, japan, load, not_measured
from tests.city import WHEEL, folder
from tests.figures import figure, wanted
from tests.geocode_alone import ROUNDS
from tests.geocode_texts import mixed, towns

JAGEOCODER = "2.2.1.1"
NAME, UNIT, GOAL = "geocode_vs_jageocoder", "times", 25
KEPT = WHEEL.parents[1] / "bench"
SIDE = Path(__file__).with_name("jageocoder_side.py")
COMPARED = 3_000
HALF = COMPARED // 2
Answer = dict[str, Any]


def figures(only: str) -> Iterator[dict[str, Any]]:
    """How many times as fast, and which finds more."""
    if not wanted(only, NAME):
        return
    try:
        python = _jageocoder()
        dictionary = _dictionary(python)
    except (OSError, subprocess.CalledProcessError) as problem:
        why = str(getattr(problem, "stderr", None) or problem).strip()[-300:]
        yield not_measured(NAME, UNIT, f"≥ {GOAL}", f"jageocoder {JAGEOCODER}: {why}")
        return
    sample = mixed(COMPARED)
    rounds = _by_turns([text for _, text in sample], python, dictionary)
    ratio, wall = (median(them[kind] / us[kind] for us, them in rounds) for kind in ("cpu", "wall"))
    speeds = [COMPARED / median(pair[side]["cpu"] for pair in rounds) for side in (0, 1)]
    told = [_told(speed, sample, answer) for speed, answer in zip(speeds, rounds[-1], strict=True)]
    note = (
        f"jageocoder {JAGEOCODER} from PyPI with a dictionary of the same {len(towns()):,} 町; {COMPARED:,} texts of held-out "
        f"municipalities, half clean, half messy; by turns, median of {ROUNDS} after one to warm up, seconds of the processor (by the clock "
        f"{wall:.0f} times); we {told[0]}; jageocoder {told[1]}; {load()}"
    )
    yield figure(NAME, ratio, UNIT, least=GOAL, note=note)


def _by_turns(texts: Sequence[str], python: Path, dictionary: Path) -> list[tuple[Answer, Answer]]:
    run = [sys.executable, *AS_PYTHON, "serve", japan()]
    with _started(run) as us, _started([python, SIDE, "serve", dictionary]) as them:
        return [(_ask(us, texts), _ask(them, texts)) for _ in range(1 + ROUNDS)][1:]


def _started(run: Sequence[str | Path]) -> "subprocess.Popen[str]":
    return subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _ask(process: "subprocess.Popen[str]", texts: Sequence[str]) -> Answer:
    assert process.stdin and process.stdout
    print(json.dumps(texts), file=process.stdin, flush=True)
    told: Answer = json.loads(process.stdout.readline())
    return told


def _told(speed: float, sample: Sequence[tuple[Town, str]], answer: Answer) -> str:
    right = [_same(town, one) for (town, _), one in zip(sample, answer["found"], strict=True)]
    clean, messy = (100 * sum(right[part::2]) / HALF for part in (0, 1))
    return f"{speed:,.0f}/s, right 町 for {clean:.1f} % of the clean and {messy:.1f} % of the messy"


def _same(town: Town, told: Sequence[Any] | None) -> bool:
    """Whether [name, lng, lat] is that 町, by its name or by its point."""
    if not told:
        return False
    named = key(told[0]) == key(f"{town.pref}{town.city}{town.label}")
    return named or (town.point is not None and metres((told[1], told[2]), town.point) < 1)


def _jageocoder() -> Path:
    """A Python that has it."""
    home = KEPT / f"jageocoder-{JAGEOCODER}"
    python = home / "bin/python"
    if not (home / "done").exists():
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        run = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", f"jageocoder=={JAGEOCODER}"]
        subprocess.run(run, capture_output=True, text=True, check=True)
        (home / "done").touch()
    return python


def _dictionary(python: Path) -> Path:
    """Its dictionary, made once: other 町, or another way of making it, is another folder."""
    lines = ("\t".join((town.city_code, town.pref, town.city, town.name, town.koaza, *map(str, town.point or ("", ""))))
             for town in towns())
    listed = folder() / "towns.tsv"
    listed.write_text("\n".join(lines), encoding="utf-8")
    made = KEPT / f"jageocoder-{sha256(listed.read_bytes() + SIDE.read_bytes()).hexdigest()[:12]}.dictionary"
    if not made.exists():
        half = made.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        subprocess.run([python, SIDE, "build", listed, half], capture_output=True, text=True, check=True)
        half.rename(made)
    return made
