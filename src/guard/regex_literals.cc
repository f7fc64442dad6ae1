// SPDX-License-Identifier: Apache-2.0
// A scan for the letters that a pattern asks for one after another outside of groups. Tested by regex_test.cc.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "guard/regex.h"

namespace vouch::guard {
namespace {

class Letters {
public:
    explicit Letters(std::string_view pattern) : pattern_(pattern) {}

    // The runs of letters that every match has, in their order; the first is what the pattern begins with, which may be nothing. nullopt
    // where the pattern is not one that this scan understands.
    std::optional<std::vector<std::string>> runs() {
        while (at_ < pattern_.size())
            if (!step()) return std::nullopt;
        end_run();
        return std::move(runs_);
    }

private:
    bool step() {
        switch (const char c = pattern_[at_++]) {
            case '|':
            case ']':
            case ')': return false;
            case '(': return skip_group();
            case '[': return skip_class();
            case '{': return optional() && skip_to('}');
            case '*':
            case '?': return optional();
            case '.':
            case '^':
            case '$':
            case '+': end_run(); return true;
            case '\\': return escape();
            default: run_ += c; return true;
        }
    }

    bool escape() {
        if (at_ == pattern_.size()) return false;
        const char c = pattern_[at_++];
        if (std::string_view("dDwWsSbB").find(c) != std::string_view::npos) {
            end_run();
            return true;
        }
        const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        run_ += c;
        return !letter;
    }

    // What a quantifier that allows none stands behind may be missing.
    bool optional() {
        while (!run_.empty() && (static_cast<unsigned char>(run_.back()) & 0xC0U) == 0x80U) run_.pop_back();
        if (!run_.empty()) run_.pop_back();
        end_run();
        return true;
    }

    bool skip_to(char end) {
        at_ = pattern_.find(end, at_);
        return at_++ != std::string_view::npos;
    }

    bool skip_class() {
        end_run();
        if (at_ < pattern_.size() && pattern_[at_] == '^') ++at_;
        for (bool first = true; at_ < pattern_.size(); first = false) {
            const char c = pattern_[at_++];
            if (c == '[') return false;
            if (c == ']' && !first) return true;
            if (c == '\\') ++at_;
        }
        return false;
    }

    bool skip_group() {
        end_run();
        if (at_ < pattern_.size() && pattern_[at_] == '?') return false;  // flags, look-around
        for (int depth = 1; at_ < pattern_.size();) {
            const char c = pattern_[at_++];
            if (c == '\\') ++at_;
            if (c == '[' && !skip_class()) return false;
            if (c == '(' && at_ < pattern_.size() && pattern_[at_] == '?') return false;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) return true;
        }
        return false;
    }

    void end_run() { runs_.push_back(std::exchange(run_, {})); }

    std::string_view pattern_;
    std::string run_;
    std::size_t at_ = 0;
    std::vector<std::string> runs_;
};

}  // namespace

bool always_has(std::string_view pattern, std::string_view part) {
    const auto runs = Letters(pattern).runs();
    return runs && std::ranges::any_of(*runs, [part](const std::string& run) { return run.find(part) != std::string::npos; });
}

std::string certain_beginning(std::string_view pattern) {
    if (!pattern.starts_with('^')) return {};
    const auto runs = Letters(pattern.substr(1)).runs();
    return runs ? runs->front() : std::string();
}

}  // namespace vouch::guard
