"""Outgoing mail: rows written with the change they tell of, sent later by the worker.

Nouns: MailMessage. Lifecycle: queued, sent; deferred while the server is away; failed at the end.
"""
