// SPDX-License-Identifier: Apache-2.0
// Tests for values that stacks take from each other: imports.cc, exports.h and link.h, through load().
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "cfn/load.h"
#include "cfn/testing/folder.h"
#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::Folder;
using testing::shown;

// An assembly of stacks "Name@account/region": template, in that order.
struct StackText {
    std::string name;
    std::string text;
    std::string environment = "aws://111122223333/eu-west-1";
};

void write_assembly(const Folder& folder, const std::vector<StackText>& stacks) {
    std::string artifacts;
    for (const StackText& stack : stacks) {
        artifacts += fmt::format(
            R"({}"{}": {{"type": "aws:cloudformation:stack", "environment": "{}", "properties": {{"templateFile": "{}.yaml"}}}})",
            artifacts.empty() ? "" : ", ", stack.name, stack.environment, stack.name);
        folder.write(stack.name + ".yaml", stack.text);
    }
    folder.write("manifest.json", R"({"artifacts": {)" + artifacts + "}}");
}

model::Inventory loaded(const std::string& path, const Options& options = {}) { return load(std::vector<std::string>{path}, options); }

model::Inventory assembly(const std::vector<StackText>& stacks) {
    const Folder folder;
    write_assembly(folder, stacks);
    return loaded(folder.path());
}

const model::Unit& unit_of(const model::Inventory& inventory, std::string_view name) {
    return **std::ranges::find_if(inventory.units, [&](const model::UnitPtr& unit) { return unit->name == name; });
}

std::string property_in(const model::Inventory& inventory, std::string_view unit, std::string_view name = "P") {
    const value::Value properties = unit_of(inventory, unit).find("R")->properties();
    return shown(*properties.find(name));
}

std::string all_problems(const model::Inventory& inventory) {
    std::string out;
    for (const base::Error& problem : inventory.problems) out += base::render(problem) + "\n";
    for (const model::UnitPtr& unit : inventory.units) out += testing::problems(*unit);
    return out;
}

std::string reason(const model::Inventory& inventory, std::string_view unit) {
    return std::string(unit_of(inventory, unit).find("R")->properties().find("P")->as_unknown().reason);
}

// A stack whose resource R has the property P.
std::string user(const std::string& expression, const std::string& rest = "") {
    return "Resources:\n  R: {Type: T, Properties: {P: " + expression + "}}\n" + rest;
}
std::string exporter(const std::string& value, const std::string& name) {
    return "Resources:\n  Key: {Type: AWS::KMS::Key}\n  Logs: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}\n"
           "Outputs:\n  Out: {Value: " +
           value + ", Export: {Name: " + name + "}}\n";
}

TEST(ImportValue, IsTheValueThatAnotherStackExports) {
    const auto inventory = assembly({{"Base", exporter("!GetAtt Key.Arn", "!Sub '${AWS::StackName}-key'")},
                                     {"Text", exporter("!GetAtt Logs.Arn", "logs-arn")},
                                     {"App", user("!ImportValue Base-key")},
                                     {"Other", user("!Sub ['${Logs}/*', {Logs: !ImportValue logs-arn}]")}});
    EXPECT_EQ(property_in(inventory, "App"), "?attribute Base|GetAtt:Key.Arn");
    EXPECT_EQ(property_in(inventory, "Other"), R"("arn:aws:s3:::logs/*")");
    EXPECT_EQ(all_problems(inventory), "");
}

TEST(ImportValue, KeepsTheReferenceToTheResourceItCameFrom) {
    const auto inventory = assembly({{"Text", exporter("!GetAtt Logs.Arn", "logs-arn")}, {"App", user("!ImportValue logs-arn")}});
    const model::Resource& user = *unit_of(inventory, "App").find("R");
    const std::vector<model::ReferenceMade> expected{{user.properties().find("P")->position(), "Text", "Logs", "Arn", true}};
    EXPECT_EQ(user.references, expected);
}

TEST(ImportValue, IsResolvedWhateverTheOrderOfTheStacks) {
    std::vector<StackText> stacks{{"A", user("!ImportValue b")},
                                  {"B", user("!ImportValue c", "Outputs: {O: {Value: !ImportValue c, Export: {Name: b}}}\n")},
                                  {"C", exporter("!Ref Key", "c")}};
    do {
        const auto inventory = assembly(stacks);
        EXPECT_EQ(property_in(inventory, "A"), "?attribute C|Ref:Key") << stacks[0].name << stacks[1].name;
        EXPECT_EQ(property_in(inventory, "B"), "?attribute C|Ref:Key");
        EXPECT_EQ(inventory.units[0]->name, stacks[0].name) << "units stay in the order of the assembly";
    } while (std::ranges::next_permutation(stacks, {}, &StackText::name).found);
}

TEST(ImportValue, WorksAcrossPlainTemplatesOfAFolderAndAcrossPaths) {
    const Folder folder;
    folder.write("a.yaml", user("!ImportValue shared"));
    folder.write("b.yaml", exporter("!Ref Logs", "shared"));
    EXPECT_EQ(property_in(loaded(folder.path()), folder / "a.yaml"), "\"logs\"");
    const std::vector<std::string> paths{folder / "a.yaml", folder / "b.yaml"};
    EXPECT_EQ(property_in(load(paths, {}), folder / "a.yaml"), "\"logs\"");
    EXPECT_EQ(property_in(loaded(folder / "a.yaml"), folder / "a.yaml"), R"(?import ImportValue("shared"))");
}

TEST(ImportValue, ATemplateThatIsNestedElsewhereExportsOnce) {
    const Folder folder;
    folder.write("a-user.yaml", user("!ImportValue shared"));
    folder.write("child.yaml", exporter("!Ref Logs", "shared"));
    folder.write("main.yaml", "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}}\n");
    const auto inventory = loaded(folder.path());
    EXPECT_EQ(inventory.units.size(), 3U);
    EXPECT_EQ(property_in(inventory, folder / "a-user.yaml"), "\"logs\"") << all_problems(inventory);
}

TEST(ImportValue, ExportsOfOtherAccountsAndRegionsDoNotCount) {
    const auto inventory = assembly({{"Here", exporter("here", "x")},
                                     {"There", exporter("there", "x"), "aws://111122223333/us-east-1"},
                                     {"Them", exporter("them", "x"), "aws://444455556666/eu-west-1"},
                                     {"App", user("!ImportValue x")},
                                     {"AppThere", user("!ImportValue x"), "aws://111122223333/us-east-1"},
                                     {"Nowhere", user("!ImportValue x"), "aws://111122223333/ap-south-1"}});
    EXPECT_EQ(property_in(inventory, "App"), "\"here\"");
    EXPECT_EQ(property_in(inventory, "AppThere"), "\"there\"");
    EXPECT_EQ(property_in(inventory, "Nowhere"), R"(?import ImportValue("x"))");
}

TEST(ImportValue, TwoExportersOfOneNameLeaveItUnknownWithAWarning) {
    const auto inventory = assembly({{"A", exporter("a", "x")}, {"App", user("!ImportValue x")}, {"B", exporter("b", "x")}});
    EXPECT_EQ(property_in(inventory, "App"), R"(?import ImportValue("x"))");
    EXPECT_EQ(reason(inventory, "App"), "`x` is exported by more than one stack: `A` and `B`");
    ASSERT_EQ(unit_of(inventory, "App").warnings.size(), 1U);
    EXPECT_EQ(unit_of(inventory, "App").warnings[0].where->line, 2U);
}

TEST(ImportValue, TwoVersionsOfAnAssemblyInOneFolderKeepToThemselves) {
    const Folder folder;
    for (const char* version : {"one", "two"}) {
        folder.write(fmt::format("{}/manifest.json", version),
                     R"({"artifacts": {"App": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "a.yaml"}},
                         "Base": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "b.yaml"}}}})");
        folder.write(fmt::format("{}/a.yaml", version), user("!ImportValue x"));
        folder.write(fmt::format("{}/b.yaml", version), exporter(version, "x"));
    }
    const auto inventory = loaded(folder.path());
    ASSERT_EQ(inventory.units.size(), 4U);
    EXPECT_EQ(shown(*inventory.units[0]->find("R")->properties().find("P")), "\"one\"");
    EXPECT_EQ(shown(*inventory.units[2]->find("R")->properties().find("P")), "\"two\"");
}

TEST(ImportValue, SaysWhyItIsNotKnown) {
    EXPECT_EQ(reason(assembly({{"App", user("!ImportValue x")}}), "App"), "`x` is exported by no stack that is loaded");
    const auto named = assembly({{"App", "Parameters: {N: {Type: String}}\n" + user("!ImportValue {Ref: N}")}});
    EXPECT_EQ(property_in(named, "App"), "?import ImportValue(Ref:N)");
}

TEST(ImportValue, CyclesAreErrorsThatNameTheChainAndTheRestIsResolved) {
    const auto out = [](const std::string& name, const std::string& from) {
        return user("!ImportValue " + from, "Outputs: {O: {Value: !ImportValue " + from + ", Export: {Name: " + name +
                                                "}}, F: {Value: free, Export: {Name: " + name + "-free}}}\n");
    };
    const auto inventory = assembly({{"A", out("a", "b")}, {"B", out("b", "c")}, {"C", out("c", "a")}, {"D", user("!ImportValue a-free")}});
    EXPECT_EQ(property_in(inventory, "D"), "\"free\"");
    for (const char* name : {"A", "B", "C"}) EXPECT_TRUE(property_in(inventory, name).starts_with("?import ImportValue(")) << name;
    const std::string told = all_problems(inventory);
    EXPECT_NE(told.find("stacks need each other's values: `A` -> `B` -> `C` -> `A` [E0109]"), std::string::npos) << told;
    EXPECT_EQ(std::ranges::count(told, '\n'), 1);
}

TEST(ImportValue, AStackThatNeedsItsOwnExportIsACycle) {
    const auto inventory = assembly({{"A", user("!ImportValue a", "Outputs: {O: {Value: v, Export: {Name: a}}}\n")}});
    EXPECT_NE(all_problems(inventory).find("`A` -> `A` [E0109]"), std::string::npos) << all_problems(inventory);
    EXPECT_EQ(property_in(inventory, "A"), R"(?import ImportValue("a"))");
}

TEST(ImportValue, IsFollowedThroughAChainOfAThousandStacks) {
    std::vector<StackText> stacks;
    for (int i = 0; i < 1000; ++i)
        stacks.push_back(
            {fmt::format("S{}", i), user(fmt::format("!ImportValue x{}", i + 1),
                                         fmt::format("Outputs: {{O: {{Value: !ImportValue x{}, Export: {{Name: x{}}}}}}}\n", i + 1, i))});
    stacks.push_back({"Last", exporter("end", "x1000")});
    EXPECT_EQ(property_in(assembly(stacks), "S0"), "\"end\"");
}

TEST(GetStackOutput, IsTheOutputOfTheNamedStack) {
    const auto inventory = assembly({{"Base", exporter("!Ref Key", "k")},
                                     {"Far", exporter("far", "k"), "aws://444455556666/us-east-1"},
                                     {"App", user("{'Fn::GetStackOutput': {StackName: Base, OutputName: Out, Region: eu-west-1}}")},
                                     {"NoRegion", user("{'Fn::GetStackOutput': {StackName: Base, OutputName: Out}}")},
                                     {"Wrong", user("{'Fn::GetStackOutput': {StackName: Base, OutputName: Out, Region: us-east-1}}")},
                                     {"NoOutput", user("{'Fn::GetStackOutput': {StackName: Base, OutputName: Nope}}")},
                                     {"Across", user("{'Fn::GetStackOutput': {StackName: Far, OutputName: Out, Region: us-east-1, RoleArn: "
                                                     "'arn:aws:iam::444455556666:role/read'}}")},
                                     {"Foreign", user("{'Fn::GetStackOutput': {StackName: Far, OutputName: Out, Region: us-east-1}}")}});
    EXPECT_EQ(property_in(inventory, "App"), "?attribute Base|Ref:Key");
    EXPECT_EQ(property_in(inventory, "NoRegion"), "?attribute Base|Ref:Key");
    EXPECT_EQ(property_in(inventory, "Across"), "\"far\"");
    EXPECT_EQ(reason(inventory, "Wrong"), "stack `Base`, whose output `Out` it is, is not loaded");
    EXPECT_EQ(reason(inventory, "NoOutput"), "stack `Base` has no output `Nope`");
    EXPECT_EQ(reason(inventory, "Foreign"), "stack `Far`, whose output `Out` it is, is not loaded");
}

// A folder with main.yaml, which nests child.yaml as N.
model::Inventory family(const std::string& main, const std::string& child) {
    const Folder folder;
    folder.write("main.yaml", main);
    folder.write("child.yaml", child);
    auto inventory = loaded(folder.path());
    for (const model::UnitPtr& unit : inventory.units) const_cast<model::Unit&>(*unit).name.erase(0, folder.path().size() + 1);
    return inventory;
}
constexpr const char* kNested = "  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}\n";

TEST(NestedOutputs, AreTheValuesOfTheNestedStack) {
    const auto inventory = family(user("[!GetAtt N.Outputs.Name, !Sub '${N.Outputs.Arn}/*']") + kNested,
                                  "Resources: {B: {Type: AWS::S3::Bucket}, C: {Type: AWS::S3::Bucket, Properties: {BucketName: c}}}\n"
                                  "Outputs: {Name: {Value: !Ref C}, Arn: {Value: !GetAtt B.Arn}}\n");
    const value::Value list = *inventory.units[0]->find("R")->properties().find("P");
    EXPECT_EQ(shown(list.as_list()[0]), "\"c\"");
    EXPECT_TRUE(shown(list.as_list()[1]).ends_with(R"(main.yaml/N|GetAtt:B.Arn,"/*"))")) << shown(list.as_list()[1]);
    const auto& made = inventory.units[0]->find("R")->references;
    ASSERT_EQ(made.size(), 4U);  // to N for both, and to what they are
    EXPECT_EQ(std::ranges::count_if(made, [](const auto& each) { return each.unit.empty() && each.id == "N"; }), 2);
    EXPECT_EQ(std::ranges::count_if(made, [](const auto& each) { return each.unit.ends_with("main.yaml/N"); }), 2);
    EXPECT_EQ(all_problems(inventory), "");
}

TEST(NestedOutputs, AReferencePassedDownComesBackAsTheParentsOwn) {
    const auto inventory =
        family(user("!GetAtt N.Outputs.Back") +
                   "  Key: {Type: AWS::KMS::Key}\n"
                   "  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {K: !Ref Key}}}\n",
               "Parameters: {K: {Type: String}}\nResources: {S: {Type: T, Properties: {P: !Ref K}}}\nOutputs: {Back: {Value: !Ref K}}\n");
    EXPECT_EQ(shown(*inventory.units[0]->find("R")->properties().find("P")), "?attribute Ref:Key");
    const model::Resource& inner = *inventory.units[1]->find("S");
    ASSERT_EQ(inner.references.size(), 1U);
    EXPECT_TRUE(inner.references[0].unit.ends_with("main.yaml"));
    EXPECT_EQ(inner.references[0].id, "Key");
    EXPECT_EQ(inner.references[0].position, inner.properties().find("P")->position());
}

TEST(NestedOutputs, GoFromOneNestedStackToTheNextInAnyOrder) {
    const Folder folder;
    folder.write("main.yaml",
                 "Resources:\n"
                 "  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {In: !GetAtt B.Outputs.Out}}}\n"
                 "  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {In: !Ref Named}}}\n"
                 "  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${C.Outputs.Out}-x'}}\n"
                 "  C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {In: c}}}\n"
                 "Outputs: {All: {Value: !GetAtt A.Outputs.Out}}\n");
    folder.write(
        "child.yaml",
        "Parameters: {In: {Type: String}}\nResources: {R: {Type: T, Properties: {P: !Ref In}}}\nOutputs: {Out: {Value: !Sub '${In}+'}}\n");
    const auto inventory = loaded(folder.path());
    EXPECT_EQ(all_problems(inventory), "");
    EXPECT_EQ(shown(inventory.units[0]->outputs.at(0).value), "\"c+-x++\"");
    std::vector<std::string> ids;
    for (const model::Resource& resource : inventory.units[0]->resources) ids.push_back(resource.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"A", "B", "Named", "C"})) << "resources stay in the order of the template";
}

TEST(NestedOutputs, ThatNeedEachOtherAreACycleOfResources) {
    const auto inventory = family(
        "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {In: !GetAtt "
        "B.Outputs.Out}}}\n"
        "  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {In: !GetAtt A.Outputs.Out}}}\n",
        "Parameters: {In: {Type: String}}\nResources: {R: {Type: T}}\nOutputs: {Out: {Value: !Ref In}}\n");
    EXPECT_EQ(inventory.units.size(), 3U);
    EXPECT_NE(all_problems(inventory).find("resources need each other: `A` -> `B` -> `A` [E0109]"), std::string::npos)
        << all_problems(inventory);
}

TEST(NestedOutputs, ThatAreNotThereAreProblems) {
    EXPECT_NE(
        all_problems(family(user("!GetAtt N.Outputs.X") + kNested, "Resources: {}\n")).find("nested stack `N` has no output `X` [E0110]"),
        std::string::npos);
    EXPECT_EQ(all_problems(family(user("!GetAtt N.Outputs.X") + kNested, "Transform: Mine\nResources: {}\n")), "");
}

TEST(NestedOutputs, AnExportOfANestedStackIsImportedElsewhereAndByItsSibling) {
    const auto inventory =
        assembly({{"App", user("!ImportValue deep")},
                  {"Main",
                   "Resources:\n  First: {Type: AWS::CloudFormation::Stack, DependsOn: Second, Properties: {TemplateURL: user.yaml}}\n"
                   "  Second: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: deep.yaml}}\n"}});
    EXPECT_NE(all_problems(inventory).find("is not followed"), std::string::npos) << "the files are not there";
    const Folder folder;
    folder.write("deep.yaml", exporter("deep", "deep"));
    folder.write("user.yaml", user("!ImportValue deep"));
    write_assembly(folder,
                   {{"App", user("!ImportValue deep")},
                    {"Main",
                     "Resources:\n  First: {Type: AWS::CloudFormation::Stack, DependsOn: Second, Properties: {TemplateURL: user.yaml}}\n"
                     "  Second: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: deep.yaml}}\n"}});
    const auto found = loaded(folder.path());
    EXPECT_EQ(all_problems(found), "");
    EXPECT_EQ(property_in(found, "App"), "\"deep\"");
    EXPECT_EQ(property_in(found, "Main/First"), "\"deep\"");
}

TEST(NestedOutputs, AnExportOfASiblingThatComesLaterIsNotKnownForThatReason) {
    const Folder folder;
    folder.write("deep.yaml", exporter("deep", "deep"));
    folder.write("user.yaml", user("!ImportValue deep"));
    write_assembly(folder, {{"Main",
                             "Resources:\n  First: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: user.yaml}}\n"
                             "  Second: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: deep.yaml}}\n"}});
    const auto found = loaded(folder.path());
    EXPECT_EQ(all_problems(found), "");
    EXPECT_EQ(reason(found, "Main/First"), "`deep` is exported by `Main/Second`, which nothing says is there first (no `DependsOn`)");
}

TEST(NestedOutputs, AChildThatNeedsItsParentsExportIsACycle) {
    const auto inventory =
        family(std::string("Resources:\n") + kNested + "Outputs: {O: {Value: v, Export: {Name: p}}}\n", user("!ImportValue p"));
    EXPECT_NE(all_problems(inventory).find("[E0109]"), std::string::npos) << all_problems(inventory);
}

}  // namespace
}  // namespace vouch::cfn
