"""QRコード: an address as a picture within the page; presentation attributes only, as the Content-Security-Policy wants it."""

import segno
from markupsafe import Markup, escape

MIDDLE = "m"  # reads with 15 % of it under a coffee stain
QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def qr(url: str, words: str) -> Markup:
    """The picture, and what it is for those who do not see it."""
    drawn = segno.make(url, error=MIDDLE, micro=False).svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr-code", lineclass=None
    )
    return Markup('<span class="qr" role="img" aria-label="{}">{}</span>').format(escape(words), Markup(drawn))
