"""The last hand on a PDF: language, title and metadata that readers and archives look for."""

from datetime import UTC, date, datetime, time
from io import BytesIO

import pikepdf

PRODUCER = "Grants portal"


def finish(
    content: bytes, *, title: str, author: str, subject: str, language: str, issued_on: date
) -> bytes:
    """The same pages with Lang, a title that the window shows, Info and XMP that agree.

    Same content, same bytes: the only time in the file is the day of issue.
    """
    issued_at = datetime.combine(issued_on, time(), UTC)
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.Root.Lang = pikepdf.String(language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.docinfo = pdf.make_indirect(pikepdf.Dictionary())
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            xmp["dc:title"] = title
            xmp["dc:creator"] = [author]
            xmp["dc:description"] = subject
            xmp["dc:language"] = [language]
            xmp["pdf:Producer"] = PRODUCER
            xmp["xmp:CreatorTool"] = PRODUCER
            xmp["xmp:CreateDate"] = issued_at.isoformat()
            xmp["xmp:ModifyDate"] = issued_at.isoformat()
        stamp = f"D:{issued_at:%Y%m%d%H%M%S}+00'00'"
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Author"] = author
        pdf.docinfo["/Subject"] = subject
        pdf.docinfo["/Producer"] = PRODUCER
        pdf.docinfo["/Creator"] = PRODUCER
        pdf.docinfo["/CreationDate"] = stamp
        pdf.docinfo["/ModDate"] = stamp
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)
