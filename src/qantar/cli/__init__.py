"""The command `qantar`: one line of commands above all rooms."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

OLDEST = (3, 11)
COMMANDS = ("data", "facts", "pages", "quiz", "release", "grade")
"""Each stands in a module of this package by its name, which is imported only when it is used."""


class Parser(argparse.ArgumentParser):
    """A parser that prints names of files as data."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of a command, and end with status 2."""
        from qantar.words import plain

        super().error(plain(message))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status: 2, with one sentence on standard error, for what the user can mend."""
    if sys.version_info < OLDEST:
        print("Qantar needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".", file=sys.stderr)
        return 2
    from qantar.errors import QantarError
    from qantar.files import reason_of
    from qantar.words import say

    # A console or file of another encoding shows a name it has no letters for as \u049b, as standard error does.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        with flushed_output():
            options = parser_for(given).parse_args(given)
            return options.run(options)
    except QantarError as error:
        say(error, sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read has what they wanted
        return 141
    except OSError as error:
        say(f"{error.filename or 'The output'} cannot be used ({reason_of(error)}); name another place.", sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


@contextmanager
def flushed_output() -> Iterator[None]:
    """Have what was printed written by the end of the block; what cannot be written is not tried again at the exit."""
    try:
        yield
    finally:
        try:
            if sys.stdout:
                sys.stdout.flush()
        except OSError:
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise


def parser_for(given: list[str]) -> argparse.ArgumentParser:
    """Return the parser with the command that is asked for, or with all."""
    parser = Parser(prog="qantar", description="The tools of the Qantar teaching module.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    asked = [given[0]] if given and given[0] in COMMANDS else COMMANDS
    for command in asked:
        importlib.import_module(f"qantar.cli.{command}").add_parser(subparsers)
    return parser
