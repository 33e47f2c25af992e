"""立ち入り: who is asking, what each view allows, and the part of the city hall that somebody works for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g

from geodata.models import Role
from geodata.staff.scope import Scope

View = TypeVar("View", bound=Callable[..., Any])
STAFF = (Role.EDITOR, Role.PUBLISHER, Role.ADMIN, Role.AUDITOR)
EDITORS = (Role.EDITOR, Role.PUBLISHER, Role.ADMIN)
PUBLISHERS = (Role.PUBLISHER, Role.ADMIN)
SEE_EVERYTHING = (Role.ADMIN, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever is logged in: no name, an account."""

    id: int
    email: str
    role: Role
    department: str
    municipality: str

    @property
    def scope(self) -> Scope:
        """What this person sees."""
        return Scope(self.municipality, self.department, every=not self.department or self.role in SEE_EVERYTHING)

    def may(self, *roles: Role) -> bool:
        """True when one of the roles is this person's; templates ask it before they draw a button."""
        return self.role in roles


def person() -> Person | None:
    """Whoever is logged in, None for a resident."""
    return g.get("person")


def who() -> Person:
    """Whoever is logged in. Raises 401, which leads to the login page."""
    found = person()
    return found if found is not None else abort(401)


def allowed(*roles: Role) -> Callable[[View], View]:
    """Let only these roles in: 401 leads others to the login page, 403 says what the role is for."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **named: Any) -> Any:
            if who().role not in roles:
                abort(403)
            return view(*args, **named)

        guarded.allowed = frozenset(roles)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark
