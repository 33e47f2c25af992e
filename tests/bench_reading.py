"""一覧表の見分け: how many sheets, header rows and columns of lists laid out by departments are recognised rightly, and how many wrongly."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.figures import figure, wanted
from tests.laid_out import TUNED
from tests.laid_out_last import LAST
from tests.laid_out_later import LATER
from tests.laid_out_more import MORE
from tests.laid_out_unseen import UNSEEN
from tests.reading import judged

NAMES = ("recognised_right_percent", "recognised_wrong_percent", "recognised_unseen_right_percent", "recognised_unseen_wrong_percent")


def figures(only: str) -> Iterator[dict[str, Any]]:
    """The four NAMES: over all lists, and over those that nothing was tuned on."""
    if not wanted(only, *NAMES):
        return
    with TemporaryDirectory() as folder:
        for lists, right, wrong in (((*TUNED, *MORE, *LATER, *LAST, *UNSEEN), *NAMES[:2]), (UNSEEN, *NAMES[2:])):
            score = judged(lists, Path(folder))
            note = f"{score.all} sheets, header rows and columns of {len(lists)} lists"
            yield figure(right, 100 * score.right / score.all, "%", least=90, note=note)
            yield figure(wrong, 100 * score.wrong / score.all, "%", most=0, note="wrong, and not said to be unsure")
