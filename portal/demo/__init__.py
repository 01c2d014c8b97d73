"""The demo: a living programme with invented organisations and people under example.org."""
