"""What ``datapackage.json`` must look like before anything can be read off it; what it says is checked elsewhere."""

TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "items": TEXT}
OBJECTS = {"type": "array", "items": {"type": "object"}}


def record(needed: dict, **others: dict) -> dict:
    """Return the shape of an object with some keys that it must have, and some that it may have."""
    return {"type": "object", "required": list(needed), "properties": needed | others}


FIELD = record(
    {"name": TEXT, "type": TEXT},
    constraints=record({}, enum=TEXTS),
    list=TEXT,
    references=record({"resource": TEXT, "field": TEXT}),
)
SCHEMA = record({"fields": {"type": "array", "items": FIELD, "minItems": 1}}, primaryKey=TEXTS, foreignKeys=OBJECTS)
RESOURCE = record(
    {"name": TEXT, "path": {"type": "string", "pattern": r"^\w[\w.-]*\.(csv|json)$"}},
    schema=SCHEMA,
    sources={"type": "array", "items": record({}, source_id={"type": "string"})},
    licenses=OBJECTS,
    join=record({"property": TEXT, "resource": TEXT, "field": TEXT}),
) | {"anyOf": [{"required": ["schema"]}, {"required": ["join"]}]}
PACKAGE = record({"resources": {"type": "array", "items": RESOURCE}})
