"""Measured by hand."""
