"""What a student meets in the notebook: `show`, `check`, hints, and the rules of equality behind them."""
