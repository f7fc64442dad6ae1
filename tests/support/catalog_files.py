# SPDX-License-Identifier: Apache-2.0
"""Reads a catalog folder for the tests: control metadata, cases, criteria, and short-form tags in case templates."""
import csv
import pathlib
import re
import sys

try:
    import yaml
except ImportError:
    print("skipped: PyYAML is not installed; ./dev test installs it")
    sys.exit(77)


class TemplateLoader(yaml.SafeLoader):
    """YAML as CloudFormation reads it: short-form tags become maps, dates stay strings."""


def _tag(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix: value}


TemplateLoader.add_multi_constructor("!", _tag)
TemplateLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Control:
    """One control folder. `meta` is the metadata block, `cases` the list of cases."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.rules = self.folder / "control.guard"
        self.text = self.rules.read_text(encoding="utf-8")
        self.meta = yaml.safe_load(metadata_block(self.text))
        self.cases = yaml.load((self.folder / "cases.yaml").read_text(encoding="utf-8"), TemplateLoader)

    @property
    def id(self):
        return self.folder.name


def metadata_block(text):
    """The YAML between the two `# ---` lines, without the leading `# ` of each line."""
    match = re.search(r"^# ---\n(.*?)^# ---\n", text, re.M | re.S)
    if not match:
        raise ValueError("no metadata block between two `# ---` lines")
    return re.sub(r"^# ?", "", match.group(1), flags=re.M)


def controls(catalog):
    """Every control of the catalog, sorted by folder."""
    return [Control(path.parent) for path in sorted(pathlib.Path(catalog).glob("controls/*/*/control.guard"))]


def criteria(catalog, name):
    """The criteria of catalog/criteria/<name>.yaml, by id."""
    document = yaml.safe_load((pathlib.Path(catalog) / "criteria" / (name + ".yaml")).read_text(encoding="utf-8"))
    return {row["id"]: row for row in document["criteria"]}


def universe(catalog):
    """The rows of universe.tsv, by id."""
    with open(pathlib.Path(catalog) / "universe.tsv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
