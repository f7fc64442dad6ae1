// SPDX-License-Identifier: Apache-2.0
// A world in which credentials are looked for: files in memory, a clock that stands still, answers written down beforehand.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "aws/credentials/source.h"
#include "aws/testing/memory_files.h"

namespace vouch::aws {

// Fixture of the tests of every place. Requests, commands, questions and waits are kept.
class ScriptedWorld : public ::testing::Test {
protected:
    // The settings and the search as the program makes them; the profile is the one that the caller names, if any.
    Settings settings(std::optional<std::string> profile = std::nullopt) const {
        auto read = read_settings(environment_, {.profile = std::move(profile)});
        EXPECT_TRUE(read) << (read ? "" : base::render(read.error()));
        return read ? *read : Settings{};
    }
    base::Result<Credentials> find(std::optional<std::string> profile = std::nullopt) {
        settings_ = settings(std::move(profile));
        return find_credentials(search());
    }
    Search search() { return {outside_, settings_, settings_.profile, !settings_.explicit_profile}; }
    // What one place says.
    Found look(Found (*place)(const Search&), std::optional<std::string> profile = std::nullopt) {
        settings_ = settings(std::move(profile));
        return place(search());
    }
    void set(const std::string& name, std::string value) { environment_.variables[name] = std::move(value); }
    void config(std::string text) { files_.texts["/h/.aws/config"] = std::move(text); }
    void credentials_file(std::string text) { files_.texts["/h/.aws/credentials"] = std::move(text); }
    void answer(int status, std::string body, Pairs headers = {}) { answers_.push_back({status, std::move(headers), std::move(body)}); }
    void no_answer() { answers_.push_back({-1, {}, {}}); }

    // STS's answer with the keys ID, SECRET, TOKEN.
    void answer_sts(const std::string& id = "ASIAROLE", const std::string& expires = "2026-01-31T13:00:00Z",
                    const std::string& operation = "AssumeRole") {
        answer(200, "<" + operation + "Response><" + operation + "Result><Credentials><AccessKeyId>" + id +
                        "</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>" +
                        expires + "</Expiration></Credentials></" + operation + "Result></" + operation + "Response>");
    }

    std::string header(std::size_t request, std::string_view name) const {
        const std::string* found = find_header(requests_.at(request).headers, name);
        return found == nullptr ? "" : *found;
    }
    std::string url(std::size_t request) const {
        const HttpRequest& sent = requests_.at(request);
        return sent.method + " " + sent.scheme + "://" + host_header(sent) + sent.path +
               (sent.query.empty() ? "" : "?" + query_text(sent.query));
    }

    static constexpr base::Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + std::chrono::hours(12);

    MemoryFiles files_;
    base::FixedClock clock_{kNow};
    Environment environment_{
        {{"HOME", "/h"}}, files_, clock_, [] { return 0.5; }, [this](std::chrono::milliseconds wait) { waits_.push_back(wait); }};
    std::deque<HttpResponse> answers_;
    std::vector<HttpRequest> requests_;
    std::vector<FetchOptions> options_;
    std::vector<std::chrono::milliseconds> waits_;
    std::vector<std::vector<std::string>> commands_;
    std::string output_;
    std::vector<std::string> questions_;
    Outside outside_{environment_,
                     [this](const HttpRequest& request, const FetchOptions& options) -> base::Result<HttpResponse> {
                         requests_.push_back(request);
                         options_.push_back(options);
                         if (answers_.empty() || answers_.front().status < 0) {
                             if (!answers_.empty()) answers_.pop_front();
                             return base::fail(base::Code::unreadable, "nobody answers");
                         }
                         HttpResponse response = answers_.front();
                         answers_.pop_front();
                         return response;
                     },
                     [this](const std::vector<std::string>& words) -> base::Result<std::string> {
                         commands_.push_back(words);
                         return output_;
                     },
                     [this](std::string_view question) -> base::Result<std::string> {
                         questions_.emplace_back(question);
                         return "123456";
                     }};
    Settings settings_;
};

}  // namespace vouch::aws
