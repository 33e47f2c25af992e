"""送られた値が合わないとき: numbers that no row has, addresses that are none, letters that no text holds. Never a 500."""

import io

from flask import Flask
from people import form_token, post, signed_in
from sqlalchemy import Engine

from geodata.database import transaction
from geodata.models import Role
from geodata.staff.scope import Scope
from geodata.staff.uploads import discard
from importers import receive

LARGE, ENDLESS = "99999999999999999999", "9" * 5_000
CSV = "名称,住所\n見本の会,生駒市\n".encode()
NO_PAGES = (
    f"/resources/{LARGE}", "/resources/2147483648", f"/resources/{LARGE}/report", f"/staff/resources/{LARGE}",
    f"/staff/resources/{LARGE}/edit", f"/staff/resources/1/restore/{LARGE}", f"/staff/places/{LARGE}", f"/staff/uploads/{LARGE}",
    f"/staff/uploads/1/rows/{LARGE}", f"/staff/accounts/{LARGE}", f"/staff/freshness/corrections/{LARGE}",
)  # fmt: skip
NO_VALUES = (f"/staff/uploads/?page={LARGE}", "/staff/freshness/?category=%00", "/staff/freshness/?area=%00")
FORMS = (
    ("/staff/uploads/{}/columns", {"part": ENDLESS}), ("/staff/uploads/{}/rows/1", {"choice": f"merge:{ENDLESS}"}),
    ("/staff/uploads/{}/again", {}), ("/staff/freshness/corrections/1/accept", {"revision": ENDLESS}),
    ("/staff/accounts/", {"email": "a\0@example.jp", "role": "editor"}), ("/staff/freshness/1/confirmed", {"back": "//["}),
    ("/login", {"email": "\0", "password": "\0", "next": "//["}),
)  # fmt: skip


def test_an_address_that_fits_nothing_is_no_fault_of_ours(office: Flask, own_city: Engine) -> None:
    admin = signed_in(office, own_city, Role.ADMIN)
    assert {url: admin.get(url).status_code for url in NO_PAGES} == dict.fromkeys(NO_PAGES, 404)
    assert {url: admin.get(url).status_code for url in NO_VALUES} == dict.fromkeys(NO_VALUES, 400)
    stranger = office.test_client()
    assert stranger.get("/login?next=//[").status_code == 200
    assert stranger.post("/staff/places/1", headers={"Referer": "http://["}).status_code == 400


def test_a_form_that_fits_nothing_is_no_fault_of_ours(office: Flask, own_city: Engine) -> None:
    admin = signed_in(office, own_city, Role.ADMIN)
    with transaction(own_city) as session:
        thrown = receive(session, content=CSV, file_name="見本.csv", municipality="292095")
        discard(session, Scope("292095", "", True), thrown, None)
    told = {url: post(admin, url.format(thrown), form).status_code for url, form in FORMS}
    assert {url: status for url, status in told.items() if status >= 500} == {}
    sent = {"csrf_token": form_token(admin), "source": "見本\0", "file": (io.BytesIO(CSV), "見本.csv")}
    assert admin.post("/staff/uploads/", data=sent).status_code == 400


def test_a_file_that_was_thrown_away_says_so(office: Flask, own_city: Engine) -> None:
    admin = signed_in(office, own_city, Role.ADMIN)
    with transaction(own_city) as session:
        thrown = receive(session, content=CSV, file_name="見本.csv", municipality="292095")
        discard(session, Scope("292095", "", True), thrown, None)
    answer = admin.get(f"/staff/uploads/{thrown}/remarks")
    assert answer.status_code == 409 and "もう一度ファイルを送ってください" in answer.get_data(as_text=True)
