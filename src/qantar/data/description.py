"""The description of a table as a reader meets it: a dictionary that shows itself, the columns first."""

from typing import Any

from qantar.templates import template

KINDS = {"string": "text", "number": "number", "integer": "whole number", "boolean": "yes or no", "year": "year"}
"""What the types of a Data Package are called where students read them; other types keep their names."""


class Description(dict):
    """A resource of the Data Package. A notebook shows it as a page, a terminal as text; it still is its dictionary."""

    def _repr_html_(self) -> str:
        shown = template("qantar.data", "description.html")
        return shown.render(**self, columns=self.columns(), lists=self.lists())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def __str__(self) -> str:
        """Return the description as plain text."""
        lines = [f"{self['title']} ({self['name']}). {self['description']}", ""]
        lines += [f"{column['name']}: {column['holds']}. {column['description']}" for column in self.columns()]
        for heading, entries in self.lists():
            lines += ["", heading, *(f"- {entry}" for entry in entries)]
        return "\n".join(lines)

    def columns(self) -> list[dict[str, str]]:
        """Return name, kind of value and meaning of each column; none for a map."""
        fields = self.get("schema", {}).get("fields", [])
        return [{"name": field["name"], "holds": holds(field), "description": meaning(field)} for field in fields]

    def lists(self) -> list[tuple[str, list[str]]]:
        """Return what stands below the columns: what the table cannot say, how it was made, from where."""
        sources = [" ".join(filter(None, [source.get("title"), source.get("date")])) for source in self["sources"]]
        made = [("How it was made", [self["made"]])] if self.get("made") else []
        cannot = [("What it cannot say", self["caveats"])] if self.get("caveats") else []
        return [*cannot, *made, ("Sources", sources)]


def holds(field: dict[str, Any]) -> str:
    """Return what kind of value a column holds, in words: type, unit, and whether it may be missing."""
    constraints = field.get("constraints", {})
    kind = "one of a list" if "enum" in constraints else KINDS.get(field["type"], field["type"])
    if field.get("partialDate"):
        kind = "date as text"
    unit = f", {field['unit']}" if field.get("unit") else ""
    return f"{kind}{unit}{'' if constraints.get('required') else ', may be missing'}"


def meaning(field: dict[str, Any]) -> str:
    """Return what a column is: its description, and the values of a closed list that the description does not name."""
    values = [value for value in field.get("constraints", {}).get("enum", []) if value not in field["description"]]
    listed = f" Values: {', '.join(values)}." if values else ""
    return f"{field['description']}{listed}"
