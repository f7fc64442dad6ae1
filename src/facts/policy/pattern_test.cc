// SPDX-License-Identifier: Apache-2.0
#include "facts/policy/pattern.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::facts {
namespace {

Pattern action(std::string_view text) { return Pattern::of_text(text, Reading::action); }
Pattern resource(std::string_view text) { return Pattern::of_text(text, Reading::resource); }
Pattern spelt(std::string_view text) { return Pattern::of_spelling(text, Reading::resource); }

// A value that is not known, of that identity.
struct UnknownValue {
    value::Unknown why;
    explicit UnknownValue(std::string_view identity, value::Unknown::Cause cause = value::Unknown::Cause::parameter)
        : why{cause, "not known", identity, {}} {}
    Pattern pattern(Reading reading = Reading::resource) const { return Pattern::of_value(value::Value::unknown(&why, 0), reading); }
};

struct PatternPair {
    std::string_view outer, inner;
    bool covers, overlaps;
};

TEST(PatternOfActions, CoverAndOverlapAsSetsOfNames) {
    for (const PatternPair& row : std::vector<PatternPair>{{"s3:GetObject", "S3:getobject", true, true},
                                                           {"s3:Get*", "s3:GetObject", true, true},
                                                           {"s3:Get*", "s3:*Object", false, true},
                                                           {"s3:*Object", "s3:Get*", false, true},
                                                           {"s3:Get*", "s3:Put*", false, false},
                                                           {"*", "s3:*", true, true},
                                                           {"s3:*", "*", false, true},
                                                           {"*:*", "s3:GetObject", true, true},
                                                           {"s3:Get?bject", "s3:GetObject", true, true},
                                                           {"s3:Get?bject", "s3:GetObjects", false, false},
                                                           {"iam:*Policy*", "iam:CreatePolicyVersion", true, true},
                                                           {"iam:a*b*c", "iam:aXbYbZc", true, true},
                                                           {"s3:*?", "s3:?*", true, true},
                                                           {"", "", true, true}}) {
        EXPECT_EQ(action(row.outer).covers(action(row.inner)).yes(), row.covers) << row.outer << " covers " << row.inner;
        EXPECT_EQ(action(row.outer).overlaps(action(row.inner)).yes(), row.overlaps) << row.outer << " overlaps " << row.inner;
        EXPECT_EQ(action(row.inner).overlaps(action(row.outer)).yes(), row.overlaps) << row.inner << " overlaps " << row.outer;
    }
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html: a wildcard that ends a part goes on beyond
// the colon.
TEST(PatternOfResources, WildcardCrossesColonsOnlyAtTheEndOfAPart) {
    for (const PatternPair& row :
         std::vector<PatternPair>{{"arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a/b", true, true},
                                  {"arn:aws:s3:::bucket", "arn:aws:s3:::bucket/a", false, false},
                                  {"arn:aws:sqs:*:*:queue", "arn:aws:sqs:eu-west-1:111122223333:queue", true, true},
                                  {"arn:aws:logs:*", "arn:aws:logs:eu-west-1:111122223333:log-group:a:*", true, true},
                                  {"arn:aws:iam::1*3:role/a", "arn:aws:iam::123:role/a", true, true},
                                  {"arn:aws:iam::1*3:role/a", "arn:aws:iam::12:x3:role/a", false, false},
                                  {"arn:aws:iam::*:role/*", "arn:aws:iam::123:role/path/a", true, true},
                                  {"arn:aws-us-gov:s3:::b/*", "arn:aws:s3:::b/k", true, true},
                                  {"*", "arn:aws:s3:::b", true, true}}) {
        EXPECT_EQ(resource(row.outer).covers(resource(row.inner)).yes(), row.covers) << row.outer << " covers " << row.inner;
        EXPECT_EQ(resource(row.outer).overlaps(resource(row.inner)).yes(), row.overlaps) << row.outer << " overlaps " << row.inner;
    }
}

TEST(PatternWithHoles, SameHoleIsTheSameText) {
    const Pattern bucket = spelt("GetAtt:B.Arn");
    const Pattern objects = spelt(R"(Concat(GetAtt:B.Arn,"/*"))");
    EXPECT_TRUE(bucket.covers(bucket).yes());
    EXPECT_TRUE(objects.covers(objects).yes());
    EXPECT_FALSE(objects.covers(bucket).possible());
    EXPECT_TRUE(resource("*").covers(objects).yes());
    EXPECT_EQ(objects.text(), "{GetAtt:B.Arn}/*");
}

TEST(PatternWithHoles, TwoResourcesAreNeverTheSame) {
    const UnknownValue other("GetAtt:A.Arn", value::Unknown::Cause::attribute);
    EXPECT_TRUE(other.pattern().covers(spelt("GetAtt:B.Arn")).no());
    EXPECT_TRUE(other.pattern().overlaps(spelt("GetAtt:B.Arn")).no());
}

TEST(PatternWithHoles, ParameterMayBeAnything) {
    const UnknownValue parameter("Ref:P");
    EXPECT_TRUE(parameter.pattern().covers(resource("*")).undecided());
    EXPECT_TRUE(parameter.pattern().covers(resource("arn:aws:s3:::b")).undecided());
    EXPECT_TRUE(parameter.pattern().overlaps(resource("arn:aws:s3:::b")).undecided());
    const UnknownValue within(R"(Concat("arn:aws:s3:::",Ref:P,"/*"))");
    EXPECT_TRUE(within.pattern().covers(resource("*")).no());
    EXPECT_TRUE(within.pattern().covers(resource("arn:aws:s3:::b/k")).undecided());
    EXPECT_TRUE(within.pattern().overlaps(resource("arn:aws:sqs:::b/k")).no());
}

TEST(PatternWithHoles, AttributeIsNoWildcard) {
    const UnknownValue attribute("GetAtt:B.Arn", value::Unknown::Cause::attribute);
    EXPECT_TRUE(attribute.pattern().covers(resource("*")).no());
    EXPECT_TRUE(attribute.pattern().overlaps(resource("*")).yes());
}

TEST(PatternWithHoles, HoleOfBothIsTheSameTextInBoth) {
    const UnknownValue objects(R"(Concat(GetAtt:B.Arn,"/*"))", value::Unknown::Cause::attribute);
    EXPECT_TRUE(objects.pattern().covers(spelt("GetAtt:B.Arn")).no());
    EXPECT_TRUE(objects.pattern().covers(spelt(R"(Concat(GetAtt:B.Arn,"/a"))")).yes());
    EXPECT_TRUE(objects.pattern().overlaps(spelt("GetAtt:B.Arn")).no());
}

TEST(PatternWithHoles, PartitionReadsAsAws) {
    const UnknownValue joined(R"(Concat("arn:",Ref:AWS::Partition,":iam::aws:policy/AdministratorAccess"))");
    EXPECT_TRUE(joined.pattern().covers(resource("arn:aws:iam::aws:policy/AdministratorAccess")).yes());
    EXPECT_EQ(joined.pattern().exact(), "arn:aws:iam::aws:policy/AdministratorAccess");
}

TEST(PatternWithHoles, CommasAndBracketsInTextAreText) {
    EXPECT_EQ(spelt(R"(Concat("a,(\"b",Select(1,Ref:C),"]d"))").text(), "a,(\"b{Select(1,Ref:C)}]d");
}

TEST(PatternWithVariables, VariableIsSomeTextOfTheRequest) {
    const Pattern own = resource("arn:aws:iam::*:user/${aws:username}");
    EXPECT_TRUE(own.covers(resource("arn:aws:iam::*:user/*")).no());
    EXPECT_TRUE(own.overlaps(resource("arn:aws:iam::1:user/ann")).yes());
    EXPECT_TRUE(own.covers(own).yes());
    EXPECT_TRUE(own.has_wildcard());
    EXPECT_EQ(resource("a${*}b").exact(), "a*b");
}

TEST(PatternLimits, VeryLongTextsAreNotCompared) {
    const std::string longer(5000, 'a');
    EXPECT_TRUE(action(longer).covers(action(longer + "b")).truth == Truth::maybe);
}

// The same question by trying: every text over a small alphabet up to a length.
bool naive(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '*') return naive(pattern.substr(1), text) || (!text.empty() && naive(pattern, text.substr(1)));
    return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) && naive(pattern.substr(1), text.substr(1));
}

std::vector<std::string> texts() {
    std::vector<std::string> out{""};
    for (std::size_t i = 0; out[i].size() < 5; ++i)
        for (const char c : {'a', 'b', 'c'}) out.push_back(out[i] + c);
    return out;
}

TEST(PatternProperty, AgreesWithTryingAllShortTexts) {
    std::mt19937 random(7);
    const std::vector<std::string> all = texts();
    const auto pick = [&random] {
        std::string out;
        for (std::uint32_t i = random() % 5; i > 0; --i) out += "ab*?"[random() % 4];
        return out;
    };
    for (int round = 0; round < 3000; ++round) {
        const std::string a = pick(), b = pick();
        bool subset = true, common = false;
        for (const std::string& text : all) {
            const bool in_a = naive(a, text), in_b = naive(b, text);
            subset = subset && (in_a || !in_b);
            common = common || (in_a && in_b);
        }
        if (action(a).covers(action(b)).yes()) {
            EXPECT_TRUE(subset) << a << " covers " << b;
        }
        EXPECT_EQ(action(a).overlaps(action(b)).yes(), common) << a << " overlaps " << b;
        // `c` stands in no pattern, so a short text would show what is not covered. (A `?` of ours is not stretched over a `*` of theirs:
        // then we say no too often.)
        if (subset && a.find('?') == std::string::npos) {
            EXPECT_TRUE(action(a).covers(action(b)).yes()) << a << " covers " << b;
        }
    }
}

}  // namespace
}  // namespace vouch::facts
