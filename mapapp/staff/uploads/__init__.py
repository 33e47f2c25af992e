"""取り込み: a file comes in, its columns and rows are checked, it is taken in, and undone. One module for each step."""

from mapapp.staff.uploads import asking, checking, deciding, listing, showing
from mapapp.staff.uploads.blueprint import bp

__all__ = ["asking", "bp", "checking", "deciding", "listing", "showing"]
