"""Phrasings with the readings expected of them: a table that was tuned on, and one written before the parser."""

from collections import Counter

import pytest
from schedule_notation import TODAY, agrees, rows

from geodata.schedule.grammar import read

TUNED = rows("schedule_tuned.csv")
HELD_OUT = rows("schedule_held_out.csv")


@pytest.mark.parametrize("row", TUNED, ids=lambda row: row["text"])
def test_phrasing_reads_as_expected(row: dict[str, str]) -> None:
    assert agrees(row, read(row["text"], today=TODAY))


def test_phrasings_not_tuned_on(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes: Counter[str] = Counter()
    wrong = []
    for row in HELD_OUT:
        got = read(row["text"], today=TODAY)
        right = agrees(row, got)
        outcomes["right" if right else "not as expected"] += 1
        if got.understood == "full" and not right:
            wrong.append(row["text"])
    share = outcomes["right"] / len(HELD_OUT)
    with capsys.disabled():
        print(f"\nschedule, held out: {share:.1%} of {len(HELD_OUT)} right, {len(wrong)} wrong with confidence")
    assert wrong == []
    assert share >= 0.9


def test_there_are_enough_phrasings() -> None:
    texts = {row["text"] for row in TUNED + HELD_OUT}
    assert len(texts) >= 300
