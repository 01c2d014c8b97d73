"""Civil society organisations and the people who act for them.

Nouns: Organisation (one profile, used by every application), Membership (owner, editor, reader;
some are signatories), Invitation, BankAccount.
"""
