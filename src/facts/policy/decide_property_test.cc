// SPDX-License-Identifier: Apache-2.0
// Random policies: adding an Allow never removes a permission, adding a Deny never adds one; and an explicit evaluator of concrete
// requests, written another way, agrees.
#include <random>

#include <gtest/gtest.h>

#include "facts/policy/decide.h"
#include "value/testing/reading.h"

namespace vouch::facts {
namespace {

class Policies {
public:
    explicit Policies(std::uint32_t seed) : random_(seed) {}

    std::string statement(std::string_view effect) {
        std::string out = R"({"Effect": ")" + std::string(effect) + "\", ";
        out += pick({"\"Action\"", "\"Action\"", "\"NotAction\""});
        out += ": [" + action() + (coin() ? ", " + action() : "") + "], ";
        out += pick({"\"Resource\"", "\"Resource\"", "\"NotResource\""}) + ": " + resource();
        if (coin()) out += ", \"Condition\": " + condition();
        return out + "}";
    }
    std::string policy() {
        std::string out;
        for (std::uint32_t i = random_() % 4; i > 0; --i) out += statement(coin() ? "Allow" : "Deny") + ",";
        return out;
    }
    std::string action() {
        return pick({R"("*")", R"("s3:*")", R"("s3:Get*")", R"("s3:GetObject")", R"("iam:*")", R"("iam:PassRole")", R"("S3:put*")"});
    }
    std::string resource() {
        return pick({R"("*")", R"("arn:aws:s3:::b/*")", R"("arn:aws:s3:::b/k")", R"("arn:aws:s3:::?/*")", R"("arn:aws:iam::*:role/*")",
                     R"("arn:aws:s3:::${aws:username}/*")"});
    }
    std::string condition() {
        return pick({R"({"Bool": {"aws:SecureTransport": "true"}})", R"({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})",
                     R"({"StringNotEquals": {"aws:SourceAccount": "1"}})", R"({"Null": {"aws:SourceAccount": "true"}})",
                     R"({"StringLike": {"aws:SourceAccount": ["1*", "2"]}, "Bool": {"aws:SecureTransport": "false"}})"});
    }
    Question question(bool concrete) {
        Question out{.action = {}, .resource = {}, .request = {}, .speaks_of = nullptr};
        const auto unquoted = [](const std::string& text) { return text.substr(1, text.size() - 2); };
        out.action = Pattern::of_text(pick({"s3:GetObject", "s3:PutObject", "iam:PassRole", "ec2:RunInstances"}), Reading::action);
        out.resource = Pattern::of_text(
            concrete ? pick({"arn:aws:s3:::b/k", "arn:aws:s3:::c/k", "arn:aws:iam::1:role/r"}) : unquoted(resource()), Reading::resource);
        for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{
                 {"aws:securetransport", "true"}, {"aws:multifactorauthpresent", "false"}, {"aws:sourceaccount", "12"}}) {
            if (concrete || coin()) out.request[key] = coin() ? std::optional<std::string>(value) : std::nullopt;
        }
        return out;
    }
    bool coin() { return random_() % 2 == 0; }
    std::string pick(const std::vector<std::string>& from) { return from[random_() % from.size()]; }

private:
    std::mt19937 random_;
};

struct Read {
    value::Document document;
    Policy policy;
};

Read read(std::string statements) {
    if (statements.ends_with(',')) statements.pop_back();
    Read out{*value::testing::json("{\"Statement\": [" + statements + "]}"), {}};
    out.policy = parse_policy(out.document.root);
    return out;
}

TEST(AllowsProperty, AddingAnAllowNeverRemovesAPermission) {
    Policies random(20);
    for (int round = 0; round < 4000; ++round) {
        const std::string policy = random.policy();
        const std::string more = random.statement("Allow");
        const Question question = random.question(round % 2 == 0);
        const Read before = read(policy), after = read(policy + more);
        EXPECT_LE(allows(before.policy, question).truth, allows(after.policy, question).truth) << policy << " + " << more;
    }
}

TEST(AllowsProperty, AddingADenyNeverAddsAPermission) {
    Policies random(21);
    for (int round = 0; round < 4000; ++round) {
        const std::string policy = random.policy();
        const std::string more = random.statement("Deny");
        const Question question = random.question(round % 2 == 0);
        const Read before = read(policy), after = read(policy + more);
        EXPECT_GE(allows(before.policy, question).truth, allows(after.policy, question).truth) << policy << " + " << more;
    }
}

// A request of which everything is known gets a yes or a no, the same as by going through the statements one effect after the other.
TEST(AllowsProperty, ConcreteRequestsAreDecidedAsByTheFlowChart) {
    Policies random(22);
    int allowed = 0;
    for (int round = 0; round < 4000; ++round) {
        const std::string text = random.policy();
        if (text.find("${") != std::string::npos) continue;
        const Question question = random.question(true);
        const Read read_policy = read(text);
        bool allow = false, deny = false;
        for (const Statement& statement : read_policy.policy.statements) {
            if (!applies(statement, question).yes()) continue;
            (statement.effect == Effect::deny ? deny : allow) = true;
        }
        const Answer answer = allows(read_policy.policy, question);
        EXPECT_NE(answer.truth, Truth::maybe) << text;
        EXPECT_EQ(answer.yes(), allow && !deny) << text;
        allowed += answer.yes() ? 1 : 0;
    }
    EXPECT_GT(allowed, 100);
}

}  // namespace
}  // namespace vouch::facts
