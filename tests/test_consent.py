"""だれに見せるか: every field of a record carries a word of its own, and each public output tells exactly those it may."""

import pytest
from sqlalchemy.orm import Session
from test_queries import everything_that_leaves
from town import place, resource
from two_towns import IKOMA, TOWN

from geodata.address.match import MatchLevel
from geodata.exports.record import Audience, exported
from geodata.filters import ResourceFilter
from geodata.keeping.searching import renew_search_text
from geodata.models import Answer, Organization, Resource, Visibility
from geodata.payload import compact
from geodata.publication import WITHHOLDABLE, is_public
from geodata.queries.resources import detail, listing
from geodata.queries.vocabulary import load_vocabulary

PUBLIC = {
    "name", "name_kana", "description", "schedule_text", "schedule_words", "target_text", "fee_text", "reservation", "capacity",
    "languages", "served_text", "url",
}  # fmt: skip
NEVER = {"source_key", "remarks", "consented_how", "confirmed_by", "confirmed_how", "fingerprint", "department"}
CONTACTS = {"phone", "fax", "email"}


def marked(field: str) -> str:
    """A word that stands nowhere else."""
    return f"しるし{field}おわり"


def full(db: Session, **changes: object) -> Resource:
    """A public record whose every text column carries a mark, at a 会場 whose columns do too."""
    group = Organization(municipality_code=IKOMA, name=marked("organization"))
    db.add(group)
    db.flush()
    hall = place(db, marked("place"), TOWN["1"], address=marked("address"), published_address=marked("published_address"),
                 building=marked("building"), address_read=marked("address_read"), level_reason=marked("level_reason"),
                 postal_code="630-0000", point_source=marked("point_source"))  # fmt: skip
    words = {name: marked(name) for name in PUBLIC | NEVER | CONTACTS}
    name = words.pop("name")
    given = {**words, "raw": {"列": marked("raw")}, "organization_id": group.id, "url": f"https://{marked('url')}", **changes}
    made = resource(db, name, hall, **given)
    renew_search_text(db, [made.id])
    return made


def test_every_output_tells_only_what_it_may(db: Session) -> None:
    full(db)
    told = "".join(everything_that_leaves(db))
    shown = {name for name in PUBLIC | NEVER | CONTACTS | {"raw"} if marked(name) in told}
    assert shown == PUBLIC | CONTACTS
    assert marked("published_address") in told
    assert not [name for name in ("address", "address_read", "level_reason", "point_source") if marked(name) in told]


@pytest.mark.parametrize("field", sorted(CONTACTS))
@pytest.mark.parametrize("visibility", [Visibility.PROFESSIONAL, Visibility.STAFF])
def test_a_contact_is_shown_to_whom_it_is_for(db: Session, field: str, visibility: Visibility) -> None:
    full(db, **{f"{field}_visibility": visibility})
    assert not [text for text in everything_that_leaves(db) if marked(field) in text]
    assert [marked(other) in "".join(everything_that_leaves(db)) for other in sorted(CONTACTS - {field})] == [True, True]
    vocabulary = load_vocabulary(db, IKOMA)
    for audience in Audience:
        (row,) = exported(db, is_public(IKOMA), vocabulary, audience)
        seen = audience is Audience.STAFF or (audience is Audience.PROFESSIONAL and visibility is Visibility.PROFESSIONAL)
        assert (getattr(row, field) == marked(field)) is seen


@pytest.mark.parametrize("field", WITHHOLDABLE)
def test_a_field_that_is_kept_from_residents_is_for_professionals(db: Session, field: str) -> None:
    one = full(db, withheld=[field])
    assert not [text for text in everything_that_leaves(db) if marked(field) in text]
    others = set(WITHHOLDABLE) - {field, "organization"}
    assert all(marked(other) in "".join(everything_that_leaves(db)) for other in others)
    assert marked(field) not in db.get_one(Resource, one.id).search_text, "nor is it found by it"
    rows = {audience: exported(db, is_public(IKOMA), load_vocabulary(db, IKOMA), audience)[0] for audience in Audience}
    assert [marked(field) in getattr(rows[one], field) for one in Audience] == [one is not Audience.RESIDENT for one in Audience]


@pytest.mark.parametrize(("consent", "shown"), [(Answer.YES, True), (Answer.UNKNOWN, True), (Answer.NO, False)])
def test_a_group_that_said_no_is_kept_from_residents(db: Session, consent: Answer, shown: bool) -> None:
    one = full(db, consent=consent)
    vocabulary = load_vocabulary(db, IKOMA)
    found = detail(db, one.id, vocabulary)
    assert {bool(getattr(found, name)) for name in CONTACTS} == {shown}
    told = "".join(everything_that_leaves(db))
    assert {marked(name) in told for name in CONTACTS} == {shown}
    rows = {audience: exported(db, is_public(IKOMA), vocabulary, audience)[0] for audience in Audience}
    assert {bool(getattr(rows[Audience.RESIDENT], name)) for name in CONTACTS} == {shown}
    assert all(getattr(rows[Audience.PROFESSIONAL], name) for name in CONTACTS), "those who work with it may still call"


@pytest.mark.parametrize(
    ("category", "changes", "shown"),
    [("ikomaru_madoguchi", {}, True), ("ikomaru_madoguchi", {"consent": Answer.NO}, False), ("ibasho", {}, False),
     ("ikomaru_madoguchi", {"phone_visibility": Visibility.PROFESSIONAL}, False)],
)  # fmt: skip
def test_a_desk_has_its_telephone_on_the_card(db: Session, category: str, changes: dict[str, object], shown: bool) -> None:
    full(db, category_code=category, **changes)
    vocabulary = load_vocabulary(db, IKOMA)
    (card,) = listing(db, ResourceFilter(), vocabulary).cards
    assert (card.phone == marked("phone")) is shown
    assert (marked("phone").encode() in compact(db, vocabulary)) is shown


def test_a_private_home_gives_its_town_only(db: Session) -> None:
    one = full(db)
    one.place.private_home, one.place.published_level = True, MatchLevel.MACHIAZA
    one.place.name = "個人宅"
    db.flush()
    renew_search_text(db, [one.id])
    told = "".join(everything_that_leaves(db))
    assert not [name for name in ("place", "address", "building", "address_read") if marked(name) in told]
    assert marked("address") not in one.search_text
