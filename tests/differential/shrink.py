# SPDX-License-Identifier: Apache-2.0
"""Makes a rule file and a document on which two engines differ small: whatever can be left out while they still differ is."""
import json
import re

MOST_STEPS = 400


def shrunk(folder, rules, data, ask):
    """`ask(rules, data)` gives both answers. Returns a text that shows the small case and both answers."""
    small_rules, small_data = folder / "small.guard", folder / "small.json"
    state = {"rules": open(rules).read(), "data": json.load(open(data)), "steps": 0}

    def answers(text, tree):
        small_rules.write_text(text)
        small_data.write_text(json.dumps(tree))
        return ask(small_rules, small_data)

    def kind(pair):
        return tuple(each if isinstance(each, str) else "judged" for each in pair)

    wanted = kind(answers(state["rules"], state["data"]))

    def keep(text, tree):
        state["steps"] += 1
        if state["steps"] > MOST_STEPS:
            return False
        pair = answers(text, tree)
        if pair[0] == pair[1] or kind(pair) != wanted:
            return False
        state["rules"], state["data"] = text, tree
        return True

    again = True
    while again and state["steps"] <= MOST_STEPS:
        again = any([shrink_text(state, keep), shrink_tree(state, keep)])
    pair = answers(state["rules"], state["data"])
    return f"{state['rules']}{json.dumps(state['data'])}\nours:      {show(pair[0])}\ncfn-guard: {show(pair[1])}"


def show(answer):
    return answer if isinstance(answer, str) else {rule: sorted(statuses) for rule, statuses in sorted(answer.items(), key=str)}


def shrink_text(state, keep):
    changed = False
    lines = len(state["rules"].splitlines())
    for size in (lines // 2, lines // 4, 8, 4, 3, 2, 1):
        at = 0
        while size > 0 and at < len(state["rules"].splitlines()):
            rest = state["rules"].splitlines()
            text = "\n".join(rest[:at] + rest[at + size :]) + "\n"
            if balanced(text) and keep(text, state["data"]):
                changed = True
            else:
                at += 1
    for pattern in (r"\[ [^\[\]]* \]", r"\.[\w%*]+", r"\[[\w*'-]+\]", r" when [^{]*(?=\{)", r" <<told>>", r"some ", r"not |!(?!=)", r" or$", r", [^,\]})]+"):
        at = 0
        while found := re.compile(pattern, re.M | re.I).search(state["rules"], at):
            if keep(state["rules"][: found.start()] + state["rules"][found.end() :], state["data"]):
                changed, at = True, found.start()
            else:
                at = found.end()
    return changed


def balanced(text):
    return text.count("{") == text.count("}") and text.count("[") == text.count("]")


def shrink_tree(state, keep):
    changed = False
    for path in sorted(paths(state["data"]), key=len):
        smaller = without(state["data"], path)
        if smaller is not None and keep(state["rules"], smaller):
            changed = True
    return changed


def paths(tree, at=()):
    if isinstance(tree, (dict, list)):
        for key in list(tree) if isinstance(tree, dict) else range(len(tree) - 1, -1, -1):
            yield (*at, key)
            yield from paths(tree[key], (*at, key))


def without(tree, path):
    """A copy without what stands at `path`; None where nothing does."""
    copy = json.loads(json.dumps(tree))
    holder = copy
    try:
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]
    except (KeyError, IndexError, TypeError):
        return None
    return copy
