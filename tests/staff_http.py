"""職員のブラウザー: the forms of the staff pages, filled in and sent over HTTP to a service that runs."""

import http.client
import re
from pathlib import Path

from mapapp.accounts.sessions import COOKIE

EDGE = "edge-of-the-form"


class Staff:
    """Somebody who is logged in by a token (tests.people.token_for)."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token

    def send(self, path: Path, **fields: str) -> int:
        """Send a list in; the number of its upload. OSError or HTTPException when nobody answers."""
        text, cookie = self._form("/staff/uploads/")
        parts = [f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in {"csrf_token": text, **fields}.items()]  # fmt: skip
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'
        body = ("".join(parts) + head).encode() + path.read_bytes() + f"\r\n--{EDGE}--\r\n".encode()
        place = self._post("/staff/uploads/", body, f"multipart/form-data; boundary={EDGE}", cookie)
        return int(place.rstrip("/").rpartition("/")[2])

    def ask(self, upload_id: int, step: str) -> None:
        """Press a button of an upload: commit, undo."""
        text, cookie = self._form("/staff/uploads/")
        self._post(f"/staff/uploads/{upload_id}/{step}", f"csrf_token={text}".encode(), "application/x-www-form-urlencoded", cookie)

    def _form(self, path: str) -> tuple[str, str]:
        """The token of a page's forms, and the cookies that go with it."""
        answer, body = self._request("GET", path, None, {"Cookie": f"{COOKIE}={self.token}"})
        found = re.search(r'name="csrf_token" value="([^"]+)"', body)
        if not found:
            raise http.client.HTTPException(f"{answer.status} {body[:300]}")
        given = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or ()]
        return found[1], "; ".join([f"{COOKIE}={self.token}", *given])

    def _post(self, path: str, body: bytes, kind: str, cookie: str) -> str:
        answer, told = self._request("POST", path, body, {"Cookie": cookie, "Content-Type": kind})
        if answer.status != 303:
            raise http.client.HTTPException(f"{answer.status} {told[:300]}")
        return str(answer.headers["Location"])

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()
