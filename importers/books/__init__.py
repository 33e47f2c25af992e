"""表計算ファイルを外から見る: xlsx, ods and xls, before their cells are read."""

from pathlib import Path
from zipfile import is_zipfile

from importers.books import ods, xls, xlsx
from importers.books.look import SheetLook
from importers.books.zipped import check_zip

__all__ = ["SheetLook", "check_zip", "looks"]


def looks(path: Path) -> dict[str, SheetLook]:
    """The look of each sheet by its name, all of them within the limits. Raises BadFile."""
    found = (xlsx.looks(path) or ods.looks(path)) if is_zipfile(path) else xls.looks(path)
    for name, look in found.items():
        look.check(path.name, name)
    return found
