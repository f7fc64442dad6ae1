// SPDX-License-Identifier: Apache-2.0
// Tested by chosen_objects_test.cc.
#include "trail/chosen_objects.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "trail/names.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kMostLine = kMostPathLength + 100;
constexpr std::size_t kMostKeyProblems = 100;  // that are told

bool has_digits(std::string_view text, std::string_view pattern) {
    return text.size() >= pattern.size() && std::ranges::equal(text.substr(0, pattern.size()), pattern,
                                                               [](char c, char p) { return p == '0' ? c >= '0' && c <= '9' : c == p; });
}

// What stands behind "2025-03-01 09:05:12      12345 ", which `aws s3 ls` puts before a key.
std::string_view without_listing(std::string_view line) {
    constexpr std::string_view kWhen = "0000-00-00 00:00:00 ";
    if (!has_digits(line, kWhen)) return line;
    const std::size_t size = line.find_first_not_of(' ', kWhen.size());
    const std::size_t end = line.find_first_not_of("0123456789", std::min(size, line.size()));
    return end == std::string_view::npos || end == size || line[end] != ' ' ? line : line.substr(end + 1);
}

class KeyReading {
public:
    explicit KeyReading(std::string_view above) : above_(above) {}

    Result<GivenKeys> run(const ReadMore& input) {
        std::array<char, 65'536> piece{};
        for (;;) {
            VOUCH_TRY(const std::size_t count, input(piece));
            if (count == 0) break;
            VOUCH_CHECK(take(std::string_view(piece.data(), count)));
        }
        VOUCH_CHECK(take("\n"));
        keys_.paths.sort();
        if (problem_count_ > keys_.problems.size())
            keys_.problems.push_back(
                fail(Code::invalid_value, fmt::format("{} more lines are no keys of trails", problem_count_ - keys_.problems.size()))
                    .error());
        return std::move(keys_);
    }

private:
    Result<void> take(std::string_view text) {
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            const std::string_view part = text.substr(begin, end - begin);
            line_.append(part.substr(0, kMostLine + 1 - std::min(line_.size(), kMostLine + 1)));
            if (end < text.size()) {
                VOUCH_CHECK(settle());
                line_.clear();
            }
            begin = end + 1;
        }
        return {};
    }

    Result<void> settle() {
        ++number_;
        std::string_view key = line_;
        if (key.ends_with('\r')) key.remove_suffix(1);
        key = without_listing(key);
        while (key.starts_with("./")) key.remove_prefix(2);
        if (key.empty() || (key.ends_with('/') && line_.size() <= kMostLine)) return {};
        if (!is_plain_path(key)) return tell("is no key of an object of a trail");
        if (!below_logs(key).starts_with("AWSLogs/")) return tell("is not below a folder `AWSLogs`");
        return keys_.paths.add(fmt::format("{}{}", above_, key));
    }

    Result<void> tell(std::string_view why) {
        if (++problem_count_ <= kMostKeyProblems)
            keys_.problems.push_back(
                fail(Code::invalid_value, fmt::format("`{}` {}", base::excerpt(line_, 100), why), base::Location{"<stdin>", number_, 0})
                    .error());
        return {};
    }

    std::string_view above_;
    std::string line_;  // as far as it came; longer ones are cut
    std::uint32_t number_ = 0;
    std::size_t problem_count_ = 0;
    GivenKeys keys_;
};

}  // namespace

Result<GivenKeys> read_keys(const ReadMore& input, std::string_view above) { return KeyReading(above).run(input); }

std::string ChosenObjects::locate(std::string_view stated, std::string_view root) {
    return inner_->exact() ? inner_->locate(stated, root) : keys_.paths.locate(stated, root);
}

std::vector<base::Error> ChosenObjects::problems() const {
    std::vector<base::Error> all = inner_->problems();
    std::ranges::copy(keys_.problems, std::back_inserter(all));
    return all;
}

}  // namespace vouch::trail
