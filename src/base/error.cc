// SPDX-License-Identifier: Apache-2.0
// The catalogue of error codes is one table; its order is the enum's (checked at compile time). Tested by error_test.cc.
#include "base/error.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace vouch::base {
namespace {

constexpr std::array kRows{
    CodeRow{Code::invalid_usage, "E0101", "invalid usage",
            "an option, argument or combination of them that the command does not have; `vouch help COMMAND` lists them"},
    CodeRow{Code::not_found, "E0102", "not found", "a file or folder that was named is not there"},
    CodeRow{Code::unreadable, "E0103", "unreadable",
            "the file exists but could not be read, or it is no regular file (a device, pipe or socket)"},
    CodeRow{Code::outside_root, "E0104", "path leads outside",
            "a path in a manifest or template leads out of the folder it must stay in; vouch does not follow it"},
    CodeRow{Code::too_large, "E0105", "limit exceeded",
            "the input is larger, deeper or more expensive than the limit that the message names, with the option that lifts it"},
    CodeRow{Code::invalid_encoding, "E0106", "invalid encoding",
            "the input is not valid UTF-8 at the byte offset given; nothing is replaced silently"},
    CodeRow{Code::syntax, "E0107", "syntax error", "the text does not follow the grammar of its format at the place given"},
    CodeRow{Code::duplicate_key, "E0108", "duplicate key",
            "one map holds the same key twice, so its meaning is ambiguous; both places are named"},
    CodeRow{Code::cycle, "E0109", "cycle", "something refers to itself, directly or through others; the chain is printed"},
    CodeRow{Code::undefined_name, "E0110", "undefined name", "a variable, rule, parameter or resource is referred to but defined nowhere"},
    CodeRow{Code::invalid_value, "E0111", "invalid value", "the value is well-formed but not one that is allowed at that place"},
    CodeRow{Code::incompatible, "E0112", "incompatible types",
            "an operation was asked of a value whose type does not have it, such as EMPTY of a number"},
    CodeRow{Code::regex, "E0113", "regular expression",
            "a regular expression does not compile, or it took more steps than the limit on some value"},
    CodeRow{Code::empty_set, "E0114", "nothing to judge", "no rules, no controls or no resources were found; an empty set is never a pass"},
    CodeRow{Code::not_a_template, "E0115", "not a template", "the document is no CloudFormation template: it has no map `Resources`"},
    CodeRow{Code::network, "E0116", "no answer",
            "a server could not be reached, or no whole answer came from it in time; the message names the host and what went wrong"},
    CodeRow{Code::refused, "E0117", "call refused",
            "a service of AWS answered with an error; the message has its code, such as AccessDenied, and what it says"},
    CodeRow{Code::cancelled, "E0118", "cancelled", "the run was stopped before this was done; what had arrived is kept"},
    CodeRow{
        Code::integrity, "E0119", "integrity broken",
        "what is kept is not what was written: the digest of a file differs, or a file was added or taken away; nothing is judged by it"},
    CodeRow{Code::unwritable, "E0120", "not written",
            "a file or folder cannot be written: no permission, no room on the disk, or not a folder"},
    CodeRow{Code::internal, "E0199", "internal error", "a defect of vouch: please report it with the input that shows it"},
};

constexpr bool rows_follow_the_enum() {
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (static_cast<std::size_t>(kRows[i].code) != i) return false;
    return kRows.size() == static_cast<std::size_t>(Code::internal) + 1;
}
static_assert(rows_follow_the_enum());

}  // namespace

std::string to_string(const Location& where) {
    if (where.line == 0) return where.file;
    return fmt::format("{}:{}:{}", where.file, where.line, where.column);
}

Error Error::within(std::string outer) && {
    context.push_back(std::move(outer));
    return std::move(*this);
}

std::unexpected<Error> fail(Code code, std::string message, std::optional<Location> where, std::string help) {
    return std::unexpected(Error{code, std::move(message), std::move(where), {}, std::move(help)});
}

const CodeRow& row(Code code) { return kRows[static_cast<std::size_t>(code)]; }

const CodeRow* find_code(std::string_view id) {
    const auto* found = std::ranges::find(kRows, id, &CodeRow::id);
    return found == kRows.end() ? nullptr : &*found;
}

std::string render(const Error& error, bool verbose) {
    std::string text = error.where ? to_string(*error.where) + ": " : std::string();
    text += fmt::format("{} [{}]", error.message, row(error.code).id);
    if (verbose)
        for (const std::string& outer : error.context) text += "\n  in " + outer;
    if (!error.help.empty()) text += "\n  help: " + error.help;
    return text;
}

}  // namespace vouch::base
