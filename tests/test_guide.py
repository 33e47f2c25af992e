"""手引き: every picture that README.ja.md shows is there, is small, and is drawn by tests/guide.py."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
DRAWN = re.compile(r"^def (staff_\d+_\w+)\(office: Office\)", re.MULTILINE)


def test_each_step_of_the_guide_has_its_picture() -> None:
    shown = set(re.findall(r"docs/images/(staff-[\w-]+)\.png", (ROOT / "README.ja.md").read_text(encoding="utf-8")))
    drawn = {name.replace("_", "-") for name in DRAWN.findall((ROOT / "tests" / "guide.py").read_text(encoding="utf-8"))}
    assert shown == drawn
    for name in shown:
        picture = (ROOT / "docs" / "images" / f"{name}.png").read_bytes()
        assert picture.startswith(b"\x89PNG") and picture[25] == 3, "colours of a palette"
        assert len(picture) <= 120_000
