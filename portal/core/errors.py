"""How the domain says no. The web layer turns each into a status and words."""


class PortalError(Exception):
    """Base of every refusal; `str()` is a sentence for the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(PortalError):
    """The person may see the thing but not do this: 403 with the reason."""


class RuleBroken(PortalError):
    """The input or the moment breaks a rule: the message goes beside `field` on the form."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class WrongState(RuleBroken):
    """The thing is not in a state from which this verb is possible."""


class Locked(RuleBroken):
    """The thing can no longer be changed, for example after the deadline: 423."""


class Conflict(RuleBroken):
    """Somebody else changed the same thing in the meantime: 409."""


class TooManyTries(RuleBroken):
    """The limit of tries is used up for now: 429."""
