"""立ち入り: who is asking, what each view allows, and the part of the city hall that somebody works for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, g
from werkzeug.exceptions import Forbidden

from geodata.models import Role
from geodata.staff.scope import Scope
from geodata.staff.wording import ROLES

View = TypeVar("View", bound=Callable[..., Any])
STAFF = (Role.EDITOR, Role.PUBLISHER, Role.ADMIN, Role.AUDITOR)
EDITORS = (Role.EDITOR, Role.PUBLISHER, Role.ADMIN)
PUBLISHERS = (Role.PUBLISHER, Role.ADMIN)
SEE_EVERYTHING = (Role.ADMIN, Role.AUDITOR)
ROLE_WORDS = ROLES


class NotYourRole(Forbidden):
    """Logged in, but as somebody who may not; says which roles may."""

    def __init__(self, own: Role, needed: tuple[Role, ...]) -> None:
        words = "・".join(ROLE_WORDS[role] for role in Role if role in needed)
        super().__init__(
            f"このページは、役割が「{words}」の人が使えます。あなたの役割は「{ROLE_WORDS[own]}」です。"
            "必要なときは、管理者に役割の変更を頼んでください。"
        )


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

    @property
    def at_work_here(self) -> bool:
        """True for staff of the city hall; a professional only looks."""
        return self.role in STAFF

    def may(self, *roles: Role) -> bool:
        """True when one of the roles is this person's; templates ask it before they draw a button."""
        return self.role in roles


def person() -> Person | None:
    """Whoever is logged in, None for a resident."""
    return g.get("person")  # type: ignore[no-any-return]


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
                raise NotYourRole(who().role, roles)
            return view(*args, **named)

        guarded.allowed = frozenset(roles)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def insist(app: Flask) -> None:
    """Refuse to start with a staff route that does not say whom it lets in."""
    careless = [
        rule.endpoint for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/staff/") and not getattr(app.view_functions[rule.endpoint], "allowed", None)
    ]  # fmt: skip
    if careless:
        raise RuntimeError(f"these routes do not say whom they let in: {', '.join(careless)}")
