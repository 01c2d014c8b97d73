"""One act of a person: one transaction, and a refusal told where they look.

    if submitted(form, lambda: service.submit(thing, actor=actor, at=now())):
        flash(_("It is submitted."))
        return redirect(...)
    return page("area/view.html", form=form, thing=thing)

`submitted` is for a page with a form, `pressed` for a button that leads to another page. Both
answer None for a refusal and otherwise hold what the service gave: `made.value`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import flash
from flask_wtf import FlaskForm

from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.web.filters import words
from portal.web.refusal import show

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """An act that was done and kept, with what its service gave."""

    value: T


def submitted(
    form: FlaskForm, act: Callable[[], T], *, first: Callable[[], object] | None = None
) -> Kept[T] | None:
    """The act of a form that was sent and is right; a broken rule stands on the form.

    `first` is asked before the transaction is opened: a password, whose tries count either way.
    """
    if not form.validate_on_submit():
        return None
    try:
        if first is not None:
            first()
        with transaction():
            return Kept(act())
    except RuleBroken as broken:
        show(form, broken)
    return None


def pressed(act: Callable[[], T]) -> Kept[T] | None:
    """The act of a button; a broken rule is told on the page that comes next."""
    try:
        with transaction():
            return Kept(act())
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    return None
