"""What axe finds on a page, by the rules of WCAG 2.2 AA and by good practice."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Each element that axe complains about: rule, reason and HTML. Colours are the final ones, not those of a fade."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("() => Promise.allSettled(document.getAnimations().map(one => one.finished))")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{rule['id']}: {node['failureSummary']} in {node['html'][:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
