#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes src/aws/operations/<service>.json, the tables that src/aws/model.h reads, out of the public service models that botocore carries:
only the operations of tools/operations.txt and the shapes they reach, without documentation.

    tools/gen_operations.py            write the tables, remove those of services that are no longer listed
    tools/gen_operations.py --check    compare only; exit 1 and name the first difference (tests/aws/operations_test.py)

One file a service, one line an operation, an error or a shape, so that a new version of botocore shows as a readable difference. The format:
  a reference to a shape is a string (a scalar's type, or `#Name` of a shape of the same file), or an object whose `is` is that string and whose
  other members say how it stands on the wire; what the shape says of itself and what the reference says are merged here (the reference wins).
"""
import argparse
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIST = os.path.join(ROOT, "tools", "operations.txt")
FOLDER = os.path.join(ROOT, "src", "aws", "operations")
VERSION = "1.43.11"  # of botocore; tests compare only with this one

SCALARS = {"string", "character", "integer", "long", "float", "double", "boolean", "blob", "timestamp"}
SPOKEN = ("query", "json", "rest-json", "rest-xml", "ec2")  # our choice where a service's first protocol is one we do not speak
# name in the model -> name in our table, of what both a shape and a reference to it may say.
TRAITS = {"locationName": "name", "queryName": "query_name", "location": "in", "flattened": "flattened", "xmlAttribute": "attribute",
          "timestampFormat": "format", "idempotencyToken": "token", "jsonvalue": "json", "streaming": "streaming", "hostLabel": "host_label",
          "eventstream": "events"}
# Pairs (input, output) that mean paging where botocore has no paginator.
TOKENS = (("ContinuationToken", "NextContinuationToken"), ("NextToken", "NextToken"), ("nextToken", "nextToken"), ("NextMarker", "NextMarker"), ("Marker", "NextMarker"), ("Marker", "Marker"))
# Headers that every request of a service needs and its model does not name: API Gateway answers in another form (HAL) without.
HEADERS = {"apigateway": {"accept": "application/json"}, "glacier": {"x-amz-glacier-version": "2012-06-01"}}
PATH = re.compile(r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$")


def listed(path=LIST):
    """{service: [operation]} in the order of the file."""
    services, service = {}, None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.split("#")[0].rstrip()
        if line and not line[0].isspace():
            service, colon, line = line.partition(":")
            if not colon:
                raise SystemExit(f"{path}:{number}: a service is `name: Operation...`")
        if line.strip() and service is None:
            raise SystemExit(f"{path}:{number}: operations of no service")
        if line.strip():
            services.setdefault(service, []).extend(line.split())
    return services


def traits(of):
    found = {ours: of[theirs] for theirs, ours in TRAITS.items() if of.get(theirs) not in (None, False)}
    space = of.get("xmlNamespace")
    if space:
        space = {"uri": space} if isinstance(space, str) else space
        found["xmlns"] = space["uri"]
        if space.get("prefix"):
            found["xmlns_prefix"] = space["prefix"]
    return found


class Table:
    """The table of one service."""

    def __init__(self, name, model, paginators, partitions):
        self.name, self.model, self.paginators, self.partitions = name, model, paginators, partitions
        self.shapes, self.waiting, self.errors = {}, [], {}

    def reference(self, ref):
        shape = self.model["shapes"][ref["shape"]]
        merged = traits(shape) | traits(ref)
        if shape["type"] in SCALARS:
            what = "string" if shape["type"] == "character" else shape["type"]
        else:
            what = "#" + ref["shape"]
            self.waiting.append(ref["shape"])
        return {"is": what} | merged if merged else what

    def shape(self, name):
        shape = self.model["shapes"][name]
        if shape["type"] == "list":
            return {"list": self.reference(shape["member"])}
        if shape["type"] == "map":
            return {"map": [self.reference(shape["key"]), self.reference(shape["value"])]}
        made = {"members": {key: self.reference(ref) for key, ref in shape["members"].items()}}
        for key in ("required", "payload", "document", "union"):
            if shape.get(key):
                made[key] = shape[key]
        return made

    def close(self):
        while self.waiting:
            name = self.waiting.pop()
            if name not in self.shapes:
                self.shapes[name] = None
                self.shapes[name] = self.shape(name)

    def paginator(self, operation):
        """How the pages of an operation follow each other, or None."""
        model = self.model["operations"][operation]
        members = [self.model["shapes"][model[side]["shape"]].get("members", {}) if side in model else {} for side in ("input", "output")]
        given = self.paginators.get(operation)
        if given:
            many = lambda value: value if isinstance(value, list) else [value]
            made = {"input": many(given["input_token"]), "output": many(given["output_token"]), "results": many(given.get("result_key", []))}
            for theirs, ours in (("limit_key", "limit"), ("more_results", "more")):
                if given.get(theirs):
                    made[ours] = given[theirs]
            for path in made["output"] + made["results"] + [made.get("more", "x")]:
                if not PATH.match(path):
                    raise SystemExit(f"{self.name}:{operation}: the paginator has the expression `{path}`, which is more than a path")
            return made
        for token, following in TOKENS:
            if token in members[0] and following in members[1]:
                lists = [key for key, ref in members[1].items() if self.model["shapes"][ref["shape"]]["type"] in ("list", "map")]
                return {"input": [token], "output": [following], "results": lists}
        return None

    def operation(self, name):
        model = self.model["operations"][name]
        made = {"method": model["http"].get("method", "POST"), "uri": model["http"].get("requestUri", "/")}
        for side in ("input", "output"):
            if side in model:
                made[side] = self.reference(model[side])
        if model.get("output", {}).get("resultWrapper"):
            made["wrapper"] = model["output"]["resultWrapper"]
        if model.get("authtype") == "none" or model.get("auth") == ["smithy.api#noAuth"]:
            made["unsigned"] = True
        if model.get("endpoint", {}).get("hostPrefix"):
            made["host_prefix"] = model["endpoint"]["hostPrefix"]
        if model.get("httpChecksumRequired") or model.get("httpChecksum", {}).get("requestChecksumRequired"):
            made["checksum"] = True
        pages = self.paginator(name)
        if pages:
            made["pages"] = pages
        for error in model.get("errors", []):
            self.error(error["shape"])
        return made

    def error(self, name):
        """Only errors that are known by another code than their name, or that may be retried, are worth a row."""
        shape = self.model["shapes"][name]
        row = {}
        if shape.get("error", {}).get("code", name) != name:
            row["code"] = shape["error"]["code"]
        if shape.get("retryable") is not None:
            row["retry"] = "throttling" if shape["retryable"].get("throttling") else "transient"
        if row:
            self.errors[name] = row

    def header(self):
        data = self.model["metadata"]
        protocol = data["protocol"]
        if protocol not in SPOKEN:
            protocol = next(one for one in SPOKEN if one in data["protocols"])
        made = {"service": self.name, "id": data["serviceId"], "protocol": protocol, "version": data["apiVersion"],
                "endpoint": data["endpointPrefix"], "signing": data.get("signingName", data["endpointPrefix"])}
        for theirs, ours in (("jsonVersion", "json"), ("targetPrefix", "target")):
            if protocol == "json":
                made[ours] = data[theirs]
        if self.name in HEADERS:
            made["headers"] = HEADERS[self.name]
        if "awsQueryCompatible" in data and protocol == "json":
            made["query_compatible"] = True
        places = self.one_place()
        if places:
            made["one_place"] = places
        lacking = self.not_in()
        if lacking:
            made["not_in"] = lacking
        return made

    def not_in(self):
        """The regions in which the service has no endpoint, in partitions that list it for others. The list is as old as botocore."""
        found = []
        for partition in self.partitions:
            service = partition["services"].get(self.model["metadata"]["endpointPrefix"])
            if service and "partitionEndpoint" not in service:
                found += [region for region in partition["regions"] if region not in service["endpoints"]]
        return sorted(found)

    def one_place(self):
        """{partition: [host, signing region]} where a partition has one endpoint of the service for all regions."""
        found = {}
        for partition in self.partitions:
            service = partition["services"].get(self.model["metadata"]["endpointPrefix"], {})
            if service.get("isRegionalized", True) or "partitionEndpoint" not in service:
                continue
            end = service["endpoints"][service["partitionEndpoint"]]
            if "hostname" in end and "region" in end.get("credentialScope", {}):
                found[partition["partition"]] = [end["hostname"], end["credentialScope"]["region"]]
        return found


def line(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def block(name, rows):
    return f" {line(name)}:{{\n" + ",\n".join(f"  {line(key)}:{line(rows[key])}" for key in sorted(rows)) + "\n }"


def text(name, operations, loader):
    """The table of service `name`."""
    has_paginators = name in loader.list_available_services("paginators-1")
    paginators = loader.load_service_model(name, "paginators-1")["pagination"] if has_paginators else {}
    partitions = [one for one in loader.load_data("endpoints")["partitions"] if one["partition"] in ("aws", "aws-cn", "aws-us-gov")]
    model = loader.load_service_model(name, "service-2")
    table = Table(name, model, paginators, partitions)
    unknown = [one for one in operations if one not in model["operations"]]
    if unknown:
        raise SystemExit(f"tools/operations.txt: {name} has no operation {', '.join(unknown)}")
    rows = {one: table.operation(one) for one in operations}
    table.close()
    parts = [f" {line(key)}:{line(value)}" for key, value in table.header().items()]
    parts += [block("operations", rows), block("errors", table.errors) if table.errors else ' "errors":{}', block("shapes", table.shapes)]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def not_comparable():
    """Why nothing can be compared with the botocore that is here; None where it can."""
    try:
        import botocore
    except ImportError:
        return "botocore is not installed"
    if botocore.__version__ != VERSION:
        return f"botocore is {botocore.__version__}, the tables were made from {VERSION}"
    return None


def tables():
    if why := not_comparable():
        raise SystemExit(f"gen_operations: {why}")
    import botocore.loaders
    loader = botocore.loaders.Loader()  # the models of the package alone, not those in a home folder
    loader._search_paths = [loader.BUILTIN_DATA_PATH]
    return {f"{name}.json": text(name, operations, loader) for name, operations in listed().items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true")
    wanted = tables()
    check = parser.parse_args().check
    os.makedirs(FOLDER, exist_ok=True)
    present = {name for name in os.listdir(FOLDER) if name.endswith(".json")}
    problems = [f"src/aws/operations/{name}: not listed in tools/operations.txt" for name in sorted(present - wanted.keys())]
    for name, content in wanted.items():
        path = os.path.join(FOLDER, name)
        have = open(path, encoding="utf-8").read() if name in present else ""
        if have != content:
            problems.append(f"src/aws/operations/{name}: not what tools/gen_operations.py writes")
            if not check:
                open(path, "w", encoding="utf-8").write(content)
    if not check:
        for name in present - wanted.keys():
            os.remove(os.path.join(FOLDER, name))
        return 0
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
