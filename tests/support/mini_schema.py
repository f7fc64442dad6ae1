# SPDX-License-Identifier: Apache-2.0
"""The part of JSON Schema that our own schemas use. A keyword that is not known here is an error, so that none is ignored."""
import re

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
NOTES = {"$schema", "$id", "title", "description", "$defs"}


def problems(value, schema, root=None, path="$"):
    """Every way in which `value` does not follow `schema`, as text."""
    root = root or schema
    if "$ref" in schema:
        yield from problems(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
        return
    unknown = set(schema) - NOTES - {"type", "const", "enum", "pattern", "minimum", "required", "properties", "additionalProperties", "items", "minItems"}
    assert not unknown, f"{path}: this validator does not know {unknown}"
    if "type" in schema:
        kind = TYPES[schema["type"]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            yield f"{path}: is no {schema['type']}"
            return
    if "const" in schema and value != schema["const"]:
        yield f"{path}: is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} does not match {schema['pattern']}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{path}: {value} is below {schema['minimum']}"
    if isinstance(value, dict):
        yield from object_problems(value, schema, root, path)
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{path}: has too few items"
        for index, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), root, f"{path}[{index}]")


def object_problems(value, schema, root, path):
    for key in schema.get("required", []):
        if key not in value:
            yield f"{path}: lacks {key}"
    for key, item in value.items():
        if key in schema.get("properties", {}):
            yield from problems(item, schema["properties"][key], root, f"{path}.{key}")
        elif schema.get("additionalProperties", True) is False:
            yield f"{path}: has the unknown key {key}"
