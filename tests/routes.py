"""道と役割: what each route answers to each role, one line a route. A route without a line here fails the build.

A line is: method, path, then what is answered to nobody, professional, editor, publisher, admin, auditor; one answer alone is
everybody's. `login` leads to the login page. A POST brings its token and nothing else, so most are told what is missing (400)
or lead on (303). The <arguments> are those of `Things`, of the asker's own 所管課.
"""

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from flask import Flask
from openpyxl import Workbook
from people import IKOMA, account, form_token, signed_in
from shapely.geometry import box
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from town import area, place, resource
from uploads import row, upload
from werkzeug.routing import Rule

from geodata.due import today_in_japan
from geodata.models import AreaKind, Correction, CorrectionState, District, Origin, Role, UploadState
from geodata.staff.links import make_links
from mapapp.accounts.forms import COOKIE

SQUARE = box(135.69, 34.69, 135.71, 34.71)
ROLES = (None, Role.PROFESSIONAL, Role.EDITOR, Role.PUBLISHER, Role.ADMIN, Role.AUDITOR)
TABLE = """
GET  /                                                          200
GET  /about                                                     200
GET  /account                                                   login 200   200   200   200   200
POST /account/logins/end                                        login 303   303   303   303   303
GET  /account/password                                          login 200   200   200   200   200
POST /account/password                                          login 400   400   400   400   400
POST /account/recovery-codes                                    login 303   303   303   303   303
GET  /account/second-factor                                     login 200   200   200   200   200
POST /account/second-factor                                     login 303   303   303   303   303
GET  /api/                                                      200
GET  /api/v1/areas                                              200
GET  /api/v1/categories                                         200
GET  /api/v1/openapi.json                                       200
GET  /api/v1/resources                                          200
GET  /areas/                                                    200
GET  /areas/<code>                                              200
GET  /areas/<code>/figure.svg                                   200
GET  /areas/<code>/map.html                                     200
GET  /areas/<code>/wall                                         200
GET  /districts/<slug>                                          200
GET  /districts/<slug>/figure.svg                               200
GET  /districts/<slug>/map.html                                 200
GET  /districts/<slug>/wall                                     200
GET  /download/<name>.<suffix>                                  200
GET  /figure.svg                                                200
GET  /healthz                                                   200
GET  /k/                                                        200
POST /k/                                                        400
GET  /k/<token>                                                 200
POST /k/<token>                                                 409
GET  /k/<token>/done                                            303
GET  /login                                                     200   302   302   302   302   302
POST /login                                                     401
GET  /login/code                                                303
POST /login/code                                                303
GET  /login/next                                                login 302   302   302   302   302
POST /logout                                                    303
GET  /map/frame-<key>-<version>.js                              200
GET  /map/resources-<version>.json                              200
GET  /readyz                                                    200
GET  /resources/<resource_id>                                   200
GET  /resources/<resource_id>/report                            200
POST /resources/<resource_id>/report                            400
GET  /resources/<resource_id>/report/thanks                     200
GET  /soudan                                                    200
GET  /staff/                                                    login 403   200   200   200   200
GET  /staff/accounts/                                           login 403   403   403   200   403
POST /staff/accounts/                                           login 403   403   403   400   403
GET  /staff/accounts/<account_id>                               login 403   403   403   200   403
POST /staff/accounts/<account_id>                               login 403   403   403   303   403
POST /staff/accounts/<account_id>/logout                        login 403   403   403   303   403
POST /staff/accounts/<account_id>/password                      login 403   403   403   200   403
POST /staff/accounts/<account_id>/second-factor/reset           login 403   403   403   303   403
POST /staff/accounts/<account_id>/start                         login 403   403   403   303   403
POST /staff/accounts/<account_id>/stop                          login 403   403   403   303   403
GET  /staff/audit/                                              login 403   403   403   200   200
GET  /staff/exports/                                            login 403   200   200   200   403
POST /staff/exports/                                            login 403   404   404   404   403
GET  /staff/freshness/                                          login 403   200   200   200   200
POST /staff/freshness/<resource_id>/confirmed                   login 403   303   303   303   403
GET  /staff/freshness/<resource_id>/correct                     login 403   200   200   200   403
POST /staff/freshness/<resource_id>/correct                     login 403   400   400   400   403
POST /staff/freshness/<resource_id>/links/end                   login 403   303   303   303   403
POST /staff/freshness/<resource_id>/missed                      login 403   303   303   303   403
GET  /staff/freshness/calls                                     login 403   200   200   200   200
GET  /staff/freshness/corrections/                              login 403   200   200   200   200
GET  /staff/freshness/corrections/<correction_id>               login 403   200   200   200   200
POST /staff/freshness/corrections/<correction_id>/accept        login 403   409   409   409   403
POST /staff/freshness/corrections/<correction_id>/refuse        login 403   400   400   400   403
GET  /staff/freshness/rules                                     login 403   200   200   200   200
POST /staff/freshness/rules                                     login 403   403   403   303   403
POST /staff/freshness/sheet                                     login 403   303   303   303   403
GET  /staff/places/                                             login 403   200   200   200   200
GET  /staff/places/<place_id>                                   login 403   200   200   200   200
POST /staff/places/<place_id>                                   login 403   400   400   400   403
POST /staff/places/<place_id>/home                              login 403   409   409   409   403
POST /staff/places/<place_id>/home/end                          login 403   403   409   409   403
GET  /staff/places/suggest                                      login 403   200   200   200   403
GET  /staff/resources/                                          login 403   200   200   200   200
GET  /staff/resources/<resource_id>                             login 403   200   200   200   200
GET  /staff/resources/<resource_id>/edit                        login 403   200   200   200   403
POST /staff/resources/<resource_id>/edit                        login 403   200   200   200   403
GET  /staff/resources/<resource_id>/history                     login 403   200   200   200   200
GET  /staff/resources/<resource_id>/restore/<revision>          login 403   200   200   200   403
POST /staff/resources/<resource_id>/restore/<revision>          login 403   303   303   303   403
POST /staff/resources/<resource_id>/status                      login 403   303   303   303   403
GET  /staff/resources/bulk                                      login 403   400   400   400   403
POST /staff/resources/bulk                                      login 403   400   400   400   403
GET  /staff/resources/new                                       login 403   200   200   200   403
POST /staff/resources/new                                       login 403   400   400   400   403
POST /staff/resources/reading                                   login 403   200   200   200   403
GET  /staff/uploads/                                            login 403   200   200   200   200
POST /staff/uploads/                                            login 403   400   400   400   403
GET  /staff/uploads/<upload_id>                                 login 403   200   200   200   200
POST /staff/uploads/<upload_id>/again                           login 403   303   303   303   403
GET  /staff/uploads/<upload_id>/columns                         login 403   200   200   200   200
POST /staff/uploads/<upload_id>/columns                         login 403   303   303   303   403
POST /staff/uploads/<upload_id>/commit                          login 403   303   303   303   403
POST /staff/uploads/<upload_id>/discard                         login 403   303   303   303   403
GET  /staff/uploads/<upload_id>/pins                            login 403   200   200   200   200
GET  /staff/uploads/<upload_id>/progress                        login 403   200   200   200   200
GET  /staff/uploads/<upload_id>/remarks                         login 403   200   200   200   200
GET  /staff/uploads/<upload_id>/rows/<row_id>                   login 403   303   303   303   303
POST /staff/uploads/<upload_id>/rows/<row_id>                   login 403   303   303   303   403
GET  /staff/uploads/<upload_id>/undo                            login 403   303   303   303   403
POST /staff/uploads/<upload_id>/undo                            login 403   409   409   409   403
GET  /static/<filename>                                         200
"""


@dataclass(frozen=True, slots=True)
class Things:
    """What the arguments of the paths stand for: one of each, of one 所管課 of one municipality."""

    resource_id: int
    place_id: int
    upload_id: int
    row_id: int
    correction_id: int
    account_id: int
    token: str
    code: str
    slug: str
    revision: int = 1
    key: str = "city"
    version: int = 1
    name: str = "ichiran"
    suffix: str = "csv"
    filename: str = "css/base.css"

    def path(self, written: str) -> str:
        """The path with these for its arguments."""
        for field in self.__dataclass_fields__:
            written = written.replace(f"<{field}>", str(getattr(self, field)))
        return written


def make_things(session: Session, department: str, municipality: str = IKOMA) -> Things:
    """One of each, new."""
    of = {"municipality_code": municipality}
    stands = place(session, "見本会館", (135.7, 34.7), **of)
    one = resource(session, "見本の会", stands, department=department, phone="0743-00-0000", **of)
    sent = upload(session, UploadState.READY, department=department)
    sent.municipality_code, sent.content = municipality, _workbook()
    checked = row(session, sent, 4, "new", "みんな食堂")
    said = Correction(resource_id=one.id, origin=Origin.RESIDENT, as_is=False, changes={}, message="見本の申し出", revision=1,
                      state=CorrectionState.WAITING, **of)  # fmt: skip
    who = account(session, Role.EDITOR, department, municipality)
    around = area(session, AreaKind.JICHIKAI, "見本町自治会", SQUARE, **of)
    district = District(slug=f"mihon{one.id}", name="見本地区", description="", model=False, areas=[around], **of)
    session.add_all([said, district])
    session.flush()
    (token,) = make_links(session, [one.id], None, today_in_japan()).values()
    return Things(one.id, stands.id, sent.id, checked.id, said.id, who.id, token, around.code, district.slug, key=f"area-{around.code}")


@cache
def _workbook() -> bytes:
    made, kept = Workbook(), BytesIO()
    for cells in (("こども食堂一覧",), (), ("名称", "住所"), ("みんな食堂", "中町3-12")):
        made.active.append(cells)
    made.active.title = "一覧"
    made.save(kept)
    return kept.getvalue()


def lines() -> dict[tuple[str, str], tuple[str, ...]]:
    """(method, path) → what each of ROLES is answered."""
    found = {}
    for line in TABLE.strip().splitlines():
        method, path, *answers = line.split()
        assert (method, path) not in found, f"twice: {line}"
        assert len(answers) in (1, len(ROLES)), line
        found[method, path] = tuple(answers * len(ROLES) if len(answers) == 1 else answers)
    return found


def written(rule: Rule) -> str:
    """A rule as its line has it, without converters."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", rule.rule)


def rules(app: Flask) -> list[tuple[str, str]]:
    """Every (method, path) of the app."""
    return sorted((method, written(rule)) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"})


OBJECTS = re.compile(r"<\w+_id>")


def of_objects() -> list[tuple[str, str, tuple[str, ...]]]:
    """The lines of staff routes about one object."""
    return [(method, path, answers) for (method, path), answers in lines().items() if path.startswith("/staff/") and OBJECTS.search(path)]


class Asker:
    """Somebody of a role who asks again and again, each time as if logged in a moment ago."""

    def __init__(self, app: Flask, engine: Engine, role: Role | None, department: str = "", municipality: str = IKOMA) -> None:
        self.new = lambda: signed_in(app, engine, role, department, municipality) if role else app.test_client()
        self.begin()

    def begin(self) -> None:
        """Log in anew."""
        self.client = self.new()
        self.token = form_token(self.client)
        form = self.client.get_cookie(COOKIE)
        assert form
        self.form = form.value

    def asks(self, method: str, path: str, *, token: bool = True) -> str:
        """What is answered, as the table has it."""
        self.client.set_cookie(COOKIE, self.form, secure=True)
        given = {"csrf_token": self.token} if token else {}
        answer = self.client.open(path, method=method, data=given if method != "GET" else None)
        way_in = answer.headers.get("Location", "").partition("?")[0] == "/login"
        return "login" if answer.status_code == 302 and way_in else str(answer.status_code)
