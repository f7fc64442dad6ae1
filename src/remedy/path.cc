// SPDX-License-Identifier: Apache-2.0
// path   = member { "." member | "[*]" | "[" name "=" value "]" }, each with an optional "?"
// member = name without . [ ] ? ' or a name in single quotes.  Tested by path_test.cc.
#include <fmt/format.h>

#include "base/text.h"
#include "remedy/remedy.h"

namespace vouch::remedy {
namespace {

class PathReader {
public:
    explicit PathReader(std::string_view text) : text_(text) {}

    base::Result<std::vector<Step>> run() {
        while (true) {
            VOUCH_CHECK(member());
            while (at_ < text_.size() && text_[at_] == '[') VOUCH_CHECK(bracket());
            if (at_ == text_.size()) return std::move(steps_);
            if (text_[at_] != '.') return fault("a `.` or `[` must follow");
            ++at_;
        }
    }

private:
    std::unexpected<base::Error> fault(std::string_view what) const {
        return base::fail(base::Code::syntax,
                          fmt::format("the path `{}` is wrong at character {}: {}", base::excerpt(text_), at_ + 1, what));
    }

    void mark_optional() {
        if (at_ >= text_.size() || text_[at_] != '?') return;
        steps_.back().optional = true;
        ++at_;
    }

    base::Result<void> member() {
        Step step;
        if (at_ < text_.size() && text_[at_] == '\'') {
            const std::size_t end = text_.find('\'', at_ + 1);
            if (end == std::string_view::npos) return fault("the quote is not closed");
            step.name = text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
        } else {
            const std::size_t end = std::min(text_.find_first_of(".[]?'", at_), text_.size());
            step.name = text_.substr(at_, end - at_);
            at_ = end;
        }
        if (step.name.empty()) return fault("a name is missing");
        steps_.push_back(std::move(step));
        mark_optional();
        return {};
    }

    base::Result<void> bracket() {
        const std::size_t end = text_.find(']', at_);
        if (end == std::string_view::npos) return fault("the bracket is not closed");
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        const std::size_t equals = inside.find('=');
        Step step;
        if (inside == "*") {
            step.kind = Step::Kind::each;
        } else if (equals != std::string_view::npos && equals > 0) {
            step.kind = Step::Kind::where;
            step.name = inside.substr(0, equals);
            step.value = inside.substr(equals + 1);
        } else {
            return fault("`*` or NAME=VALUE must stand in brackets");
        }
        at_ = end + 1;
        steps_.push_back(std::move(step));
        mark_optional();
        return {};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Step> steps_;
};

}  // namespace

base::Result<std::vector<Step>> parse_path(std::string_view text) { return PathReader(text).run(); }

}  // namespace vouch::remedy
