// SPDX-License-Identifier: Apache-2.0
// What other tools call a check, and which controls of ours answer it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "model/control.h"

namespace vouch::assess {

enum class Tool : std::uint8_t { cdk_nag, cfn_nag, checkov, guard };

class Peers {
public:
    // Reads universe.tsv (its columns cdk_nag, checkov and guard_registry) and peers/cfn_nag.tsv of a catalog.
    Peers(std::span<const base::EmbeddedFile> catalog, std::span<const model::Control> controls);

    // Ids of our controls that answer that check; empty where none does. Takes ids as the tools spell them: "AwsSolutions-S1",
    // "HIPAA.Security-S3BucketLoggingEnabled", "CKV_AWS_18", "W35", "S3_BUCKET_LOGGING_ENABLED".
    std::vector<std::string> controls(Tool tool, std::string_view id) const;

private:
    void add(Tool tool, std::string_view names, std::string_view check);

    std::map<std::string, std::vector<std::string>, std::less<>> by_check_;     // check of the universe to our controls
    std::map<std::pair<Tool, std::string>, std::vector<std::string>> by_name_;  // to checks of the universe
};

}  // namespace vouch::assess
