"""Files that are read only where they end, and written whole or not at all."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from qantar.errors import QantarError

CHOOSE = "choose a folder you can write to"


def read_bytes(path: Path) -> bytes:
    """Return what a regular file holds; raise QantarError for one that is missing, has no end or cannot be read."""
    try:
        refuse_endless(path)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise QantarError(f"{path} cannot be read ({reason_of(error)}); check the name.") from error


def read_text(path: Path) -> str:
    """Return the text of a regular file; raise QantarError when it cannot be read or is no text in UTF-8."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QantarError(f"{path} is no text in UTF-8; save it again as text.") from error


def refuse_endless(path: Path) -> None:
    """Raise OSError for what is no regular file: to read a pipe or a device may take for ever."""
    if path.is_dir():
        raise IsADirectoryError(0, "it is a folder")
    if path.exists() and not path.is_file():
        raise OSError(0, "it is a pipe, a device or a socket")


def reason_of(error: Exception) -> str:
    """Return why a file could not be used, in a few words."""
    return (getattr(error, "strerror", None) or str(error) or "unknown fault").rstrip(".")


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all; a link stays one, and a pipe or device is written to, never replaced."""
    try:
        if goes_through(path):
            write_through(path, text)
        else:
            replace(Path(os.path.realpath(path)), text)
    except (OSError, ValueError) as error:
        raise QantarError(f"{path} cannot be written ({reason_of(error)}); {CHOOSE}.") from error


def goes_through(path: Path) -> bool:
    """Say whether a path is a pipe or a device to write to; raise OSError for what nothing can be written to."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(0, "it is a folder")
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise OSError(0, "it is a disk or a socket")
    if stat.S_ISREG(mode) and path.is_symlink() and path.absolute().parts[1:2] in (("dev",), ("proc",)):
        raise OSError(0, "it stands for another file; name that one")
    return not stat.S_ISREG(mode)


def write_through(path: Path, text: str) -> None:
    """Write to a pipe or a device; raise OSError when nobody reads at the other end."""
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))  # else opening waits for a reader
    with open(handle, "w", encoding="utf-8", newline="\n") as file:
        if os.name == "posix":
            os.set_blocking(handle, True)
        file.write(text)


def replace(path: Path, text: str) -> None:
    """Put a file in the place of another in one step, with its permissions."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder, if it is not there; raise QantarError if that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = reason_of(error)
        raise QantarError(f"{folder} cannot be made a folder ({why}); choose another place.") from error


def refuse_unwritable(path: Path, option: str) -> None:
    """Raise QantarError, naming the option, if a file cannot be written at this place; leave nothing behind."""
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(0, "it is write-protected")
        if not goes_through(path):
            with tempfile.TemporaryFile(dir=Path(os.path.realpath(path)).parent):
                pass
    except (OSError, ValueError) as error:
        raise QantarError(
            f"{path} cannot be written ({reason_of(error)}); choose another place for {option}."
        ) from error
