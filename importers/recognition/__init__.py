"""表を見分ける: sheet, header and columns of any list, told apart from what merely stands around it."""

from importers.recognition.doubts import LABELS
from importers.recognition.guess import SURE, Guess, Part, Recognised, SheetFit
from importers.recognition.recognise import recognise, signature_of

__all__ = ["LABELS", "SURE", "Guess", "Part", "Recognised", "SheetFit", "recognise", "signature_of"]
