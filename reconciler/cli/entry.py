"""The installed command `reconcile`: an interruption means the same before anything else is imported."""

import sys


def run() -> None:
    """Run the command line; Ctrl-C while it is still being loaded ends it like any later one."""
    try:
        from reconciler.cli.main import main  # noqa: PLC0415

        main()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
