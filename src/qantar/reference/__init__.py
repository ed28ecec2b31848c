"""The reference pages that are written from the tables, the ledgers among them."""
