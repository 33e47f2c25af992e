"""備考つきの表: the very workbook that came in, with one more column that says what the check found."""

from collections.abc import Mapping


def remarked(content: bytes, file_name: str, rows: Mapping[int, str], *, sheet: str = "", header_row: int = 1) -> tuple[str, bytes]:
    """The file's name and bytes with a column 「確認の結果」 at the right of `sheet`; `rows` is Excel's row number → words.

    An xlsx keeps its look, a CSV its encoding; xls and ods become xlsx. What we write is neutralised: no formula is made.
    Raises BadFile.
    """
    raise NotImplementedError
