"""個人の電話番号: what is somebody's own is for staff alone from the beginning, and told on its row."""


import pytest

from geodata.models import Visibility
from tests.desk import Desk

HALL = ("ひだまりサロン", "元町会館", "生駒市元町1-6-12")
HOME = ("ひだまりサロン", "山田様宅（個人宅）", "生駒市元町1-6-12")
OURS = (Visibility.STAFF, Visibility.STAFF)
OPEN = (Visibility.PUBLIC, Visibility.PUBLIC)


def ranges(desk: Desk) -> tuple[Visibility, Visibility]:
    one = desk.records()["ひだまりサロン"]
    return one.phone_visibility, one.fax_visibility


@pytest.mark.parametrize(
    ("header", "where", "cell", "seen"),
    [
        ("連絡先（代表者宅）", HOME, "0743-70-0001\n090-1111-2222（山田）", OURS),
        ("電話番号", HOME, "0743-70-0001", OURS),
        ("電話番号（自宅）", HALL, "0743-70-0001", OURS),
        ("電話番号", HALL, "090-1111-2222（山田）", OURS),
        ("電話番号", HALL, "0743-70-0001 山田様", OURS),
        ("電話番号", HALL, "0743-70-0001（担当：山田 花子）", OURS),
        ("電話番号", HALL, "090-1111-2222", OPEN),
        ("電話番号", HALL, "0743-74-1111（代表）", OPEN),
        ("電話番号", HALL, "0743-74-1111（内線123）", OPEN),
        ("電話番号", HALL, "0743-74-1111（福祉政策課）", OPEN),
        ("電話番号", HALL, "0743-74-1111（平日のみ）", OPEN),
    ],
)
def test_somebodys_own_number_is_for_staff_alone(
    desk: Desk, header: str, where: tuple[str, ...], cell: str, seen: tuple[Visibility, ...]
) -> None:
    id_ = desk.send((*where, "毎週火曜", cell), header=("名称", "会場", "住所", "開催日時", header))
    told = [one["message"] for one in desk.rows(id_)["ひだまりサロン"].problems]
    assert any("個人の電話番号のようです" in message for message in told) == (seen == OURS)
    assert desk.take(id_)
    assert ranges(desk) == seen


def test_what_an_officer_widened_stays_until_the_number_is_another(desk: Desk) -> None:
    header = ("名称", "会場", "住所", "電話番号", "費用")
    desk.taken((*HOME, "0743-70-0001", ""), header=header)
    desk.edit("ひだまりサロン", phone_visibility=Visibility.PUBLIC)
    desk.taken((*HOME, "0743-70-0001", "無料"), header=header)
    assert ranges(desk) == (Visibility.PUBLIC, Visibility.STAFF)
    desk.taken((*HOME, "0743-70-0002", "無料"), header=header)
    assert ranges(desk) == OURS
