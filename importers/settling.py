"""項目ごとに決める: of a row and the record as it stands, which topics the file changes, and which stay as staff have them."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from geodata.keeping.placing import Placed
from geodata.models import Answer, Mode, Status, Visibility
from geodata.staff.wording import STATUSES
from importers.cell_words import finer_words, new_words, old_words
from importers.change import Change, Known, Revised, Row, met_by
from importers.layout import one_line
from importers.presents import Present, PresentPlace, category_names, presents
from importers.topics import TOPICS, Topic, differing

NARROWEST_FIRST = (Visibility.STAFF, Visibility.PROFESSIONAL, Visibility.PUBLIC)


def compared(
    session: Session, rows: Sequence[Row], known: Mapping[str, Known], columns: Mapping[str, str], back: Status
) -> Change:
    """The difference between what is read and what is known, topic by topic.

    A record that another department keeps now stays as it is, whatever the list says of it, and is not gone either.
    A topic of which the row says what it said in the last edition keeps what the record has; so does one that staff changed
    and whose cells (`columns`: header → field) are as they were. A record that was withdrawn is `back` with that status.
    """
    change, met = Change(), met_by(rows, known)
    there = presents(session, [one.id for row in rows if (one := met.get(row.draft.key)) and _speaks(row, one)])
    names = category_names(session) if there else {}
    for row in rows:
        before = met.get(row.draft.key)
        if before is None:
            change.new.append(row)
        elif before.id not in there:
            if before.moved_to:
                row.draft.say_once("", f"「{before.moved_to}」に移された社会資源のため、この一覧からは変えません。")
            change.unchanged.append((row, before))
        else:
            revised = revise(row, before, there[before.id], columns, names, back)
            change.changed.append(revised) if revised.cells else change.unchanged.append((row, before))
    kept = {before.id for before in met.values()}
    change.gone.extend(k for k in known.values() if k.id not in kept and k.status is not Status.WITHDRAWN and not k.moved_to)
    return change


def revise(
    row: Row, known: Known, present: Present, columns: Mapping[str, str], names: Mapping[str, str], back: Status
) -> Revised:
    """What a row changes in the record of its own list."""
    told = differing(known.fingerprint, row.draft.fingerprint)
    kept = frozenset(
        topic.code for topic in TOPICS
        if topic.code not in told or _older(topic, row, present) or _wider(topic, row, present)
        or (topic.code in present.edited and not _cells_differ(topic, row, present, columns))
    )  # fmt: skip
    cells = _cells(row, present, kept, names)
    if known.status is Status.WITHDRAWN:
        cells["status"] = (STATUSES[Status.WITHDRAWN], STATUSES[back], False)
    return Revised(row, known, present, _together(row, present, kept), cells)


def merged(row: Row, known: Known, present: Present, names: Mapping[str, str]) -> Revised:
    """What a row changes in a record of another list, or in one that this list calls otherwise: what it says, not what it omits."""
    kept = frozenset(topic.code for topic in TOPICS if not _says(topic, row) or _older(topic, row, present) or _wider(topic, row, present))
    return Revised(row, known, present, _together(row, present, kept), _cells(row, present, kept, names))


def first_cells(row: Row, names: Mapping[str, str]) -> dict[str, tuple[str, str, bool]]:
    """The same for a row that makes a record: everything that it says."""
    return {topic.code: ("", words, False) for topic in TOPICS if (words := new_words(topic, row, names))}


def keeping(revised: Revised, topics: Sequence[str]) -> Revised:
    """The same, staff keeping the record's own words of these topics as well."""
    kept = _together(revised.row, revised.present, revised.kept | set(topics))
    return Revised(revised.row, revised.known, revised.present, kept, revised.cells)


def _speaks(row: Row, known: Known) -> bool:
    return not known.moved_to and (known.fingerprint != row.draft.fingerprint or known.status is Status.WITHDRAWN)


def _older(topic: Topic, row: Row, present: Present) -> bool:
    """A confirmation that is no news."""
    if topic.code != "confirmed":
        return False
    said, stands = row.draft.values["last_confirmed_on"], present.values["last_confirmed_on"]
    return said is None or (stands is not None and said <= stands)


def _wider(topic: Topic, row: Row, present: Present) -> bool:
    """More eyes on a record that is public already: not for a list to decide, but for whoever publishes, on the record's page."""
    if topic.code != "visibility" or present.status is not Status.PUBLISHED:
        return False
    return NARROWEST_FIRST.index(row.draft.values["visibility"]) > NARROWEST_FIRST.index(present.values["visibility"])


def _cells_differ(topic: Topic, row: Row, present: Present, columns: Mapping[str, str]) -> bool:
    """True when the sheet itself wrote something else than in its last edition."""
    headers = [header for header, field in columns.items() if field in topic.fields]
    return any(one_line(row.draft.raw.get(header, "")) != one_line(present.raw.get(header, "")) for header in headers)


def _says(topic: Topic, row: Row) -> bool:
    """True when the row says anything of a topic."""
    match topic.code:
        case "place":
            return row.place is not None or row.draft.values["mode"] is not Mode.IN_PERSON
        case "category":
            return row.draft.values["category_code"] != "sonota"
        case "visibility":
            return False
        case "organization":
            return bool(row.draft.organization)
    return bool(row.draft.said(topic)[0])


def _together(row: Row, present: Present, kept: frozenset[str]) -> frozenset[str]:
    """A record that is held somewhere needs a 会場: where it has none, the row's is taken."""
    held_nowhere = present.values["place_id"] is None and present.values["mode"] is Mode.IN_PERSON
    return kept - {"place"} if held_nowhere and row.place is not None else kept


def _cells(row: Row, present: Present, kept: frozenset[str], names: Mapping[str, str]) -> dict[str, tuple[str, str, bool]]:
    """Topic → old and new words, and whether staff wrote the old ones, of every topic that would become another."""
    cells = {}
    for topic in TOPICS:
        if topic.code not in kept and not _same(topic, row, present):
            old, new = old_words(topic, present, names), new_words(topic, row, names)
            if old == new:
                old, new = finer_words(topic, present, row)
            cells[topic.code] = (old, new, topic.code in present.edited)
    return cells


def _same(topic: Topic, row: Row, present: Present) -> bool:
    """True when the record says already what the row says."""
    if topic.code == "organization":
        return row.draft.organization == present.organization
    if topic.code == "place":
        return row.draft.values["mode"] is present.values["mode"] and _same_place(row.place, present.place)
    values: Mapping[str, object] = row.draft.values
    return all(values[column] == present.values[column] for column in topic.columns if column in values)


def _same_place(said: Placed | None, there: PresentPlace) -> bool:
    """True for the 会場 itself, unless the row knows it better: a surer point, or an answer that was not known."""
    if said is None or said.key != there.key:
        return (said.key if said else "") == there.key
    surer = said.level > there.level and not there.confirmed
    answers = ((said.draft.barrier_free, there.barrier_free), (said.draft.parking, there.parking))
    return not surer and not any(now is not Answer.UNKNOWN and was is Answer.UNKNOWN for now, was in answers)
