"""端末の名前: what a browser calls itself, in words that its owner knows again."""

import pytest
from flask import Flask

from mapapp.accounts.sessions import device

KINDS = {
    "Edge（Windows）": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
    "Chrome（Windows）": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Chrome（Android）": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    "Safari（iPhone）": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",  # noqa: E501
    "Safari（Mac）": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
    "Firefox（Linux）": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "ブラウザー": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("words", KINDS)
def test_a_browser_is_known_by_name(words: str) -> None:
    with Flask(__name__).test_request_context(headers={"User-Agent": KINDS[words]}):
        assert device() == words
