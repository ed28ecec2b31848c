"""The room of the chapter *causes*: the cascade, and maps of the protest."""
