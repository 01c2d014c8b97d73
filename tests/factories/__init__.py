"""Things for tests: plain functions with defaults, nothing random. One module for each area.

Each adds what it makes to the session and flushes; the test client and `run_jobs` commit.
"""
