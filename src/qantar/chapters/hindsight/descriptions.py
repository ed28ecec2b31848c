"""Descriptions of the drawings of the ledger, made from the ledger: their numbers follow when a verdict changes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qantar.claims import tally


def by_kind(names: Mapping[str, str]) -> str:
    """Describe the verdicts of each kind of claim; `names` as in `claim_marks`."""
    counts = tally("kind").loc[list(names)]
    parts = [
        f"{names[kind].capitalize()}: {row['held up']} of {row.sum()} held up, {row['partly held up']} in part, "
        f"{row['did not hold']} did not, {row['still contested'] + row['cannot be verified']} undecided."
        for kind, row in counts.iterrows()
    ]
    return " ".join([f"{len(parts)} rows of marks, one per claim.", *parts])


def by_day(table: pd.DataFrame) -> str:
    """Describe the base rate by day and coder: `table` has `asked`, `coder`, and `low` to `high` in per cent."""
    parts = [f"{row.asked}, {row.coder}: {row.low:.0f} to {row.high:.0f}" for row in table.itertuples()]
    return (
        f"{len(parts)} spans from a dot, where only forecasts that held up count, to a hollow diamond, where those in "
        f"part count in full. In per cent: {'; '.join(parts)}. The rule moves the share more than the day."
    )


def spans(table: pd.DataFrame) -> str:
    """Describe the shares of claims that held up (of `shares`), by kind, from the strict rule to the mild one."""
    parts = [f"{row.kind}s {100 * row.strict:.0f} to {100 * row.mild:.0f}" for row in table.itertuples()]
    return (
        "Three spans from a dot, where only claims that held up count, to a hollow diamond, where those in part count "
        f"in full. In per cent: {', '.join(parts)}. Long spans mean that much hangs on the rule."
    )


def why(table: pd.DataFrame) -> str:
    """Describe why claims held up in part (of `reasons`): the number of each reason, and the kinds of the commonest."""
    counts = table["reason"].value_counts()
    kinds = table[table["reason"] == counts.index[0]]["kind"].value_counts()
    return (
        f"{len(counts)} rows of claims, marked by kind, {len(table)} in all. "
        + ", ".join(f"{number} {reason}" for reason, number in counts.items())
        + f". In the first row {', '.join(f'{number} {kind}' for kind, number in kinds.items())}."
    )


def coders(table: pd.DataFrame) -> str:
    """Describe how the verdicts of `table` (of `two_coders`) agree, and the most common difference."""
    same = table[table["now"] == table["second"]]
    apart = table[table["now"] != table["second"]].value_counts(["now", "second"])
    (now, second), most = apart.index[0], apart.iloc[0]
    on = ", ".join(f"{number} {verdict}" for verdict, number in same["now"].value_counts().items())
    return (
        f"A square table of verdicts. On the diagonal {len(same)} of {len(table)}: {on}. Off it {apart.sum()}; the "
        f"most common difference, {most} claims, is {now} in the ledger and {second} by the second coder."
    )


def constants(table: pd.DataFrame) -> str:
    """Describe the scores of constant probabilities: `table` has the columns chance (per cent), rule and score."""
    best = table.loc[table.groupby("rule", sort=False)["score"].idxmin()]
    lowest = "; ".join(f"if {row.rule}, at {row.chance} per cent with {row.score:.2f}" for row in best.itertuples())
    at_ninety = table.loc[table["chance"] == 90, "score"].map("{:.2f}".format)
    return (
        f"{len(best)} U-shaped lines. Lowest points: {lowest}. At 90 per cent the rules give, in the same order, "
        f"{', '.join(at_ninety)}. A dotted line marks 0.25."
    )


def parts(table: pd.DataFrame) -> str:
    """Describe the parts of readers' scores: `table` has a column per reader and the names of the parts as rows."""
    said = [
        f"{reader}: reliability {column['reliability']:.3f}, resolution {column['resolution']:.3f}, "
        f"score {column['brier']:.3f}"
        for reader, column in table.items()
    ]
    return (
        f"Bar charts side by side with the same uncertainty, {table.loc['uncertainty'].iloc[0]:.3f}. {'; '.join(said)}."
        " The bold reader pays in reliability, the price of miscalibration."
    )
