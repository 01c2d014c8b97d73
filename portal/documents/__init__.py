"""Compliance documents: PDFs made once from the records of the other areas and kept.

Nouns: Document (reference, version, hash), layout (frozen data in, bytes out).
What was issued is never rendered again; a reissue is a new version.
"""
