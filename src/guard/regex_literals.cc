// SPDX-License-Identifier: Apache-2.0
// A scan for the letters that a pattern asks for one after another outside of groups. Tested by regex_test.cc.
#include <string>

#include "guard/regex.h"

namespace vouch::guard {
namespace {

class Letters {
public:
    Letters(std::string_view pattern, std::string_view part) : pattern_(pattern), part_(part) {}

    bool always() {
        while (at_ < pattern_.size())
            if (!step()) return false;
        end_run();
        return found_;
    }

private:
    // False where the pattern is not one that this scan understands.
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

    void end_run() {
        found_ = found_ || run_.find(part_) != std::string::npos;
        run_.clear();
    }

    std::string_view pattern_, part_;
    std::string run_;
    std::size_t at_ = 0;
    bool found_ = false;
};

}  // namespace

bool always_has(std::string_view pattern, std::string_view part) { return Letters(pattern, part).always(); }

}  // namespace vouch::guard
