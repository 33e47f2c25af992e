"""情報の確認: due lists, sheets of paper, the rules of each 種類, and corrections that wait."""

from mapapp.staff.freshness import corrections, rules, sheets
from mapapp.staff.freshness.lists import bp

__all__ = ["bp", "corrections", "rules", "sheets"]
