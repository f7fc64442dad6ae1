// SPDX-License-Identifier: Apache-2.0
// Calls the operations named by the JSON lines on standard input, all at once, and prints what came of them in the same order: the other
// side of moto_test.py. Credentials, region and endpoints are found as the program finds them, from the environment.
//   {"service", "operation", "input": {...}, "pages": true}  -> {"output": [...one for each page...], "attempts"} or {"error", "code"}
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "aws/client.h"
#include "aws/credentials/source.h"
#include "aws/fetch.h"
#include "base/files.h"
#include "value/read.h"
#include "value/write.h"

extern char** environ;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): POSIX has it so

namespace {
namespace aws = vouch::aws;
namespace base = vouch::base;
namespace value = vouch::value;

aws::Variables variables() {
    aws::Variables found;
    for (char** one = environ; *one != nullptr; ++one) {
        const std::string_view text = *one;
        if (const auto equals = text.find('='); equals != std::string_view::npos)
            found.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return found;
}

std::string failed(const aws::CallFailure& failure) {
    std::string line = "{\"error\":";
    value::write_json_string(line, failure.error.message);
    line += ",\"code\":";
    value::write_json_string(line, failure.api ? failure.api->code : "");
    return line + "}";
}

// What becomes of one line.
struct Outcome {
    std::string outputs;
    int attempts = 0;
    std::string line;

    void add(const aws::Answer& answer) {
        outputs += (outputs.empty() ? "" : ",") + value::to_json(answer.output.document.root);
        attempts += answer.attempts;
    }
    void end() { line = "{\"output\":[" + outputs + "],\"attempts\":" + std::to_string(attempts) + "}"; }
};

void start(aws::Client& client, const value::Value& line, const std::string& region, Outcome& outcome) {
    aws::Call call{.service = std::string(line.find("service")->as_string()),
                   .operation = std::string(line.find("operation")->as_string()),
                   .region = region};
    if (const value::Value* input = line.find("input")) {
        auto copy = value::read_json(std::make_shared<base::Source>("input", value::to_json(*input)));
        call.input = std::make_shared<value::Document>(*std::move(copy));
    }
    client.pages(
        std::move(call),
        [&outcome](const aws::Answer& answer) {
            outcome.add(answer);
            return true;
        },
        [&outcome](const std::expected<std::size_t, aws::CallFailure>& ended) {
            if (ended)
                outcome.end();
            else
                outcome.line = failed(ended.error());
        });
}

}  // namespace

int main() {
    const base::DiskFiles files;
    const base::SystemClock clock;
    std::mt19937_64 engine(std::random_device{}());
    const aws::Environment environment{variables(), files, clock, [&] { return std::uniform_real_distribution<>(0, 1)(engine); }, {}};
    const auto settings = aws::read_settings(environment);
    if (!settings) {
        std::cerr << settings.error().message << '\n';
        return 1;
    }
    const aws::HttpOptions options{.ca_bundle = settings->ca_bundle};
    const aws::Outside outside{environment, aws::curl_fetch(options), {}, {}};
    const auto provider = aws::chain_provider(outside, *settings);
    aws::CurlHttp http(options);
    aws::Models models;
    aws::Lanes lanes(aws::pacing());
    aws::Client client({environment, *settings, http, models, lanes, *provider, "test", "vouch/test"});
    std::vector<value::Document> lines;
    for (std::string text; std::getline(std::cin, text);)
        if (auto line = value::read_json(std::make_shared<base::Source>("line", text))) lines.push_back(*std::move(line));
    std::vector<Outcome> outcomes(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) start(client, lines[i].root, settings->region, outcomes[i]);
    http.run();
    for (const Outcome& outcome : outcomes) std::cout << outcome.line << '\n';
    return 0;
}
