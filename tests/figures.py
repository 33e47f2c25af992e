"""One figure of `make bench`: what was measured, what it should be, and whether it is."""

from collections.abc import Sequence
from statistics import quantiles
from typing import Any


def figure(
    name: str, value: float, unit: str, *, most: float | None = None, least: float | None = None, note: str = ""
) -> dict[str, Any]:
    """The JSON line of a figure that should be at most `most` or at least `least`."""
    ok = (most is None or value <= most) and (least is None or value >= least)
    goal = f"≤ {most:,g}" if most is not None else f"≥ {least:,g}"
    return {"figure": name, "value": round(value, 2), "unit": unit, "goal": goal, "ok": ok, "note": note}


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of them do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def wanted(only: str, *names: str) -> bool:
    """True when `only` asks for one of these figures, or for all."""
    return any(name.startswith(only) for name in names)
