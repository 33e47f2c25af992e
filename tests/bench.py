"""The figures of `make bench`: python -m tests.bench [ONLY] prints one JSON line for each whose name starts so.

A module tests/bench_*.py offers `figures(only) -> Iterator[dict]` and does no work for a figure nobody asked for.
A missed goal is printed like any other, with "ok": false.
"""

import importlib
import json
import sys
from pathlib import Path


def main(only: str = "") -> None:
    """Measure and print."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        figures = getattr(importlib.import_module(f"tests.{path.stem}"), "figures", lambda _: ())
        for one in figures(only):
            if one["figure"].startswith(only):
                print(json.dumps(one, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2])
