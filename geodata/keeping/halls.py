"""会場の名前: halls known by name, so that one written without a number is found where another row has it."""

from collections.abc import Iterable

NUMBERED = "a:"  # keys that geodata.keeping.placing makes: a:市区町村:町:番地:名前


class Halls:
    """The numbered 会場 by their names in search form."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.by_name: dict[str, dict[str, tuple[str, str]]] = {}
        for key in keys:
            parts = key.split(":", 4)
            if key.startswith(NUMBERED) and len(parts) == 5 and parts[4]:
                self.by_name.setdefault(parts[4], {})[key] = (parts[1], parts[2])

    def find(self, name: str, city: str, machiaza: str) -> str | None:
        """The key of the only 会場 of this name in the 町, or anywhere when no 町 is told; None when none or several."""
        found = [
            key for key, where in self.by_name.get(name, {}).items()
            if not machiaza or where == (city, machiaza)
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None
