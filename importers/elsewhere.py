"""市の外の住所: rows whose address lies in another municipality are taken all the same, and told."""

from collections.abc import Sequence

from geodata.address.geocoder import Geocoder
from geodata.keeping.placing import Placed
from importers.drafts import Draft

FEW = 3  # so many rows are told one by one, though they are most of the list


def tell_elsewhere(drafts: Sequence[Draft], placed: Sequence[Placed | None], geocoder: Geocoder, municipality: str) -> None:
    """Add a problem to each draft whose 会場 is placed outside the municipality; to the first alone where most of the list is."""
    owner = geocoder.dictionary.municipality(municipality)
    if owner is None:
        return
    found = [(draft, place.match) for draft, place in zip(drafts, placed, strict=True) if place and place.match.city_code]
    outside = [(draft, match) for draft, match in found if match.city_code != owner.code]
    if FEW < len(outside) > len(found) / 2:
        first = f"この行をはじめ{len(outside):,}行の住所が{owner.city}の外です。別の市区町村の一覧でないか確かめてください。"
        outside[0][0].say(first)
        return
    for draft, match in outside:
        where = match.city if match.pref == owner.pref else f"{match.pref}{match.city}"
        draft.say(f"住所が{owner.city}の外（{where}）です。このまま取り込んでよいか確かめてください。")
