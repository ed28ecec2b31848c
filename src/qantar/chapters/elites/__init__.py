"""The room of the chapter *elites*: people and their ties, removals, the order of removal."""
