"""Events of the Action and of its grants: round tables, conferences, sessions.

Nouns: Event, Registration, Recommendation.
Lifecycle: idea, planned, invitations open, registration closed, held, report draft,
report approved, closed; postponed and cancelled beside it.
"""
