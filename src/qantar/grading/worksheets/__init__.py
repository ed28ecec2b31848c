"""Worksheets from solutions: notebooks read and written, what a solution declares, what students get."""
