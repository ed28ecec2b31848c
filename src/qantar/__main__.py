"""`python -m qantar` is the command `qantar`."""

import sys

from qantar.cli import main

sys.exit(main())
