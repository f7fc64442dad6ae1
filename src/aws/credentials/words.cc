// SPDX-License-Identifier: Apache-2.0
// One pass; the state is the quote that is open. Tested by process_test.cc.
#include "aws/credentials/words.h"

namespace vouch::aws {

base::Result<std::vector<std::string>> split_words(std::string_view command) {
    std::vector<std::string> words;
    bool within = false;  // a word: it may be empty, ''
    char quote = 0;
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        const bool blank = quote == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
        if (blank) {
            within = false;
            continue;
        }
        if (!within) words.emplace_back();
        within = true;
        if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == '\\' && quote != '\'') {
            if (++i == command.size()) return base::fail(base::Code::syntax, "a command ends in a backslash");
            const bool kept = quote == '"' && command[i] != '"' && command[i] != '\\';  // there it escapes only these two
            if (kept) words.back() += '\\';
            words.back() += command[i];
        } else {
            words.back() += c;
        }
    }
    if (quote != 0) return base::fail(base::Code::syntax, "a quote in a command is not closed");
    if (words.empty()) return base::fail(base::Code::syntax, "a command is empty");
    return words;
}

}  // namespace vouch::aws
