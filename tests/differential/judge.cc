// SPDX-License-Identifier: Apache-2.0
// The engine without the command line, for the differential tests: `judge RULES... -- DATA...` prints one JSON object:
//   "rules": for each rule file null, or the errors that kept it from loading
//   "data":  for each data file null, or the error that kept it from being read
//   "pairs": [data, rules, [[rule, status], ...], error or null] for each pair that could be judged
// Rule and data files are named by their place on the command line.
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "guard/compile.h"
#include "guard/evaluate.h"
#include "value/read.h"
#include "value/write.h"

namespace {

using vouch::base::Error;
using vouch::guard::Program;
using vouch::value::Document;

std::expected<Program, std::vector<Error>> load_rules(const std::string& path) {
    auto source = vouch::base::DiskFiles().read(path);
    if (!source) return std::unexpected(std::vector{std::move(source).error()});
    return vouch::guard::load(*std::move(source));
}

std::expected<Document, std::vector<Error>> load_data(const std::string& path) {
    vouch::value::ReadOptions options;
    options.schema = vouch::value::Schema::guard;
    auto source = vouch::base::DiskFiles().read(path);
    if (!source) return std::unexpected(std::vector{std::move(source).error()});
    auto document = vouch::value::read_any(*std::move(source), options);
    if (!document) return std::unexpected(std::vector{std::move(document).error()});
    return *std::move(document);
}

// Appends `item` to the JSON list `out`.
std::string& next(std::string& out) { return out.ends_with('[') ? out : out.append(","); }

// Loads every path; errors (or null) go to `out` as a JSON list.
template <class T, class Load>
std::vector<std::optional<T>> load_all(const std::vector<std::string>& paths, std::string& out, Load load) {
    std::vector<std::optional<T>> all;
    out += '[';
    for (const std::string& path : paths) {
        auto loaded = load(path);
        std::string text;
        if (!loaded)
            for (const Error& error : loaded.error()) text.append(text.empty() ? "" : "\n").append(vouch::base::render(error));
        loaded ? void(next(out) += "null") : vouch::value::write_json_string(next(out), text);
        all.push_back(loaded ? std::optional<T>(*std::move(loaded)) : std::nullopt);
    }
    out += ']';
    return all;
}

void append_pair(std::string& out, std::size_t data, std::size_t rules, const vouch::guard::Evaluation& evaluation) {
    next(out) += "[" + std::to_string(data) + "," + std::to_string(rules) + ",[";
    std::string error = "null";
    for (const vouch::guard::RuleOutcome& each : evaluation.rules) {
        vouch::value::write_json_string(next(out) += '[', each.rule->name);
        out.append(",\"").append(vouch::guard::name(each.status)).append("\"]");
        if (!each.error || error != "null") continue;
        error.clear();
        vouch::value::write_json_string(error, vouch::base::render(*each.error));
    }
    out += "]," + error + "]";
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> paths[2];
    std::size_t side = 0;
    for (int i = 1; i < count; ++i) {
        if (std::string_view(arguments[i]) == "--") {
            side = 1;
        } else {
            paths[side].emplace_back(arguments[i]);
        }
    }
    if (paths[0].empty() || paths[1].empty()) {
        std::fputs("usage: judge RULES... -- DATA...\n", stderr);
        return 2;
    }
    std::string out = "{\"rules\":";
    const auto programs = load_all<Program>(paths[0], out, load_rules);
    out += ",\"data\":";
    const auto documents = load_all<Document>(paths[1], out, load_data);
    out += ",\"pairs\":[";
    for (std::size_t data = 0; data < documents.size(); ++data) {
        if (!documents[data]) continue;
        const vouch::guard::TypeIndex index(documents[data]->root);
        for (std::size_t rules = 0; rules < programs.size(); ++rules) {
            if (!programs[rules]) continue;
            vouch::guard::Evaluator evaluator(*programs[rules]);
            append_pair(out, data, rules, evaluator.run(index));
        }
    }
    out += "]}\n";
    std::fwrite(out.data(), 1, out.size(), stdout);
    return 0;
}
