"""The blueprint of the grants."""

from flask import Blueprint

bp = Blueprint("grants", __name__)
