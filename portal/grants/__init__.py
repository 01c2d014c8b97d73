"""Sub-grants: contract, instalments and payments, recovery, closing.

Nouns: Grant, GrantLine (contract budget), ContractVersion, Acceptance, Instalment, Recovery.
Lifecycle of a grant: preparation, contract draft, sent, signed, active, ended, closing, closed.
Lifecycle of an instalment: planned, due, requested, checked, approved, paid, confirmed.
"""
