"""The reference pages that are written from the ledgers: facts, claims, timeline and sources."""
