"""Run the data room's commands: ``python -m qantar.data refresh`` or ``validate``."""

from qantar.data.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
