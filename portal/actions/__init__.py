"""The Actions of the donor: what the whole programme is for and who carries it.

Nouns: Action, Cluster (or output), Target, ImpactStatement, Party, Statement, ActionRole.
Loaded from a file (`portal load-action`), shown at /about, counted on the board.
"""
