"""What parsed JSON must look like before anything is read off it; whether it says what is so is checked elsewhere."""

from typing import Any

from qantar.lean import lean_imports

Shape = dict[str, Any]

TEXT: Shape = {"type": "string", "minLength": 1}
WORDS: Shape = {"type": "string"}
NUMBER: Shape = {"type": "number"}
LONGEST = 200


def record(needed: dict[str, Shape], **others: Shape) -> Shape:
    """Return the shape of an object with some keys that it must have, and some that it may have."""
    return {"type": "object", "required": list(needed), "properties": needed | others}


def many(shape: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": shape}


def fault(content: Any, shape: Shape) -> str:
    """Return where parsed JSON first differs from a shape, and how; an empty text if it does not."""
    with lean_imports():
        from jsonschema import Draft202012Validator
    for error in Draft202012Validator(shape).iter_errors(content):
        where = "/".join(map(str, error.absolute_path)) or "the whole"
        return f"{where}: {error.message[:LONGEST]}"
    return ""
