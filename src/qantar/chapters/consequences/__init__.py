"""The room of the chapter *consequences*: the balance, votes, partners."""
