"""Files of people: name, type, size and checksum in the database, bytes in the store.

Nouns: StoredFile. The key in the store is the content's hash, never a person's file name.
"""
