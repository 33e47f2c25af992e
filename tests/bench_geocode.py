"""住所の読み取りの速さ、大きさ、正しさ: the 町 of all Japan in memory, one thread, texts that nothing was tuned on.

As Python, as every installation has it; what is compiled by `make native` says so.

Seconds are those of the processor, as the machine may have other work; what the clock said stands in the note.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean, median
from typing import Any

from geodata import native
from geodata.address import Dictionary, Geocoder
from tests.address_kinds import CLEAN, KINDS, WITHIN
from tests.city import WHEEL, folder
from tests.figures import figure, wanted
from tests.geocode_alone import AGAIN, LISTS, ROUNDS
from tests.geocode_texts import hostile, mixed, of_kind, right, towns

LIST, MIXED, A_CLEAN_KIND, A_KIND = 160_000, 20_000, 40_000, 1_000
COMPILED = ("-m", "tests.geocode_alone")
AS_PYTHON = ("-c", "from runpy import run_module; from geodata.native import pass_over; pass_over(); "
                   "run_module('tests.geocode_alone', run_name='__main__', alter_sys=True)")
GOALS = {
    "geocode_per_second": ("/s", "≥ 50,000"), "geocode_python_per_second": ("/s", "≥ 50,000"),
    "geocode_worst_ms": ("ms", "≤ 5"), "geocode_rss_japan_mb": ("MB", "≤ 300"),
    "geocode_rss_prefecture_mb": ("MB", "≤ 60"), "geocode_open_s": ("s", "≤ 0.3"), "geocode_clean_percent": ("%", "≥ 99.9"),
    "geocode_mess_percent": ("%", "≥ 97"),
}  # fmt: skip


def figures(only: str) -> Iterator[dict[str, Any]]:
    """What needs no database; the rest is in bench_geocode_beside and bench_geocode_streets."""
    asked = [name for name in GOALS if wanted(only, name)]
    if not WHEEL.is_file():
        yield from (not_measured(name, *GOALS[name], "町字の辞書が手に入らなかった") for name in asked)
        return
    if "geocode_per_second" in asked:
        yield _rate() if native.up_to_date() else not_measured(
            "geocode_per_second", *GOALS["geocode_per_second"], native.NO_COMPILER)
    if "geocode_python_per_second" in asked:
        yield _rate(AS_PYTHON)
    if "geocode_worst_ms" in asked:
        yield _worst()
    if "geocode_rss_japan_mb" in asked:
        yield _memory("geocode_rss_japan_mb", 300, japan(), "all Japan")
    if "geocode_rss_prefecture_mb" in asked:
        largest = Counter(town.pref for town in towns()).most_common(1)[0][0]
        yield _memory("geocode_rss_prefecture_mb", 60, one_prefecture(largest), f"{largest}, which has most 町")
    if "geocode_open_s" in asked:
        yield _opening()
    if "geocode_clean_percent" in asked:
        yield _clean()
    if "geocode_mess_percent" in asked:
        yield _mess()


def not_measured(name: str, unit: str, goal: str, why: str) -> dict[str, Any]:
    """A figure that cannot be had here: missed, and why."""
    return {"figure": name, "value": None, "unit": unit, "goal": goal, "ok": False, "note": f"not measured: {why}"}


def load() -> str:
    """What else the machine is doing."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


@cache
def japan() -> Path:
    """The dictionary file of all Japan."""
    return Dictionary.build(towns()).save(folder() / "all.dictionary")


def one_prefecture(pref: str) -> Path:
    """The dictionary file of one 都道府県."""
    return Dictionary.build(town for town in towns() if town.pref == pref).save(folder() / "pref.dictionary")


def alone(what: str, dictionary: Path, texts: Iterable[str] = (), way: Sequence[str] = AS_PYTHON) -> dict[str, Any]:
    """What a function of geocode_alone says in a process of its own: as Python, as every installation reads addresses, or compiled."""
    listed = folder() / "texts.jsonl"
    listed.write_text("".join(f"{json.dumps(text)}\n" for text in texts))
    run = [sys.executable, *way, what, dictionary, listed]
    told: dict[str, Any] = json.loads(subprocess.run(run, stdout=subprocess.PIPE, check=True).stdout)
    return told


def _rate(way: Sequence[str] = COMPILED) -> dict[str, Any]:
    sample = [text for _, text in mixed(LIST)]
    clean, mess = (alone("rate", japan(), sample[part::2], way)["rate"] for part in (0, 1))
    told = alone("rate", japan(), sample, way)
    name, how = ("geocode_per_second", "compiled by make native") if way is COMPILED else ("geocode_python_per_second", "as Python")
    note = (
        f"{how}; one list of {LIST:,} different addresses of {told['municipalities']} held-out municipalities, half as an "
        f"office writes ({clean:,.0f}/s), half in {len(KINDS) - len(WITHIN)} kinds of mess ({mess:,.0f}/s); one thread, median "
        f"of {LISTS} ({told['slowest']:,.0f} to {told['fastest']:,.0f}); by the clock {told['wall_rate']:,.0f}/s; "
        f"the first time, when every 町 is new, {told['cold']:,.0f}/s; {load()}"
    )
    return figure(name, told["rate"], "/s", least=50_000, note=note)


def _worst() -> dict[str, Any]:
    told = alone("worst", japan(), hostile())
    note = (
        f"{told['texts']:,} hostile texts of up to 500 letters, half with a municipality given; the {AGAIN} slowest {ROUNDS} times more, "
        f"median; by the clock {told['wall']:.1f}; the garbage collector on, {told['collected']} collections; besides, once, the first "
        f"reading of the largest municipality unpacks its names in {told['unpack']:.1f} ms; worst {told['text']!r}…; {load()}"
    )
    return figure("geocode_worst_ms", told["cpu"], "ms", most=5, note=note)


def _memory(name: str, most: int, dictionary: Path, what: str) -> dict[str, Any]:
    told = alone("memory", dictionary, (text for _, text in mixed(MIXED)))
    note = (
        f"the most a process held, after an address of each of the {told['municipalities']:,} municipalities of {what} and {MIXED:,} "
        f"others; {told['mapped']:.0f} MB of it is files mapped, shared by all processes (the dictionary has "
        f"{dictionary.stat().st_size / 1e6:.0f} MB); {told['imported']:.0f} MB before it was opened"
    )
    return figure(name, told["megabytes"], "MB", most=most, note=note)


def _opening() -> dict[str, Any]:
    told = [alone("opened", japan()) for _ in range(ROUNDS)]
    wall, imported = (median(one[name] for one in told) for name in ("wall", "imported"))
    note = (
        f"the file of all Japan, checked by its CRC, and a first answer, in {ROUNDS} fresh processes, median; by the clock {wall:.2f}; "
        f"Python and its modules took {imported:.2f} before; {load()}"
    )
    return figure("geocode_open_s", median(one["cpu"] for one in told), "s", most=0.3, note=note)


def _clean() -> dict[str, Any]:
    told = sum((_verdicts(name, A_CLEAN_KIND) for name in CLEAN), Counter[str]())
    note = f"the right 町 for {told['right']:,} of {told.total():,} addresses of held-out municipalities, written as an office does"
    return figure("geocode_clean_percent", 100 * told["right"] / told.total(), "%", least=99.9, note=note)


def _mess() -> dict[str, Any]:
    told = {name: verdicts for name in KINDS if (verdicts := _verdicts(name, A_KIND))}
    shares = {name: 100 * verdicts["right"] / verdicts.total() for name, verdicts in told.items()}
    lowest = ", ".join(f"{name} {share:.1f}" for name, share in sorted(shares.items(), key=lambda one: one[1])[:6])
    note = (
        f"the right 町, mean over {len(shares)} kinds, up to {A_KIND:,} addresses each, held-out municipalities; "
        f"{sum(share >= 97 for share in shares.values())} kinds reach 97; the lowest: {lowest}; in another municipality without a flag: "
        f"{sum(verdicts['elsewhere'] for verdicts in told.values())}"
    )
    return figure("geocode_mess_percent", fmean(shares.values()), "%", least=97, note=note)


@cache
def _geocoder() -> Geocoder:
    return Geocoder.open(japan())


def _verdicts(name: str, most: int) -> "Counter[str]":
    """How many were right, in another municipality and sure of it, or neither."""
    asked = of_kind(name, most)
    told = [_geocoder().locate(text, town.city_code if name in WITHIN else None) for town, text in asked]
    return Counter(
        "right" if right(match, town) else "elsewhere" if match.sure and match.city_code not in ("", town.city_code) else "less"
        for (town, _), match in zip(asked, told, strict=True)
    )
