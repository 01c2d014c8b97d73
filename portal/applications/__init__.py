"""Applications of organisations: the form, the budget, the files, the submission.

Nouns: Application, ApplicationSection, Budget, BudgetLine, FundingSource, PartnerOrganisation,
Attachment, ApplicationVersion (frozen copy with its hash), SubmissionAttempt.
Lifecycle: draft, submitted, then the states of the evaluation up to contracted.
"""
