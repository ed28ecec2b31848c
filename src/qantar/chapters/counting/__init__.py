"""The room of the chapter *counting*: the count, statements of tolls in several forms, the internet shutdown."""
