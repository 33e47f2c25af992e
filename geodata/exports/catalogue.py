"""書き出しの目録: the layouts that a city can leave in, and the error for a name that is none of them."""

from sqlalchemy.orm import Session

from geodata.errors import UnknownLayout
from geodata.exports.layouts import Layout
from geodata.exports.national import layouts
from geodata.models import Municipality


def layouts_of(session: Session, municipality: str) -> dict[str, Layout]:
    """Every layout by its name, in the name of the municipality."""
    city = session.get(Municipality, municipality)
    return layouts(municipality, city.prefecture if city else "", city.name if city else "")


def layout_named(name: str, known: dict[str, Layout], *, staff: bool) -> Layout:
    """The layout of that name. Raises UnknownLayout naming those there are."""
    usable = {key: layout for key, layout in known.items() if staff or not layout.staff_only}
    if name not in usable:
        raise UnknownLayout(f"書き出しの形「{name[:40]}」はありません。使えるのは {'、'.join(usable)} です。")
    return usable[name]
