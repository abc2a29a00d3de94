"""The command `fichero`."""

from gevent import monkey

# Before anything else is imported: whatever was imported earlier would keep the blocking calls.
monkey.patch_all()


def main() -> None:
    """Run one command and end with its exit code."""
    import sys

    from server.commands import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
