"""取り込みの入口: the blueprint, how much one file may weigh, and the upload that an address names."""

from typing import Any

from flask import Blueprint, request

from geodata.staff.uploads import UploadInfo, upload
from mapapp.access import who
from mapapp.store import store

bp = Blueprint("staff_uploads", __name__, url_prefix="/staff/uploads")
MOST_BYTES = 20_000_000
FORM_BYTES = 100_000  # the other fields of the form, and what wraps the file


@bp.url_value_preprocessor
def let_a_file_in(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Only where a file is sent may a body be larger than elsewhere; before anything reads it, the token's check too."""
    if endpoint == "staff_uploads.send":
        request.max_content_length = MOST_BYTES + FORM_BYTES


def asked(upload_id: int) -> UploadInfo:
    """The upload of an address. Raises UnknownUpload (404), for another department's as well."""
    return upload(store().session(), who().scope, upload_id)
