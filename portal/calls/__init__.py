"""Calls for proposals: the rules, money and dates under which organisations may apply.

Nouns: Call, Lot, FormSection, DocumentSlot, GridSection, Criterion, EligibleActivity, Question.
Lifecycle: draft, approved, published, closed (by itself at the deadline), in evaluation, decided,
archived; suspended and cancelled beside it.
"""
