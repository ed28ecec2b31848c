"""The commands `qantar data refresh` and `qantar data validate`."""

import argparse
from pathlib import Path

from qantar.cli.kinds import path
from qantar.data.descriptor import FOLDER, refresh
from qantar.words import say


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `data` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("data", help="check the tables or renew their hashes")
    parser.add_argument("action", choices=["refresh", "validate"], help="renew hash, bytes, rows; or check all tables")
    parser.add_argument("--folder", type=path, default=FOLDER, help="folder of datapackage.json (default: the package)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the action; return 0, or 1 when faults were found."""
    return _refresh(arguments.folder) if arguments.action == "refresh" else _validate(arguments.folder)


def _refresh(folder: Path) -> int:
    changed = refresh(folder)
    print(f"Renewed: {', '.join(changed)}." if changed else "Nothing had changed.")
    return 0


def _validate(folder: Path) -> int:
    from qantar.data.check import validate

    faults = validate(folder)
    for fault in faults:
        say(fault)
    print(f"Faults found: {len(faults)}." if faults else "All tables are valid.")
    return 1 if faults else 0
