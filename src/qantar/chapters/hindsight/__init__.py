"""The room of the chapter *hindsight*: coding of the claims, forecasts, the scored ledger."""
