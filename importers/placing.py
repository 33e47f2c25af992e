"""会場を決める: the 会場 of each draft of a list, told in the list's problems where its address does not say enough."""

from collections.abc import Iterable, Sequence

from geodata.address.geocoder import Geocoder
from geodata.keeping.halls import Halls
from geodata.keeping.placing import Placed, found_among, placed_at
from importers.drafts import Draft


def place_all(
    drafts: Sequence[Draft], geocoder: Geocoder, within: str | None, known: Iterable[str] = ()
) -> list[Placed | None]:
    """The 会場 of each draft, None for one without (online, visiting, moving); problems are added to the drafts.

    A 会場 that is only named is found among those of this file and the `known` keys of place.address_key.
    """
    matches = iter(geocoder.locate_many([d.place.address for d in drafts if d.place], within=within))
    placed = [
        placed_at(draft.place, next(matches), geocoder, called=draft.values["name"], say=draft.say) if draft.place else None
        for draft in drafts
    ]
    halls = Halls([*known, *(place.key for place in placed if place)])
    return [found_among(halls, place, draft.say) if place else None for draft, place in zip(drafts, placed, strict=True)]
