"""市の外の住所: a row of another municipality is taken and told; a list of another one is told once."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from geodata.address import Dictionary, Geocoder, Town
from importers import check_upload
from tests.desk import CAFE, DINER, NEWCOMER, SALON, Desk
from tests.lists import TOWNS

AWAY = "奈良市三条町1-2-3"
WIDER = Geocoder(Dictionary.build([*TOWNS, Town("292010", "奈良県", "奈良市", "三条町", lng=135.82, lat=34.68)]))


class Wider(Desk):
    """A desk whose dictionary knows the city next door."""

    def check(self, upload_id: int) -> None:
        check_upload(self.engine, upload_id, lambda _: WIDER, lambda *_: None)


@pytest.fixture
def desk(fresh_database: Engine, tmp_path: Path) -> Desk:
    return Wider(fresh_database, tmp_path)


def told(desk: Desk, id_: int) -> dict[str, list[str]]:
    return {name: [one["message"] for one in row.problems if "の外" in one["message"]] for name, row in desk.rows(id_).items()}


def test_a_row_elsewhere_says_where(desk: Desk) -> None:
    said = told(desk, desk.send(SALON, CAFE, DINER, ("となりの食堂", "見本会館", AWAY, "", "", "")))
    assert said.pop("となりの食堂") == ["住所が生駒市の外（奈良市）です。このまま取り込んでよいか確かめてください。"]
    assert set(map(tuple, said.values())) == {()}


def test_a_list_of_elsewhere_is_told_once(desk: Desk) -> None:
    said = told(desk, desk.send(NEWCOMER, *((f"となりの食堂{number}", "見本会館", AWAY, "", "", "") for number in range(4))))
    assert [words for words in said.values() if words] == [
        ["この行をはじめ4行の住所が生駒市の外です。別の市区町村の一覧でないか確かめてください。"]]
