"""紙の図: a MapDescription as SVG at a stated scale, for print and for pages without scripts."""

from mapapp.figure.draw import figure
from mapapp.figure.pins import Pin, pins_of
from mapapp.figure.sheet import PAPERS, Paper

__all__ = ["PAPERS", "Paper", "Pin", "figure", "pins_of"]
