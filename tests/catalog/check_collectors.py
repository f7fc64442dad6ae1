#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the tables of collectors with the public service models of botocore, where it is installed (else skipped): that every call
exists, has all the input that it needs and none that there is not, and that every path leads somewhere in its answer. And compares them with
the catalog: every check with a live call and every type of a control is collected, or stands in a list with the reason."""
import argparse
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "catalog" / "collectors"
SKIPPED = 77
OWN = "vouch"  # no service of AWS: what vouch is asked itself
CONTEXT = {"item", "parent", "this", "outer", "id", "account", "region", "partition"}
UNKNOWN = object()  # a shape that cannot be told: behind a transform, free text


def tables():
    return {path.stem: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "_shared"}


def shared():
    return yaml.safe_load((FOLDER / "_shared.yaml").read_text())


class Models:
    def __init__(self):
        import botocore.loaders
        import botocore.model

        self.loader = botocore.loaders.Loader()
        self.model = botocore.model
        self.kept = {}

    def service(self, name):
        if name not in self.kept:
            self.kept[name] = self.model.ServiceModel(self.loader.load_service_model(name, "service-2"), name)
        return self.kept[name]

    def operation(self, service, operation):
        return self.service(service).operation_model(operation)


def follow(shape, steps):
    """The shape that a path leads to; None where there is none."""
    for step in steps:
        if shape is UNKNOWN or shape is None:
            return shape
        if step == "*":
            shape = shape.member if shape.type_name == "list" else None
        elif shape.type_name == "structure":
            shape = shape.members.get(step, UNKNOWN if getattr(shape, "is_document_type", False) else None)
        elif shape.type_name == "map":
            shape = shape.value
        else:
            return None
    return shape


class Checker:
    """Walks the values of one type. `scope` has the shapes of $item, $parent and of the calls."""

    def __init__(self, scope, problems, where):
        self.scope, self.problems, self.where = scope, problems, where

    def path(self, text, elements):
        parts = text[1:].split(".")
        root, steps = parts[0], parts[1:]
        if root in ("account", "region", "partition", "id"):
            return UNKNOWN
        if root == "this":
            shape = elements[-1] if elements else self.scope["item"]
        elif root == "outer":
            shape = elements[-2] if len(elements) > 1 else self.scope["item"]
        else:
            shape = self.scope.get(root, UNKNOWN)
        found = follow(shape, steps)
        if found is None:
            self.problems.append(f"{self.where}: `{text}` leads nowhere")
            return UNKNOWN
        if "*" in steps and found is not UNKNOWN:
            return ("list", found)
        return found

    def inner(self, text, shape):
        if str(text).startswith("$"):
            return
        steps = [step for step in str(text).split(".") if step]
        if shape is not UNKNOWN and follow(shape, steps) is None:
            self.problems.append(f"{self.where}: `{text}` leads nowhere in an item")

    def element(self, shape):
        if isinstance(shape, tuple):
            return shape[1]
        if shape is UNKNOWN:
            return UNKNOWN
        if shape.type_name != "list":
            self.problems.append(f"{self.where}: items are taken of a {shape.type_name}")
            return UNKNOWN
        return shape.member

    def value(self, written, elements=()):
        if isinstance(written, str):
            if written.startswith("$$"):
                return UNKNOWN
            if "${" in written:
                for name in re.findall(r"\$\{([^}]*)\}", written):
                    self.path("$" + name.partition(" as ")[0], elements)
                return UNKNOWN
            return self.path(written, elements) if written.startswith("$") else UNKNOWN
        if isinstance(written, list):
            for each in written:
                self.value(each, elements)
            return UNKNOWN
        if not isinstance(written, dict):
            return UNKNOWN
        if "from" not in written:
            for each in written.values():
                self.value(each, elements)
            return UNKNOWN
        return self.steps(written, elements)

    def source(self, written, elements):
        if isinstance(written, list) and all(isinstance(e, str) and e.startswith("$") and not e.startswith("${") for e in written):
            return [self.path(each, elements) for each in written][0]
        return self.value(written, elements)

    def steps(self, written, elements):
        self.conditions(written.get("when", {}), elements)
        shape = self.source(written["from"], elements)
        names = written.get("as", [])
        names = [names] if isinstance(names, str) else names
        if any(name != "filled" for name in names):
            shape = UNKNOWN
        if any(key in written for key in ("where", "each", "first")):
            item = self.element(shape)
            for key, value in written.get("where", {}).items():
                self.inner(key, item)
                self.value(value, (*elements, item))
            made = [self.value(written[key], (*elements, item)) for key in ("each", "first") if key in written]
            shape = UNKNOWN if made else shape
        for key in ("is", "default"):
            if key in written:
                self.value(written[key], elements)
        return UNKNOWN if any(k in written for k in ("only", "drop", "rename", "is", "values", "default")) else shape

    def conditions(self, written, elements=()):
        for key, value in written.items():
            self.path(key, elements)
            self.value(value, elements)


def call_shapes(models, table, problems):
    shapes = {}
    for name, call in table.get("calls", {}).items():
        service, operation = call.get("service", table["service"]), call.get("operation", name)
        where = f"{table['service']}.yaml: {name}"
        try:
            model = models.operation(service, operation)
        except Exception:
            problems.append(f"{where}: there is no `{service}:{operation}`")
            continue
        known = model.input_shape.members if model.input_shape else {}
        given = set(call.get("input", {})) | ({call["batch"]["input"]} if "batch" in call else set())
        for member in given - set(known):
            problems.append(f"{where}: the input has no `{member}`")
        for member in set(model.input_shape.required_members if model.input_shape else []) - given:
            problems.append(f"{where}: the input lacks `{member}`")
        shape = model.output_shape
        if "batch" in call:
            shape = follow(shape, [s for s in call["batch"]["items"].split(".") if s])
            if shape is None or shape.type_name != "list":
                problems.append(f"{where}: the items of the batch are no list")
                shape = UNKNOWN
            else:
                shape = shape.member
                if follow(shape, [s for s in call["batch"]["match"].split(".") if s]) is None:
                    problems.append(f"{where}: the items of the batch have no such key")
        shapes[name] = shape
    return shapes


def item_shape(row, shapes, parent, problems, where):
    steps = [step for step in row.get("items", "").split(".") if step]
    begin = shapes.get(row["list"], UNKNOWN) if "list" in row else parent
    if "list" not in row and "for" not in row:
        return UNKNOWN
    shape = follow(begin, steps)
    if shape is None:
        problems.append(f"{where}: `items` leads nowhere")
        return UNKNOWN
    if row.get("split") or shape is UNKNOWN:
        return UNKNOWN
    return shape.member if shape.type_name == "list" else shape


def check_models(models, all_tables, problems):
    all_tables = {name: table for name, table in all_tables.items() if table["service"] != OWN}
    rows = {name: (table, row) for table in all_tables.values() for name, row in table.get("types", {}).items()}
    shapes = {name: call_shapes(models, table, problems) for name, table in all_tables.items()}
    items = {}
    for name, (table, row) in sorted(rows.items(), key=lambda pair: "for" in pair[1][1]):
        where = f"{table['service']}.yaml: {name}"
        parent = items.get(row.get("for"), UNKNOWN)
        items[name] = item_shape(row, shapes[table["service"]], parent, problems, where)
        checker = Checker({**shapes[table["service"]], "item": items[name], "parent": parent}, problems, where)
        for key in ("id", "region"):
            checker.value(row.get(key, ""))
        for key in ("only", "except"):
            checker.conditions(row.get(key, {}))
        for value in row.get("returns", {}).values():
            checker.value(value)
        for prop, value in row["properties"].items():
            checker.where = f"{where}.{prop}"
            checker.value(value)
        check_inputs(table, row, shapes, items, parent, problems)


def check_inputs(table, row, shapes, items, parent, problems):
    """The input of every call that the type makes is asked of its item; that of its list, of the parent's."""
    used = set(re.findall(r"\$\{?([A-Z]\w*)", str({k: v for k, v in row.items() if k != "list"})))
    for name, call in table.get("calls", {}).items():
        own = name in used and name != row.get("list")
        if not own and not (name == row.get("list") and "for" in row):
            continue
        item = parent if name == row.get("list") else items[[k for k, v in table["types"].items() if v is row][0]]
        checker = Checker({**shapes[table["service"]], "item": item, "parent": parent}, problems, f"{table['service']}.yaml: {name}")
        checker.value(call.get("input", {}))
        checker.value(call.get("batch", {}).get("key", ""))


def universe():
    lines = (ROOT / "catalog" / "universe.tsv").read_text().splitlines()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:]]


def control_types():
    """Types that controls are about, with one control of each."""
    found = {}
    for path in sorted((ROOT / "catalog" / "controls").glob("*/*/control.guard")):
        declared = re.search(r"^# resources:\s*\[(.*?)\]", path.read_text(), re.M | re.S)
        for name in re.findall(r"\w+(?:::\w+)+", declared.group(1) if declared else ""):
            found.setdefault(name, path.parent.name)
    return found


def check_catalog(all_tables, rest, problems):
    collected = {name.split("/")[0] for table in all_tables.values() for name in table.get("types", {})}
    spared = rest.get("types not collected", {})
    types = control_types()
    for name in sorted(set(types) - collected - set(spared)):
        problems.append(f"{name} (control {types[name]}) is neither collected nor listed with a reason")
    for name in sorted(set(spared) & collected):
        problems.append(f"{name} is collected and listed as not collected")
    called = {f"{call.get('service', table['service'])}:{call.get('operation', name)}".lower()
              for table in all_tables.values() for name, call in table.get("calls", {}).items()}
    actions = {action.lower() for table in all_tables.values() for call in table.get("calls", {}).values() for action in call["actions"]}
    checks = rest.get("checks not collected", {})
    for row in universe():
        live = re.match(r"([a-z0-9-]+):([A-Z]\w+)", row["live_api"])
        cfn = set(re.findall(r"\w+(?:::\w+)+", row["cfn_types"]))
        done = (live and live.group(0).lower() in called | actions) or (cfn & collected)
        if live and not done and row["id"] not in checks:
            problems.append(f"check {row['id']} ({live.group(0)}) is neither collected nor listed with a reason")
        if done and row["id"] in checks:
            problems.append(f"check {row['id']} is collected and listed as not collected")
    for name in sorted(set(checks) - {row["id"] for row in universe()}):
        problems.append(f"there is no check {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["catalog", "models"])
    options = parser.parse_args()
    problems = []
    if options.what == "catalog":
        check_catalog(tables(), shared(), problems)
    else:
        try:
            models = Models()
        except ImportError:
            print("skipped: botocore is not installed")
            return SKIPPED
        check_models(models, tables(), problems)
    for problem in sorted(set(problems)):
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
