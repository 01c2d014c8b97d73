"""HTTP plumbing every area shares: sign-in wall, errors, headers, filters, downloads."""

from flask import Flask

from portal.web import (
    access,
    context,
    design,
    errors,
    filters,
    headers,
    health,
    logs,
    pages,
    paging,
    styleguide,
    writing,
)


def attach(app: Flask) -> None:
    """Everything of this package that a request passes through, in the order it passes."""
    logs.attach(app)
    writing.attach(app)
    access.attach(app)
    headers.attach(app)
    design.attach(app)
    errors.attach(app)
    filters.attach(app)
    paging.attach(app)
    context.attach(app)
    health.attach(app)
    pages.attach(app)
    styleguide.attach(app)
