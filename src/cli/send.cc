// SPDX-License-Identifier: Apache-2.0
// Tested by tests/audit/send_test.py.
#include "cli/send.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/network.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::cli {
namespace {

using value::Value;

std::size_t number_at(const Value& map, std::string_view name) {
    const Value* found = map.find(name);
    return found != nullptr && found->kind() == value::Kind::integer
               ? static_cast<std::size_t>(std::max<std::int64_t>(0, found->as_integer()))
               : 0;
}

// The input of one call, and where it goes.
struct FindingBatch {
    value::DocumentPtr input;
    std::string account;
    std::string region;
};

// "arn:aws:securityhub:eu-west-1:111122223333:product/...": its fourth part.
std::string region_of(std::string_view arn) {
    for (int i = 0; i < 3; ++i) arn.remove_prefix(std::min(arn.find(':'), arn.size() - 1) + 1);
    return std::string(arn.substr(0, arn.find(':')));
}

base::Result<std::vector<FindingBatch>> batches_of(std::string_view lines) {
    std::vector<FindingBatch> all;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string line(lines.substr(0, end));
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (line.empty()) continue;
        VOUCH_TRY(value::Document document, value::read_json(std::make_shared<base::Source>("findings", line)));
        const Value* findings = document.root.find("Findings");
        if (findings == nullptr || !findings->is_list() || findings->as_list().empty()) continue;
        const Value first = *findings->as_list().begin();
        FindingBatch batch{nullptr, text_at(first, "AwsAccountId"), region_of(text_at(first, "ProductArn") + ":")};
        batch.input = std::make_shared<const value::Document>(std::move(document));
        all.push_back(std::move(batch));
    }
    return all;
}

// What came of the calls.
class Sending {
public:
    explicit Sending(Network& network, const LiveOptions& options) : network_(network), options_(options) {}

    void send(FindingBatch batch) {
        const std::size_t findings = batch.input->root.find("Findings")->as_list().size();
        client_of(batch.account)
            .call({.service = "securityhub",
                   .operation = "BatchImportFindings",
                   .region = batch.region.empty() ? network_.home() : batch.region,
                   .input = std::move(batch.input)},
                  [this, findings](const aws::CallResult& result) { answered(result, findings); });
    }

    Sent sent() && { return std::move(sent_); }

private:
    // Accounts other than ours are reached as they were audited.
    aws::Client& client_of(const std::string& account) {
        const bool other = !options_.accounts.empty() || options_.organization;
        const std::string key = other ? account : std::string();
        auto& party = parties_[key];
        if (party == nullptr) {
            auto provider = network_.provider_for(options_, key);
            party = std::make_unique<Party>(Party{provider, network_.client(*provider, key)});
        }
        return party->client;
    }

    void answered(const aws::CallResult& result, std::size_t findings) {
        if (!result) {
            sent_.refused += findings;
            problem(result.error().error);
            return;
        }
        const Value& output = result->output.document.root;
        sent_.accepted += number_at(output, "SuccessCount");
        sent_.refused += number_at(output, "FailedCount");
        const Value* failed = output.is_map() ? output.find("FailedFindings") : nullptr;
        if (failed == nullptr || !failed->is_list()) return;
        for (const Value& each : failed->as_list())
            problem({base::Code::refused,
                     fmt::format("Security Hub refused findings: {}", base::excerpt(text_at(each, "ErrorMessage"), 200)),
                     {},
                     {},
                     {}});
    }

    void problem(base::Error error) {
        if (told_.insert(error.message).second) sent_.problems.push_back(std::move(error));
    }

    struct Party {
        std::shared_ptr<aws::Provider> provider;
        aws::Client client;
    };

    Network& network_;
    const LiveOptions& options_;
    std::map<std::string, std::unique_ptr<Party>> parties_;
    std::set<std::string> told_;
    Sent sent_;
};

}  // namespace

base::Result<Sent> send_to_security_hub(World& world, const LiveOptions& options, std::string_view batches) {
    VOUCH_TRY(std::vector<FindingBatch> all, batches_of(batches));
    VOUCH_TRY(aws::Settings settings, read_settings(world, options));
    Network network(world, std::move(settings));
    Sending sending(network, options);
    for (FindingBatch& each : all) sending.send(std::move(each));
    network.http().run();
    return std::move(sending).sent();
}

}  // namespace vouch::cli
