"""字句の値: one piece of a schedule text."""

from dataclasses import dataclass

from geodata.schedule.clock import Slot
from geodata.schedule.dates import PlainDate


@dataclass(frozen=True, slots=True)
class Token:
    """One piece. `kind` says which of the other fields carry it; `at`–`end` is where it stands in the normal text."""

    kind: str
    text: str
    at: int
    names: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    dates: tuple[PlainDate, ...] = ()
    slot: Slot | None = None
    parts: tuple["Token", ...] = ()

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.at + len(self.text)
