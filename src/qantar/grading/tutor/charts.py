"""What a chart encodes, as short lines: the facts that make two Altair charts the same answer."""

import re
from typing import Any

# Never part of the answer: pointing at a mark, links, and how overlapping marks are ordered.
UNCOUNTED = {"tooltip", "href", "url", "key", "order", "description"}
COMPOSED = ("layer", "hconcat", "vconcat", "concat")
SORT = re.compile(r"(?<=\)), (sorted by .*|in the order of the data)$")


def chart_lines(chart: Any, only: list[str] | None = None, sorts: bool = True) -> list[str]:
    """Return the facts of an Altair chart or a published figure, one per line, in a fixed order.

    Facts: mark, one line per encoding channel (aggregate, time unit, bin, field, type, sort), facets, and
    whether a title and a description are there. `only` names the facts to keep, such as `["mark", "x", "y"]`;
    without `sorts` the sort orders are left out.
    """
    spec = specification(chart)
    facts = [*view_facts(spec), ("title", presence(spec, "title")), ("description", presence(spec, "description"))]
    kept = [(name, text) for name, text in facts if only is None or name.split(".")[-1] in only]
    return [f"{name}: {text if sorts else SORT.sub('', text)}" for name, text in kept]


def specification(chart: Any) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart, or of the chart that a figure holds."""
    inner = getattr(chart, "chart", None)
    spec = (inner if hasattr(inner, "to_dict") else chart).to_dict()
    for part in ("title", "description"):
        text = getattr(chart, part, None)
        if isinstance(text, str) and text.strip():
            spec.setdefault(part, text)
    return spec


def view_facts(spec: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (name, text) pairs of one view, with the parts of a composed one in an order of their own."""
    facts = facet_facts(spec)
    inner = spec.get("spec", spec)
    for kind in COMPOSED:
        if kind in inner:
            parts = sorted(view_facts(inheriting(inner, part)) for part in inner[kind])
            return facts + [(f"{kind} {i}.{name}", text) for i, part in enumerate(parts, 1) for name, text in part]
    mark = inner.get("mark", "none")
    facts.append(("mark", mark if isinstance(mark, str) else mark.get("type", "none")))
    return facts + encoding_facts(inner.get("encoding", {}))


def inheriting(spec: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of a composed chart with the channels that it takes over from the whole."""
    return {**part, "encoding": {**spec.get("encoding", {}), **part.get("encoding", {})}}


def facet_facts(spec: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the facets and repeats that stand outside of the encoding."""
    facet = spec.get("facet")
    if isinstance(facet, dict):
        return encoding_facts(facet if "field" not in facet else {"facet": facet})
    return [("repeat", str(spec["repeat"]))] if "repeat" in spec else []


def encoding_facts(encoding: dict[str, Any]) -> list[tuple[str, str]]:
    """Return one fact per channel that is bound to data; constant colours and sizes say nothing."""
    facts = []
    for channel in sorted(set(encoding) - UNCOUNTED, key=lambda one: (counted_as(one), one)):
        for definition in definitions(encoding[channel]):
            text = channel_text(definition)
            if text:
                facts.append((counted_as(channel), text))
    return facts


def counted_as(channel: str) -> str:
    """Return the channel whose part this one plays: fill and stroke are colours."""
    return "color" if channel in {"fill", "stroke"} else channel


def definitions(channel: Any) -> list[dict[str, Any]]:
    """Return the definitions of a channel: itself, its several fields, or the field of its condition."""
    if isinstance(channel, list):
        return channel
    condition = channel.get("condition")
    if isinstance(condition, dict) and "field" in condition:
        return [condition]
    return [channel]


def channel_text(definition: dict[str, Any]) -> str:
    """Return `mean of price by month (quantitative), sorted by -x`, or nothing for a constant."""
    if "datum" in definition:
        return f"the value {definition['datum']}"
    if "field" not in definition and "aggregate" not in definition:
        return ""
    field = definition.get("field", "rows")
    text = f"{field if isinstance(field, str) else 'a repeated field'}"
    if "timeUnit" in definition:
        text = f"{text} by {unit(definition['timeUnit'])}"
    if "aggregate" in definition:
        text = f"{definition['aggregate']} of {text}"
    kind = f" ({definition.get('type', 'quantitative')})"
    return text + binned(definition) + kind + stacked(definition) + ordered(definition)


def unit(time_unit: Any) -> str:
    """Return the name of a time unit, whatever its form."""
    return time_unit if isinstance(time_unit, str) else str(time_unit.get("unit"))


def binned(definition: dict[str, Any]) -> str:
    """Return how a field is put into bins."""
    bins = definition.get("bin")
    if not bins:
        return ""
    options = "" if bins is True or not isinstance(bins, dict) else ", ".join(f"{k} {bins[k]}" for k in sorted(bins))
    return f" in bins of {options}" if options else " in bins"


def stacked(definition: dict[str, Any]) -> str:
    """Return how bars or areas are stacked, where they no longer show their own lengths."""
    stack = definition.get("stack")
    return f", stacked by {stack}" if stack in {"normalize", "center"} else ""


def ordered(definition: dict[str, Any]) -> str:
    """Return the sort order, where one is set."""
    if "sort" not in definition or definition["sort"] == "ascending":
        return ""
    sort = definition["sort"]
    if isinstance(sort, dict):
        sort = " ".join(f"{key} {sort[key]}" for key in sorted(sort))
    return f", sorted by {sort}" if sort is not None else ", in the order of the data"


def presence(spec: dict[str, Any], part: str) -> str:
    """Say whether the chart, or the first view in it, has a title or a description."""
    value = spec.get(part)
    text = value.get("text") if isinstance(value, dict) else value
    if text and "".join(text).strip():
        return "there"
    views = [spec.get("spec", {})] + [view for kind in COMPOSED for view in spec.get(kind, [])]
    return "there" if any(view and presence(view, part) == "there" for view in views) else "not there"
