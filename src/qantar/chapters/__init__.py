"""One folder for each chapter: the facts that follow from its tables, its explorer, its drawings."""

CHAPTERS = {
    "causes": "The spark and the tinderbox",
    "intervention": "Thirteen days of the alliance",
    "counting": "Who counts the dead?",
    "elites": "Purge or reshuffle?",
    "consequences": "Whose hand was strengthened?",
    "hindsight": "Scoring the analyst",
}
"""The book's chapters in reading order, with their titles."""
