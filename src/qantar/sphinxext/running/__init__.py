"""Executing the notebooks of the book, fast and in kernels of their own."""
