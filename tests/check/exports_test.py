# SPDX-License-Identifier: Apache-2.0
"""The formats of Security Hub and of security data lakes against the schemas of their readers: golden files of an audit, and real runs of
`vouch check`. Usage: exports_test.py SOURCE_DIR VOUCH"""
import json
import re
import sys
import unittest

import vouch
from vouch import SOURCE, run

try:
    import botocore.session
    import botocore.validate
    import jsonschema
    import ocsf_json_schema
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

AUDIT = SOURCE / "tests/golden/audit"
# Length of fields as the page of the format has it; the model of the service does not say it.
LENGTHS = {"Title": 256, "Description": 1024, "GeneratorId": 512, "Id": 512}


def outputs(name):
    """The golden audit, and a check of many resources."""
    yield (AUDIT / f"report.{name}").read_text()
    yield run("check", "examples/cdk/legacy/cdk.out", "--format", name).stdout.decode()


class Asff(unittest.TestCase):
    def setUp(self):
        self.model = botocore.session.get_session().get_service_model("securityhub")

    def batches(self):
        for text in outputs("asff"):
            for line in text.splitlines():
                yield line, json.loads(line)

    def test_every_line_is_an_input_of_BatchImportFindings(self):
        shape = self.model.operation_model("BatchImportFindings").input_shape
        lines = 0
        for _, batch in self.batches():
            lines += 1
            report = botocore.validate.ParamValidator().validate(batch, shape)
            self.assertFalse(report.has_errors(), report.generate_report()[:2000])
            known = set(self.model.shape_for("AwsSecurityFinding").members)
            for finding in batch["Findings"]:
                self.assertLessEqual(set(finding), known)
                self.assertLessEqual(set(finding["Compliance"]), set(self.model.shape_for("Compliance").members))
        self.assertGreater(lines, 2)

    def test_words_are_those_of_the_service(self):
        def words(shape):
            return set(self.model.shape_for(shape).enum)
        for _, batch in self.batches():
            for finding in batch["Findings"]:
                self.assertIn(finding["Compliance"]["Status"], words("ComplianceStatus"))
                self.assertIn(finding["Workflow"]["Status"], words("WorkflowStatus"))
                self.assertIn(finding["Severity"]["Label"], words("SeverityLabel"))
                self.assertIn(finding["RecordState"], words("RecordState"))
                for resource in finding["Resources"]:
                    self.assertIn(resource["Partition"], words("Partition"))

    def test_types_of_resources_are_those_of_the_service(self):
        known = set(self.model.shape_for("ResourceDetails").members)
        rows = re.findall(r'TypeWord\{"[^"]+", "([^"]+)"\}', (SOURCE / "src/report/asff_types.cc").read_text())
        self.assertGreater(len(rows), 40)
        self.assertLessEqual(set(rows), known)

    def test_sizes_stay_below_the_limits(self):
        ids = []
        for line, batch in self.batches():
            self.assertLess(len(line), 6_000_000)
            self.assertLessEqual(len(batch["Findings"]), 100)
            self.assertEqual(len({finding["ProductArn"] for finding in batch["Findings"]}), 1)
            for finding in batch["Findings"]:
                ids.append(finding["Id"])
                self.assertLess(len(json.dumps(finding)), 240_000)
                self.assertRegex(finding["AwsAccountId"], r"\A\d{12}\Z")
                self.assertRegex(finding["ProductArn"], rf"\Aarn:aws:securityhub:[a-z0-9-]+:{finding['AwsAccountId']}:product/{finding['AwsAccountId']}/default\Z")
                for field, most in LENGTHS.items():
                    self.assertTrue(1 <= len(finding[field].encode()) <= most, field)
                self.assertLessEqual(len(finding["Compliance"].get("RelatedRequirements", [])), 32)
                for each in finding["Compliance"].get("RelatedRequirements", []):
                    self.assertLessEqual(len(each), 64)
        self.assertEqual(len(ids), len(set(ids)))

    def test_the_five_answers_are_told_apart(self):
        golden = [json.loads(line) for line in (AUDIT / "report.asff").read_text().splitlines()]
        found = {(each["Compliance"]["Status"], each["Workflow"]["Status"]) for batch in golden for each in batch["Findings"]}
        self.assertEqual(found, {("PASSED", "RESOLVED"), ("FAILED", "NEW"), ("FAILED", "SUPPRESSED"), ("WARNING", "NEW"), ("NOT_AVAILABLE", "NEW")})


class Ocsf(unittest.TestCase):
    def test_every_line_is_a_compliance_finding(self):
        schema = ocsf_json_schema.OcsfJsonSchemaEmbedded(ocsf_json_schema.get_ocsf_schema(version="1.5.0"))
        validator = jsonschema.Draft202012Validator(schema.get_class_schema(class_name="compliance_finding", profiles=["cloud"]))
        for text in outputs("ocsf"):
            events = [json.loads(line) for line in text.splitlines()]
            self.assertGreater(len(events), 5)
            for event in events[:300]:
                problems = [f"{list(problem.absolute_path)}: {problem.message}"[:300] for problem in validator.iter_errors(event)]
                self.assertEqual(problems, [])
                self.assertEqual(event["type_uid"], event["class_uid"] * 100 + event["activity_id"])
            ids = [event["finding_info"]["uid"] for event in events]
            self.assertEqual(len(ids), len(set(ids)))

    def test_evidence_is_the_call(self):
        events = [json.loads(line) for line in (AUDIT / "report.ocsf").read_text().splitlines()]
        failed = next(event for event in events if event["resources"][0]["uid"] == "arn:aws:s3:::logs")
        self.assertEqual(failed["evidences"][-1]["api"]["operation"], "GetBucketEncryption")
        self.assertEqual(json.loads(failed["evidences"][-1]["data"]["input"]), {"Bucket": "logs"})
        self.assertEqual(failed["time"], 1767225660000)


class Json(unittest.TestCase):
    def test_an_audit_follows_the_schema_of_the_json_report(self):
        schema = json.loads((SOURCE / "docs/schema/findings.schema.json").read_text())
        report = json.loads((AUDIT / "report.json").read_text())
        self.assertEqual([problem.message for problem in jsonschema.Draft202012Validator(schema).iter_errors(report)], [])
        for finding in report["findings"]:
            for reason in finding.get("reasons", []):
                for place in reason.get("calls", []):
                    self.assertLess(place, len(report["calls"]))


if __name__ == "__main__":
    vouch.main()
