"""The ledgers' codes in words, as the reference pages show them."""

CHAPTERS = {
    "causes": "The spark and the tinderbox",
    "intervention": "Thirteen days of the alliance",
    "counting": "Who counts the dead?",
    "elites": "Purge or reshuffle?",
    "consequences": "Whose hand was strengthened?",
    "hindsight": "Scoring the analyst",
}
"""The book's chapters in reading order, with their titles."""

CONFIDENCE = {
    "confirmed_2plus": "at least two publishers, which may share one origin",
    "single_source": "one publisher, or one origin only",
    "disputed": "disputed, sources contradict each other",
    "not_found": "searched for and not found",
}

LANES = {
    "protest": ("Protest", "people in the street, whoever they were"),
    "government": ("Government", "state bodies, police and courts"),
    "alliance": ("Alliance", "the CSTO, and other states and parliaments"),
    "elite": ("Elite", "changes at the top of the state and in the ruling family"),
    "information": ("Information", "networks, media and the telling of the story"),
}
"""Per lane of the timeline its name and who acts in it."""

SOURCE_KINDS = {
    "official": "a state, a parliament or an international body",
    "state_media": "media owned or steered by a state",
    "news": "other media",
    "ngo": "rights and civic organisations",
    "research": "scholarship and policy analysis",
    "statistics": "data sets",
    "reference": "encyclopaedias and documentation",
    "other": "blogs, aggregators, companies, partisan sites",
}

VERDICT_MEANINGS = {
    "held up": "public evidence supports the claim as it was written.",
    "partly held up": "one separable part of the claim stands, another does not or was never measured.",
    "did not hold": "public evidence contradicts the claim.",
    "still contested": "informed sources disagree, and public evidence does not settle it.",
    "cannot be verified": "no evidence that could decide it has been found.",
}
