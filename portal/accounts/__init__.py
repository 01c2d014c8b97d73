"""People who use the portal: accounts, sign-in, sessions, one-time links.

Nouns: User, UserSession (on the server, revocable), Token (confirm, reset), RateHit.
Lifecycle of an account: registered, confirmed, disabled. What a person may do stands in the
areas that own the scope: membership of an organisation, role in an Action, seat on a committee.
"""
