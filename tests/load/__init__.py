"""The hour before a deadline, played by locust against a running portal: `python -m tests.load`."""
