"""The public API: what it promises in OpenAPI, what it keeps to itself, and how it answers nonsense."""

import json

import jsonschema
import pytest
from flask.testing import FlaskClient

from mapapp.openapi import document

PATHS = ("/api/v1/resources", "/api/v1/areas", "/api/v1/categories")


@pytest.mark.parametrize("path", PATHS)
def test_answers_keep_the_promise(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    api = document()
    content = api["paths"][path]["get"]["responses"]["200"]["content"]
    assert answer.mimetype in content
    schema = {**content[answer.mimetype]["schema"], "components": api["components"]}
    jsonschema.Draft202012Validator(schema).validate(json.loads(answer.data))


def test_every_route_is_promised(client: FlaskClient) -> None:
    served = {rule.rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    assert served - {"/api/v1/openapi.json"} == set(document()["paths"]) == set(PATHS)


def test_resources_are_geojson_in_japan(client: FlaskClient) -> None:
    found = client.get("/api/v1/resources").get_json(force=True)
    assert len(found["features"]) >= 180
    pins = [f["geometry"]["coordinates"] for f in found["features"] if f["geometry"]]
    assert len(pins) > 150
    assert all(135 < lng < 136.5 and 34 < lat < 35.5 for lng, lat in pins)
    assert any(f["geometry"] is None and f["properties"]["mode"] == "online" for f in found["features"])


def test_contacts_and_remarks_do_not_leave(client: FlaskClient) -> None:
    body = client.get("/api/v1/resources").get_data(as_text=True)
    assert "@example.jp" not in body and "0743-00" not in body


def test_a_private_home_is_given_as_its_town(client: FlaskClient) -> None:
    features = client.get("/api/v1/resources?q=つきみお茶の間").get_json(force=True)["features"]
    assert len(features) == 1
    properties = features[0]["properties"]
    assert properties["level"] in ("machiaza", "none")
    assert "町名まで" in properties["address"] and not any(c.isdigit() for c in properties["address"].split("（")[0])


def test_professionals_only_is_not_public(client: FlaskClient) -> None:
    assert "ひきこもり家族の集い" not in client.get("/api/v1/resources").get_data(as_text=True)


def test_304_and_compression(client: FlaskClient) -> None:
    first = client.get("/api/v1/resources", headers={"Accept-Encoding": "br"})
    assert first.headers["Content-Encoding"] == "br" and "Accept-Encoding" in first.headers["Vary"]
    again = client.get("/api/v1/resources", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    plain = client.get("/api/v1/resources", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers and json.loads(plain.data)
    gzipped = client.get("/api/v1/resources", headers={"Accept-Encoding": "gzip"})
    assert gzipped.headers["Content-Encoding"] == "gzip"
    assert len({r.headers["ETag"] for r in (first, plain, gzipped)}) == 3


WRONG = {
    "category=nothing": "「nothing」はありません",
    "target=x": "target",
    "weekday=monday": "weekday は mon",
    "time=25:00": "time は 14:00",
    "time=15:00-14:00": "はじめを終わりより前",
    "date=2026-02-30": "date は 2026-11-23",
    "date=20261123": "date は 2026-11-23",
    "area=nowhere": "「nowhere」はありません",
    "bbox=1,2,3": "bbox は 西の経度",
    "bbox=136,34,135,35": "bbox は 西の経度",
    "bbox=nan,nan,nan,nan": "bbox は 西の経度",
    "free=yes": "free は 1 か 0",
    "lang=xx": "lang に指定できるのは ja",
    "near=135.7,34.7": "near は町",
    "page=0": "page は1から",
    "page=99999999": "page は1から",
    "q=" + "あ" * 101: "100文字まで",
    "time=10:00&time=11:00": "一つだけ",
    "q=a%00b": "使えない文字",
}


@pytest.mark.parametrize("query", WRONG)
@pytest.mark.parametrize("path", ["/api/v1/resources", "/"])
def test_nonsense_gets_a_sentence(client: FlaskClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert WRONG[query] in (json.loads(text)["error"]["message"] if path != "/" else text)
    assert "Traceback" not in text


@pytest.mark.parametrize("path", ["/api/v1/areas?kind=x", "/api/v1/areas?foo=1", "/api/v1/resources?foo=1", "/api/v1/categories?x=1"])
def test_other_nonsense_gets_a_sentence(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400 and answer.get_json()["error"]["message"]


def test_the_page_for_people_names_every_query(client: FlaskClient) -> None:
    text = client.get("/api/").get_data(as_text=True)
    for parameter in document()["paths"]["/api/v1/resources"]["get"]["parameters"]:
        assert f"<code>{parameter['name']}</code>" in text


def test_readers_and_promise_name_the_same(client: FlaskClient) -> None:
    from geodata.filters.reading import READERS

    promised = [p["name"] for p in document()["paths"]["/api/v1/resources"]["get"]["parameters"]]
    assert sorted(promised) == sorted(READERS)
