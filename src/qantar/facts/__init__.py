"""The ledger behind every number, date and verdict of the prose, and the check that prose and ledger agree."""

from qantar.facts.ledger import Fact, fact, facts, number

__all__ = ["Fact", "fact", "facts", "number"]
