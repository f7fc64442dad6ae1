// SPDX-License-Identifier: Apache-2.0
// Names follow the rules of botocore's xform_name(). Tested by aws_cli_test.cc.
#include "report/aws_cli.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/text.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::report {
namespace {

struct Renamed {
    std::string_view model;
    std::string_view command;
};
// Services whose commands are not called as their models are.
constexpr std::array kServices{Renamed{"codedeploy", "deploy"}, Renamed{"config", "configservice"}, Renamed{"opsworkscm", "opsworks-cm"},
                               Renamed{"runtime.sagemaker", "sagemaker-runtime"}, Renamed{"s3", "s3api"}};

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

// "GatewayARNs" is "Gateway-arns": a plural of capitals is one word.
std::string plural_apart(std::string_view name) {
    std::size_t begin = name.size() - std::min<std::size_t>(name.size(), 1);
    if (!name.ends_with('s')) return std::string(name);
    while (begin > 0 && upper(name[begin - 1])) --begin;
    if (name.size() - 1 - begin < 2) return std::string(name);
    return fmt::format("{}-{}", name.substr(0, begin), base::to_lower(name.substr(begin)));
}

// A dash before each capital that begins a word of small letters, wherever something stands before it.
std::string words_apart(std::string_view name) {
    std::string out;
    std::size_t taken = 0;  // letters of the last word that was found; the next one cannot begin with them
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (i > taken && upper(name[i]) && i + 1 < name.size() && lower(name[i + 1])) {
            out += '-';
            taken = i + 1;
            while (taken < name.size() && lower(name[taken])) ++taken;
        }
        out += name[i];
    }
    return out;
}

// A dash between a small letter or digit and a capital.
std::string capitals_apart(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (i > 0 && upper(name[i]) && (lower(name[i - 1]) || digit(name[i - 1]))) out += '-';
        out += name[i];
    }
    return out;
}

std::optional<value::Document> parsed(const std::string& input) {
    auto document = value::read_json(std::make_shared<base::Source>("input", input), {.limits = {.bytes = 1U << 20U, .depth = 64}});
    return document && document->root.is_map() ? std::optional(*std::move(document)) : std::nullopt;
}

// nullopt: only JSON says it without doubt.
std::optional<std::string> argument(const value::Member& member) {
    const std::string name = cli_name(member.name());
    if (name.empty() || !std::ranges::all_of(name, [](char c) { return lower(c) || digit(c) || c == '-'; })) return std::nullopt;
    const value::Value& value = member.value;
    switch (value.kind()) {
        case value::Kind::boolean: return fmt::format(" --{}{}", value.as_boolean() ? "" : "no-", name);
        case value::Kind::integer: return fmt::format(" --{} {}", name, value.as_integer());
        case value::Kind::string: {
            const std::string_view text = value.as_string();
            if (text.empty() || text.starts_with('-') || text.find("://") != std::string_view::npos) return std::nullopt;
            return fmt::format(" --{} {}", name, shell_word(text));
        }
        default: return std::nullopt;
    }
}

std::string arguments(const std::string& input) {
    const auto document = parsed(input);
    if (!document) return input.empty() ? std::string() : " --cli-input-json " + shell_word(input);
    std::string all;
    for (const value::Member& member : document->root.as_map()) {
        const auto one = argument(member);
        if (!one) return " --cli-input-json " + shell_word(value::to_json(document->root));
        all += *one;
    }
    return all;
}

}  // namespace

std::string cli_name(std::string_view name) {
    if (name.find('-') != std::string_view::npos) return std::string(name);
    return base::to_lower(capitals_apart(words_apart(plural_apart(name))));
}

std::string shell_word(std::string_view text) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=@%+,-";
    if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos) return std::string(text);
    const bool ascii = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    std::string out;
    if (ascii && base::escape(text) == text) {
        for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
        return "'" + out + "'";
    }
    for (const char c : text) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 0x80;
        // Every escape has two digits, so that none takes in the letter behind it.
        out += plain ? std::string(1, c) : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    return "$'" + out + "'";
}

std::string cli_command(const model::Question& question) {
    const auto* renamed = std::ranges::find(kServices, question.service, &Renamed::model);
    const std::string service = renamed == kServices.end() ? question.service : std::string(renamed->command);
    std::string command =
        fmt::format("aws {} {}{}", shell_word(service), shell_word(cli_name(question.operation)), arguments(question.input));
    if (!question.region.empty()) command += " --region " + shell_word(question.region);
    return command;
}

}  // namespace vouch::report
