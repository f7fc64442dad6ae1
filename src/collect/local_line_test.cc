// SPDX-License-Identifier: Apache-2.0
#include "collect/local_line.h"

#include <gtest/gtest.h>

#include "collect/recorded_line.h"
#include "collect/testing/record.h"

namespace vouch::collect {
namespace {

const base::FixedClock kClock(base::Time(std::chrono::seconds(1'700'000'123)));

model::Exchange asked(const std::string& service, LocalLine::Answering answering) {
    testing::Record record;
    record.gives("sts", "GetCallerIdentity", "eu-west-1", "{}", R"({"Account": "123456789012"})");
    RecordedLine network(record.take());
    LocalLine line(network, kClock, std::move(answering));
    model::Exchange heard;
    const Call call;
    line.ask(call, {service, service == "sts" ? "GetCallerIdentity" : "GetLogEvidence", "eu-west-1", "{}"},
             [&](model::Exchange exchange) { heard = std::move(exchange); });
    EXPECT_EQ(heard.made, nullptr) << "nothing is answered before run()";
    line.run();
    return heard;
}

base::Result<value::DocumentPtr> kept(const model::Question& question) {
    EXPECT_EQ(question.operation, "GetLogEvidence");
    auto document = value::read_json(std::make_shared<base::Source>("kept", R"({"Kept": true})"));
    return std::make_shared<const value::Document>(*std::move(document));
}

TEST(LocalLine, AnswersForOurselvesAndAsksTheAccountForTheRest) {
    const model::Exchange own = asked("vouch", kept);
    ASSERT_NE(own.output, nullptr);
    EXPECT_TRUE(own.output->root.find("Kept")->as_boolean());
    EXPECT_EQ(own.made->time, 1'700'000'123);
    const model::Exchange other = asked("sts", kept);
    EXPECT_EQ(other.made->request_id, "request-0");
}

TEST(LocalLine, NoStoreAndABrokenOneAreTwoThings) {
    EXPECT_EQ(asked("vouch", {}).code, kNoStore);
    EXPECT_EQ(
        asked("vouch",
              [](const model::Question&) -> base::Result<value::DocumentPtr> { return base::fail(base::Code::not_found, "nothing there"); })
            .code,
        kNoStore);
    const model::Exchange broken = asked("vouch", [](const model::Question&) -> base::Result<value::DocumentPtr> {
        return base::fail(base::Code::invalid_value, "this is no evidence of logs");
    });
    EXPECT_EQ(broken.code, kUnreadable);
    EXPECT_EQ(broken.message, "this is no evidence of logs");
}

}  // namespace
}  // namespace vouch::collect
