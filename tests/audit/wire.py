# SPDX-License-Identifier: Apache-2.0
"""Whether an answer that somebody wrote down is one that the service could give: botocore reads it by the model of the service, and nothing
in it may be left over or of another kind than the model says."""
import datetime
import json
import re
import xml.etree.ElementTree as ElementTree

import botocore.loaders
import botocore.model
import botocore.parsers

LOADER = botocore.loaders.Loader()
KINDS = {"string": str, "character": str, "boolean": bool, "integer": int, "long": int, "float": (int, float), "double": (int, float),
         "timestamp": datetime.datetime, "blob": (bytes, str), "structure": dict, "map": dict, "list": list}
models = {}


def model(service):
    if service not in models:
        models[service] = botocore.model.ServiceModel(LOADER.load_service_model(service, "service-2"), service)
    return models[service]


def problems(operation, answer):
    """What is wrong with the answer, a sentence each."""
    service, _, name = operation.partition(":")
    try:
        shape = model(service).operation_model(name).output_shape
    except botocore.model.OperationNotFoundError:
        return [f"{service} has no operation {name}"]
    body, protocol = answer["body"], model(service).metadata["protocol"]
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    parser = botocore.parsers.create_parser(protocol)
    parsed = parser.parse({"status_code": answer.get("status", 200), "headers": answer.get("headers", {}), "body": data}, shape)
    parsed.pop("ResponseMetadata", None)
    found = list(kinds(parsed, shape, name))
    if shape and shape.serialization.get("payload"):
        shape = shape.members[shape.serialization["payload"]]
    if isinstance(body, str):
        read, written = leaves(parsed), texts(ElementTree.fromstring(body))
        if read != written:
            found.append(f"{name}: {written} values were written, {read} are members of the answer")
    else:
        found += unknown(body, shape, name)
    return found


def kinds(value, shape, where):
    """Values of another kind than their shape, and words that its enumeration has not."""
    if not isinstance(value, KINDS[shape.type_name]) or isinstance(value, bool) != (shape.type_name == "boolean"):
        yield f"{where}: {value!r} is no {shape.type_name}"
    elif shape.type_name == "structure":
        for key, each in value.items():
            if key in shape.members:
                yield from kinds(each, shape.members[key], f"{where}.{key}")
    elif shape.type_name == "list":
        for each in value:
            yield from kinds(each, shape.member, where)
    elif shape.type_name == "map":
        for each in value.values():
            yield from kinds(each, shape.value, where)
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f"{where}: {value!r} is none of {', '.join(shape.enum)}"


def unknown(value, shape, where):
    """Members of a JSON document that the shape has not."""
    if shape.type_name == "structure" and isinstance(value, dict):
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for key, each in value.items():
            if key in names:
                yield from unknown(each, names[key], f"{where}.{key}")
            else:
                yield f"{where} has no member {key}"
    elif shape.type_name == "list" and isinstance(value, list):
        for each in value:
            yield from unknown(each, shape.member, where)
    elif shape.type_name == "map" and isinstance(value, dict):
        for each in value.values():
            yield from unknown(each, shape.value, where)


def leaves(value):
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else int(value != "")


def texts(element):
    """How many values an XML document has: elements without elements in them, lists that are empty and the id of the request left out."""
    if re.sub("{.*}", "", element.tag) in ("requestId", "RequestId"):
        return 0
    return sum(map(texts, element)) if len(element) else int(bool((element.text or "").strip()))
