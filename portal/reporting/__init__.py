"""Reports of grantees: what was done and what it cost.

Nouns: Report, ReportSection, ResultLine, Expenditure (one row per supporting document).
Lifecycle of a report: not due, due, draft, submitted, under review, questions, resubmitted,
approved, approved with deductions, rejected. Overdue is a flag, not a state.
"""
