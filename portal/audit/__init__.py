"""Who did what, when, as whom, from where: append only, each row sealed by the one before.

Nouns: AuditEntry.
"""
