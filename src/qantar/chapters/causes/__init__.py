"""The room of the chapter *causes*: the cascade, maps of the protest, and its other charts."""
