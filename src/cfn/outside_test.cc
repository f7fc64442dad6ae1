// SPDX-License-Identifier: Apache-2.0
// Hostile paths: whatever a manifest or template names, no file outside the folder is opened. A watch on the file outside
// proves it, not only the error.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cfn/load.h"
#include "cfn/testing/folder.h"

namespace vouch::cfn {
namespace {

using base::Code;
using testing::Folder;
using testing::OpenWatch;

constexpr std::string_view kSecret = R"({"Resources": {"Secret": {"Type": "T"}}, "artifacts": {}})";

std::vector<Code> all_codes(const model::Inventory& inventory) {
    std::vector<Code> out;
    for (const base::Error& problem : inventory.problems) out.push_back(problem.code);
    for (const model::UnitPtr& unit : inventory.units)
        for (const base::Error& problem : unit->problems) out.push_back(problem.code);
    return out;
}

class Outside : public ::testing::Test {
protected:
    Outside() {
        folder.write("secret.json", kSecret);
        folder.write("manifest.json", kSecret);
        folder.write("inside/good.json", R"({"Resources": {"B": {"Type": "T"}}})");
        folder.link("inside/link.json", "../secret.json");
        folder.link("inside/up", "..");
    }
    void expect_refused(const std::string& path) {
        const OpenWatch secret(folder / "secret.json");
        const OpenWatch manifest(folder / "manifest.json");
        const auto inventory = load(std::vector<std::string>{path}, {});
        EXPECT_FALSE(secret.opened()) << path;
        EXPECT_FALSE(manifest.opened()) << path;
        EXPECT_EQ(all_codes(inventory), std::vector{Code::outside_root}) << path;
        for (const model::UnitPtr& unit : inventory.units) EXPECT_EQ(unit->find("Secret"), nullptr);
    }
    Folder folder;
};

TEST_F(Outside, TheWatchSeesAnOpenedFile) {
    const OpenWatch secret(folder / "secret.json");
    EXPECT_EQ(load(std::vector<std::string>{folder / "secret.json"}, {}).units.size(), 1U);
    EXPECT_TRUE(secret.opened());
}

TEST_F(Outside, TemplateFilesOfAManifestStayInside) {
    for (const std::string& file : {std::string("../secret.json"), std::string("x/../../secret.json"), folder / "secret.json",
                                    std::string("link.json"), std::string("up/secret.json"), "file://" + folder / "secret.json"}) {
        folder.write("inside/manifest.json",
                     R"({"artifacts": {"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": ")" + file + R"("}}}})");
        SCOPED_TRACE(file);
        expect_refused(folder / "inside");
    }
}

TEST_F(Outside, FoldersOfStagesAndAssetManifestsStayInside) {
    for (const char* artifact : {R"("type": "cdk:cloud-assembly", "properties": {"directoryName": ".."})",
                                 R"("type": "cdk:cloud-assembly", "properties": {"directoryName": "up"})",
                                 R"("type": "cdk:cloud-assembly", "properties": {"directoryName": "../inside/.."})",
                                 R"("type": "cdk:asset-manifest", "properties": {"file": "../secret.json"})"}) {
        folder.write(
            "inside/manifest.json",
            std::string(
                R"({"artifacts": {"Good": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "good.json"}}, "X": {)") +
                artifact + "}}}");
        SCOPED_TRACE(artifact);
        expect_refused(folder / "inside");
    }
}

TEST_F(Outside, TemplateUrlsStayInside) {
    for (const std::string& url :
         {std::string("../secret.json"), std::string("../../../../../../../../../../etc/hostname"), std::string("/etc/hostname"),
          folder / "secret.json", std::string("link.json"), std::string("up/secret.json"), std::string("/dev/zero")}) {
        folder.write("inside/main.yaml",
                     "Resources: {N: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: '" + url + "'}}}\n");
        SCOPED_TRACE(url);
        expect_refused(folder / "inside/main.yaml");
    }
}

TEST_F(Outside, AssetPathsStayInside) {
    for (const char* path : {"../secret.json", "/etc/hostname", "link.json"}) {
        folder.write("inside/main.yaml",
                     std::string("Resources: {N: {Type: 'AWS::CloudFormation::Stack', Metadata: {'aws:asset:path': '") + path + "'}}}\n");
        SCOPED_TRACE(path);
        expect_refused(folder / "inside/main.yaml");
    }
}

TEST_F(Outside, LinksOutOfASearchedFolderAreNotFollowed) {
    const OpenWatch secret(folder / "secret.json");
    const auto inventory = load(std::vector<std::string>{folder / "inside"}, {});
    EXPECT_FALSE(secret.opened());
    ASSERT_EQ(inventory.units.size(), 1U);
    EXPECT_TRUE(inventory.units[0]->name.ends_with("good.json"));
    EXPECT_FALSE(inventory.warnings.empty());
}

}  // namespace
}  // namespace vouch::cfn
