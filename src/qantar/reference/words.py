"""The ledgers' codes in words, as the reference pages show them."""

from html import escape as html

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

NETWORKS = {
    "family": ("Family", "relatives of Nazarbayev, by blood or marriage"),
    "patronage": ("Patronage", "people who rose with Nazarbayev, as reported"),
    "tokayev": ("Tokayev", "people close to, or promoted by, Tokayev"),
    "security": ("Security", "officers and police without another reported tie"),
    "government": ("Government", "officials without another reported tie"),
    "business": ("Business", "business people without another reported tie"),
    "not_verified": ("Not verified", "no tie verified"),
}
"""Per group of people its name and who is in it."""

PERSON_EVENTS = {
    "appointed": "appointed",
    "dismissed": "removed from a post",
    "resigned": "left a post",
    "lost_status": "lost a title, right or immunity",
    "detained": "detained",
    "charged": "named as a suspect or charged",
    "convicted": "sentenced to a prison term",
    "suspended_sentence": "given a suspended sentence",
    "released": "freed or moved to a milder regime",
    "returned_assets": "assets given or ordered back to the state",
    "fled": "left the country",
    "died": "died",
    "no_event_found": "no event found",
    "in_post": "still in the post, as a report shows",
}

CHANGES = {
    "executive": "posts and bodies of the executive",
    "parliament": "posts in parliament",
    "party": "the ruling party",
    "constitution": "the constitution and its court",
    "election": "a national election",
    "referendum": "a referendum on another matter",
    "law": "a law or pardon",
    "economy": "rules of money and property",
    "emergency": "emergency rule",
}

TERMS = {
    "institution": "body or organisation",
    "person_role": "post or role",
    "place": "place",
    "event": "event or its name",
    "concept": "idea used to explain",
    "method": "method of this book",
    "economy": "prices, firms and trade",
}
"""Per kind of glossary term its words."""

LANGUAGES = {
    "en": "English",
    "ru": "Russian",
    "kk": "Kazakh",
    "de": "German",
    "pl": "Polish",
    "uk": "Ukrainian",
    "fr": "French",
    "tr": "Turkish",
    "zh": "Chinese",
}
"""Per language code of a search its name."""

FOUND = {
    "nothing": "nothing that answers the question",
    "in_part": "an answer to a part of the question",
    "something": "an answer",
}
"""Per outcome of a search its words."""


def form(text: str, language: str, verified: str) -> str:
    """Return a name in another language, marked as such (`lang`), and as not verified unless `verified` is "True"."""
    if not text:
        return ""
    mark = "" if verified == "True" else " (form not verified)"
    return f'<span lang="{language}">{html(text)}</span>{mark}'
