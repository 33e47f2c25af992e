"""One inspection for every page that a test opens: status, title, one h1, nothing inline, nobody else asked."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

Browse = Callable[..., BeautifulSoup]
OUR_OWN = re.compile(r"/(?!/)|#|\?|tel:|mailto:|data:image/")


def browser_of(client: FlaskClient) -> Browse:
    """`browse(path, status=200)`: the page, inspected, as soup."""

    def browse(path: str, status: int = 200) -> BeautifulSoup:
        answer = client.get(path)
        assert answer.status_code == status, answer.get_data(as_text=True)[:500]
        assert answer.mimetype == "text/html"
        page = BeautifulSoup(answer.get_data(), "html.parser")
        inspect(page)
        return page

    return browse


def inspect(page: BeautifulSoup) -> None:
    """What holds for all pages."""
    assert page.html and page.html["lang"] == "ja"
    assert page.title and "わがごとマップ" in page.title.text
    assert len(page.select("h1")) == 1
    assert len(page.select("main")) == 1
    assert not page.select("[style], style, script:not([src])"), "the Content-Security-Policy would refuse it"
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert all(image.has_attr("alt") for image in page.select("img"))
    assert all(OUR_OWN.match(url) for url in asked_for(page)), asked_for(page)
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def asked_for(page: BeautifulSoup) -> list[str]:
    """The addresses that a browser would fetch by itself."""
    return [str(tag.get("src") or tag.get("href")) for tag in page.select("[src], link[href]")]


def words(tag: Tag | None) -> str:
    """The text of a tag, blanks folded."""
    assert tag is not None
    return " ".join(tag.get_text().split())
