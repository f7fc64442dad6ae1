// SPDX-License-Identifier: Apache-2.0
// The line hash: h = 37 h + new - 37^100 old in 64 bits over a window of 100 units; CR LF and CR count as LF; behind the end stand
// one 65535 and zeros. A line's hash is complete when the window that began with it is full. Tested by fingerprint_test.cc with
// values that GitHub's own implementation gives.
#include "report/fingerprint.h"

#include <array>
#include <unordered_map>

#include <fmt/format.h>

#include "base/digest.h"
#include "report/groups.h"

namespace vouch::report {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::uint64_t kFactor = 37;
constexpr std::uint16_t kEnd = 65535;

constexpr std::uint64_t power(std::uint64_t base, std::size_t exponent) {
    std::uint64_t result = 1;
    for (; exponent > 0; --exponent) result *= base;
    return result;
}

// The UTF-16 units of valid UTF-8.
std::vector<std::uint16_t> units(std::string_view text) {
    std::vector<std::uint16_t> out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        i += length;
        if (point < 0x10000) {
            out.push_back(static_cast<std::uint16_t>(point));
        } else {
            out.push_back(static_cast<std::uint16_t>(0xD800U + ((point - 0x10000U) >> 10U)));
            out.push_back(static_cast<std::uint16_t>(0xDC00U + ((point - 0x10000U) & 0x3FFU)));
        }
    }
    return out;
}

class LineHasher {
public:
    void feed(std::uint16_t unit) {
        if (unit == ' ' || unit == '\t' || (last_was_return_ && unit == '\n')) {
            last_was_return_ = false;
            return;
        }
        last_was_return_ = unit == '\r';
        if (unit == '\r') unit = '\n';
        if (lines_[at_] >= 0) emit();
        if (line_begins_) {
            line_begins_ = false;
            lines_[at_] = ++line_;
        }
        if (unit == '\n') line_begins_ = true;
        push(unit);
    }

    std::vector<std::string> finish() {
        for (std::size_t i = 0; i < kWindow; ++i) {
            if (lines_[at_] >= 0) emit();
            push(0);
        }
        return std::move(hashes_);
    }

private:
    void push(std::uint16_t unit) {
        constexpr std::uint64_t kOldest = power(kFactor, kWindow);
        const std::uint16_t old = window_[at_];
        window_[at_] = unit;
        hash_ = kFactor * hash_ + unit - kOldest * old;
        at_ = (at_ + 1) % kWindow;
    }

    void emit() {
        const std::string text = fmt::format("{:x}", hash_);
        hashes_.push_back(fmt::format("{}:{}", text, ++seen_[text]));
        lines_[at_] = -1;
    }

    static std::array<int, kWindow> no_lines() {
        std::array<int, kWindow> lines{};
        lines.fill(-1);
        return lines;
    }

    std::array<std::uint16_t, kWindow> window_{};
    std::array<int, kWindow> lines_ = no_lines();  // which line began at this place of the window; -1: none
    std::size_t at_ = 0;
    std::uint64_t hash_ = 0;
    int line_ = 0;
    bool line_begins_ = true;
    bool last_was_return_ = false;
    std::unordered_map<std::string, std::size_t> seen_;
    std::vector<std::string> hashes_;
};

}  // namespace

std::vector<std::string> line_hashes(std::string_view text) {
    LineHasher hasher;
    for (const std::uint16_t unit : units(text)) hasher.feed(unit);
    hasher.feed(kEnd);
    return hasher.finish();
}

std::string fingerprint(const Report& report, const model::Finding& finding) {
    const model::Unit& unit = unit_of(report, finding);
    std::string key = report.controls[finding.control].id;
    key.append(1, '\0').append(unit.file).append(1, '\0').append(unit.name).append(1, '\0').append(resource_of(report, finding).id);
    return base::sha256_hex(key).value_or(std::string());
}

}  // namespace vouch::report
