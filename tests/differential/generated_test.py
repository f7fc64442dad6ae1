#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Generated rule files x generated documents: our statuses equal cfn-guard's own. What differs is shrunk and printed.

A pair is one rule file and one document. The same --seed gives the same pairs.
"""
import argparse
import collections
import json
import pathlib
import random
import sys
import time

import generate
import oracle
import shrink

RULES, DOCUMENTS = 50, 6  # of one batch; the oracle runs once per batch where nothing ends in an error
TELL_NOTHING = ("REFUSED", "CRASH")  # we accept more than cfn-guard (docs/guard-compatibility.md) and do not crash


def write_batch(folder, seed, batch):
    made = random.Random(f"{seed}/{batch}")
    rules, data = [], []
    for at in range(RULES):
        rules.append(folder / f"r{at}.guard")
        rules[-1].write_text(generate.Rules(made, at).text())
    for at in range(DOCUMENTS):
        data.append(folder / f"d{at}.json")
        data[-1].write_text(json.dumps(generate.document(made), indent=1))
    return rules, data


def normal(pairs, rules, data, errors=()):
    """{(rule file, data file): what happened}: REFUSED, CRASH, ERROR or {rule: statuses}, so that both sides can be compared."""
    out = {}
    for where in data:
        by_file = collections.defaultdict(dict)
        for (path, rule), statuses in pairs.get(str(where), {}).items():
            by_file[path][rule] = statuses
        for path in map(str, rules):
            found = by_file.get(path, {})
            if oracle.CRASH in found.get(None, ()):
                out[path, str(where)] = "CRASH"
                continue
            broken = None in found or any("ERROR" in statuses for statuses in found.values())
            out[path, str(where)] = "REFUSED" if path in errors or not found else "ERROR" if broken else found
    return out


def ask(cfn_guard, judge, rules, data):
    """(ours, theirs) in normal form."""
    mine, errors = oracle.judge(judge, rules, data)
    return normal(mine, rules, data, errors), normal(cfn_guard.groups(rules, data), rules, data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", required=True)
    parser.add_argument("--package", type=pathlib.Path, default=oracle.PACKAGE)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=1500, help="pairs, at least")
    parser.add_argument("--most", type=int, default=5, help="differences after which to stop")
    options = parser.parse_args()
    binary = options.package / oracle.BINARY
    if not binary.is_file():
        print(f"skipped: {binary} is not there (`npm --prefix tests ci` installs it)")
        return oracle.SKIP
    cfn_guard, begin = oracle.Oracle(binary), time.monotonic()
    tally, differing, batch = collections.Counter(), 0, 0
    while tally.total() < options.count and differing < options.most:
        with oracle.scratch() as name:
            rules, data = write_batch(pathlib.Path(name), options.seed, batch)
            mine, theirs = ask(cfn_guard, options.judge, rules, data)
            seen = set()
            for pair, found in theirs.items():
                tally.update([found if isinstance(found, str) else "judged"])
                if mine[pair] == found or found in TELL_NOTHING or pair[0] in seen or differing >= options.most:
                    continue
                seen.add(pair[0])
                differing += 1
                print(f"--- seed {options.seed}, batch {batch}, {pathlib.Path(pair[0]).name} x {pathlib.Path(pair[1]).name}")
                print(shrink.shrunk(pathlib.Path(name), *pair, lambda r, d: tuple(side[str(r), str(d)] for side in ask(cfn_guard, options.judge, [r], [d]))), flush=True)
        batch += 1
    print(f"seed {options.seed}: {tally.total()} pairs ({dict(tally)}), {differing} differences, {time.monotonic() - begin:.0f} s")
    return 1 if differing or not tally["judged"] else 0


if __name__ == "__main__":
    sys.exit(main())
