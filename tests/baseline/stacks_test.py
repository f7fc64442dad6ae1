# SPDX-License-Identifier: Apache-2.0
"""What stands in the stacks is right: our own controls find nothing, cfn-lint finds nothing, and what CloudFormation, Lambda, Organizations
and CloudWatch only say at deployment is looked at here. Usage: stacks_test.py SOURCE_DIR VOUCH"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from made import HOME, SETTINGS, SOURCE, STACKS, main, report, run, synthesize, templates

try:
    import yaml
except ImportError:
    print("skipped: PyYAML is not installed (./dev test installs it)")
    sys.exit(77)


class Short(yaml.SafeLoader):
    """Reads !Ref and the others as {tag: value}."""


Short.add_multi_constructor("!", lambda loader, tag, node: {tag: getattr(loader, f"construct_{node.id}")(
    node, **({} if node.id == "scalar" else {"deep": True}))})


def alarmed():
    """The detections of the catalogue that ask for an alarm, as paths."""
    paths = sorted((SOURCE / "catalog/detections").glob("*.yaml"))
    return [path for path in paths if yaml.safe_load(path.read_text(encoding="utf-8")).get("alarm")]


class Stacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folders = {name: synthesize(pathlib.Path(cls.scratch.name), settings, name.replace(" ", "-"))
                       for name, settings in SETTINGS.items()}

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def every_template(self):
        for name, folder in self.folders.items():
            for path in templates(folder):
                yield name, path, path.read_text(encoding="utf-8")

    def every_resource(self):
        for name, path, text in self.every_template():
            for logical, resource in yaml.load(text, Loader=Short)["Resources"].items():
                yield f"{name}/{path.name}/{logical}", resource

    def test_no_control_finds_anything_in_any_stack(self):
        for name, path, _ in self.every_template():
            with self.subTest(settings=name, template=path.name):
                done = run("check", path)
                self.assertEqual(done.returncode, 0, done.stdout.decode())
                self.assertNotIn(b"accepts nothing", done.stderr, "a suppression that nothing needs")

    # They are exported for the stacks of applications, which nobody sees here.
    FOR_OTHERS = [("sg-unused", "unverified", "BalancerGroup"), ("sg-unused", "unverified", "ApplicationGroup")]

    def test_all_stacks_together_are_an_estate_that_lacks_nothing(self):
        for name, folder in self.folders.items():
            with self.subTest(settings=name):
                found, code = report(folder, "--whole-estate", "--region", HOME[name], "--account", "123456789012")
                self.assertEqual(code, 0)
                left = [(each["control"], each["verdict"], each["resource"]) for each in found["findings"]
                        if each["verdict"] not in ("pass", "suppressed", "not_applicable")]
                self.assertEqual(left, self.FOR_OTHERS)

    def test_every_filter_catches_the_samples_of_its_detection_and_somebody_is_told(self):
        found, _ = report(self.folders["single"], "--whole-estate", "--verbose")
        passed = {(each["control"], each["resource"]) for each in found["findings"] if each["verdict"] == "pass"}
        for path in alarmed():
            with self.subTest(detection=path.stem):
                logical = "".join(word.capitalize() for word in path.stem.split("-"))
                self.assertIn(("cw-metric-filter-catches", f"{logical}Filter"), passed)
                self.assertIn(f"cw-alarm-{path.stem}", {control for control, _ in passed})

    def test_cfn_lint_finds_nothing(self):
        linter = pathlib.Path(sys.executable).with_name("cfn-lint")
        if not linter.exists():
            self.skipTest("cfn-lint is not installed (./dev test installs it)")
        for name, folder in self.folders.items():
            with self.subTest(settings=name):
                done = subprocess.run([linter, *templates(folder)], capture_output=True, text=True, timeout=300)
                self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    # CloudFormation reads YAML without them.
    def test_no_template_has_aliases_or_merge_keys(self):
        for _, path, text in self.every_template():
            tokens = {type(token).__name__ for token in yaml.scan(text, Loader=Short)}
            self.assertFalse(tokens & {"AliasToken", "AnchorToken"}, path)

    def test_comments_name_the_rows(self):
        for _, path, text in self.every_template():
            self.assertRegex(text, r"# .*\b[AB][0-9]", path)

    def test_functions_are_python_that_compiles_and_short_enough(self):
        found = 0
        for where, resource in self.every_resource():
            if resource["Type"] == "AWS::Lambda::Function":
                code = resource["Properties"]["Code"]["ZipFile"]
                compile(code, where, "exec")
                self.assertLess(len(code), 4096, where)
                found += 1
        self.assertEqual(found, 5 * len(SETTINGS))

    def test_service_control_policies_are_short_enough(self):
        for where, resource in self.every_resource():
            if resource["Type"] == "AWS::Organizations::Policy":
                self.assertLess(len(json.dumps(resource["Properties"]["Content"], separators=(",", ":"))), 5120, where)

    def test_dashboards_are_json(self):
        for where, resource in self.every_resource():
            if resource["Type"] == "AWS::CloudWatch::Dashboard":
                widgets = json.loads(resource["Properties"]["DashboardBody"]["Sub"])["widgets"]
                self.assertGreater(len(widgets), 1, where)

    def test_filter_patterns_are_those_of_the_catalog(self):
        filters = {where.rsplit("/", 1)[1]: resource["Properties"]["FilterPattern"] for where, resource in self.every_resource()
                   if resource["Type"] == "AWS::Logs::MetricFilter"}
        for path in alarmed():
            logical = "".join(word.capitalize() for word in path.stem.split("-")) + "Filter"
            self.assertEqual(filters[logical], yaml.safe_load(path.read_text(encoding="utf-8"))["pattern"].strip(), path.stem)
            self.assertLessEqual(len(filters[logical]), 1024)

    # So that an addition to the catalogue does not swell the stack unasked.
    def test_only_detections_with_an_alarm_become_filters_and_alarms(self):
        expected = {"".join(word.capitalize() for word in path.stem.split("-")) for path in alarmed()}
        self.assertGreaterEqual(len(expected), 15)
        for name, folder in self.folders.items():
            resources = yaml.load((folder / "monitoring.yaml").read_text(encoding="utf-8"), Loader=Short)["Resources"]
            security = {logical.removesuffix("Alarm") for logical, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm"
                        and "/Security" in json.dumps(each["Properties"].get("Namespace", ""))}
            self.assertEqual(security, expected, name)

    def test_templates_fit_into_one_call_of_cloudformation(self):
        for _, path, text in self.every_template():
            self.assertLessEqual(len(text.encode()), 51200, path)

    # EventBridge cannot publish where a policy asks for the account that it acts for.
    def test_event_bridge_may_publish_without_conditions_on_the_source(self):
        for where, resource in self.every_resource():
            document = resource.get("Properties", {}).get("KeyPolicy") or resource.get("Properties", {}).get("PolicyDocument")
            for statement in document["Statement"] if isinstance(document, dict) else []:
                service = statement.get("Principal", {}).get("Service") if isinstance(statement.get("Principal"), dict) else None
                services = service if isinstance(service, list) else [service]
                if "events.amazonaws.com" in services:
                    self.assertNotIn("aws:Source", json.dumps(statement.get("Condition", {})), where)

    def test_exports_are_made_once(self):
        for name, folder in self.folders.items():
            exports = []
            for path in templates(folder):
                outputs = yaml.load(path.read_text(encoding="utf-8"), Loader=Short).get("Outputs", {})
                exports += [json.dumps(output["Export"]["Name"]) for output in outputs.values() if "Export" in output]
            self.assertEqual(len(exports), len(set(exports)), name)

    def test_every_stack_is_made(self):
        for name, folder in self.folders.items():
            self.assertEqual({path.stem for path in folder.glob("*.yaml")}, {*STACKS, "hooks"} if name == "other values" else set(STACKS))


if __name__ == "__main__":
    main()
