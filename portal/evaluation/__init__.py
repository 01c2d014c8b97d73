"""The evaluation of a call: from opening to the award decision.

Nouns: EvaluationSession, CommitteeMember, Declaration, CheckItem, Assessment, Score, Ranking,
ReportSignature, AwardDecision.
Lifecycle of a session: planned, constituted, opening, admin check, scoring, consolidation,
ranking, report draft, report signed, decided, closed.
"""
