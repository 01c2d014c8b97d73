"""A refused form: the words stand at the field, what was typed stays, the status is right.

    try:
        with transaction():
            service.submit(thing, actor=current_actor(), at=now())
    except RuleBroken as broken:
        show(form, broken)
    else:
        return redirect(...)
    return page("area/view.html", form=form, thing=thing)

`page` answers 200, or after a refusal 409 (changed by somebody else, wrong state), 423 (locked),
429 (too many tries) and otherwise 422.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import g, make_response, render_template, request
from flask.wrappers import Response
from wtforms import Field, FieldList, Form, FormField

from portal.core.errors import RuleBroken
from portal.web.errors import status_of
from portal.web.filters import words


def show(form: Form, broken: RuleBroken) -> None:
    """Put the message at its field, or above the form when it belongs to none."""
    message = words(broken.message)
    g.refused = status_of(broken)
    field = next((f for f in fields(form) if broken.field in {f.name, f.short_name}), None)
    if field is None or broken.field is None:
        form.form_errors = [*form.form_errors, message]
    else:
        field.errors = [*field.errors, message]


def page(template: str, /, **context: Any) -> Response:
    """The rendered page, with the status that a refused form asks for."""
    return make_response(render_template(template, **context), _status(context))


def fields(form: Form) -> Iterator[Field]:
    """Every field of the form, also those inside lists and sub-forms."""
    for field in form:
        yield field
        yield from _inside(field)


def _inside(field: Field) -> Iterator[Field]:
    if isinstance(field, FormField):
        yield from fields(field.form)
    elif isinstance(field, FieldList):
        for entry in field:
            yield entry
            yield from _inside(entry)


def _parts(value: Any) -> Iterable[Any]:
    """What a context value holds: itself, or the entries of a list of forms."""
    return value if isinstance(value, list) else (value,)


def _status(context: dict[str, Any]) -> int:
    if "refused" in g:
        return int(g.refused)
    held = [part for value in context.values() for part in _parts(value)]
    forms = [part for part in held if isinstance(part, Form)]
    if request.method == "POST" and any(form.errors for form in forms):
        return 422
    return 200
