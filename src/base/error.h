// SPDX-License-Identifier: Apache-2.0
// The one error type of the house: what went wrong, where, in which context, and what to do about it.
// It is returned (`Result<T>`), never thrown across a room.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::base {

// What kind of thing went wrong. Each has a row (stable id, title, explanation) in error.cc.
enum class Code : std::uint8_t {
    invalid_usage,     // the command line asks for something that does not exist
    not_found,         // a file or folder that was named is not there
    unreadable,        // it is there but cannot be read, or is no regular file
    outside_root,      // a path leads out of the folder it must stay in
    too_large,         // a limit on size, count, depth or steps was exceeded
    invalid_encoding,  // the bytes are no valid UTF-8
    syntax,            // the text does not follow its grammar
    duplicate_key,     // one map, one key, two values
    cycle,             // something refers to itself
    undefined_name,    // a reference to something that is not defined
    invalid_value,     // well-formed, but not a value that is allowed there
    incompatible,      // an operation on a type that does not have it
    regex,             // a regular expression that does not compile or takes too many steps
    empty_set,         // nothing to judge, or nothing to judge it by
    not_a_template,    // a document that is no CloudFormation template
    network,           // a server could not be reached, or no whole answer came from it
    refused,           // a service answered, and the answer was an error
    cancelled,         // the user stopped the run
    integrity,         // what is kept is not what was written: changed, cut off or taken away
    unwritable,        // a file or folder cannot be written: no permission, no room
    internal,          // a defect of ours
};

// Where in a named text something stands. Line and column count from 1; columns count characters (code points).
struct Location {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    bool operator==(const Location&) const = default;
};

// "file:line:column", or the file alone where line is 0.
std::string to_string(const Location& where);

struct [[nodiscard]] Error {
    Code code = Code::internal;
    std::string message;  // one line, lower case, no full stop; user text in backticks
    std::optional<Location> where;
    std::vector<std::string> context;  // innermost first: "control s3-versioning", "account 1234, eu-west-1"
    std::string help;                  // what to do about it; may be empty

    // The same error, seen from one level further out.
    Error within(std::string outer) &&;
};

template <class T>
using Result = std::expected<T, Error>;

// std::unexpected(fail(code, "message")) is what a function of type Result<T> returns.
std::unexpected<Error> fail(Code code, std::string message, std::optional<Location> where = std::nullopt, std::string help = {});

// A row of the catalogue of error codes: `vouch explain E0101` prints it.
struct CodeRow {
    Code code;
    std::string_view id;
    std::string_view title;
    std::string_view explanation;
};
const CodeRow& row(Code code);
// The row with that id ("E0101"), or nullptr.
const CodeRow* find_code(std::string_view id);

// "file:line:column: message [E0107]" and, with `verbose`, a line per context; the help on a line of its own.
std::string render(const Error& error, bool verbose = false);

}  // namespace vouch::base

// Passes the error of `expression` on to the caller, else declares `declaration` with its value.
#define VOUCH_CONCAT_INNER(a, b) a##b
#define VOUCH_CONCAT(a, b) VOUCH_CONCAT_INNER(a, b)
#define VOUCH_TRY_IMPLEMENTATION(name, declaration, expression) \
    auto name = (expression);                                   \
    if (!name) return std::unexpected(std::move(name).error()); \
    declaration = *std::move(name)
#define VOUCH_TRY(declaration, expression) VOUCH_TRY_IMPLEMENTATION(VOUCH_CONCAT(vouch_try_, __LINE__), declaration, expression)
// The same for a Result<void>.
#define VOUCH_CHECK(expression)                                                                                    \
    do {                                                                                                           \
        if (auto vouch_check = (expression); !vouch_check) return std::unexpected(std::move(vouch_check).error()); \
    } while (false)
