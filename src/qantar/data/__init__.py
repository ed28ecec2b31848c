"""The data room: every table of the module, typed, described and checked.

``load("lpg_prices")`` gives a table, ``tables()`` their names, ``describe(name)`` where a table comes from,
``load_map("regions")`` the shapes of the regions. Nothing here uses the network.
"""

from qantar.data.loader import describe, load, load_map, tables

__all__ = ["describe", "load", "load_map", "tables"]
