"""言うこと: what an import has to say, gathered while it works: problems that stop it, notes that do not."""

from dataclasses import dataclass, field

from importers.problems import Problem


@dataclass(slots=True)
class Told:
    """With any of `problems` nothing is written; `notes` are said either way."""

    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, *sentences: str) -> None:
        """Something was done that the officer should know of."""
        self.notes += sentences

    def problem(self, row: int | None, column: str, message: str) -> None:
        """Something must be corrected first."""
        self.problems.append(Problem(row, column, message))
