"""The letterhead and its building blocks: frozen data in, the bytes of one PDF out.

`Letterhead` says what stands on every page; `render` sets a story of blocks on it. Text of people
goes through `text.markup` in every block, so it is text and nothing else.
"""

from portal.documents.engine.blocks import (
    Column,
    bullets,
    callout,
    facts,
    heading,
    lead,
    numbered,
    paragraphs,
    small,
    subheading,
    table,
    title,
    together,
)
from portal.documents.engine.page import Letterhead, Story, render
from portal.documents.engine.text import day

__all__ = [
    "Column",
    "Letterhead",
    "Story",
    "bullets",
    "callout",
    "day",
    "facts",
    "heading",
    "lead",
    "numbered",
    "paragraphs",
    "render",
    "small",
    "subheading",
    "table",
    "title",
    "together",
]
