"""問題: what a file has wrong, by row and column as the officer sees them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct. `row` is the number Excel shows, for a map its feature from 1; None is the whole file."""

    row: int | None
    column: str
    message: str

    def as_json(self) -> dict[str, int | str | None]:
        """As `--report` writes it."""
        return {"row": self.row, "column": self.column, "message": self.message}
