# SPDX-License-Identifier: Apache-2.0
"""Random inputs and answers for an operation of a botocore service model, and answers as a service would send them."""
import base64
import datetime
import json
from xml.etree import ElementTree

DEPTH = 6
TEXTS = ("a", "my-name", "arn:aws:iam::123456789012:user/x", "with space", "a/b", "q=1&r=2", "ä\u20ac", "<tag>&amp;\"'", "100%", "+1~", "日本", "x, y")


def normal(value):
    """An output of botocore in our terms: times and blobs are texts."""
    if isinstance(value, dict):
        return {key: normal(one) for key, one in value.items()}
    if isinstance(value, list):
        return [normal(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        exact = "milliseconds" if value.microsecond else "seconds"
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat(timespec=exact) + "Z"
    return value


class Random:
    """Values for shapes. `lossless`: what our tool is told, in JSON, is kept beside what botocore is told (times and bytes)."""

    def __init__(self, chance):
        self.chance = chance

    def scalar(self, shape):
        """(for botocore, for us)"""
        kind = shape.type_name
        if kind in ("integer", "long"):
            value = self.chance.choice((0, 1, 17, 4096, 2**31 - 1, -5))
        elif kind in ("float", "double"):
            value = self.chance.choice((0.5, 2.25, -1.125, 1234567.5))
        elif kind == "boolean":
            value = self.chance.random() < 0.5
        elif kind == "timestamp":
            value = datetime.datetime(2001, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc) + datetime.timedelta(
                seconds=self.chance.randrange(800_000_000))
            return value, value.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif kind == "blob":
            value = bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(20)))
            return value, base64.b64encode(value).decode()
        else:
            value = self.chance.choice(TEXTS)
        return value, value

    def value(self, shape, depth=0):
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            count = 0 if depth > DEPTH else self.chance.randrange(4)
            pairs = [self.value(shape.member, depth + 1) for _ in range(count)]
            return [a for a, _ in pairs], [b for _, b in pairs]
        if kind == "map":
            keys = self.chance.sample(TEXTS[:8], 0 if depth > DEPTH else self.chance.randrange(3))
            pairs = {key: self.value(shape.value, depth + 1) for key in keys}
            return {key: a for key, (a, _) in pairs.items()}, {key: b for key, (_, b) in pairs.items()}
        return self.scalar(shape)

    def structure(self, shape, depth=0):
        theirs, ours = {}, {}
        if getattr(shape, "is_document_type", False):
            theirs = {"any": ["thing", 1]}
            return theirs, theirs
        members = list(shape.members.items())
        if getattr(shape, "is_tagged_union", False):
            members = [self.chance.choice(members)]
        for name, member in members:
            where = member.serialization
            needed = name in shape.required_members or where.get("location") == "uri"
            if not needed and (depth > DEPTH or self.chance.random() < 0.5) and not getattr(shape, "is_tagged_union", False):
                continue
            if where.get("hostLabel"):
                theirs[name] = ours[name] = "123456789012"
            elif where.get("location") in ("header", "headers") and member.type_name in ("string", "map"):
                value = {"k": "v1"} if member.type_name == "map" else "header-value"
                theirs[name] = ours[name] = value
            elif where.get("location") == "querystring" and member.type_name == "map":
                theirs[name] = ours[name] = {"k": ["v1", "v2"]} if member.value.type_name == "list" else {"k": "v1"}
            else:
                theirs[name], ours[name] = self.value(member, depth + 1)
        return theirs, ours


def timestamp(value, form, usual):
    form = (form or usual).lower()
    if form == "unixtimestamp":
        return int(value.timestamp())
    if form == "rfc822":
        return value.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def text(shape, value, usual):
    if shape.type_name == "timestamp":
        return str(timestamp(value, shape.serialization.get("timestampFormat"), usual))
    if shape.type_name == "blob":
        return base64.b64encode(value).decode()
    if shape.type_name == "boolean":
        return "true" if value else "false"
    return str(value)


def to_json(shape, value):
    kind = shape.type_name
    if kind == "structure":
        if shape.is_document_type:
            return value
        return {shape.members[name].serialization.get("name", name): to_json(shape.members[name], one) for name, one in value.items()}
    if kind == "list":
        return [to_json(shape.member, one) for one in value]
    if kind == "map":
        return {key: to_json(shape.value, one) for key, one in value.items()}
    if kind == "timestamp":
        return timestamp(value, shape.serialization.get("timestampFormat"), "unixtimestamp")
    return base64.b64encode(value).decode() if kind == "blob" else value


def to_xml(parent, shape, value, name):
    """Adds what `value` is as an answer to `parent`."""
    kind, where = shape.type_name, shape.serialization
    if kind == "structure":
        fields(ElementTree.SubElement(parent, name), shape, value)
    elif kind == "list":
        if where.get("flattened"):
            for one in value:
                to_xml(parent, shape.member, one, shape.member.serialization.get("name", name))
        else:
            inner = ElementTree.SubElement(parent, name)
            for one in value:
                to_xml(inner, shape.member, one, shape.member.serialization.get("name", "member"))
    elif kind == "map":
        inner = None if where.get("flattened") else ElementTree.SubElement(parent, name)
        for key, one in value.items():
            entry = ElementTree.SubElement(parent, name) if inner is None else ElementTree.SubElement(inner, "entry")
            to_xml(entry, shape.key, key, shape.key.serialization.get("name", "key"))
            to_xml(entry, shape.value, one, shape.value.serialization.get("name", "value"))
    else:
        ElementTree.SubElement(parent, name).text = text(shape, value, "iso8601")


def fields(node, shape, value):
    for name, one in value.items():
        member = shape.members[name]
        if member.serialization.get("location"):
            continue
        if member.serialization.get("xmlAttribute"):
            prefix, _, local = member.serialization["name"].partition(":")
            node.set(f"{{http://www.w3.org/2001/XMLSchema-instance}}{local}" if prefix == "xsi" else prefix, one)
        else:
            to_xml(node, member, one, member.serialization.get("name", name))


def answer(protocol, operation, value):
    """(headers, body) of an answer with output `value`, as a service of that protocol sends it."""
    shape, headers = operation.output_shape, {"x-amzn-requestid": "id-1"}
    ElementTree.register_namespace("xsi", "http://www.w3.org/2001/XMLSchema-instance")
    for name, one in value.items():
        member = shape.members[name]
        key = member.serialization.get("name", name).lower()
        if member.serialization.get("location") == "header":
            headers[key] = ",".join(text(member.member, item, "rfc822") for item in one) if isinstance(one, list) else text(member, one, "rfc822")
        elif member.serialization.get("location") == "headers":
            headers.update({key + inner: item for inner, item in one.items()})
    payload = shape.serialization.get("payload")
    body = {name: one for name, one in value.items() if not shape.members[name].serialization.get("location")}
    if payload:
        member = shape.members[payload]
        if payload not in value:
            return headers, b"" if member.type_name in ("blob", "string") else b"{}" if protocol == "rest-json" else b"<Root/>"
        if member.type_name in ("blob", "string"):
            return headers, value[payload] if isinstance(value[payload], bytes) else value[payload].encode()
        if protocol == "rest-json":
            return headers, json.dumps(to_json(member, value[payload])).encode()
        root = ElementTree.Element("Root")
        to_xml(root, member, value[payload], member.serialization.get("name", payload))
        return headers, ElementTree.tostring(root[0])
    if protocol in ("json", "rest-json"):
        members = {shape.members[name].serialization.get("name", name): to_json(shape.members[name], one) for name, one in body.items()}
        return headers, json.dumps(members | {"notInTheModel": [1, {"x": None}]}).encode()
    root = ElementTree.Element(operation.name + "Response", {"xmlns": "http://example.com/"})
    wrapper = shape.serialization.get("resultWrapper")
    fields(ElementTree.SubElement(root, wrapper) if wrapper else root, shape, body)
    ElementTree.SubElement(ElementTree.SubElement(root, "notInTheModel"), "x").text = "1"
    return headers, ElementTree.tostring(root)
