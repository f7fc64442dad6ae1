#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges every case of every control with a real cfn-guard and compares its verdicts with those that the cases expect.

A resource stands alone in the document that a control sees, so each resource of a case is judged alone; then the whole
template is judged too, for a control must also be right as a plain rule file. What holds an unresolved value is left
out, for cfn-guard has no unknown: such verdicts are our own engine's business.
The binary comes from --cfn-guard or the variable CFN_GUARD. Without a binary the exit code is 77 (skipped).
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import catalog_files

SKIPPED = 77


def resolve(node, parameters):
    """The node with references to parameters that have a default replaced by it."""
    if isinstance(node, dict):
        if set(node) == {"Ref"} and "Default" in parameters.get(node["Ref"], {}):
            return parameters[node["Ref"]]["Default"]
        return {key: resolve(value, parameters) for key, value in node.items()}
    if isinstance(node, list):
        return [resolve(value, parameters) for value in node]
    return node


POLICIES = {"PolicyDocument", "AssumeRolePolicyDocument", "Policy", "KeyPolicy", "AccessPolicy", "Content"}


def read_policy(text):
    """The policy in the text; what counts as unknown where it holds none."""
    try:
        return json.loads(text)
    except ValueError:
        return {"Fn::Unknown": text}


def with_documents(node):
    """The node with policies that are written as text read, as CloudFormation reads them."""
    if isinstance(node, list):
        return [with_documents(value) for value in node]
    if not isinstance(node, dict):
        return node
    return {
        key: read_policy(value) if key in POLICIES and isinstance(value, str) else with_documents(value)
        for key, value in node.items()
    }


def has_unknown(node):
    """Whether an intrinsic function or a dynamic reference is left in the node."""
    if isinstance(node, dict):
        return any(key == "Ref" or key.startswith("Fn::") or has_unknown(value) for key, value in node.items())
    if isinstance(node, list):
        return any(has_unknown(value) for value in node)
    return isinstance(node, str) and "{{resolve:" in node


def references(node, path=()):
    """(referred logical id, attribute, property path) for every Ref and Fn::GetAtt below the node, places in lists left out."""
    if isinstance(node, list):
        for value in node:
            yield from references(value, path)
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                yield value, None, ".".join(path)
            elif key == "Fn::GetAtt":
                target = value if isinstance(value, list) else value.split(".", 1)
                yield target[0], target[1], ".".join(path)
            else:
                yield from references(value, (*path, key))


def edges(template):
    """(from, to, attribute, path) among the resources of the template."""
    resources = template["Resources"]
    for logical_id, body in resources.items():
        for referred, attribute, path in references(body.get("Properties", {}), ("Properties",)):
            if referred in resources and referred != logical_id:
                yield logical_id, referred, attribute, path


def entry(template, logical_id, attribute, path):
    """One element of Vouch.ReferencedBy or Vouch.References."""
    body = template["Resources"][logical_id]
    made = {"Id": logical_id, "Type": body.get("Type"), "Path": path, "Stack": "<stdin>"}
    if attribute:
        made["Attribute"] = attribute
    if "Properties" in body:
        made["Properties"] = body["Properties"]
    return made


def alone(template, logical_id, resource, mentions):
    """The document that a control which mentions those lists sees of one resource."""
    document = {"Resources": {logical_id: resource}}
    vouch = {}
    if "ReferencedBy" in mentions:
        vouch["ReferencedBy"] = [entry(template, a, name, path) for a, b, name, path in edges(template) if b == logical_id]
    if "References" in mentions:
        vouch["References"] = [entry(template, b, name, path) for a, b, name, path in edges(template) if a == logical_id]
    if vouch:
        document["Vouch"] = vouch
    return document


def questions(control):
    """(case name, logical id, document, expected verdict) for every resource that the control is about, and for the whole. None for
    controls that need an analyser or a function of ours."""
    text = control.rules.read_text(encoding="utf-8")
    mentions = set(re.findall(r"\bVouch\.(\w+)", text))
    if mentions - {"ReferencedBy", "References"} or re.search(r"\b(days|hours)_since\(", text):
        return
    for case in control.cases:
        template = with_documents(case["template"])
        for logical_id, resource in template.get("Resources", {}).items():
            if resource.get("Type") in control.meta["resources"]:
                resolved = resolve(resource, template.get("Parameters", {}))
                yield case["name"], logical_id, alone(template, logical_id, resolved, mentions), case["expect"].get(logical_id)
        whole = {"Resources": resolve(template["Resources"], template.get("Parameters", {}))}
        if not mentions:
            yield case["name"], "(all)", whole, worst(case["expect"].values())


def worst(verdicts):
    """The verdict on a template whose resources have these verdicts."""
    return next((v for v in ("fail", "unverified", "pass") if v in verdicts), "not_applicable")


def verdict(report):
    """Our verdict for one file of cfn-guard's structured report."""
    if report["not_compliant"]:
        return "fail"
    return "pass" if report["compliant"] else "not_applicable"


def judge(binary, control, documents):
    """cfn-guard's verdicts on the documents, in order, from one run."""
    with tempfile.TemporaryDirectory() as folder:
        for index, document in enumerate(documents):
            (pathlib.Path(folder) / f"{index:04d}.json").write_text(json.dumps(document), encoding="utf-8")
        command = [binary, "validate", "-r", str(control.rules), "-d", folder, "--structured", "-o", "json", "--show-summary", "none"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if run.returncode not in (0, 19):
            raise RuntimeError(f"cfn-guard ended with {run.returncode}: {run.stderr.strip() or run.stdout.strip()}")
        found = {pathlib.Path(report["name"]).name: verdict(report) for report in json.loads(run.stdout)}
    return [found[f"{index:04d}.json"] for index in range(len(documents))]


def compare(binary, control):
    """(lines about disagreements, number of documents judged, number left out)."""
    asked = list(questions(control))
    concrete = [row for row in asked if not has_unknown(row[2])]
    verdicts = judge(binary, control, [row[2] for row in concrete]) if concrete else []
    problems = [
        f"{control.id}: case `{name}`, resource `{logical_id}`: expected {expected}, cfn-guard says {said}"
        for (name, logical_id, _, expected), said in zip(concrete, verdicts)
        if said != expected
    ]
    return problems, len(concrete), len(asked) - len(concrete)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--catalog", default=pathlib.Path(__file__).resolve().parents[2] / "catalog")
    arguments.add_argument("--cfn-guard", default=os.environ.get("CFN_GUARD", ""))
    arguments.add_argument("only", nargs="*", help="ids of controls; all when none is given")
    options = arguments.parse_args()
    binary = shutil.which(options.cfn_guard) if options.cfn_guard else None
    if not binary:
        print(f"skipped: no cfn-guard at `{options.cfn_guard}`; npm install in tests/ provides one")
        return SKIPPED
    controls = [c for c in catalog_files.controls(options.catalog) if not options.only or c.id in options.only]
    problems, judged, left_out = [], 0, 0
    for control in controls:
        try:
            found, concrete, unknown = compare(binary, control)
        except (RuntimeError, ValueError) as error:
            found, concrete, unknown = [f"{control.id}: {error}"], 0, 0
        problems += found
        judged += concrete
        left_out += unknown
    print("\n".join(problems + [f"{len(controls)} controls, {judged} documents judged, {left_out} with unknowns left out, {len(problems)} disagreements"]))
    return 1 if problems or not judged else 0


if __name__ == "__main__":
    sys.exit(main())
