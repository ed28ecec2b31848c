"""The room of the chapter *counting*: the count, statements of tolls, the internet shutdown."""
