"""Files that are written whole or not at all."""

import os
import tempfile
from pathlib import Path

from qantar.errors import QantarError


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise QantarError(f"{path} cannot be written ({error.strerror}); choose a folder you can write to.") from error


def refuse_unwritable(path: Path, option: str) -> None:
    """Raise QantarError, naming the option, if a file cannot be written at this place; leave nothing behind."""
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(0, "it is write-protected")
        with tempfile.TemporaryFile(dir=path.resolve().parent):
            pass
    except OSError as error:
        raise QantarError(f"{path} cannot be written ({error.strerror}); choose another place for {option}.") from error
