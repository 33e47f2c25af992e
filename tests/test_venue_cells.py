"""移動販売・調整中: what the 会場 cells of a row say besides a place."""



from geodata.models import Mode
from tests.desk import Desk

HEADER = ("名称", "会場", "住所", "開催日時")


def test_a_shop_that_comes_by_has_no_hall(desk: Desk) -> None:
    desk.taken(("とくし丸３号車", "", "", "火曜 10:00"), header=HEADER, category="ido_hanbai")
    one = desk.records()["とくし丸３号車"]
    assert (one.mode, one.place_id) == (Mode.MOVING, None)


def test_a_hall_that_is_not_settled_is_no_name(desk: Desk) -> None:
    id_ = desk.send(("ひだまりサロン", "調整中", "", "火曜 10:00"), header=HEADER)
    told = [(one["column"], one["message"]) for one in desk.rows(id_)["ひだまりサロン"].problems]
    assert ("会場", "会場が「調整中」となっています。決まったら会場と住所を入力してください。") in told
