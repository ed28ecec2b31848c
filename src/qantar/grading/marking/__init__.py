"""From one submission to its marks: its answers, the run, verdicts, points and messages."""
