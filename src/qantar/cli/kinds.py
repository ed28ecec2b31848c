"""What the words of a command may be."""

import argparse
from pathlib import Path


def path(text: str) -> Path:
    """Return a path, which must not be empty: that would be the folder at hand, or as if nothing had been said."""
    if not text:
        raise argparse.ArgumentTypeError("an empty word is no path; name a file or a folder")
    return Path(text)
