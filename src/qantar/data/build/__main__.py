"""Run with ``python -m qantar.data.build``: compute all computed cells anew."""

import sys

from qantar.data.build import BUILDERS, build
from qantar.errors import QantarError


def main() -> int:
    """Build every table in turn and print what changed; return 0, or 2 when a result is not valid."""
    try:
        changed = [builder.table for builder in BUILDERS if build(builder)]
    except QantarError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Computed anew: {', '.join(changed)}." if changed else "Nothing had changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
