// SPDX-License-Identifier: Apache-2.0
// A suppressed finding stays in every report, with its reason, owner and last day, and is told apart from a pass and from a fail.
#include <array>
#include <memory>

#include <gtest/gtest.h>

#include "report/format.h"
#include "value/read.h"

namespace vouch::report {
namespace {

using model::Verdict;

class Suppressed : public ::testing::Test {
protected:
    Suppressed() {
        auto unit = std::make_shared<model::Unit>();
        unit->name = unit->file = "t.yaml";
        unit->document = std::make_shared<value::Document>(
            *value::read_yaml(std::make_shared<base::Source>("t.yaml", "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n")));
        unit->root = unit->document->root;
        model::Resource resource;
        resource.id = "Bucket";
        resource.type = "AWS::S3::Bucket";
        resource.position = 13;
        unit->resources.push_back(resource);
        inventory_.units.push_back(unit);

        control_.id = "bucket-versioned";
        control_.title = "The bucket keeps old versions";
        control_.rows = {"A5"};
        rows_.id = "rows";
        rows_.criteria.push_back({"A5", "S3 buckets", "P", {}});

        model::Finding finding;
        finding.verdict = Verdict::suppressed;
        model::Reason reason;
        reason.message = "versioning is off";
        reason.where = {"t.yaml", 3, 5};
        finding.reasons.push_back(reason);
        finding.suppression = std::make_shared<const model::Suppression>(model::Suppression{
            .reason = "holds <copies> only", .owner = "Ann", .until = "2027-01-31", .source = "template", .where = {"t.yaml", 2, 3}});
        assessment_.findings.push_back(finding);
        assessment_.counts.add(finding.verdict);
    }

    std::string written(const Format& format) const {
        std::string out;
        Report report{inventory_, {&control_, 1}, assessment_, {}, {}, 0, "1.0", "/root"};
        report.standards = {&rows_, 1};
        format.write(out, report, {.width = 200});
        return out;
    }

    model::Inventory inventory_;
    model::Control control_;
    model::Standard rows_;
    model::Assessment assessment_;
};

TEST_F(Suppressed, EveryFormatTellsReasonOwnerAndLastDay) {
    for (const Format* format : formats()) {
        const std::string text = written(*format);
        EXPECT_NE(text.find("copies"), std::string::npos) << format->name;
        for (const std::string_view word : {"Ann", "2027-01-31", "Bucket"})
            EXPECT_NE(text.find(word), std::string::npos) << format->name << word;
    }
}

TEST_F(Suppressed, ItIsNeitherPassNorFail) {
    const auto has = [&](std::string_view name, std::string_view mark) {
        return written(*find_format(name)).find(mark) != std::string::npos;
    };
    EXPECT_TRUE(has("junit", "failures=\"0\" errors=\"0\" skipped=\"1\""));
    EXPECT_TRUE(has("sarif", R"("kind": "inSource")"));
    EXPECT_TRUE(has("sarif", R"("status": "accepted")"));
    EXPECT_TRUE(has("github", "::notice "));
    EXPECT_TRUE(has("gitlab", R"("severity": "info")"));
    EXPECT_TRUE(has("csv", ",suppressed,"));
    EXPECT_TRUE(has("html", R"(data-verdict="suppressed")"));
    EXPECT_TRUE(has("json", R"("suppressed": 1)"));
    EXPECT_TRUE(has("markdown", "### Suppressed"));
    EXPECT_TRUE(has("checklist", "accepted: 1 of 1"));
    EXPECT_TRUE(has("ocsf", R"("status_id":3,"status":"Suppressed")"));
    EXPECT_TRUE(has("asff", R"("Workflow":{"Status":"SUPPRESSED"})"));
    EXPECT_TRUE(has("text", "0 fail, 0 unverified, 1 suppressed, 0 pass"));
}

}  // namespace
}  // namespace vouch::report
