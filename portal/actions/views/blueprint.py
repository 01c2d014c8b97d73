"""The one blueprint of the area; the modules beside it put their pages on it."""

from flask import Blueprint

bp = Blueprint("actions", __name__)
