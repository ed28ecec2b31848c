"""Pack a folder into one zip file, the same bytes for the same content: `zip_book.py FOLDER FILE.zip`."""

import sys
import zipfile
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)


def main(folder: Path, target: Path) -> int:
    """Write `target`; return 0, or 2 with one sentence when there is no book in `folder`."""
    if not (folder / "index.html").is_file():
        print(f"There is no book in {folder}: build it first (make book).", file=sys.stderr)
        return 2
    half = target.with_suffix(".part")
    pack(folder, half, target.stem)
    half.replace(target)
    print(f"The book in one file: {target} ({target.stat().st_size / 1e6:.1f} MB)")
    return 0


def pack(folder: Path, target: Path, top: str) -> None:
    """Write every file of `folder` into `target` under the one folder `top`, sorted by name, dated 1980.

    Sphinx's .buildinfo is left out: it differs from place to place, and no reader needs it.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".buildinfo")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", EARLIEST)
            # Set by hand, or Windows and Unix would write different bytes.
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
