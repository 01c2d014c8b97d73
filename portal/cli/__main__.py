"""`python -m portal.cli` is `portal`."""

from portal.cli import main

raise SystemExit(main())
