"""Qantar: an open teaching module on Kazakhstan's January 2022."""

__version__ = "0.2.0"
