"""持ち出す文書: templates of what leaves the service as a file (figure, standalone map). Text is always escaped."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from geodata.dates import FILTERS

FOLDER = Path(__file__).resolve().parent.parent / "templates"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(name: str, **values: Any) -> str:
    """The template `name`, filled in."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(FILTERS)
    return made


def _clean(value: Any) -> Any:
    """Characters that no XML file may hold are dropped; a sheet can carry them."""
    return NOT_IN_XML.sub("", value) if type(value) is str else value
