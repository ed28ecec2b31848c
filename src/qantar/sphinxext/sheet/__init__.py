"""The one style sheet of the book."""
