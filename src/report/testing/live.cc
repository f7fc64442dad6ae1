// SPDX-License-Identifier: Apache-2.0
// Three buckets and more in a region, the root user, an estate: verdicts as an assessment would give them.
#include "report/testing/live.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "model/estate.h"
#include "value/write.h"

namespace vouch::report::testing {

using model::Control;
using model::Phase;
using model::Reason;
using model::Severity;
using model::Verdict;

namespace {

constexpr std::int64_t kTime = 1'767'225'600;  // 2026-01-01T00:00:00Z
constexpr std::string_view kAccount = "123456789012";

std::shared_ptr<model::Unit> unit_of(std::string region) {
    auto unit = std::make_shared<model::Unit>();
    unit->name = unit->file = fmt::format("{}/{}", kAccount, region);
    unit->environment = {std::string(kAccount), std::move(region), "aws"};
    auto document = std::make_shared<value::Document>();
    document->source = std::make_shared<const base::Source>(unit->file, "");
    unit->document = std::move(document);
    return unit;
}

model::CallMadePtr call(std::string service, std::string operation, std::string region, std::string input) {
    const std::string id = base::sha256_hex(operation + input).value_or("").substr(0, 12);
    return std::make_shared<const model::CallMade>(
        model::CallMade{{std::move(service), std::move(operation), std::move(region), std::move(input)}, id, kTime + 5});
}

Control control_of(std::string id, std::string title, std::string type, Severity severity, Phase phase, std::vector<std::string> rows) {
    Control control;
    control.service = id.substr(0, id.find('-'));
    control.id = std::move(id);
    control.title = std::move(title);
    control.resources = {std::move(type)};
    control.criteria = {"CC6.1", "CC6.6"};
    control.iso27001 = {"A.8.24"};
    control.rows = std::move(rows);
    control.severity = severity;
    control.phase = phase;
    control.rationale = "Without it anybody could read what is kept there.";
    control.fix = "Turn it on for the resource.";
    control.references = {"https://docs.aws.amazon.com/"};
    control.rules = std::make_shared<const base::Source>("control.guard", "# " + control.id);
    return control;
}

std::string arn(std::string_view name) { return fmt::format("arn:aws:s3:::{}", name); }

Reason reason_of(std::string path, std::string message) {
    Reason reason;
    reason.rule = "r";
    reason.message = std::move(message);
    reason.clause = "%buckets.Properties exists";
    reason.path = std::move(path);
    reason.where = {fmt::format("{}/eu-west-1", kAccount), 1, 1};
    reason.rule_at = {"control.guard", 12, 5};
    return reason;
}

}  // namespace

Live::Live() : regional_(unit_of("eu-west-1")), list_(call("s3", "ListBuckets", "us-east-1", "{}")) {
    make_controls();
    make_audit();
    auto global = unit_of("global");
    model::Resource root;
    root.id = fmt::format("arn:aws:iam::{}:root", kAccount);
    root.type = "Vouch::IAM::Root";
    root.origins = {{"MfaActive", {call("iam", "GetAccountSummary", "us-east-1", "{}")}}};
    global->resources.push_back(root);
    inventory.units.push_back(regional_);
    inventory.units.push_back(global);
    add_bucket("logs", Verdict::fail);
    add_bucket("it's; rm -rf $(x) \x1b[31m<b>@team", Verdict::fail);
    add_bucket("data", Verdict::pass);
    add_bucket("secret", Verdict::unverified);
    add_bucket("copies", Verdict::suppressed);
    add_bucket("site", Verdict::not_applicable);
    judge(1, 0, 2, Verdict::fail,
          reason_of(fmt::format("/Resources/arn:aws:iam::{}:root/Properties/MfaActive", kAccount), "the root user has no MFA"));
    Reason& mfa = assessment.findings.back().reasons.front();
    mfa.found = "false", mfa.relation = "to be", mfa.expected = "true";
    model::add_estate(inventory, kAccount);
    judge(2, 0, 3, Verdict::fail, reason_of("/Resources/Estate", "there is no trail"));
}

model::Resource Live::bucket(const std::string& name) const {
    model::Resource made;
    made.id = arn(name);
    made.type = "AWS::S3::Bucket";
    std::string input;
    input = R"({"Bucket":)";
    value::write_json_string(input, name);
    input += "}";
    made.origins = {{"BucketName", {list_}},
                    {"BucketEncryption", {list_, call("s3", "GetBucketEncryption", "eu-west-1", input)}},
                    {"VersioningConfiguration", {list_, call("s3", "GetBucketVersioning", "eu-west-1", input)}}};
    return made;
}

void Live::add_bucket(const std::string& name, Verdict verdict) {
    regional_->resources.push_back(bucket(name));
    const std::size_t at = regional_->resources.size() - 1;
    std::string key;
    for (const char c : arn(name)) key += c == '/' ? std::string("~1") : std::string(1, c);
    Reason reason = reason_of(fmt::format("/Resources/{}/Properties/BucketEncryption", key), "the bucket is not encrypted");
    reason.missing = true;
    reason.lacks = "BucketEncryption";
    reason.relation = "to be given";
    if (verdict == Verdict::unverified) {
        reason.unknown = "`s3:GetEncryptionConfiguration` was denied (AccessDenied: no policy allows it)";
        reason.action = "s3:GetEncryptionConfiguration";
    }
    judge(0, at, 0, verdict, std::move(reason));
    if (verdict == Verdict::suppressed)
        assessment.findings.back().suppression = std::make_shared<const model::Suppression>(model::Suppression{
            .reason = "holds copies only", .owner = "Ann", .until = "2027-01-31", .source = "vouch.yaml", .where = {"vouch.yaml", 3, 5}});
}

void Live::judge(std::size_t unit, std::size_t resource, std::size_t control, Verdict verdict, Reason reason) {
    model::Finding finding;
    finding.unit = unit;
    finding.resource = resource;
    finding.control = control;
    finding.verdict = verdict;
    if (verdict != Verdict::pass && verdict != Verdict::not_applicable) finding.reasons.push_back(std::move(reason));
    assessment.findings.push_back(std::move(finding));
    assessment.counts.add(verdict);
}

void Live::make_controls() {
    controls = {
        control_of("bucket-encrypted", "The bucket is encrypted", "AWS::S3::Bucket", Severity::high, Phase::foundation, {"A5", "B3"}),
        control_of("queue-encrypted", "The queue is encrypted", "AWS::SQS::Queue", Severity::medium, Phase::advanced, {"B3", "B4"}),
        control_of("root-mfa", "The root user has MFA", "Vouch::IAM::Root", Severity::critical, Phase::foundation, {"A3"}),
        control_of("trail-exists", "There is a trail", std::string(model::kEstateType), Severity::medium, Phase::advanced, {"A2", "B1"})};
    model::Standard rows{"rows", "Checklist", {}};
    for (const auto& [id, title] : std::vector<std::pair<std::string, std::string>>{{"A1", "IAM account password policy"},
                                                                                    {"A2", "CloudTrail log file validation"},
                                                                                    {"A3", "Multi-factor authentication"},
                                                                                    {"A5", "S3 buckets"},
                                                                                    {"B1", "Logging and monitoring"},
                                                                                    {"B3", "Data protection"},
                                                                                    {"B4", "Network security"}})
        rows.criteria.push_back({id, title, "P", {}});
    standards.push_back(std::move(rows));
}

void Live::make_audit() {
    audit.run = "2026-01-01T000000Z-0001";
    audit.began = kTime;
    audit.ended = kTime + 60;
    audit.accounts.push_back({.account = std::string(kAccount),
                              .partition = "aws",
                              .caller = fmt::format("arn:aws:sts::{}:assumed-role/audit/vouch", kAccount),
                              .regions = {"eu-west-1"},
                              .calls = 14,
                              .failed = {"s3:GetBucketEncryption eu-west-1: AccessDenied"}});
    problems.push_back({base::Code::network, "`kms:ListKeys` in eu-west-1 was not answered", {}, {}, {}});
}

Report Live::report() const {
    Report report{inventory, controls, assessment, problems, {}, 3, "1.0.0", "/root", "2026-01-01T00:01:00.000Z"};
    report.standards = standards;
    report.audit = &audit;
    return report;
}

std::string Live::written(std::string_view format, const View& view) const {
    std::string out;
    find_format(format)->write(out, report(), view);
    return out;
}

}  // namespace vouch::report::testing
