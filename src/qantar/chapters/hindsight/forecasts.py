"""You in January 2022: a probability for each forecast of the analysis, scored on request (chapter `hindsight`).

Eleven sliders have more states than any grid could hold, so the chart computes its own numbers in the browser: the
Brier score is a closed form. `forecast_frame` is the same model in Python; a test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from qantar.chapters.hindsight.coding import forecasts
from qantar.chapters.hindsight.forecasts_view import SCORES, forecast_view
from qantar.figures.explorer import Control, Explorer, Formula
from qantar.models.forecast import FIFTHS, base_rate, brier, calibration, expected

NONE = -1
"""Stands in a number's place where there is none yet, or none at all; the chart leaves it out."""
RULES = ("did not hold", "partly held up", "held up")
BINS = tuple(f"{100 * low:.0f} to {100 * high:.0f} %" for low, high in zip(FIFTHS, FIFTHS[1:], strict=False))


def forecast_frame(partly: int, shown: str, **chances: int) -> pd.DataFrame:
    """Return what the chart shows for one probability (per cent) per forecast, by claim id.

    `partly` is what a partly true forecast counts, in per cent; outcomes stay hidden unless `shown` is "yes". Columns
    `panel`, `name`, `chance`, `came` (per cent), `score` (Brier, thousandths rounded half up), `number` and `verdict`,
    with NONE where there is nothing to show. Panels: "rule" (how a verdict counts), "forecast", "score", "bin".
    """
    table = forecasts(partly / 100)
    table["chance"] = [chances[name] for name in table["claim_id"]]
    parts = [_rule_rows(partly), _forecast_rows(table), *_score_and_bin_rows(table.dropna(subset="outcome"))]
    frame = pd.concat([_rows().reset_index(drop=True), pd.concat(parts, ignore_index=True)], axis="columns")
    if shown != "yes":
        hidden = frame["panel"].isin(["forecast", "bin"]) | frame["name"].isin([SCORES[1], SCORES[3]])
        frame.loc[hidden, ["came", "score"]] = NONE
        frame.loc[frame["name"] == SCORES[2], "score"] = 0.25
        frame["verdict"] = ""
    return frame


def _rows() -> pd.DataFrame:
    """Return the columns that no control changes: panel, name, and the place within the panel."""
    names = {"rule": RULES, "forecast": forecasts()["label"], "score": SCORES, "bin": BINS}
    rows = [(panel, name, place) for panel, group in names.items() for place, name in enumerate(group)]
    return pd.DataFrame(rows, columns=["panel", "name", "place"])


def _rule_rows(partly: int) -> pd.DataFrame:
    return pd.DataFrame({"chance": NONE, "came": [0, partly, 100], "score": NONE, "number": NONE, "verdict": ""})


def _forecast_rows(table: pd.DataFrame) -> pd.DataFrame:
    came = (100 * table["outcome"]).fillna(NONE).astype(int)
    pairs = zip(table["chance"], came, strict=True)
    score = [NONE if end < 0 else _thousandths(((said - end) / 100) ** 2) for said, end in pairs]
    return pd.DataFrame(
        {"chance": table["chance"], "came": came, "score": score, "number": NONE, "verdict": table["verdict"]}
    )


def _score_and_bin_rows(scored: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of the scores and of the bins, over the forecasts whose outcome counts."""
    said, came = scored["chance"] / 100, scored["outcome"]
    rate, number = base_rate(came), len(scored)
    values = [expected(said), brier(said, came), brier([0.5] * number, came), brier([rate] * number, came)]
    score = {"chance": NONE, "came": NONE, "score": [_thousandths(v) for v in values], "number": NONE, "verdict": ""}
    bins = calibration(said, came)
    percents = bins[["chance", "came"]].map(lambda share: NONE if pd.isna(share) else _half_up(100 * share))
    return pd.DataFrame(score), percents.assign(score=NONE, number=bins["forecasts"], verdict="")


def _half_up(value: float) -> int:
    """Round half up, as the browser does; the inner rounding takes away what binary fractions add."""
    return math.floor(round(value, 6) + 0.5)


def _thousandths(value: float) -> float:
    return _half_up(1000 * value) / 1000


# The same in Vega's expressions. Everything is in whole per cent, so that sums are exact in both languages.


def forecast_formula() -> Formula:
    """Return the closed form of `forecast_frame` for the browser."""
    table = forecasts()
    scored = table[table["outcome"].notna()]["claim_id"].tolist()
    return Formula(_rows(), _values(table, scored), _columns())


def _values(table: pd.DataFrame, scored: list[str]) -> dict[str, str]:
    counts = {"held up": "100", "partly held up": "partly", "did not hold": "0"}
    came = {one.claim_id: counts.get(one.verdict, str(NONE)) for one in table.itertuples()}
    share = f"({_sum(came[name] for name in scored)}) / {len(scored)}"
    inside = [[f"(bins[{i}] == {place})" for i in range(len(scored))] for place in range(len(BINS))]
    return {
        "is_open": "shown == 'yes'",
        "chances": _list(table["claim_id"]),
        "outcomes": _list(came.values()),
        "verdicts": _list(f"'{verdict}'" for verdict in table["verdict"]),
        "bins": _list(f"min(floor({name} / 20), {len(BINS) - 1})" for name in scored),
        "in_bin": _list(_sum(here) for here in inside),
        "said_in_bin": _list(_sum(f"{one} * {n}" for one, n in zip(here, scored, strict=True)) for here in inside),
        "came_in_bin": _list(
            _sum(f"{one} * {came[n]}" for one, n in zip(here, scored, strict=True)) for here in inside
        ),
        "hoped": _mean([f"{name} * (100 - {name})" for name in scored]),
        "got": _mean([f"pow({name} - {came[name]}, 2)" for name in scored]),
        "half": _mean([f"pow(50 - {came[name]}, 2)" for name in scored]),
        "rate": _mean([f"pow({share} - {came[name]}, 2)" for name in scored]),
    }


def _columns() -> dict[str, str]:
    at = "datum.place"
    error = _rounded(f"pow(chances[{at}] - outcomes[{at}], 2)")
    mean = "floor({}_in_bin[datum.place] / in_bin[datum.place] + 0.5)"
    scores = [_rounded("hoped"), f"is_open ? {_rounded('got')} : {NONE}"]
    scores += [f"is_open ? {_rounded('half')} : 0.25", f"is_open ? {_rounded('rate')} : {NONE}"]
    return {
        "chance": _by_panel(forecast=f"chances[{at}]", bin=f"in_bin[{at}] > 0 ? {mean.format('said')} : {NONE}"),
        "came": _by_panel(
            rule=f"[0, partly, 100][{at}]",
            forecast=f"is_open ? outcomes[{at}] : {NONE}",
            bin=f"is_open && in_bin[{at}] > 0 ? {mean.format('came')} : {NONE}",
        ),
        "score": _by_panel(
            forecast=f"is_open && outcomes[{at}] >= 0 ? {error} : {NONE}",
            score=f"{_list(scores)}[{at}]",
        ),
        "number": _by_panel(bin=f"in_bin[{at}]"),
        "verdict": f"datum.panel == 'forecast' && is_open ? verdicts[{at}] : ''",
    }


def _by_panel(**how: str) -> str:
    return "".join(f"datum.panel == '{panel}' ? ({value}) : " for panel, value in how.items()) + str(NONE)


def _rounded(value: str) -> str:
    """Turn a squared distance in per cent into thousandths of a Brier score, rounded half up."""
    return f"floor(({value}) / 10 + 0.5) / 1000"


def _mean(parts: list[str]) -> str:
    return f"({_sum(parts)}) / {len(parts)}"


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(parts)


def _list(parts: Iterable[str]) -> str:
    return f"[{', '.join(parts)}]"


forecasts_of_january = Explorer(
    id="forecasts",
    title="What would you have said in January 2022?",
    shown="Eleven forecasts of the text: your probability in per cent, then what came, and your score",
    description=(
        "Eleven rows with your probability, all at 50 per cent at first, above two small panels. Left, the score to "
        "expect by your own numbers, 0.25, the same as for always saying 50 per cent. Right, calibration in five bins: "
        "at first all ten that can be scored stand in the middle one. Outcomes and their scores stay hidden until you "
        "ask for them."
    ),
    model=forecast_frame,
    view=forecast_view,
    controls=(
        *(
            Control(one.claim_id, f"{one.label}, %", tuple(range(0, 101, 5)), 50, (0, 100, 1))
            for one in forecasts().itertuples()
        ),
        Control("partly", "A forecast that held up in part counts as", (0, 50, 100), 50, labels=("0", "one half", "1")),
        Control("shown", "Show the outcomes", ("no", "yes"), "no", labels=("not yet", "yes, I have chosen")),
    ),
    columns={
        "panel": "Part of the chart",
        "name": "What",
        "chance": "Probability, %",
        "came": "What came, %",
        "score": "Brier score",
        "number": "Forecasts",
        "verdict": "Verdict",
    },
    sources=("osw-2022-01-10", "qantar-claims"),
    caveat=(
        "Ten scored questions cannot tell skill from luck, and whoever has read the other chapters knows some answers: "
        "the score is an exercise, not a measure of you. Nothing that you set is kept or sent."
    ),
    formula=forecast_formula(),
)
"""The explorer; -1 in its table stands for what is hidden or cannot be scored."""
