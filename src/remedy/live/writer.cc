// SPDX-License-Identifier: Apache-2.0
// Tested by writer_test.cc.
#include "remedy/live/writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "collect/read_mapping.h"
#include "value/form.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::remedy {

using base::excerpt;
using value::Value;
using Does = Writer::Does;

namespace {

constexpr std::string_view kWriterFolder = "writers/";
constexpr std::string_view kWriterExtension = ".yaml";
constexpr std::array kWriterFileKeys{std::string_view("service"), std::string_view("types")};
constexpr std::array kWriterKeys{std::string_view("sets"),   std::string_view("creates"), std::string_view("removes"),
                                 std::string_view("when"),   std::string_view("call"),    std::string_view("service"),
                                 std::string_view("region"), std::string_view("input"),   std::string_view("actions"),
                                 std::string_view("done"),   std::string_view("finds")};
constexpr std::array kLookupKeys{std::string_view("call"), std::string_view("input"), std::string_view("absent"),
                                 std::string_view("usable")};

class WriterReader {
public:
    WriterReader(Writers& writers, value::DocumentPtr document, const std::string& service)
        : writers_(writers), document_(std::move(document)), form_(*document_), service_(service) {}

    base::Result<void> run() {
        const Value& root = document_->root;
        VOUCH_CHECK(form_.keys(root, kWriterFileKeys, "file"));
        VOUCH_TRY(const std::string service, form_.text(root, "service"));
        if (service != service_) return form_.fault(root, "`service` must be the name of the file");
        const Value* types = root.find("types");
        if (types == nullptr || !types->is_map()) return form_.fault(root, "`types` must be a map");
        for (const value::Member& type : types->as_map()) {
            if (!type.value.is_list()) return form_.fault(type.value, "a type has a list of calls");
            for (const Value& row : type.value.as_list()) {
                VOUCH_TRY(Writer made, writer(row));
                read_[std::string(type.name())].push_back(std::move(made));
            }
        }
        for (auto& [type, rows] : read_) std::ranges::move(rows, std::back_inserter(writers_.types[type]));
        writers_.documents.push_back(document_);
        return {};
    }

private:
    base::Result<void> deed(const Value& row, Writer& made) const {
        const bool creates = row.find("creates") != nullptr;
        const bool removes = row.find("removes") != nullptr;
        const bool sets = row.find("sets") != nullptr;
        if (static_cast<int>(creates) + static_cast<int>(removes) + static_cast<int>(sets) != 1)
            return form_.fault(row, "a call says one of `sets`, `creates` and `removes`");
        made.does = creates ? Does::creates : removes ? Does::removes : Does::sets;
        VOUCH_TRY(made.properties, form_.texts(row, "sets"));
        if (sets && made.properties.empty()) return form_.fault(row, "`sets` is a list of properties");
        return {};
    }

    base::Result<Writer> writer(const Value& row) const {
        VOUCH_CHECK(form_.keys(row, kWriterKeys, "call"));
        Writer made;
        VOUCH_CHECK(deed(row, made));
        made.service = service_;
        VOUCH_TRY(made.operation, form_.text(row, "call"));
        if (row.find("service") != nullptr) {
            VOUCH_TRY(made.service, form_.text(row, "service"));
        }
        if (row.find("region") != nullptr) {
            VOUCH_TRY(made.region, form_.text(row, "region"));
        }
        if (const Value* when = row.find("when")) {
            VOUCH_TRY(made.when, collect::read_conditions(*document_, *when, true));
        }
        const Value* input = row.find("input");
        if (input == nullptr || !input->is_map()) return form_.fault(row, "`input` must be a map");
        VOUCH_TRY(made.input, collect::read_mapping(*document_, *input));
        VOUCH_TRY(made.actions, form_.texts(row, "actions"));
        if (made.actions.empty()) return form_.fault(row, "a call that writes needs `actions`");
        VOUCH_TRY(made.done, form_.texts(row, "done"));
        if (const Value* finds = row.find("finds")) {
            if (made.does != Does::creates) return form_.fault(*finds, "`finds` is for a call that makes something");
            VOUCH_TRY(made.finds, lookup(*finds));
        }
        return made;
    }

    base::Result<Lookup> lookup(const Value& row) const {
        VOUCH_CHECK(form_.keys(row, kLookupKeys, "question"));
        Lookup made;
        VOUCH_TRY(made.operation, form_.text(row, "call"));
        const Value* input = row.find("input");
        if (input == nullptr || !input->is_map()) return form_.fault(row, "`input` must be a map");
        VOUCH_TRY(made.input, collect::read_mapping(*document_, *input));
        VOUCH_TRY(made.absent, form_.texts(row, "absent"));
        if (made.absent.empty()) return form_.fault(row, "`finds` needs `absent`: the error codes that mean that there is none yet");
        const Value* usable = row.find("usable");
        if (usable == nullptr) return made;
        if (!usable->is_map()) return form_.fault(*usable, "`usable` must be a map");
        for (const value::Member& each : usable->as_map()) {
            if (!each.value.is_string()) return form_.fault(each.value, "what must stand in an answer is a text");
            made.usable.emplace(each.name(), each.value.as_string());
        }
        return made;
    }

    Writers& writers_;
    value::DocumentPtr document_;
    value::Form form_;
    const std::string& service_;
    std::map<std::string, std::vector<Writer>> read_;
};

const Value* property(const Value& properties, const std::string& name) {
    const Value* found = properties.find(name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

bool differs(const Turn& turn, const std::string& name) {
    const Value* before = property(turn.before, name);
    const Value* after = property(turn.after, name);
    if (before == nullptr || after == nullptr) return before != after;
    return *before != *after;
}

// An input's place that is not known, or nullptr.
const Value* unknown_in(const Value& value) {
    if (value.is_unknown()) return &value;
    if (value.is_list())
        for (const Value& each : value.as_list())
            if (const Value* found = unknown_in(each)) return found;
    if (value.is_map())
        for (const value::Member& each : value.as_map())
            if (const Value* found = unknown_in(each.value)) return found;
    return nullptr;
}

// First steps of what a mapping reads of the resource.
void add_names(const collect::Mapping& mapping, std::set<std::string>& names);

void add_name(const collect::Path& path, bool outermost, std::set<std::string>& names) {
    const bool own = path.root == collect::Root::item || path.root == collect::Root::parent;
    if ((own || (outermost && path.root == collect::Root::element)) && !path.steps.empty()) names.insert(path.steps.front());
}

void add_names(const std::vector<collect::Condition>& conditions, bool outermost, std::set<std::string>& names) {
    for (const collect::Condition& each : conditions) {
        add_name(each.path, outermost, names);
        for (const collect::Mapping& among : each.among) add_names(among, names);
    }
}

void add_names(const collect::Mapping& mapping, std::set<std::string>& names) {
    for (const collect::Path& path : mapping.paths) add_name(path, false, names);
    for (const collect::Piece& piece : mapping.pieces)
        if (piece.path) add_name(*piece.path, false, names);
    for (const collect::MappedMember& member : mapping.members) add_names(member.mapping, names);
    for (const auto* all : {&mapping.items, &mapping.from, &mapping.each, &mapping.first, &mapping.is, &mapping.otherwise})
        for (const collect::Mapping& each : *all) add_names(each, names);
    add_names(mapping.when, false, names);
    add_names(mapping.where, false, names);
}

class Turning {
public:
    Turning(const Writers& writers, const Turn& turn, const collect::Answers& answers)
        : rows_(writers.of(turn.type)),
          turn_(turn),
          place_(turn.place),
          view_{place_, answers, turn.after.is_null() ? turn.before : turn.after, turn.before, std::string(turn.resource)} {}

    base::Result<std::vector<PlannedCall>> run() {
        if (turn_.before.is_null() || turn_.after.is_null()) return whole(turn_.before.is_null() ? Does::creates : Does::removes);
        std::vector<PlannedCall> calls;
        for (const Writer* row : chosen()) {
            VOUCH_TRY(PlannedCall made, call(*row));
            calls.push_back(std::move(made));
        }
        return calls;
    }

    // Rows that set something that differs; of those that set the same, the first whose condition holds.
    std::vector<const Writer*> chosen() {
        std::vector<const Writer*> all;
        for (const Writer& row : rows_) {
            if (row.does != Does::sets || !wanted(row)) continue;
            const bool again = std::ranges::any_of(all, [&](const Writer* other) { return other->properties == row.properties; });
            if (!again && holds(row)) all.push_back(&row);
        }
        return all;
    }

    std::string not_written(const std::vector<const Writer*>& rows) const {
        for (const Value& side : {turn_.before, turn_.after})
            for (const value::Member& each : side.as_map()) {
                const std::string name(each.name());
                const bool written = std::ranges::any_of(
                    rows, [&](const Writer* row) { return std::ranges::find(row->properties, name) != row->properties.end(); });
                if (!written && differs(turn_, name)) return name;
            }
        return {};
    }

private:
    bool wanted(const Writer& row) const {
        return std::ranges::any_of(row.properties, [&](const std::string& name) { return differs(turn_, name); });
    }

    bool holds(const Writer& row) {
        collect::Evaluator evaluator(view_, workshop_);
        return evaluator.holds(row.when).value_or(false);
    }

    base::Result<std::vector<PlannedCall>> whole(Does does) {
        std::vector<PlannedCall> calls;
        for (const Writer& row : rows_) {
            if (row.does != does || !holds(row)) continue;
            VOUCH_TRY(PlannedCall made, call(row));
            calls.push_back(std::move(made));
        }
        if (calls.empty())
            return base::fail(base::Code::incompatible,
                              fmt::format("no call is known that {} a {}", does == Does::creates ? "makes" : "takes away", turn_.type));
        return calls;
    }

    base::Result<PlannedCall> call(const Writer& row) {
        collect::Evaluator evaluator(view_, workshop_);
        const std::optional<Value> input = evaluator.evaluate(row.input);
        PlannedCall made{row.service, row.operation, row.region.empty() ? turn_.place.region : row.region, "{}", {}, row.actions, row.done,
                         {}};
        if (row.finds) {
            VOUCH_TRY(made.finds, lookup(row));
        }
        if (!input) return made;
        if (!input->is_unknown()) made.input = value::to_json(*input);
        const Value* unknown = unknown_in(*input);
        if (unknown == nullptr) return made;
        // An answer that was not asked for yet is one that an earlier call will give.
        if (unknown->as_unknown().cause == value::Unknown::Cause::unasked && waits_for_answer(row)) {
            made.waits = std::string(unknown->as_unknown().reason);
            return made;
        }
        return base::fail(base::Code::invalid_value,
                          fmt::format("what {}:{} needs is not known: {}", row.service, row.operation, unknown->as_unknown().reason));
    }

    base::Result<PlannedLookup> lookup(const Writer& row) {
        collect::Evaluator evaluator(view_, workshop_);
        const std::optional<Value> input = evaluator.evaluate(row.finds->input);
        if (!input || unknown_in(*input) != nullptr)
            return base::fail(base::Code::invalid_value,
                              fmt::format("what {}:{} would find is not known", row.service, row.finds->operation));
        return PlannedLookup{row.finds->operation, value::to_json(*input), row.finds->absent, row.finds->usable};
    }

    static bool waits_for_answer(const Writer& row) {
        std::set<std::string> calls;
        collect::add_calls(row.input, calls);
        return !calls.empty();
    }

    std::span<const Writer> rows_;
    const Turn& turn_;
    const collect::Place& place_;
    collect::View view_;
    collect::Workshop workshop_;
};

}  // namespace

std::span<const Writer> Writers::of(std::string_view type) const {
    const auto found = types.find(type);
    return found == types.end() ? std::span<const Writer>() : found->second;
}

base::Result<void> read_writers(Writers& writers, const std::string& service, base::SourcePtr source) {
    constexpr value::Limits kLimits{.bytes = std::size_t{1} << 20U, .depth = 64};
    VOUCH_TRY(value::Document document, value::read_yaml(std::move(source), {.limits = kLimits}));
    return WriterReader(writers, std::make_shared<const value::Document>(std::move(document)), service).run();
}

Writers read_writers(std::span<const base::EmbeddedFile> files) {
    Writers writers;
    for (const base::EmbeddedFile& file : files) {
        if (!file.path.starts_with(kWriterFolder) || !file.path.ends_with(kWriterExtension)) continue;
        const std::string service(
            file.path.substr(kWriterFolder.size(), file.path.size() - kWriterFolder.size() - kWriterExtension.size()));
        auto source = std::make_shared<base::Source>(fmt::format("catalog/{}", file.path), std::string(file.bytes));
        if (auto done = read_writers(writers, service, std::move(source)); !done) writers.problems.push_back(std::move(done).error());
    }
    return writers;
}

void add_needs(const Writers& writers, std::span<const Remedy> remedies, collect::Needs& needs) {
    std::set<std::string> deciding;
    for (const Remedy& remedy : remedies)
        for (const Edit& edit : remedy.live)
            for (const Requirement& each : edit.requirements)
                if (each.path.size() > 1) deciding.insert(each.path[1].name);
    for (auto& [type, properties] : needs) {
        std::set<std::string> names;
        for (const Writer& row : writers.of(type)) {
            if (row.does != Does::sets) continue;
            names.insert(row.properties.begin(), row.properties.end());
            add_names(row.input, names);
            add_names(row.when, true, names);
        }
        if (names.empty()) continue;
        properties.merge(names);
        properties.insert(deciding.begin(), deciding.end());
    }
}

base::Result<std::vector<PlannedCall>> calls_for(const Writers& writers, const Turn& turn, const collect::Answers& answers) {
    Turning turning(writers, turn, answers);
    if (turn.before.is_map() && turn.after.is_map())
        if (const std::string missing = turning.not_written(turning.chosen()); !missing.empty())
            return base::fail(base::Code::incompatible,
                              fmt::format("no call is known that sets `{}` of a {}", excerpt(missing), turn.type));
    return turning.run();
}

std::set<std::string> touched(const Writers& writers, const Turn& turn) {
    std::set<std::string> names;
    if (!turn.before.is_map() || !turn.after.is_map()) return names;
    const collect::Answers none;
    Turning turning(writers, turn, none);
    for (const Writer* row : turning.chosen()) names.insert(row->properties.begin(), row->properties.end());
    return names;
}

}  // namespace vouch::remedy
