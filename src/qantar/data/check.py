"""Check every table against its description and name each fault by table, row, column, value and rule.

Types, enumerations, keys, hashes and sizes are checked by the ``frictionless`` library, which only this module
imports; lists of ids, partial dates, row counts, clocks and maps are checked here, for no standard rule covers them.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qantar.data import clock, dates
from qantar.data.descriptor import FILE, FOLDER, measure, parsed, well_formed
from qantar.errors import QantarError
from qantar.files import read_bytes

NEEDED = {"title", "description", "sources", "licenses", "licenseChecked", "evidenceChecked", "made", "caveats"}
"""What readers are told about a table beside its columns."""


@dataclass(frozen=True)
class Fault:
    """One fault; ``row`` counts the lines of the file, the header being 1, and is None for a fault of the file."""

    table: str
    row: int | None
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        """Return the fault as one line for the screen."""
        return f"{self.table}: row {self.row or '-'}: {self.column or '-'}: {self.value!r}: {self.rule}"


def validate(folder: Path = FOLDER) -> list[Fault]:
    """Return all faults of the package in ``folder``, ordered by table and row; an empty list means valid."""
    folder, package = Path(folder), well_formed(folder)
    faults = list(_undescribed(package, folder))
    unread = list(_unreadable(package, folder))
    faults += unread
    if not unread:
        records = {resource["name"]: _records(folder / resource["path"]) for resource in _tables(package)}
        faults += _by_frictionless(package, folder, records)
        for resource in _tables(package):
            faults += _by_own_rules(resource, folder, records)
            faults += [Fault(resource["name"], *breach) for breach in clock.breaches(resource, records)]
        for resource in package["resources"]:
            faults += _cited_sources(resource, records)
            faults += [] if "schema" in resource else _map_faults(resource, folder, records)
    return sorted(faults, key=lambda fault: (fault.table, fault.row or 0, fault.column))


def _tables(package: dict) -> list[dict]:
    return [resource for resource in package["resources"] if "schema" in resource]


def _records(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, restval=""))


def _undescribed(package: dict, folder: Path) -> Iterator[Fault]:
    described = {resource["path"]: resource["name"] for resource in package["resources"]}
    for path in sorted({*folder.glob("*.csv"), *folder.glob("*.json")}):
        if path.name not in described and path.name != FILE:
            yield Fault(path.stem, None, "", path.name, f"file is not described in {FILE}")
    for resource in package["resources"]:
        for key in sorted(NEEDED - resource.keys()):
            yield Fault(resource["name"], None, "", key, f"the description in {FILE} lacks it")
        for licence in resource.get("licenses", []):
            for key in sorted({"title", "path"} - licence.keys()):
                yield Fault(resource["name"], None, "", f"licenses.{key}", f"the description in {FILE} lacks it")


def _unreadable(package: dict, folder: Path) -> Iterator[Fault]:
    for resource in package["resources"]:
        path = folder / resource["path"]
        try:
            if not path.exists():
                raise QantarError("file is missing")
            measure(path)
        except QantarError as error:
            yield Fault(resource["name"], None, "", path.name, str(error))


def _by_frictionless(package: dict, folder: Path, records: dict) -> Iterator[Fault]:
    try:
        from frictionless import FrictionlessException, Package
    except ImportError:
        raise QantarError(
            "Checking the tables needs the frictionless library; install it with the extra 'test'."
        ) from None
    # The report stops at 1,000 faults a table, which is enough to mend a file.
    try:
        report = Package.from_descriptor(package, basepath=str(folder)).validate()
    except FrictionlessException as error:
        yield Fault(FILE, None, "", "", f"{error.error.type}: {error.error.note}")
        return
    for error in report.errors:
        yield Fault(FILE, None, "", "", error.message)
    keys = {resource["name"]: resource["schema"].get("primaryKey", []) for resource in _tables(package)}
    for task in report.tasks:
        for error in task.errors:
            yield _fault(task.name, error, keys.get(task.name, []), records)


def _fault(table: str, error: object, key: list[str], records: dict) -> Fault:
    row = getattr(error, "row_number", None)
    column, value = getattr(error, "field_name", ""), getattr(error, "cell", "")
    if not column and row and error.type in ("primary-key", "foreign-key"):
        columns = key if error.type == "primary-key" else list(error.field_names)
        column = ";".join(columns)
        cells = records[table][row - 2] if row - 2 < len(records[table]) else {}
        value = ";".join(cells.get(name) or "" for name in columns)
    return Fault(table, row, column or "", str(value if value is not None else ""), f"{error.type}: {error.note}")


def _by_own_rules(resource: dict, folder: Path, records: dict) -> Iterator[Fault]:
    name, rows = resource["name"], records[resource["name"]]
    counted = measure(folder / resource["path"])["rows"]
    if counted != resource.get("rows"):
        yield Fault(name, None, "", str(counted), f"row-count: the description says {resource.get('rows')}")
    for field in resource["schema"]["fields"]:
        rule = _list_rule(field, records) if "list" in field else _date_rule if field.get("partialDate") else None
        for number, record in enumerate(rows if rule else [], start=2):
            value = record.get(field["name"]) or ""
            for broken in rule(value) if value else []:
                yield Fault(name, number, field["name"], value, broken)


def _list_rule(field: dict, records: dict):  # noqa: ANN202 - a closure over the ids that exist
    target = field.get("references")
    known = {record.get(target["field"]) for record in records.get(target["resource"], [])} if target else None
    rows = _row_names(records) if field.get("records") else set()

    def rule(value: str) -> Iterator[str]:
        items = value.split(field["list"])
        if len(set(items)) < len(items) or "" in items:
            yield "list: an item is empty or stands twice"
        for item in items if target else []:
            if item not in known:
                yield f"list-reference: {item!r} not found in {target['resource']}.{target['field']}"
        for item in items if field.get("records") else []:
            if item not in rows:
                yield f"row-reference: {item!r} is neither a table nor a row of one, as table/id"

    return rule


def _row_names(records: dict) -> set[str]:
    rows = {f"{name}/{next(iter(row.values()))}" for name, table in records.items() for row in table}
    return rows | set(records)


def _date_rule(value: str) -> Iterator[str]:
    try:
        dates.earliest(value)
    except QantarError:
        yield "partial-date: not a year, month or day of the calendar"


def _cited_sources(resource: dict, records: dict) -> Iterator[Fault]:
    known = {record.get("source_id") for record in records.get("sources", [])}
    for source in resource.get("sources", []):
        value = source.get("source_id", "")
        if value and value not in known:
            yield Fault(resource["name"], None, "sources", value, "source: the description cites an unknown source_id")


def _map_faults(resource: dict, folder: Path, records: dict) -> Iterator[Fault]:
    name, path, join = resource["name"], folder / resource["path"], resource["join"]
    known = {record.get(join["field"]) for record in records.get(join["resource"], [])}
    for number, feature in enumerate(features_of(path), start=1):
        value = str(feature.get(join["property"], ""))
        if value not in known:
            yield Fault(name, number, join["property"], value, f"join: not found in {join['resource']}.{join['field']}")


def features_of(path: Path) -> list[dict]:
    """Return the properties of a map's features; what is no feature has none."""
    features = parsed(read_bytes(path), path.name).get("features")
    found = features if isinstance(features, list) else []
    properties = [feature.get("properties") if isinstance(feature, dict) else None for feature in found]
    return [one if isinstance(one, dict) else {} for one in properties]
