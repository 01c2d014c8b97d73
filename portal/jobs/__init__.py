"""Work done later by `portal worker`: queued in the same transaction as its cause.

Nouns: Job. Lifecycle: ready, running, done; dead after the last try.
"""
