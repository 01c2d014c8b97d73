"""A paper that leaves as PDF or as Word: the same parts, set twice.

`Sheet` is frozen data; `pdf.render` and `word.render` are pure functions from it to bytes.
"""

from portal.documents.sheet import pdf, word
from portal.documents.sheet.parts import (
    Choices,
    Column,
    Facts,
    Heading,
    Items,
    Notice,
    Part,
    Room,
    Rows,
    Sheet,
    Words,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RENDERERS = {"pdf": pdf.render, "docx": word.render}
MEDIA_TYPES = {"pdf": "application/pdf", "docx": WORD}

__all__ = [
    "MEDIA_TYPES",
    "RENDERERS",
    "WORD",
    "Choices",
    "Column",
    "Facts",
    "Heading",
    "Items",
    "Notice",
    "Part",
    "Room",
    "Rows",
    "Sheet",
    "Words",
    "pdf",
    "word",
]
