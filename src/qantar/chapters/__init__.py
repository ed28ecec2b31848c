"""One folder for each chapter: the facts that follow from its tables, its explorer, its drawings."""
