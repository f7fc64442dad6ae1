# SPDX-License-Identifier: Apache-2.0
"""Random rule files and documents that fit together: few names and values, so that queries find something and comparisons go
either way. Everything follows from one random.Random. Left out is what docs/guard-compatibility.md lists as different.
"""
import json

KEYS = ["a", "b", "c", "Items", "Name", "BucketName", "bucket_name", "0"]
STRINGS = ["a", "b", "ab", "aws:kms", "", "10", "x-y"]
INTEGERS = [0, 1, 5, 10, -3]
REALS = [1.5, 2.0, 10.0]
TYPES = ["AWS::S3::Bucket", "AWS::SQS::Queue", "Custom::Thing"]
REGEXES = ["/^a/", "/b$/", "/aws:(kms|s3)/", "/^$/", "/a(?!b)/", "/^Bucket/", "/./"]
UNARY = ["exists", "empty", "is_string", "is_list", "is_struct", "is_bool", "is_int", "is_float", "is_null"]
ORDER = ["<", "<=", ">", ">="]


def document(random):
    resources = {}
    for at in range(random.randint(0, 4)):
        resources[f"r{at}"] = {"Type": random.choice(TYPES), "Properties": value(random, 3, want=dict)}
    out = {"Resources": resources} if random.random() < 0.97 else {}
    for key in random.sample(KEYS, random.randint(1, 5)):
        out[key] = value(random, 3)
    return out


def value(random, depth, want=None):
    kind = random.random()
    if want is dict or (depth > 0 and kind < 0.3):
        return {key: value(random, depth - 1) for key in random.sample(KEYS, random.randint(0, 4))}
    if depth > 0 and kind < 0.55:
        return [value(random, depth - 1) for _ in range(random.choice([0, 1, 1, 2, 3]))]
    return scalar(random)


def scalar(random):
    kind = random.random()
    if kind < 0.5:
        return random.choice(STRINGS)
    if kind < 0.75:
        return random.choice(INTEGERS)
    if kind < 0.85:
        return random.choice(REALS)
    return random.choice([True, False]) if kind < 0.95 else None


def literal(random, depth=2):
    kind = random.random()
    if kind < 0.1:
        return random.choice(REGEXES)
    if kind < 0.2:
        return random.choice(["r[0, 10]", "r(0,10)", "r[1.0, 2.0)", "r(1, 5]", "r[a, c)"])
    if depth > 0 and kind < 0.35:
        return "[" + ", ".join(literal(random, depth - 1) for _ in range(random.choice([0, 1, 1, 2, 3]))) + "]"
    if depth > 0 and kind < 0.42:
        return "{" + ", ".join(f"{key}: {literal(random, depth - 1)}" for key in random.sample(["a", "b", "c"], random.randint(0, 2))) + "}"
    made = scalar(random)
    if isinstance(made, str):
        return random.choice(["'{}'", '"{}"']).format(made)
    return "null" if made is None else json.dumps(made)


class Rules:
    """One rule file. `variables` are the names in force where text is being made."""

    def __init__(self, random, tag):
        self.random, self.tag = random, tag
        self.variables, self.fresh, self.helpers, self.templates = [], 0, [], []
        self.literals = set()  # the variables among them that are literals: cfn-guard crashes when a unary clause on one fails

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *choices):
        return self.random.choice(choices)

    def text(self):
        lines = self.lets(0, self.random.choice([0, 0, 1, 2, 3]))
        for at in range(self.random.choice([0, 0, 1])):
            self.templates.append((f"t{at}_{self.tag}", self.random.randint(1, 2)))
            lines += self.template(*self.templates[-1])
        for at in range(self.random.choice([0, 0, 1, 2])):
            lines += self.rule(f"h{at}_{self.tag}")
            self.helpers.append(f"h{at}_{self.tag}")
        for at in range(self.random.randint(1, 3)):
            lines += self.rule(f"r{at}_{self.tag}")
        return "\n".join(lines) + "\n"

    def template(self, name, arity):
        before = list(self.variables)
        names = [f"p{at}" for at in range(arity)]
        self.variables += names
        lines = [f"rule {name}({', '.join(names)}) {{", *self.body(1, True), "}"]
        self.variables = before
        return lines

    def rule(self, name):
        head = f"rule {name}"
        if self.chance(0.25):
            head += " when " + self.condition()
        return [head + " {", *self.body(1, True), "}"]

    def lets(self, indent, count):
        lines = []
        for _ in range(count):
            name = f"v{self.fresh}"
            self.fresh += 1
            kind = self.random.random()
            right = literal(self.random) if kind < 0.3 else self.call() if kind < 0.4 else self.query(2)
            lines.append("    " * indent + f"let {name} {self.pick('=', '=', ':=')} {right}")
            self.variables.append(name)
            if kind < 0.3:
                self.literals.add("%" + name)
        return lines

    def body(self, indent, in_rule):
        before = list(self.variables)
        lines = self.lets(indent, self.random.choice([0, 0, 0, 1, 2]))
        for _ in range(self.random.choice([1, 1, 2, 3])):
            lines += self.disjunction(indent, in_rule)
        self.variables = before
        return lines

    def disjunction(self, indent, in_rule):
        lines = self.clause(indent, in_rule)
        while self.chance(0.2):
            lines[-1] += self.pick(" or", " OR")
            lines += self.clause(indent, in_rule)
        return lines

    def clause(self, indent, in_rule):
        space, kind = "    " * indent, self.random.random()
        if indent < 4 and kind < 0.12:
            not_empty = self.pick("", "", " !empty")
            return [f"{space}{self.query(2)}{not_empty} {{", *self.body(indent + 1, False), space + "}"]
        if indent < 4 and kind < 0.18:
            return [f"{space}when {self.condition()} {{", *self.body(indent + 1, False), space + "}"]
        if in_rule and kind < 0.28:
            when = f" when {self.condition()}" if self.chance(0.2) else ""
            return [f"{space}{self.random.choice(TYPES)}{when} {{", *self.body(indent + 1, False), space + "}"]
        if in_rule and self.helpers and kind < 0.36:
            return [space + self.pick("", "", "not ", "!") + self.random.choice(self.helpers) + self.message()]
        if self.templates and kind < 0.44 and not any(name.startswith("p") for name in self.variables):
            name, arity = self.random.choice(self.templates)
            return [f"{space}{name}({', '.join(self.argument() for _ in range(arity))})"]
        return [space + self.access(2) + self.message()]

    def message(self):
        return self.pick("", "", "", " <<told>>")

    def argument(self):
        return self.query(1) if self.chance(0.6) else literal(self.random)

    def condition(self):
        clauses = [self.access(1)]
        while self.chance(0.3):
            clauses.append(self.pick("or ", "") + self.access(1))
        return "\n        ".join(clauses)

    def access(self, depth):
        kind = self.random.random()
        if kind < 0.4:
            operator = self.random.choice([*UNARY[:1] * 6, *UNARY] if not self.chance(0.1) else UNARY)
            query = self.query(depth, selection=operator == "empty")
            if query.split(" ")[-1] in self.literals:
                return query + " == " + literal(self.random)
            negated = self.pick("", "", "!", "not ")
            front = self.pick("", "", "", "not ", "!")
            return f"{front}{query} {negated}{self.pick(operator, operator.upper())}"
        query = self.query(depth)
        if kind < 0.75:
            return f"{query} {self.pick('==', '==', '!=', 'in', 'not in', 'IN', *ORDER)} {literal(self.random)}"
        if kind < 0.82:
            return f"{query} {self.pick('==', 'in')} {self.call()}"
        return f"{query} {self.pick('==', '==', 'in', 'not in', *ORDER)} {self.query(depth)}"

    def call(self):
        name = self.pick("count", "count", "to_lower", "to_upper", "parse_string", "join", "substring", "regex_replace", "url_decode")
        extra = {"join": ", ','", "substring": ", 0, 1", "regex_replace": ", '^(a)(.*)', '${2}$1'"}.get(name, "")
        query = self.query(1)
        if name == "join" and self.chance(0.9):
            name, extra = "count", ""
        return f"{name}({query}{extra})"

    def query(self, depth, selection=False):
        some = self.pick("", "", "", "", "some ", "SOME ")
        kind = self.random.random()
        if self.variables and kind < 0.3:
            parts = ["%" + self.random.choice(self.variables)]
            last = "variable"
        elif kind < 0.5:
            parts, last = ["Resources.*", self.type_filter()], "filter"
            if self.chance(0.7):
                parts.append(".Properties")
                last = "key"
        elif kind < 0.57:
            parts, last = ["this"], "this"
        else:
            parts, last = [self.random.choice(KEYS[:-1])], "key"
        for _ in range(self.random.choice([0, 1, 1, 2, 3])):
            text, last = self.part(last, depth)
            parts.append(text)
        if selection and self.chance(0.6) and last in ("key", "all"):
            parts.append(self.filter(depth)[0])
        return some + "".join(parts)

    def type_filter(self):
        return f"[ Type {self.pick('==', '==', '==', '!=', 'in')} '{self.random.choice(TYPES)}' ]"

    def part(self, last, depth):
        kind = self.random.random()
        if depth > 0 and last in ("key", "all", "variable") and kind < 0.2:
            return self.filter(depth)
        if kind < 0.3:
            return ".*", "all"
        if kind < 0.42:
            return "[*]", "all"
        if kind < 0.48:
            return self.pick("[0]", "[1]", "[-1]", ".0"), "index"
        if self.variables and last != "this" and kind < 0.51:
            return ".%" + self.random.choice(self.variables), "name"
        if kind < 0.56:
            name = f"k{self.fresh}"
            self.fresh += 1
            self.captured(name)
            return f"[{name}]", "all"
        if kind < 0.6:
            return f"['{self.random.choice(KEYS)}']", "key"
        return "." + self.random.choice(KEYS), "key"

    def captured(self, name):
        if self.chance(0.15):  # seldom: using a name under which nothing was captured is an error
            self.variables.append(name)

    def filter(self, depth):
        kind = self.random.random()
        if kind < 0.25:
            right = self.pick("/^B/", "'a'", "['a', 'Name']", "'ab'", "/^[a-c]$/")
            if self.variables and self.chance(0.2):
                right = "%" + self.random.choice(self.variables)
            return f"[ keys {self.pick('==', '!=', 'in', 'not in')} {right} ]", "filter"
        name = ""
        if kind < 0.35:
            name = f"k{self.fresh} | "
            self.fresh += 1
        clauses = [self.access(depth - 1)]
        while self.chance(0.25):
            clauses.append(self.pick("or ", "") + self.access(depth - 1))
        if name:
            self.captured(name[:-3])
        return f"[ {name}{chr(10).join(clauses)} ]", "filter"
