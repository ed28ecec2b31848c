"""Charts on a page: drawn at build time, alive in the browser."""
