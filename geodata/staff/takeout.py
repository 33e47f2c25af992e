"""職員の書き出し: the records of one's own scope, narrowed, and a line in the record of changes of what was taken."""

from sqlalchemy.orm import Session

from geodata.exports.record import Audience, Exported, exported
from geodata.filters import ResourceFilter
from geodata.models import Resource, Status
from geodata.queries.vocabulary import Vocabulary
from geodata.staff.audit import note
from geodata.staff.scope import Scope


def taken_out(
    session: Session, scope: Scope, vocabulary: Vocabulary, chosen: ResourceFilter, status: Status | None, what: str
) -> list[Exported]:
    """The records that somebody of this scope may take away; `what` says in the record of changes in which form."""
    conditions = [scope.sees(Resource)]
    if status is not None:
        conditions.append(Resource.status == status)
    found = exported(session, conditions, vocabulary, Audience.STAFF, chosen)
    note(session, "export", 0, "*", None, {"what": what, "rows": len(found)}, municipality=scope.municipality)
    return found
