"""The room of the chapter *intervention*: the signal, what was said of the allied force, and the airlift."""
