#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what the shape of a catalog promises: metadata complete and from the known vocabulary, ids that exist, cases
for all four verdicts, an expectation for every resource that a control is about and for no other."""
import argparse
import pathlib
import sys

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import catalog_files  # noqa: E402

KEYS = ["id", "title", "resources", "covers", "criteria", "iso27001", "rows", "severity", "phase", "rationale", "fix", "references"]
SEVERITIES = {"low", "medium", "high", "critical"}
PHASES = {"foundation", "advanced", "continuous"}
ROWS = {f"A{n}" for n in range(1, 14)} | {f"B{n}" for n in range(1, 10)}
ESTATE = "Vouch::Estate"  # the whole estate, under the id Estate
VERDICTS = {"pass", "fail", "unverified", "not_applicable"}


def metadata_problems(control, universe, soc2, iso):
    meta = control.meta
    if list(meta) != KEYS:
        yield f"metadata keys are {list(meta)}, wanted {KEYS} in this order"
        return
    if meta["id"] != control.id:
        yield f"id `{meta['id']}` is not the folder's name"
    services = {row["service"] for row in universe.values()}
    if control.folder.parent.name not in ({universe[control.id]["service"]} if control.id in universe else services):
        yield f"folder `{control.folder.parent.name}` is not the service that universe.tsv names"
    if control.id in universe and control.id not in meta["covers"]:
        yield "covers does not name the control's own id"
    known = {"covers": universe, "criteria": soc2, "iso27001": iso, "rows": ROWS}
    for key, vocabulary in known.items():
        for item in meta[key]:
            if item not in vocabulary:
                yield f"{key}: `{item}` is not known"
    if meta["severity"] not in SEVERITIES or meta["phase"] not in PHASES:
        yield "severity or phase is not of the vocabulary"
    for item in meta["criteria"]:
        if soc2.get(item, {}).get("testable") == "N":
            yield f"criteria: `{item}` cannot be shown by configuration"
    for key in ("title", "rationale", "fix"):
        if not str(meta[key]).strip():
            yield f"{key} is empty"
    for link in meta["references"]:
        if not link.startswith("https://"):
            yield f"reference `{link}` is not a https address"


def case_problems(control):
    seen = {v for case in control.cases for v in case["expect"].values()}
    if any(not case["expect"] for case in control.cases):
        seen.add("not_applicable")
    # What must exist somewhere applies to every estate, and is mostly there or not.
    wanted = {"pass", "fail"} if control.meta["resources"] == [ESTATE] else set(VERDICTS)
    if "Properties" not in control.text.split("\n# ---\n")[-1]:
        wanted.discard("unverified")  # rules that read no property have nothing that can be unknown
    if wanted - seen:
        yield f"no case for {sorted(wanted - seen)}"
    names = [case["name"] for case in control.cases]
    for name in {n for n in names if names.count(n) > 1}:
        yield f"case `{name}` stands twice"
    for case in control.cases:
        if set(case) != {"name", "template", "expect"} or "Resources" not in case["template"]:
            yield f"case `{case.get('name')}` needs name, template with Resources, expect"
            continue
        about = {i for i, r in case["template"]["Resources"].items() if r["Type"] in control.meta["resources"]}
        if ESTATE in control.meta["resources"]:
            about.add("Estate")
        if about != set(case["expect"]):
            yield f"case `{case['name']}`: expects {sorted(case['expect'])}, but the control is about {sorted(about)}"
        if set(case["expect"].values()) - VERDICTS:
            yield f"case `{case['name']}`: a verdict is not of the vocabulary"


def rule_problems(control):
    if not control.text.startswith("# SPDX-License-Identifier: Apache-2.0\n"):
        yield "the first line is not the licence"
    for resource in control.meta["resources"]:
        if resource != ESTATE and f"'{resource}'" not in control.text:
            yield f"no rule selects `{resource}`"
    if "<<" not in control.text:
        yield "no clause has a message"


def coverage_problems(catalog, universe, controls):
    """Every check that a template can show has a control, or the reason why no template shows it."""
    covered = {check for control in controls for check in control.meta["covers"]}
    not_shown = yaml.safe_load((catalog / "not_shown.yaml").read_text(encoding="utf-8"))
    for check, row in universe.items():
        if row["phase"] in ("iac", "both") and check not in covered and check not in not_shown:
            yield f"universe.tsv: no control covers `{check}`, and not_shown.yaml does not say why"
    for row_id, row in catalog_files.criteria(catalog, "rows").items():
        if row["testable"] != "N" and not any(row_id in control.meta["rows"] for control in controls):
            yield f"rows.yaml: no control answers row `{row_id}`, which templates show"
    for check in not_shown:
        if check in covered or check not in universe:
            yield f"not_shown.yaml: `{check}` has a control, or is no check"


def detection_problems(catalog, controls, soc2):
    """Detections name criteria and rows that there are; who asks for an alarm has the control that expects it, and nobody else."""
    expected = {control.id for control in controls}
    for path in sorted((catalog / "detections").glob("*.yaml")):
        detection = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key, vocabulary in {"criteria": soc2, "rows": ROWS}.items():
            for item in detection[key]:
                if item not in vocabulary:
                    yield f"detections/{path.name}: {key}: `{item}` is not known"
        if detection.get("alarm", False) != (f"cw-alarm-{path.stem}" in expected):
            yield f"detections/{path.name}: an alarm and the control `cw-alarm-{path.stem}` belong together"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--catalog", default=pathlib.Path(__file__).resolve().parents[2] / "catalog")
    catalog = arguments.parse_args().catalog
    universe = catalog_files.universe(catalog)
    soc2, iso = catalog_files.criteria(catalog, "soc2"), catalog_files.criteria(catalog, "iso27001")
    controls = catalog_files.controls(catalog)
    problems = [] if len(soc2) == 61 else [f"soc2.yaml has {len(soc2)} criteria, not 61"]
    for control in controls:
        found = list(metadata_problems(control, universe, soc2, iso)) + list(case_problems(control)) + list(rule_problems(control))
        problems += [f"{control.id}: {text}" for text in found]
    for row in universe.values():
        problems += [f"universe.tsv: `{row['id']}` names unknown criterion `{c}`" for c in row["tsc"].split(",") if c not in soc2]
    problems += list(detection_problems(pathlib.Path(catalog), controls, soc2))
    # A catalog that says what templates do not show promises all the rest.
    if (pathlib.Path(catalog) / "not_shown.yaml").exists():
        problems += list(coverage_problems(pathlib.Path(catalog), universe, controls))
    print("\n".join(problems + [f"{len(controls)} controls, {sum(len(c.cases) for c in controls)} cases, {len(problems)} problems"]))
    return 1 if problems or not controls else 0


if __name__ == "__main__":
    sys.exit(main())
