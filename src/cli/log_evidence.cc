// SPDX-License-Identifier: Apache-2.0
// Tested by tests/trail/evidence_test.py.
#include "cli/log_evidence.h"

#include "base/folder.h"
#include "cli/judged.h"
#include "cli/kept_file.h"
#include "cli/trail_source.h"
#include "trail/names.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::cli {

using base::Code;
using base::Result;

namespace {

std::string evidence_folder(const std::string& store) { return store + "/trails/evidence"; }
std::string evidence_file(const std::string& store, const std::string& account) { return evidence_folder(store) + "/" + account + ".json"; }

// Nothing where there is none yet.
Result<trail::LogEvidence> read_evidence(World& world, const std::string& store, const std::string& account) {
    if (!trail::is_account(account)) return base::fail(Code::not_found, "there is no evidence without an account");
    auto text = world.files().read(evidence_file(store, account));
    if (!text && text.error().code == Code::not_found) return trail::LogEvidence();
    if (!text) return std::unexpected(std::move(text).error());
    return trail::parse_evidence(*std::move(text));
}

}  // namespace

Result<std::string> evidence_store(World& world, const std::string& named, bool is_bucket, bool no_store) {
    if (no_store || (named.empty() && !is_bucket)) return std::string();
    return store_folder(world, named);
}

Result<void> keep_evidence(World& world, const std::string& store, const std::string& account,
                           const std::function<void(trail::LogEvidence&, trail::Time)>& add) {
    VOUCH_TRY(trail::LogEvidence evidence, read_evidence(world, store, account));
    add(evidence, now_of(world));
    VOUCH_CHECK(base::make_folders(evidence_folder(store)));
    return keep_file(evidence_file(store, account), trail::evidence_json(evidence));
}

collect::LocalLine::Answering evidence_answers(World& world, std::string store) {
    return [&world, store = std::move(store)](const model::Question& question) -> Result<value::DocumentPtr> {
        VOUCH_TRY(const value::Document input, value::read_json(std::make_shared<base::Source>("input", question.input)));
        VOUCH_TRY(const trail::LogEvidence evidence, read_evidence(world, store, text_at(input.root, "Account")));
        auto text = std::make_shared<base::Source>("evidence", trail::evidence_answer(evidence, now_of(world)));
        VOUCH_TRY(value::Document answer, value::read_json(std::move(text)));
        return std::make_shared<const value::Document>(std::move(answer));
    };
}

}  // namespace vouch::cli
