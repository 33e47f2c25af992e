"""生駒市の施設、一つずつ抜いて: 146 true points, those of quality A and B as if staff had confirmed them.

Half 0 of the addresses, by hash, was tuned on; half 1 is what the assertions ask. Both are printed (pytest -s).
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median

import pytest

from geodata.address import Dictionary, Geocoder, Match, MatchLevel, Town
from geodata.address.finer import key_of, metres
from geodata.address.learned import Learned, Reference
from geodata.address.located import AddressBook
from tests.address_town import IKOMA

Row = tuple[dict[str, str], Match, Reference]


@pytest.fixture(scope="module")
def facilities(shared_data: Path, nara_towns: list[Town]) -> tuple[Dictionary, list[Row]]:
    dictionary = Dictionary.build(town for town in nara_towns if town.pref == "奈良県")
    geocoder = Geocoder(dictionary)
    with (shared_data / "facilities_ikoma.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = geocoder.locate_many([row["address"] for row in rows], within=IKOMA)
    return dictionary, [(row, match, _reference(row, match)) for row, match in zip(rows, found, strict=True)]


def _reference(row: dict[str, str], match: Match) -> Reference:
    point = (float(row["lng"]), float(row["lat"]))
    return Reference(row["name"], row["address"], match.city_code, key_of(match.machiaza), match.rest, point)


def leave_one_out(dictionary: Dictionary, rows: Sequence[Row], *, same_address: bool) -> list[tuple[Row, Match, int]]:
    """Each row located by all others; without `same_address` also by none of the same 番地. With how many are in its 町."""
    answers = []
    for row in rows:
        others = [
            other[2] if same_address else other[2]._replace(name="") for other in rows
            if other is not row and other[0]["quality"] in "AB"
            and (same_address or (other[2].town, other[2].rest) != (row[2].town, row[2].rest))
        ]  # fmt: skip
        match = AddressBook(dictionary, learned=Learned(others)).locate(row[0]["address"], within=IKOMA)
        answers.append((row, match, sum(other.town == row[2].town for other in others)))
    return answers


def errors(answers: Iterable[tuple[Row, Match, int]]) -> list[float]:
    return [metres(match.point or (0, 0), row[2].point) for row, match, _ in answers]


def half(answer: tuple[Row, Match, int]) -> int:
    return sha256(answer[0][0]["address"].encode()).digest()[-1] % 2


def told(name: str, answers: list[tuple[Row, Match, int]]) -> None:
    for part, chosen in ((part, [one for one in answers if half(one) == part]) for part in (0, 1)):
        centre = [metres(row[1].point or (0, 0), row[2].point) for row, _, _ in chosen]
        middle = median(errors(chosen))
        print(f"\n{name}, half {part}: {len(chosen)} rows, median {middle:.0f} m (町 centre {median(centre):.0f} m)")
        by_level: dict[str, list[float]] = defaultdict(list)
        for one, away in zip(chosen, errors(chosen), strict=True):
            by_level[one[1].level.value].append(away)
            by_level[f"{one[2] if one[2] < 3 else '3 or more'} references in the 町"].append(away)
        for level, away in sorted(by_level.items()):
            print(f"  {level:30} {len(away):4} rows, median {median(away):5.0f} m, worst {max(away):5.0f} m")


def test_facilities_of_ikoma_leave_one_out(facilities: tuple[Dictionary, list[Row]]) -> None:
    answers = leave_one_out(*facilities, same_address=True)
    told("one row left out", answers)
    unseen = [one for one in answers if half(one) == 1]
    assert median(errors(unseen)) <= 150
    assert all(one[1].level <= MatchLevel.INTERPOLATED or one[1].level in ("parcel", "venue") for one in unseen)


def test_facilities_of_ikoma_without_their_own_address(facilities: tuple[Dictionary, list[Row]]) -> None:
    """What interpolation alone is worth: all rows of the same 番地 left out as well."""
    answers = leave_one_out(*facilities, same_address=False)
    told("its whole 番地 left out", answers)
    placed = [one for one in answers if half(one) == 1 and one[1].level == "interpolated"]
    assert len(placed) >= 5
    assert median(errors(placed)) < median(metres(row[1].point or (0, 0), row[2].point) for row, _, _ in placed)
    assert not [one for one in answers if one[1].level > MatchLevel.INTERPOLATED]