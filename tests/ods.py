"""OpenDocument の表: a small writer, so that tests read what an office without Excel would send."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MIME = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "manifest")
)


def write_ods(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], hidden_rows: Collection[int] = ()) -> Path:
    """A workbook of text cells; rows of `hidden_rows` are filtered away in every sheet."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">' + "".join(
            f'<table:table-row{_seen(number in hidden_rows)}>{"".join(map(_cell, row))}</table:table-row>'
            for number, row in enumerate(rows, 1)
        ) + "</table:table>"
        for name, rows in sheets.items()
    )  # fmt: skip
    write_content(path, tables)
    return path


def write_content(path: Path, tables: str) -> None:
    """A workbook with these tables."""
    content = f"<office:document-content {SPACES}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    manifest = f'<manifest:manifest {SPACES}><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/></manifest:manifest>'
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def _seen(hidden: bool) -> str:
    return ' table:visibility="filter"' if hidden else ""


def _cell(value: Any) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
