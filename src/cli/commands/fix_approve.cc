// SPDX-License-Identifier: Apache-2.0
// vouch fix approve: somebody's consent to a plan, as a signature of its digest. docs/fix.md.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/signature.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/fix_live.h"
#include "cli/kept_file.h"

namespace vouch::cli {
namespace {

struct ApproveOptions {
    std::string file;
    std::string key;
    std::string by;

    void declare(CLI::App& parser) {
        parser.add_option("plan", file, "the plan")->type_name("FILE")->required();
        parser.add_option("--key", key, "private key (Ed25519, PEM) to sign with")->type_name("FILE")->required();
        parser.add_option("--by", by, "who approves: a name, or the ARN that they have in the account")->type_name("NAME")->required();
    }
};

base::Result<void> approve(World& world, const ApproveOptions& options) {
    VOUCH_TRY(remedy::Plan plan, read_plan_file(world, options.file, false));
    VOUCH_TRY(const base::SourcePtr key, world.files().read(options.key));
    VOUCH_TRY(std::string signature, base::sign(key->text(), plan.digest));
    if (!plan.approver.empty()) {
        VOUCH_TRY(const bool right, base::is_signed(plan.approver, plan.digest, signature));
        if (!right) return base::fail(base::Code::refused, "the plan asks for the approval of another key");
    }
    plan.approval = remedy::Approval{options.by, base::to_string(world.clock().now()), std::move(signature)};
    VOUCH_CHECK(keep_file(options.file, remedy::to_json(plan)));
    world.write_out(fmt::format("approved by {}: {} changes, digest {}\n", base::escape(options.by), plan.changes.size(), plan.digest));
    return {};
}

std::function<int(World&)> declare_fix_approve(CLI::App& parser) {
    auto options = std::make_shared<ApproveOptions>();
    options->declare(parser);
    return [options](World& world) -> int {
        const auto done = approve(world, *options);
        if (done) return kClean;
        print_errors(world, {&done.error(), 1}, "error");
        return done.error().code == base::Code::integrity ? kIntegrity : kIncomplete;
    };
}

}  // namespace

extern const Command fix_approve_command;
constinit const Command fix_approve_command{
    .name = "fix approve", .summary = "sign a plan, so that somebody else may apply it", .declare = declare_fix_approve};

}  // namespace vouch::cli
