"""Compute the cells that follow from other rows: sums, remainders, shares.

Every computation has four steps: read the rows, pre-process them, validate the result, write the table. All other
cells are typed in or cut from published data, or were computed where their parts are, outside this repository; the
entry ``made`` of each description says which.
``python -m qantar.data.build`` runs all of them.
"""

from qantar.data.build import forces, migration, regions, sizes, tolls
from qantar.data.build.steps import Builder, build, prepared

BUILDERS: tuple[Builder, ...] = (forces.BUILDER, migration.BUILDER, regions.BUILDER, sizes.BUILDER, tolls.BUILDER)
"""All computations, one for each table that holds computed cells."""

__all__ = ["BUILDERS", "Builder", "build", "prepared"]
