#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every rule file of the npm package @cdklabs/cdk-validator-cfnguard x every template: our statuses equal cfn-guard's own.

Templates are those of examples/, tests/inputs/templates and, where it is there, ../shared/corpus/templates. Without --all
only a sample is judged (every template up to --bytes, of the corpus each --every-th): the oracle needs seconds a template.
"""
import argparse
import concurrent.futures
import pathlib
import sys
import time

import oracle

ENDINGS = {".json", ".yaml", ".yml", ".template"}
LEFT_OUT = (".assets.json", ".metadata.json", "manifest.json", "tree.json", "cdk.json", ".expect.yaml")
CORPUS = oracle.REPOSITORY.parent / "shared/corpus/templates"


def templates(everything, most_bytes, every):
    bundled = [path for folder in ("examples", "tests/inputs/templates") for path in files(oracle.REPOSITORY / folder)]
    corpus = files(CORPUS) if CORPUS.is_dir() else []
    if everything:
        return bundled + corpus
    return [path for path in bundled + corpus[::every] if path.stat().st_size <= most_bytes]


def files(folder):
    return sorted(path for path in folder.resolve().rglob("*") if path.is_file() and path.suffix in ENDINGS and not path.name.endswith(LEFT_OUT))


def chunks(paths, size):
    """Groups of about `size` bytes, so that reading the rules is paid once a group."""
    group, total = [], 0
    for path in paths:
        group.append(path)
        total += path.stat().st_size
        if total >= size:
            yield group
            group, total = [], 0
    if group:
        yield group


def differences(cfn_guard, binary, rules, group):
    """(pairs compared, data files that neither can read, lines about what differs) for a group of templates."""
    ours, errors = oracle.judge(binary, rules, group)
    theirs = cfn_guard.merged(rules, [path for path in group if str(path) not in errors])
    compared, lines, unread = 0, [], []
    for path in group:
        name = str(path)
        if name in errors:
            if cfn_guard.reads(rules[0], path):
                lines.append(f"{name}: only we cannot read it: {errors[name]}")
            unread.append(f"nobody reads {name}")
            continue
        mine, other = oracle.by_rule(ours[name]), theirs.get(name)
        if not other and not cfn_guard.reads(rules[0], path):
            unread.append(f"only we read {name}")
            continue
        if not other:  # cfn-guard stopped at some rule file: ask it for each
            mine, other = ours[name], cfn_guard.each(rules, [path])[name]
        compared += len(other)
        lines += [f"{name}: {key}: ours {sorted(mine.get(key, []))}, cfn-guard {sorted(other.get(key, []))}" for key in sorted({*mine, *other}, key=str) if mine.get(key) != other.get(key)]
    return compared, unread, lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", required=True)
    parser.add_argument("--package", type=pathlib.Path, default=oracle.PACKAGE)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--bytes", type=int, default=40_000)
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="a part of the template's path")
    options = parser.parse_args()
    binary = options.package / oracle.BINARY
    if not binary.is_file():
        print(f"skipped: {binary} is not there (`npm --prefix tests ci` installs it)")
        return oracle.SKIP
    rules = sorted((options.package / "rules").rglob("*.guard"))
    paths = [path for path in templates(options.all, options.bytes, options.every) if options.only in str(path)]
    cfn_guard, begin = oracle.Oracle(binary), time.monotonic()
    compared, unread, lines = 0, [], []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for one in pool.map(lambda group: differences(cfn_guard, options.judge, rules, group), chunks(paths, 60_000)):
            compared += one[0]
            unread += one[1]
            lines += one[2]
            print("\n".join(one[2]), end="\n" if one[2] else "", flush=True)
    print(f"{len(rules)} rule files x {len(paths)} templates, {compared} statuses, {len(lines)} differences, {time.monotonic() - begin:.0f} s")
    print("\n".join(unread))
    return 1 if lines or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
