"""Source Sans 3, embedded in every document: letters of all languages of the region."""

from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[1] / "fonts"
REGULAR, BOLD, ITALIC, BOLD_ITALIC = (
    "SourceSans3",
    "SourceSans3-Bold",
    "SourceSans3-It",
    "SourceSans3-BoldIt",
)
_FILES = {
    REGULAR: "SourceSans3-Regular.ttf",
    BOLD: "SourceSans3-Bold.ttf",
    ITALIC: "SourceSans3-It.ttf",
    BOLD_ITALIC: "SourceSans3-BoldIt.ttf",
}


@cache
def register() -> frozenset[int]:
    """Make the four faces known to ReportLab; answers the code points that the regular one has."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, FOLDER / file))
    addMapping(REGULAR, 0, 0, REGULAR)
    addMapping(REGULAR, 1, 0, BOLD)
    addMapping(REGULAR, 0, 1, ITALIC)
    addMapping(REGULAR, 1, 1, BOLD_ITALIC)
    return frozenset(TTFont("coverage", FOLDER / _FILES[REGULAR]).face.charToGlyph)
