"""Records and the words that lead to them: each use has an address, and each page the data of its records."""
