"""What the tests stand on: databases, client, mail server, browser."""
