"""The room of the chapter *intervention*: the signal, and what was said of the allied force."""
