// SPDX-License-Identifier: Apache-2.0
// Rule files are compiled once; then every document is read, judged by all of them, reported and let go. What cannot be read
// is reported and the rest goes on; the exit code tells. Tested by tests/guard.
#include "cli/guard_validate.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/guard_inputs.h"
#include "cli/version.h"
#include "guard/report/report.h"
#include "value/read.h"

namespace vouch::cli {
namespace {

using guard::report::Format;
using guard::report::Report;
using guard::report::Subject;

// A document to come: a path, or a text that is there already.
struct Input {
    std::string path;
    base::SourcePtr source;
};

class Validation {
public:
    Validation(const ValidateOptions& options, World& world) : options_(options), world_(world) {}

    int run() {
        if (const std::string wrong = conflict(); !wrong.empty()) {
            world_.write_error(fmt::format("vouch guard validate: {}\n", wrong));
            return kNotRead;
        }
        if (options_.payload) {
            read_payload();
        } else {
            read_files();
        }
        if (troubles_ == 0 && rules_.empty())
            complain({base::Error{base::Code::empty_set, "there are no rules to judge by", {}, {}, {}}, nullptr});
        if (troubles_ == 0 && inputs_.empty())
            complain({base::Error{base::Code::empty_set, "there is no document to judge", {}, {}, {}}, nullptr});
        report();
        return troubles_ > 0 ? kNotRead : failed_ ? kNotCompliant : kCompliant;
    }

private:
    // What the command line asks for that does not go together; empty where all is well.
    std::string conflict() const {
        const bool summary = std::ranges::any_of(options_.summary, [](const std::string& each) { return each != "none"; });
        const bool lines = options_.format == "single-line-summary";
        const bool own = options_.format == "vouch-json";
        if (options_.payload && (!options_.rules.empty() || !options_.data.empty()))
            return "--payload brings rules and data itself: leave out --rules and --data";
        if (!options_.payload && options_.rules.empty()) return "nothing to judge by: give --rules, or --payload";
        if (options_.by_name && options_.by_time) return "--alphabetical and --last-modified exclude each other";
        if (options_.structured && (options_.verbose || options_.print_json)) return "--structured excludes --verbose and --print-json";
        if ((options_.structured || own) && summary)
            return "a structured report has no summary table: leave out --show-summary, or give `none`";
        if (options_.structured && lines) return "--structured needs a format: --output-format json, yaml, junit or sarif";
        if (!options_.structured && (options_.format == "junit" || options_.format == "sarif"))
            return fmt::format("--output-format {} needs --structured", options_.format);
        return {};
    }

    void complain(const Trouble& trouble) {
        ++troubles_;
        problems_.push_back(trouble.error);
        world_.write_error(render(trouble));
    }
    void complain(const std::vector<Trouble>& troubles) {
        for (const Trouble& each : troubles) complain(each);
    }

    void read_files() {
        const Order order = options_.by_time ? Order::by_time : Order::by_name;
        const FoundFiles rules = find_files(world_, options_.rules, kRuleExtensions, order);
        complain(rules.troubles);
        std::vector<Trouble> troubles;
        read_rules(world_, rules.paths, rules_, troubles);
        complain(troubles);
        read_parameters(order);
        if (options_.data.empty()) {
            read_standard_input();
            return;
        }
        const FoundFiles data = find_files(world_, options_.data, kDataExtensions, order);
        complain(data.troubles);
        for (const std::string& path : data.paths) inputs_.push_back({path, nullptr});
    }

    void read_parameters(Order order) {
        const FoundFiles files = find_files(world_, options_.parameters, kDataExtensions, order);
        complain(files.troubles);
        for (const std::string& path : files.paths) {
            auto source = world_.files().read(path, most());
            if (!source) {
                complain({source.error(), nullptr});
            } else if (const auto added = parameters_.add(*source); !added) {
                complain({added.error(), *source});
            }
        }
    }

    void read_standard_input() {
        auto text = world_.read_input(most());
        if (!text) return complain({text.error(), nullptr});
        inputs_.push_back({{}, std::make_shared<const base::Source>("STDIN", *std::move(text))});
    }

    // {"rules": ["..."], "data": ["..."]} on standard input.
    void read_payload() {
        auto text = world_.read_input(most());
        if (!text) return complain({text.error(), nullptr});
        const auto source = std::make_shared<const base::Source>("STDIN", *std::move(text));
        auto payload = value::read_json(source);
        if (!payload) return complain({payload.error(), source});
        const auto texts = [&](std::string_view key) -> std::span<const value::Value> {
            const value::Value* list = payload->root.find(key);
            const bool right = list != nullptr && list->is_list() && std::ranges::all_of(list->as_list(), &value::Value::is_string);
            if (right) return list->as_list();
            const base::Error error{
                base::Code::invalid_value, fmt::format("the payload needs a list of strings `{}`", key), source->location(0), {}, {}};
            complain({error, source});
            return {};
        };
        std::vector<Trouble> troubles;
        std::size_t number = 0;
        for (const value::Value& each : texts("rules")) {
            const std::string name = fmt::format("RULES_STDIN[{}]", ++number);
            add_rules(rules_, troubles, name, std::make_shared<const base::Source>(name, std::string(each.as_string())));
        }
        complain(troubles);
        number = 0;
        for (const value::Value& each : texts("data"))
            inputs_.push_back(
                {{}, std::make_shared<const base::Source>(fmt::format("DATA_STDIN[{}]", ++number), std::string(each.as_string()))});
    }

    void report() {
        const bool console = !options_.structured && options_.format != "vouch-json";
        const Format* summary = console ? guard::report::find_format("single-line-summary") : nullptr;
        const Format* format = options_.print_json ? guard::report::find_format("vouch-json") : guard::report::find_format(options_.format);
        settings(summary_.settings);
        settings(report_.settings);
        if (format == summary) format = nullptr;
        // Rule files that could not be read are problems of every document: it was not judged by them.
        rule_problems_ = problems_;
        for (const Format* each : {summary, format})
            if (each != nullptr && each->begin != nullptr) each->begin(each == summary ? summary_ : report_);
        for (const Input& each : inputs_) judge(each, summary, format);
        for (const Format* each : {summary, format})
            if (each != nullptr && each->end != nullptr) each->end(each == summary ? summary_ : report_, problems_);
        flush(0);
    }

    void settings(guard::report::Settings& settings) const {
        const auto has = [&](std::string_view wanted) {
            return std::ranges::any_of(options_.summary, [&](const std::string& each) { return each == wanted || each == "all"; });
        };
        if (!options_.summary.empty()) settings.shown = {has("pass"), has("fail"), has("skip")};
        settings.verbose = options_.verbose;
        settings.details = options_.verbose || options_.format == "single-line-summary";
        settings.bare = !options_.structured && (options_.format == "json" || options_.format == "yaml");
        settings.version = kVersion;
        settings.root = common_folder();
    }

    // The current folder, or the nearest folder above it that has all documents below it.
    std::string common_folder() const {
        std::string root = absolute_path(".") + "/";
        for (const Input& each : inputs_) {
            if (each.path.empty()) continue;
            const std::string path = absolute_path(each.path);
            while (root.size() > 1 && !path.starts_with(root)) root.resize(root.find_last_of('/', root.size() - 2) + 1);
        }
        return root;
    }

    void judge(const Input& input, const Format* summary, const Format* format) {
        base::SourcePtr source = input.source;
        std::optional<Merged> document;
        std::optional<Trouble> trouble;
        if (source == nullptr) {
            auto read = world_.files().read(input.path, most());
            if (read) {
                source = *std::move(read);
            } else {
                trouble = Trouble{read.error(), nullptr};
            }
        }
        if (source != nullptr) {
            auto merged = parameters_.with(source);
            if (merged) {
                document = *std::move(merged);
            } else {
                trouble = Trouble{merged.error(), source};
            }
        }
        const std::string shown = input.path.empty() ? source->name() : input.path;
        const std::string name = input.path.empty() ? shown : absolute_path(input.path);
        auto locator = document ? guard::report::Locator(document->root(), document->parts()) : guard::report::Locator(value::Value(), {});
        Subject subject{name, shown, std::move(locator), {}};
        if (trouble) {
            complain(*trouble);
            subject.problems.push_back(trouble->error);
        }
        if (document) subject.problems = rule_problems_;
        evaluate(document ? &*document : nullptr, subject, summary, format);
    }

    void evaluate(const Merged* document, Subject& subject, const Format* summary, const Format* format) {
        for (const Format* each : {summary, format})
            if (each != nullptr) each->begin_document(each == summary ? summary_ : report_, subject);
        if (document != nullptr) {
            const guard::TypeIndex index(document->root());
            guard::EvaluationOptions evaluation_options;
            evaluation_options.now = std::chrono::duration_cast<std::chrono::seconds>(world_.clock().now().time_since_epoch()).count();
            if (summary == nullptr) report_.drain = [this] { flush(kPiece); };  // two reports take turns by document
            for (const RuleText& rules : rules_) {
                const base::Time begin = world_.clock().now();
                guard::Evaluator evaluator(rules.program, evaluation_options);
                const guard::Evaluation evaluation = evaluator.run(index);
                failed_ =
                    failed_ || std::ranges::any_of(evaluation.rules, [](const auto& each) { return each.status == guard::Status::fail; });
                const std::chrono::duration<double> took = world_.clock().now() - begin;
                const guard::report::Judged judged{rules.program, rules.name, evaluation, took.count()};
                note_errors(judged, subject);
                for (const Format* each : {summary, format})
                    if (each != nullptr) each->judged(each == summary ? summary_ : report_, subject, judged);
                if (report_.drain) report_.drain();
            }
        }
        for (const Format* each : {summary, format})
            if (each != nullptr) each->end_document(each == summary ? summary_ : report_, subject);
        flush(kPiece);
    }

    // Rules that stopped with an error are the subject's problems.
    void note_errors(const guard::report::Judged& judged, Subject& subject) {
        for (const guard::RuleOutcome& each : judged.evaluation.rules) {
            if (!each.error) continue;
            base::Error error = *each.error;
            error = std::move(error).within(
                fmt::format("rule `{}` over {}", guard::report::rule_name(report_.text, judged, *each.rule), subject.shown));
            subject.problems.push_back(error);
            complain({std::move(error), judged.program.file.source});
        }
    }

    void flush(std::size_t unless_longer_than) {
        if (summary_.out.size() + report_.out.size() <= unless_longer_than) return;
        world_.write_out(summary_.out);
        world_.write_out(report_.out);
        summary_.out.clear();
        report_.out.clear();
    }

    std::size_t most() const { return options_.max_bytes > 0 ? options_.max_bytes : base::kLargestFile; }

    static constexpr std::size_t kPiece = std::size_t{1} << 20U;

    const ValidateOptions& options_;
    World& world_;
    std::vector<RuleText> rules_;
    Merged parameters_;
    std::vector<Input> inputs_;
    Report summary_;
    Report report_;
    std::vector<base::Error> problems_;
    std::vector<base::Error> rule_problems_;
    std::size_t troubles_ = 0;
    bool failed_ = false;
};

}  // namespace

int validate(const ValidateOptions& options, World& world) { return Validation(options, world).run(); }

}  // namespace vouch::cli
