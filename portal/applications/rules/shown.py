"""What an applicant is shown of the state: nothing of the evaluation before the letters."""

from portal.applications.states import ApplicationState

S = ApplicationState
_OPEN = {
    S.DRAFT,
    S.SUBMITTED,
    S.WITHDRAWN,
    S.CLARIFICATION,
    S.AWARDED,
    S.CONTRACTED,
    S.DECLINED,
    S.ELIGIBILITY_CHECK,
}
UNDER_EVALUATION = S.UNDER_FULL_EVALUATION.value


def shown_state(state: ApplicationState, *, has_letter: bool) -> str:
    """The state in the applicant's eyes: what the committee found stays "under evaluation".

    A request for documents is known to the applicant because the documents were asked for.
    Source: rules.md 4.6 (letters), PRODUCT: no evaluation detail before the letters.
    """
    if has_letter or state in _OPEN:
        return state.value
    return UNDER_EVALUATION
