"""どの表か: how well a table fits what a list of 社会資源 holds; the best of a file is read."""

import re
from collections.abc import Sequence

from importers.recognition.guess import Guess
from importers.recognition.parts import Block
from importers.tables import Table

WEIGHT = {"name": 2.0, "address": 1.5, "place": 1.3, "schedule": 1.3, "phone": 1.3, "remarks": 0.4, "source_id": 0.3}
ASIDE = re.compile(
    r"記入例|入力例|例示|見本シート|記載例|マスタ|リスト|コード|選択肢|集計|目次|表紙|旧|過去|廃止|old|バックアップ|コピー|作業用|下書き", re.IGNORECASE
)
HIDDEN, SET_ASIDE, EMPTY, NAMELESS = 0.2, 0.5, 0.1, 0.3


def fit_of(table: Table, block: Block, guesses: Sequence[Guess]) -> float:
    """The known fields, each as much as it tells; less for few rows, for a sheet set aside, and for a hidden one."""
    fields: dict[str, float] = {}
    for guess in guesses:
        if guess.field:
            fields[guess.field] = max(fields.get(guess.field, 0), guess.sure * WEIGHT.get(guess.field, 1.0))
    rows = sum(any(row[block.header.left : block.right]) for row in table.rows[block.header.first_row - 1 : block.last_row])
    worth = sum(fields.values()) * (EMPTY if not rows else min(1.0, 0.7 + 0.03 * rows))
    for applies, factor in ((table.hidden, HIDDEN), (ASIDE.search(table.name), SET_ASIDE), ("name" not in fields, NAMELESS)):
        worth *= factor if applies else 1
    return worth
