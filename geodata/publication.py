"""公開: what may leave the database, listed and never subtracted. A new column stays private until it stands here."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, case, literal

from geodata.models import Answer, Category, Organization, Resource, Status, Visibility

PUBLIC_FIELDS = (
    "id", "name", "name_kana", "category", "organization", "place", "address", "area", "mode", "schedule", "target",
    "fee", "free", "barrier_free", "parking", "reservation", "capacity", "languages", "description", "served", "url",
    "level", "last_confirmed_on", "source",
)  # fmt: skip
PUBLIC_CONTACTS = ("phone", "fax", "email")  # each only where its own visibility is public: see contact
WITHHOLDABLE = ("organization", "description", "reservation", "capacity", "languages", "url")  # what a record may keep back
RESIDENTS = frozenset({Visibility.PUBLIC})
SAMPLE = "（見本）"  # sources whose name starts so are sample data, and pages say so
FOR_READERS = "（個人宅のため"  # after these an address explains itself; in a field of data they would be part of it
MONTHS_FRESH = 12  # the share confirmed within so many months stands on the public pages, whatever the 種類 rules


def is_public(municipality: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a resident may see a resource at all."""
    return (
        Resource.municipality_code == municipality,
        Resource.status == Status.PUBLISHED,
        Resource.visibility == Visibility.PUBLIC,
        Resource.hidden_since.is_(None),
    )


def is_sample(source: str) -> bool:
    """True for a record of the list `source` when that is one of 見本."""
    return source.startswith(SAMPLE)


def contact(value: str, visibility: Visibility, consent: Answer, seen: frozenset[Visibility] = RESIDENTS) -> str:
    """電話・FAX・メール as far as somebody who sees `seen` may know it; "" otherwise.

    A group that said no (同意: いいえ) is kept from residents whatever the field's own visibility says. While nobody has
    asked (不明) the field's own visibility decides: a city's lists are full of desks and halls whose numbers are public.
    """
    refused = seen == RESIDENTS and consent is Answer.NO
    return value if visibility in seen and not refused else ""


def address_alone(published: str) -> str:
    """An address as published without the words that explain to readers why it ends where it does."""
    return published.partition(FOR_READERS)[0]


def told(field: str, value: str, withheld: Collection[str], seen: frozenset[Visibility] = RESIDENTS) -> str:
    """One of WITHHOLDABLE as far as somebody who sees `seen` may know it: what a record keeps back, residents are not told."""
    return "" if seen == RESIDENTS and field in withheld else value


def organization_told() -> ColumnElement[Any]:
    """運営団体 of a row of resource ⟕ organization as residents may know it; null for none."""
    return case((literal("organization") != Resource.withheld.all_(), Organization.name))


def desk_phone() -> ColumnElement[Any]:
    """電話 of a 相談窓口 as residents may know it, "" of all else: who needs one must not look for it. Needs Category joined."""
    told = Category.consultation & Resource.phone_visibility.in_(RESIDENTS) & (Resource.consent != Answer.NO)
    return case((told, Resource.phone), else_="")
