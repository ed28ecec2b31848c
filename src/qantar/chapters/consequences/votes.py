"""The votes on Russia's war: one mark for each state and text, and a state that did not vote shown as such."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.data import load
from qantar.figures.theme import COLOURS

STATES = ["RUS", "BLR", "CHN", "KAZ", "KGZ", "TJK", "UZB", "ARM", "TKM"]
"""Order of the columns: Russia and its nearest voter first, the state that never voted last."""
SUBJECTS = {
    "ES-11/1": "aggression",
    "ES-11/2": "humanitarian consequences",
    "ES-11/3": "Human Rights Council",
    "ES-11/4": "annexations",
    "ES-11/5": "reparation",
    "A/RES/77/229": "rights in Crimea",
    "ES-11/6": "principles of peace",
    "A/RES/77/284": "Council of Europe",
    "A/RES/78/221": "rights in Crimea",
    "A/RES/78/316": "nuclear facilities",
    "A/RES/79/184": "rights in Crimea",
    "ES-11/7": "peace, Ukraine's text",
    "ES-11/8": "peace, US text as amended",
    "A/RES/79/284": "Council of Europe",
    "ES-11/9": "children",
    "A/RES/80/223": "rights in Crimea and elsewhere",
    "ES-11 of 24 February 2026": "lasting peace",
}
"""Text → its subject in so few words that a row of the grid can carry them."""
CRIMEA = ("A/RES/77/229", "A/RES/78/221", "A/RES/79/184", "A/RES/80/223")
"""The text that returns each December: a fixed set, so that no change of the agenda stands behind a change of votes."""
MARKS = {
    "yes": ("triangle-up", "teal"),
    "abstain": ("circle", "grey"),
    "no": ("square", "red"),
    "absent": ("M-0.6,-0.1H0.6V0.1H-0.6Z", "muted"),
}
WORDS = {"yes": "yes", "abstain": "abstained", "no": "no", "absent": "did not vote"}


def votes_in_words(votes: pd.DataFrame) -> pd.DataFrame:
    """Return the table `un_votes` in order of time: `text` (day and subject), `country`, `iso3`, `cast` (words)."""
    votes = votes.sort_values("date", kind="stable")
    day = votes["date"].dt.day.astype(str) + votes["date"].dt.strftime(" %b %Y")
    text = day + ", " + votes["resolution"].map(SUBJECTS)
    return votes.assign(text=text, cast=votes["vote"].astype(str).map(WORDS))[["text", "country", "iso3", "cast"]]


def vote_grid(votes: pd.DataFrame) -> alt.LayerChart:
    """Draw `votes` (of `votes_in_words`): a row per text from the oldest, a column per state, a band for Kazakhstan."""
    countries = [votes.loc[votes["iso3"] == one, "country"].iloc[0] for one in STATES]
    column = alt.X("country:N", sort=countries, title=None, axis=alt.Axis(orient="top", labelAngle=-40, domain=False))
    row = alt.Y("text:N", sort=list(votes["text"].unique()), title=None, axis=alt.Axis(ticks=False, domain=False))
    words = [WORDS[vote] for vote in MARKS]
    shapes, colours = zip(*MARKS.values(), strict=True)
    key = alt.Legend(title=None, orient="bottom", symbolSize=110)
    own = alt.Chart(votes[votes["iso3"] == "KAZ"]).mark_rect(color=COLOURS["band"], opacity=0.6)
    marks = alt.Chart(votes).mark_point(filled=True, size=95, opacity=1, strokeWidth=2)
    marks = marks.encode(
        x=column,
        y=row,
        shape=alt.Shape("cast:N", scale=alt.Scale(domain=words, range=list(shapes)), legend=key),
        color=alt.Color("cast:N", scale=alt.Scale(domain=words, range=[COLOURS[c] for c in colours]), legend=key),
    )
    return (own.encode(x=column, y=row) + marks).properties(width=320, height=24 * votes["text"].nunique())


def vote_table(votes: pd.DataFrame) -> pd.DataFrame:
    """Return the grid of `votes` (of `votes_in_words`) as a table for readers: a row per text, a column per state."""
    wide = votes.pivot(index="text", columns="country", values="cast").loc[list(votes["text"].unique())]
    return wide.rename_axis(columns=None).rename_axis("Text").reset_index()


def recurring() -> pd.DataFrame:
    """Return the votes on the text that returns each December: a row per year, a column per state of `STATES`."""
    rows = load("un_votes").query("resolution in @CRIMEA")
    rows = rows.assign(year=rows["date"].dt.year, vote=rows["vote"].astype(str).map(WORDS))
    return rows.pivot(index="year", columns="iso3", values="vote")[STATES]
