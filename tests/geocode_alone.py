"""What is measured of the geocoder in a process of its own: python -m tests.geocode_alone WHAT DICTIONARY [TEXTS.jsonl]."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from geodata.address.dictionary import Dictionary
from geodata.address.geocoder import Geocoder

ROUNDS = 7
LISTS = 5
AGAIN = 100
SAMPLE = "奈良県生駒市元町一丁目6-12"


def texts_of(listed: Path) -> Iterator[str]:
    """One text a line, as JSON."""
    with listed.open(encoding="ascii") as file:
        yield from map(json.loads, file)


def rate(dictionary: Path, listed: Path) -> dict[str, float]:
    """Texts a second of one list: the first time that anything is read, and the median of more."""
    geocoder, texts = Geocoder.open(dictionary), list(texts_of(listed))
    taken, found = [], []
    for _ in range(1 + LISTS):
        wall, cpu = time.perf_counter(), time.process_time()
        found = geocoder.locate_many(texts)
        taken.append((time.process_time() - cpu, time.perf_counter() - wall))
    first, *others = taken
    return {
        "rate": len(texts) / median(cpu for cpu, _ in others), "slowest": len(texts) / max(cpu for cpu, _ in others),
        "fastest": len(texts) / min(cpu for cpu, _ in others), "wall_rate": len(texts) / median(wall for _, wall in others),
        "cold": len(texts) / first[0], "municipalities": len({one.city_code for one in found} - {""}),
    }  # fmt: skip


def memory(dictionary: Path, listed: Path) -> dict[str, float]:
    """Megabytes after an address of each municipality and all texts."""
    imported = _status("VmHWM")
    geocoder = Geocoder.open(dictionary)
    owners = geocoder.dictionary.municipalities
    for number, owner in enumerate(owners):
        geocoder.locate(f"{owner.pref}{owner.city}{geocoder.dictionary.entry(number, 0).label}1-2")
    for text in texts_of(listed):
        geocoder.locate(text)
    return {"megabytes": _status("VmHWM"), "imported": imported, "mapped": _status("RssFile"), "municipalities": len(owners)}


def _status(name: str) -> float:
    """Megabytes of this process alone, as the kernel counts them; getrusage may tell of the parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def opened(dictionary: Path, _: Path) -> dict[str, float]:
    """Seconds from the modules being there to the first answer."""
    imported, wall, cpu = time.process_time(), time.perf_counter(), time.process_time()
    Geocoder.open(dictionary).locate(SAMPLE)
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "imported": imported}


def worst(dictionary: Path, listed: Path) -> dict[str, object]:
    """Milliseconds of the slowest text, with and without a municipality given."""
    geocoder = Geocoder.open(dictionary)
    towns = geocoder.dictionary
    unpack = max(_milliseconds(lambda number=number: towns.block(number))[0] for number in range(len(towns.municipalities)))
    texts = [(text, within) for text in texts_of(listed) for within in (None, "292095")]
    before = _collections()
    once = sorted(texts, key=lambda one: -_milliseconds(lambda: geocoder.locate(*one))[0])[:AGAIN]
    taken = {one: [_milliseconds(lambda one=one: geocoder.locate(*one)) for _ in range(ROUNDS)] for one in once}
    cpu = {one: median(cpu for cpu, _ in times) for one, times in taken.items()}
    slowest = max(once, key=lambda one: cpu[one])
    return {"texts": len(texts), "cpu": cpu[slowest], "wall": median(wall for _, wall in taken[slowest]), "unpack": unpack,
            "collected": _collections() - before, "text": slowest[0][:24]}  # fmt: skip


def _collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())


def _milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """(of the processor, by the clock)."""
    wall, cpu = time.perf_counter(), time.thread_time()
    work()
    return (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def serve(dictionary: Path, _: Path) -> None:
    """Answers lines of texts as tests/jageocoder_side.py does."""
    geocoder = Geocoder(Dictionary.open(dictionary))
    for line in sys.stdin:
        texts = json.loads(line)
        wall, cpu = time.perf_counter(), time.process_time()
        found = geocoder.locate_many(texts)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        told = [[one.pref + one.city + one.machiaza, *one.point] if one.point else None for one in found]
        print(json.dumps({"wall": wall, "cpu": cpu, "found": told}), flush=True)


if __name__ == "__main__":
    what, dictionary, *listed = sys.argv[1:]
    work = {"rate": rate, "memory": memory, "opened": opened, "worst": worst, "serve": serve}[what]
    if told := work(Path(dictionary), Path(*listed)):
        print(json.dumps(told))
