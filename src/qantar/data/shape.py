"""What ``datapackage.json`` must look like before anything can be read off it."""

from qantar.shapes import TEXT, WORDS, many, record

OBJECTS = many({"type": "object"})
FIELD = record(
    {"name": TEXT, "type": TEXT},
    constraints=record({}, enum=many(TEXT)),
    list=TEXT,
    references=record({"resource": TEXT, "field": TEXT}),
)
SCHEMA = record({"fields": many(FIELD) | {"minItems": 1}}, primaryKey=many(TEXT), foreignKeys=OBJECTS)
RESOURCE = record(
    {"name": TEXT, "path": {"type": "string", "pattern": r"^\w[\w.-]*\.(csv|json)$"}},
    schema=SCHEMA,
    sources=many(record({}, source_id=WORDS)),
    licenses=OBJECTS,
    join=record({"property": TEXT, "resource": TEXT, "field": TEXT}),
) | {"anyOf": [{"required": ["schema"]}, {"required": ["join"]}]}
PACKAGE = record({"resources": many(RESOURCE)})
