"""検査: an upload is read, compared with what is there, and told row by row, before anything changes."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder

Progress = Callable[[int, str], None]
OpenGeocoder = Callable[[Session], Geocoder]


def check_upload(engine: Engine, upload_id: int, geocoder: OpenGeocoder, progress: Progress) -> None:
    """Read an upload that waits and fill its result, its rows and what a commit needs; nothing else is changed.

    Its state becomes ready, asking (sheet, header or columns are not sure), or failed with a sentence. For the worker:
    `geocoder` is asked for with the session that reads, `progress` is told percent and a sentence.
    """
    raise NotImplementedError
