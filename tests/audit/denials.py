# SPDX-License-Identifier: Apache-2.0
"""What a denied action may change in an audit: which calls it is for, which controls, and what two audits of the same account differ in."""
import collections
import glob
import json
import os
import subprocess

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
CATALOG = os.path.join(HERE, "..", "..", "catalog")
# Every audit asks for them.
REGIONS = "ec2:DescribeRegions"
# A control that needs more actions is wide.
WIDE = 30
# Who says no in the answer of the proxy (tests/support/fault_proxy.py), and how findings tell it.
REFUSALS = {"missing": "no policy allows it", "deny": "a statement of the caller's policies", "scp": "a service control policy",
            "boundary": "a permissions boundary", "session": "a session policy", "untold": ""}


def needed_by(binary):
    """{action: ids of the controls that need it}"""
    ran = subprocess.run([binary, "permissions", "--format", "reasons"], capture_output=True, text=True, check=True)
    return {action: set(controls) for action, controls in json.loads(ran.stdout).items()}


def policy(binary, options):
    ran = subprocess.run([binary, "permissions", *options], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def operations():
    """{action: the operations of the collectors that need it, as service:Operation}"""
    found = {}
    for path in sorted(glob.glob(os.path.join(CATALOG, "collectors", "*.yaml"))):
        with open(path, encoding="utf-8") as file:
            table = yaml.safe_load(file)
        for name, call in (table.get("calls") or {}).items():
            service = call.get("service", table.get("service"))
            for action in call.get("actions", ()):
                prepared = action == "iam:GenerateCredentialReport"  # asked for before the report is
                operation = "GenerateCredentialReport" if prepared else call.get("operation", name)
                found.setdefault(action, set()).add(f"{service}:{operation}")
    return found


def wide(needed):
    """Controls that need so many actions that leaving them out of sight is all that keeps groups few."""
    counts = collections.Counter(control for controls in needed.values() for control in controls)
    return {control for control, count in counts.items() if count > WIDE}


def batches(needed):
    """Actions in groups in which no control needs two of them, so that what changes tells which of them did it; but for wide ones."""
    groups, unseen = [], wide(needed)
    needed = {action: controls - unseen for action, controls in needed.items()}
    for action in sorted(needed, key=lambda each: (-len(needed[each]), each)):
        group = next((each for each in groups if not each[1] & needed[action]), None)
        if group is None:
            group = ([], set())
            groups.append(group)
        group[0].append(action)
        group[1].update(needed[action])
    return [actions for actions, _ in groups]


def rules(action, by, called):
    """How the proxy denies the action."""
    return [{"operation": each, "action": action, "by": by} for each in sorted(called)]


def findings(report):
    """{(control, unit, resource): all that is said of it}; calls by what they ask instead of by their place in the report."""
    calls = [(call["service"], call["operation"], call["region"], call["input"]) for call in report["calls"]]
    found = {}
    for each in report["findings"]:
        reasons = [reason | {"calls": [calls[place] for place in reason.get("calls", ())]} for reason in each.get("reasons", ())]
        finding = each | {"reasons": reasons}
        key = finding["control"], finding["unit"], finding["resource"]
        assert key not in found, key
        found[key] = finding
    return found


def changed(before, after):
    """Keys of findings that are not the same in both."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def judge(before, after, by, needed):
    """(action, key, what is wrong or None) for each finding that changed; `by`: who denied the actions that were denied."""
    keys, many = changed(before, after), wide(needed)
    came = {key[0] for key in keys if key not in before}
    for key in sorted(keys):
        actions = [action for action in by if key[0] in needed[action]]
        if key[0] in many and actions:  # any of them
            faults = [fault(after[key], action, by[action]) if key in after else None for action in actions]
            yield actions[0], key, None if None in faults else faults[0]
        elif len(actions) != 1:
            yield None, key, "no denied action is needed"
        elif key not in after:
            yield actions[0], key, None if key[0] in came else "gone, and nothing stands in for it"
        else:
            yield actions[0], key, fault(after[key], actions[0], by[actions[0]])


def fault(finding, action, who):
    """What is wrong with a finding for which the action was denied; None: nothing."""
    if finding["verdict"] != "unverified":
        return f"it is {finding['verdict']}"
    reasons = [reason for reason in finding["reasons"] if reason.get("action") == action]
    if not reasons:
        return "the action is not named"
    told = f"`{action}` was denied ("
    if not any(told in reason["unknown"] and REFUSALS[who] in reason["unknown"] for reason in reasons):
        return f"it does not say who: {reasons[0]['unknown']}"
    return None


def is_known(rows, action, control, problem):
    """Whether a row of denials.yaml tells of it."""
    return any(problem.startswith(row["problem"]) and control in row.get("controls", [control]) and action in row.get("actions", [action])
               for row in rows)
