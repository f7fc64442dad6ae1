// SPDX-License-Identifier: Apache-2.0
// Tests for trace.h, alone and through load().
#include "cfn/trace.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cfn/load.h"
#include "cfn/testing/folder.h"
#include "model/stack.h"

namespace vouch::cfn {
namespace {

using testing::Folder;

TEST(ApplicationFrame, IsAPlaceOutsideOfNodeAndLibraries) {
    struct Row {
        const char* frame;
        const char* expected;
    };
    const Row rows[] = {
        {"new Store (/app/lib/store.ts:7:5)", "/app/lib/store.ts:7:5"},
        {"at Object.<anonymous> (/app/bin/app.ts:3:1)", "/app/bin/app.ts:3:1"},
        {"    at /app/bin/app.ts:3:1", "/app/bin/app.ts:3:1"},
        {"build (file:///app/app.mjs:9:2)", "/app/app.mjs:9:2"},
        {"new Store (C:\\shop\\lib\\store.ts:7:5)", "C:/shop/lib/store.ts:7:5"},
        {"make (/a b/(c)/app.ts:1:2)", "/a b/(c)/app.ts:1:2"},
        {"/app/app.py:12", "/app/app.py:12"},
        {"...new Bucket2 in aws-cdk-lib...", ""},
        {".../app/node_modules/aws-cdk-lib/aws-ec2/lib/vpc.js:1:229 in aws-cdk-lib...", ""},
        {"new Bucket (/app/node_modules/aws-cdk-lib/aws-s3/lib/bucket.js:1:2)", ""},
        {"Module._compile (node:internal/modules/cjs/loader:1:2)", ""},
        {"Array.forEach (<anonymous>:1:1)", ""},
        {"Array.forEach (:)", ""},
        {"Array.forEach (:1:1)", ""},
        {"KernelHost.processRequest (/tmp/x/lib/program.js:1:2)", ""},
        {"(no user code in 10 frames, use --stack-trace-limit to capture more)", ""},
        {"...node internals...", ""},
        {"", ""},
    };
    for (const Row& row : rows) EXPECT_EQ(application_frame(row.frame), row.expected) << row.frame;
    EXPECT_EQ(application_frame("f (/" + std::string(5000, 'a') + ":1:1)"), "");
}

constexpr std::string_view kManifest =
    R"({"version": "55.0.0", "artifacts": {"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.json"}, %}}})";
constexpr std::string_view kTemplate = R"({"Resources": {
    "A": {"Type": "T", "Metadata": {"aws:cdk:path": "S/A/Resource"}}, "B": {"Type": "T", "Metadata": {"aws:cdk:path": "S/B"}},
    "C": {"Type": "T", "Metadata": {"aws:cdk:path": "S/C"}}, "D": {"Type": "T"}}})";

// The sources of A to D, a line each, where the metadata is said to be in that place of the manifest.
std::string sources(const std::string& manifest_part, const std::string& metadata = "", model::Verdict verdict = model::Verdict::fail) {
    const Folder folder;
    std::string manifest(kManifest);
    manifest.replace(manifest.find('%'), 1, manifest_part);
    folder.write("cdk.out/manifest.json", manifest);
    folder.write("cdk.out/S.json", kTemplate);
    if (!metadata.empty()) folder.write("cdk.out/S.metadata.json", metadata);
    const auto inventory = load(std::vector<std::string>{folder / "cdk.out"}, {});
    std::string out;
    for (const base::Error& problem : inventory.problems) out += "problem: " + problem.message + "\n";
    const auto& resources = inventory.units.at(0)->resources;
    EXPECT_EQ(resources.back().type, model::kStackType);  // behind those of the template
    std::vector<model::Finding> findings(resources.size() - 1);
    for (std::size_t i = 0; i < findings.size(); ++i) findings[i].resource = i;
    for (model::Finding& finding : findings) finding.verdict = verdict;
    const base::DiskFiles files;
    const value::Limits limits;
    MetadataReader reader(files, limits);
    for (const base::Error& problem : trace(findings, inventory, "/here", reader)) out += "unread: " + problem.message + "\n";
    for (const model::Finding& finding : findings) out += resources[finding.resource].id + " " + finding.made_at + "\n";
    return out;
}

// Frames as the CDK writes them: "new S (path:line:column)".
std::string frames(const std::string& places) {
    std::string out;
    for (std::size_t at = 0, end = 0; at < places.size(); at = end + 1) {
        end = std::min(places.find(' ', at), places.size());
        out.append(out.empty() ? "" : ",").append("\"new S (").append(places.substr(at, end - at)).append(")\"");
    }
    return "[" + out + "]";
}

const std::string kTraces =
    R"({"/S": [{"type": "aws:cdk:creationStack", "data": )" + frames("/home/me/shop/bin/app.ts:2:1") +
    R"(}], "/S/A/Resource": [{"type": "aws:cdk:logicalId", "data": "A"}, {"type": "aws:cdk:creationStack", "data": )" +
    frames("/app/node_modules/aws-cdk-lib/x.js:1:1 /home/me/shop/lib/s.ts:12:5 /home/me/shop/bin/app.ts:2:1") +
    R"(}], "/S/B": [{"type": "aws:cdk:logicalId", "data": "B", "trace": )" + frames("/home/me/shop/lib/s.ts:13:5") +
    R"(}], "/S/C": [{"type": "aws:cdk:creationStack", "data": ["...aws-cdk-lib...", 7]}]})";

std::string only_b(const std::string& place) {
    return R"("metadata": {"/S/B": [{"type": "aws:cdk:creationStack", "data": )" + frames(place) + "}]}";
}

TEST(Trace, AStackHasTheLineThatMadeIt) {
    const Folder folder;
    std::string manifest(kManifest);
    manifest.replace(manifest.find('%'), 1, R"("metadata": )" + kTraces);
    folder.write("manifest.json", manifest);
    folder.write("S.json", kTemplate);
    const auto inventory = load(std::vector<std::string>{folder.path()}, {});
    std::array<model::Finding, 1> found;
    found[0].resource = inventory.units.at(0)->resources.size() - 1;
    found[0].verdict = model::Verdict::fail;
    const base::DiskFiles files;
    const value::Limits limits;
    MetadataReader reader(files, limits);
    EXPECT_TRUE(trace(found, inventory, "/here", reader).empty());
    EXPECT_TRUE(found[0].made_at.ends_with("app.ts:2:1")) << found[0].made_at;
}

TEST(Trace, AResourceHasTheFirstLineOfTheApplicationRelativeToItsFolder) {
    EXPECT_EQ(sources(R"("additionalMetadataFile": "S.metadata.json")", kTraces), "A lib/s.ts:12:5\nB lib/s.ts:13:5\nC \nD \n");
    EXPECT_EQ(sources(R"("metadata": )" + kTraces), "A lib/s.ts:12:5\nB lib/s.ts:13:5\nC \nD \n");
}

TEST(Trace, CodeThatIsAllInOneFolderKeepsTheNameOfThatFolder) {
    EXPECT_EQ(sources(only_b("/home/me/shop/src/s.ts:1:2")), "A \nB src/s.ts:1:2\nC \nD \n");
    EXPECT_EQ(sources(only_b("/home/me/shop/s.ts:1:2")), "A \nB s.ts:1:2\nC \nD \n");
}

TEST(Trace, NothingIsReadForWhatPasses) {
    EXPECT_EQ(sources(R"("additionalMetadataFile": "missing.json")", "", model::Verdict::pass), "A \nB \nC \nD \n");
}

TEST(Trace, MetadataThatCannotBeReadOrIsOfAnotherShapeIsNoProblem) {
    const std::string none = "A \nB \nC \nD \n";
    EXPECT_EQ(sources(R"("additionalMetadataFile": "S.metadata.json")", R"({"/S/B": 3, "/S/C": [{"type": 1}, 2]})"), none);
    EXPECT_EQ(sources(R"("additionalMetadataFile": "S.metadata.json")", "[]"), none);
    EXPECT_EQ(sources(R"("metadata": 1)"), none);
    const std::string missing = sources(R"("additionalMetadataFile": "S.metadata.json")");
    EXPECT_TRUE(missing.starts_with("unread: ")) << missing;
    EXPECT_TRUE(missing.ends_with(none)) << missing;
    const std::string outside = sources(R"("additionalMetadataFile": "../S.metadata.json")");
    EXPECT_TRUE(outside.starts_with("unread: ")) << outside;
}

}  // namespace
}  // namespace vouch::cfn
