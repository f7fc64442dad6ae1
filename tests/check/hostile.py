# SPDX-License-Identifier: Apache-2.0
"""Names that attack whoever prints them, and a template that has one in every place where a name can stand."""
import json

MARKUP = ["<script>window.__x=1</script>", "<img src=x onerror=window.__x=1>", "\"><svg/onload=window.__x=1>", "'><iframe src=javascript:window.__x=1>",
          "</script><script>window.__x=1</script>", "</style><script>window.__x=1</script>", "<!--<script>window.__x=1//-->", "]]><script>window.__x=1</script>",
          "javascript:window.__x=1", "&lt;script&gt;window.__x=1&lt;/script&gt;", "<a href=https://evil.example>x</a>", "{{constructor.constructor('window.__x=1')()}}",
          "${window.__x=1}", "<math><mtext><script>window.__x=1</script>", "\" autofocus onfocus=window.__x=1 x=\"", "<body onload=window.__x=1>",
          "<template><script>window.__x=1</script></template>", "<details open ontoggle=window.__x=1>", "</title><script>window.__x=1</script>",
          "<base href=https://evil.example/>", "<meta http-equiv=refresh content=0;url=https://evil.example>", "<link rel=stylesheet href=https://evil.example/x.css>",
          "<object data=https://evil.example>", "<style>@import'https://evil.example'</style>"]
TERMINAL = ["\x1b[2J", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\", "\x1b]52;c;Zm9v\x07", "\x9b31m", "\x7f", "\x08\x08", "\u202eexe.txt", "\u2066x\u2069",
            "\u200b", "\ufeff", "\u2028", "a\x00b"]
FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a"]
COMMANDS = ["x\n::error file=a::forged", "::error::forged", "::add-mask::x", "##[error]forged", "x\r\n::warning::forged", "a,line=9::forged", "%0A::error::forged",
            "::stop-commands::x"]
MARKDOWN = ["[x](https://evil.example)", "![x](https://evil.example/y.png)", "`` ` ``` x", "| a | b |", "@everyone", "#1", "</details>", "* x", "https://evil.example", "**b**"]
PATHS = ["../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "a/b#c?d%41", "C:\\x"]
ALL = MARKUP + TERMINAL + FORMULAS + COMMANDS + MARKDOWN + PATHS


def payloads(count):
    """That many different names: the attacks, then the same with something around them."""
    names = list(ALL)
    for before, after in (("A", ""), ("", "Z"), (" ", " "), ("x'\"", "\"'x")):
        names += [before + name + after for name in ALL]
    assert len(set(names[:count])) == count
    return names[:count]


def template(names):
    """A bucket for each name as logical id; every second one has the next name as construct path, every third as condition; the names are
    values, too, where a control tells what it found."""
    resources, conditions = {}, {}
    for i, name in enumerate(names):
        other = names[(i + 1) % len(names)]
        bucket = {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": other}}}
        if i % 2:
            bucket["Metadata"] = {"aws:cdk:path": other}
        if i % 3 == 0:
            conditions[other] = {"Fn::Equals": [{"Ref": "P"}, "x"]}
            bucket["Condition"] = other
        resources[name] = bucket
    return json.dumps({"Parameters": {"P": {"Type": "String"}}, "Conditions": conditions, "Resources": resources})


def assembly(names):
    """Files of a CDK assembly whose stacks have these names, each with one open bucket."""
    artifacts, files = {}, {}
    for i, name in enumerate(names):
        files[f"s{i}.template.json"] = json.dumps({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})
        artifacts[name] = {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
                           "properties": {"templateFile": f"s{i}.template.json", "stackName": name}, "displayName": name}
    files["manifest.json"] = json.dumps({"version": "36.0.0", "artifacts": artifacts})
    return files
