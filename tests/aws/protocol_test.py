#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Requests and answers of every operation that vouch knows, random but the same every time, against botocore's own serializers and parsers.
Skipped where botocore is missing or is not the version that the tables were made from."""
import argparse
import base64
import collections
import json
import os
import random
import subprocess
import sys
import urllib.parse
from xml.etree import ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(HERE)), "tools"))
import gen_operations  # noqa: E402
import wire  # noqa: E402

# An answer of S3 that no parser of botocore reads by its model: a handler of its client does.
BARE = {("s3", "GetBucketLocation")}


def tree(text):
    return ElementTree.canonicalize(text) if text else ""


class Case:
    """One operation, one random input and output."""

    def __init__(self, service, protocol, operation, chance):
        self.name = f"{service}:{operation.name}"
        self.service, self.protocol, self.operation = service, protocol, operation
        made = wire.Random(chance)
        self.theirs, self.ours = made.structure(operation.input_shape) if operation.input_shape else ({}, {})
        self.output, _ = made.structure(operation.output_shape) if operation.output_shape else ({}, {})
        self.headers, self.body = wire.answer(protocol, operation, self.output) if operation.output_shape else ({}, b"")
        if protocol in ("query", "ec2") and not operation.output_shape:
            self.body = b"<R><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></R>"

    def lines(self):
        head = {"service": self.service, "operation": self.operation.name}
        yield head | {"input": self.ours}
        yield head | {"status": 200, "headers": self.headers, "body": base64.b64encode(self.body).decode()}

    def problems(self, request, response):
        yield from self.request_problems(request)
        if (self.service, self.operation.name) not in BARE:
            yield from self.answer_problems(response)

    def request_problems(self, ours):
        from botocore import serialize
        theirs = serialize.create_serializer(self.protocol, include_validation=False).serialize_to_request(self.theirs, self.operation)
        if "error" in ours:
            yield f"refused: {ours['error']}"
            return
        path, _, query = theirs["url_path"].partition("?")
        pairs = [(key, value) for key, value in urllib.parse.parse_qsl(query, keep_blank_values=True)]
        for key, value in (theirs["query_string"] or {}).items():
            pairs += [(key, str(one)) for one in (value if isinstance(value, list) else [value])]
        headers = {key.lower(): str(value) for key, value in theirs["headers"].items()}
        have = dict(map(tuple, ours["headers"]))
        for what, mine, other in (("method", ours["method"], theirs["method"]), ("path", ours["path"], path),
                                  ("query", sorted(map(tuple, ours["query"])), sorted(pairs)),
                                  ("headers", {key: have.get(key) for key in headers}, headers),
                                  ("host", ours["host_prefix"], theirs.get("host_prefix") or "")):
            if mine != other:
                yield f"{what}: {mine} is not {other}"
        yield from self.body_problems(base64.b64decode(ours["body"]), theirs["body"])

    def body_problems(self, ours, theirs):
        if self.protocol in ("query", "ec2"):
            ours = urllib.parse.parse_qsl(ours.decode(), keep_blank_values=True)
            theirs = [(key, str(value)) for key, value in theirs.items()]
        elif self.protocol in ("json", "rest-json") and theirs[:1] in (b"{", b"["):
            ours, theirs = json.loads(ours), json.loads(theirs)
        elif self.protocol == "rest-xml" and theirs[:1] == b"<":
            ours, theirs = tree(ours), tree(theirs)
        if ours != theirs:
            yield f"body: {ours} is not {theirs}"

    def answer_problems(self, ours):
        from botocore import awsrequest, parsers
        payload = self.operation.output_shape and self.operation.output_shape.serialization.get("payload")
        raw = payload and self.operation.output_shape.members[payload].type_name == "blob"  # botocore takes it for text or a stream
        response = {"status_code": 200, "headers": awsrequest.HeadersDict(self.headers), "body": b"" if raw else self.body, "context": {}}
        theirs = parsers.create_parser(self.protocol).parse(response, self.operation.output_shape)
        theirs = wire.normal({key: value for key, value in theirs.items() if key != "ResponseMetadata"})
        if raw:
            theirs[payload] = base64.b64encode(self.body).decode()
        if ours.get("output") != theirs:
            yield f"output: {json.dumps(ours, ensure_ascii=False)} is not {json.dumps(theirs, ensure_ascii=False)} of {self.body!r}"


def cases(count, seed, only):
    import botocore.loaders
    from botocore.model import ServiceModel
    loader = botocore.loaders.Loader()
    folder = gen_operations.FOLDER
    for service, operations in gen_operations.listed().items():
        protocol = json.load(open(os.path.join(folder, f"{service}.json"), encoding="utf-8"))["protocol"]
        data = loader.load_service_model(service, "service-2")
        data["metadata"].pop("awsQueryCompatible" if protocol == "query" else "", None)
        model = ServiceModel(data, service)
        for name in operations:
            if only and only != f"{service}:{name}":
                continue
            for number in range(count):
                yield Case(service, protocol, model.operation_model(name), random.Random(f"{seed}/{service}/{name}/{number}"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tool", required=True)
    parser.add_argument("--count", type=int, default=3, help="inputs and answers for each operation")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", help="service:Operation")
    asked = parser.parse_args()
    if why := gen_operations.not_comparable():
        print(f"skipped: {why}")
        return 77
    all_cases = list(cases(asked.count, asked.seed, asked.only))
    lines = "".join(json.dumps(line) + "\n" for case in all_cases for line in case.lines())
    done = subprocess.run([asked.tool], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 2 * len(all_cases) and all_cases
    found = collections.defaultdict(list)
    for number, case in enumerate(all_cases):
        for problem in case.problems(answers[2 * number], answers[2 * number + 1]):
            found[case.name].append(problem)
    for name, problems in list(found.items())[:20]:
        print(f"{name}: {problems[0][:2000]}")
    print(f"{len(all_cases)} inputs and answers, {len(found)} operations with differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
