// SPDX-License-Identifier: Apache-2.0
// A table of operations/ into a Service. The format is described in tools/gen_operations.py. Shapes refer to each other by name and in
// circles, so all of them are made first and filled then; texts are copied, the JSON tree is let go. Tested by models_test.cc.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "aws/models.h"
#include "value/read.h"

namespace vouch::aws {
namespace {

using value::Value;

constexpr std::array kProtocols{Protocol::query, Protocol::ec2, Protocol::json, Protocol::rest_json, Protocol::rest_xml};
constexpr std::array<std::pair<std::string_view, Type>, 8> kScalars{{{"string", Type::string},
                                                                     {"integer", Type::integer},
                                                                     {"long", Type::integer},
                                                                     {"float", Type::real},
                                                                     {"double", Type::real},
                                                                     {"boolean", Type::boolean},
                                                                     {"blob", Type::blob},
                                                                     {"timestamp", Type::timestamp}}};
constexpr std::array<std::pair<std::string_view, Place>, 5> kPlaces{{{"uri", Place::uri},
                                                                     {"querystring", Place::query},
                                                                     {"header", Place::header},
                                                                     {"headers", Place::headers},
                                                                     {"statusCode", Place::status}}};
constexpr std::array<std::pair<std::string_view, TimeFormat>, 3> kFormats{
    {{"iso8601", TimeFormat::iso8601}, {"unixTimestamp", TimeFormat::unix_seconds}, {"rfc822", TimeFormat::rfc822}}};

// What is wrong with the table; thrown nowhere, kept until the end.
class Loader {
public:
    Loader(const Value& root, base::Arena& arena) : root_(root), arena_(arena) {}

    const Service* load();
    const std::string& problem() const { return problem_; }

private:
    std::string_view text(const Value& of, std::string_view key);
    static bool flag(const Value& of, std::string_view key);
    std::span<const std::string_view> texts(const Value& of, std::string_view key);
    template <class T, std::size_t N>
    T choice(const std::array<std::pair<std::string_view, T>, N>& among, std::string_view word, T otherwise);

    Reference reference(const Value& from);
    std::optional<Reference> side(const Value& operation, std::string_view key);
    void declare_shapes();
    void fill(Shape& shape, const Value& from);
    void fill_structure(Shape& shape, const Value& members, const Value& from);
    Operation operation(const value::Member& row, const Service* service);
    void header(Service& service);
    void wrong(std::string what) {
        if (problem_.empty()) problem_ = std::move(what);
    }

    const Value& root_;
    base::Arena& arena_;
    std::unordered_map<std::string_view, std::pair<Shape*, Type>> shapes_;
    std::string problem_;
};

std::string_view Loader::text(const Value& of, std::string_view key) {
    const Value* found = of.find(key);
    if (found == nullptr) return {};
    if (!found->is_string()) wrong(fmt::format("`{}` is no text", key));
    return found->is_string() ? arena_.copy(found->as_string()) : std::string_view{};
}

bool Loader::flag(const Value& of, std::string_view key) {
    const Value* found = of.find(key);
    return found != nullptr && found->kind() == value::Kind::boolean && found->as_boolean();
}

std::span<const std::string_view> Loader::texts(const Value& of, std::string_view key) {
    const Value* found = of.find(key);
    if (found == nullptr || !found->is_list()) return {};
    std::vector<std::string_view> made;
    for (const Value& one : found->as_list()) made.push_back(one.is_string() ? arena_.copy(one.as_string()) : std::string_view{});
    return arena_.copy(std::span<const std::string_view>(made));
}

template <class T, std::size_t N>
T Loader::choice(const std::array<std::pair<std::string_view, T>, N>& among, std::string_view word, T otherwise) {
    if (word.empty()) return otherwise;
    for (const auto& [known, meaning] : among)
        if (known == word) return meaning;
    wrong(fmt::format("`{}` is none of the words that are known there", word));
    return otherwise;
}

Reference Loader::reference(const Value& from) {
    Reference made;
    const Value* is = from.is_map() ? from.find("is") : &from;
    if (is == nullptr || !is->is_string()) {
        wrong("a reference names no shape");
        return made;
    }
    const std::string_view word = is->as_string();
    if (word.starts_with('#')) {
        const auto found = shapes_.find(word.substr(1));
        if (found == shapes_.end()) {
            wrong(fmt::format("`{}` is no shape", word));
            return made;
        }
        made.shape = found->second.first;
        made.type = found->second.second;
    } else {
        made.type = choice(kScalars, word, Type::string);
    }
    if (!from.is_map()) return made;
    made.place = choice(kPlaces, text(from, "in"), Place::body);
    made.format = choice(kFormats, text(from, "format"), TimeFormat::usual);
    made.flattened = flag(from, "flattened");
    made.attribute = flag(from, "attribute");
    made.idempotency_token = flag(from, "token");
    made.json_text = flag(from, "json");
    made.host_label = flag(from, "host_label");
    made.wire = text(from, "name");
    made.query_name = text(from, "query_name");
    made.xmlns = text(from, "xmlns");
    made.xmlns_prefix = text(from, "xmlns_prefix");
    return made;
}

std::optional<Reference> Loader::side(const Value& operation, std::string_view key) {
    const Value* found = operation.find(key);
    if (found == nullptr) return std::nullopt;
    const Reference made = reference(*found);
    if (made.type != Type::structure || made.shape == nullptr) wrong(fmt::format("`{}` of an operation is no structure", key));
    return made;
}

void Loader::declare_shapes() {
    const Value* rows = root_.find("shapes");
    if (rows == nullptr || !rows->is_map()) return wrong("there are no `shapes`");
    for (const value::Member& row : rows->as_map()) {
        auto* shape = arena_.make<Shape>();
        shape->name = arena_.copy(row.name());
        const Type type = row.value.find("list") != nullptr ? Type::list : row.value.find("map") != nullptr ? Type::map : Type::structure;
        shapes_.emplace(shape->name, std::pair(shape, type));
    }
    for (const value::Member& row : rows->as_map()) fill(*shapes_.at(row.name()).first, row.value);
}

void Loader::fill(Shape& shape, const Value& from) {
    if (const Value* element = from.find("list")) {
        shape.element = reference(*element);
    } else if (const Value* pair = from.find("map")) {
        if (!pair->is_list() || pair->length() != 2) return wrong(fmt::format("map `{}` has no key and value", shape.name));
        shape.key = reference(pair->as_list()[0]);
        shape.element = reference(pair->as_list()[1]);
    } else if (const Value* members = from.find("members"); members != nullptr && members->is_map()) {
        fill_structure(shape, *members, from);
    } else {
        wrong(fmt::format("shape `{}` is neither a list, a map nor a structure", shape.name));
    }
}

void Loader::fill_structure(Shape& shape, const Value& members, const Value& from) {
    const auto rows = members.as_map();
    auto* made = arena_.allocate_array<Member>(rows.size());
    const auto required = texts(from, "required");
    const std::string_view payload = text(from, "payload");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string_view name = arena_.copy(rows[i].name());
        const bool needed = std::ranges::find(required, name) != required.end();
        auto* member = new (&made[i]) Member{name, 0, needed, reference(rows[i].value)};
        member->hash = value::key_hash(member->wire());
        if (!payload.empty() && name == payload) shape.payload = &made[i];
    }
    shape.members = {made, rows.size()};
    shape.document = flag(from, "document");
}

Operation Loader::operation(const value::Member& row, const Service* service) {
    const Value& from = row.value;
    Operation made;
    made.service = service;
    made.name = arena_.copy(row.name());
    made.method = text(from, "method");
    made.uri = text(from, "uri");
    made.input = side(from, "input");
    made.output = side(from, "output");
    made.result_wrapper = text(from, "wrapper");
    made.host_prefix = text(from, "host_prefix");
    made.is_unsigned = flag(from, "unsigned");
    made.needs_checksum = flag(from, "checksum");
    if (const Value* pages = from.find("pages"))
        made.pages = arena_.make<Paginator>(texts(*pages, "input"), texts(*pages, "output"), texts(*pages, "results"),
                                            text(*pages, "limit"), text(*pages, "more"));
    return made;
}

void Loader::header(Service& service) {
    service.name = text(root_, "service");
    service.id = text(root_, "id");
    const std::string_view protocol = text(root_, "protocol");
    const auto known = std::ranges::find_if(kProtocols, [&](Protocol one) { return name(one) == protocol; });
    if (known == kProtocols.end()) return wrong(fmt::format("protocol `{}` is not known", protocol));
    service.protocol = *known;
    service.version = text(root_, "version");
    service.endpoint_prefix = text(root_, "endpoint");
    service.signing_name = text(root_, "signing");
    service.json_version = text(root_, "json");
    service.target_prefix = text(root_, "target");
    service.query_compatible = flag(root_, "query_compatible");
    std::vector<OnePlace> places;
    if (const Value* rows = root_.find("one_place"); rows != nullptr && rows->is_map()) {
        for (const value::Member& row : rows->as_map()) {
            const auto pair = texts(*rows, row.name());
            if (pair.size() != 2) return wrong("`one_place` has no host and region");
            places.push_back({arena_.copy(row.name()), pair[0], pair[1]});
        }
    }
    service.one_place = arena_.copy(std::span<const OnePlace>(places));
    std::vector<FixedHeader> headers;
    if (const Value* rows = root_.find("headers"); rows != nullptr && rows->is_map())
        for (const value::Member& row : rows->as_map()) headers.push_back({arena_.copy(row.name()), text(*rows, row.name())});
    service.headers = arena_.copy(std::span<const FixedHeader>(headers));
    service.not_in = texts(root_, "not_in");
}

const Service* Loader::load() {
    auto* service = arena_.make<Service>();
    header(*service);
    declare_shapes();
    if (const Value* rows = root_.find("operations"); rows != nullptr && rows->is_map()) {
        std::vector<Operation> made;
        for (const value::Member& row : rows->as_map()) made.push_back(operation(row, service));
        std::ranges::sort(made, {}, &Operation::name);
        auto* kept = arena_.allocate_array<Operation>(made.size());
        std::ranges::uninitialized_copy(made, std::span(kept, made.size()));
        service->operations = {kept, made.size()};
    }
    std::vector<ErrorRow> errors;
    if (const Value* rows = root_.find("errors"); rows != nullptr && rows->is_map()) {
        for (const value::Member& row : rows->as_map()) {
            constexpr std::array<std::pair<std::string_view, Retry>, 2> kRetries{
                {{"throttling", Retry::throttling}, {"transient", Retry::transient}}};
            ErrorRow made{arena_.copy(row.name()), text(row.value, "code"), choice(kRetries, text(row.value, "retry"), Retry::no)};
            if (made.code.empty()) made.code = made.name;
            errors.push_back(made);
        }
    }
    service->errors = arena_.copy(std::span<const ErrorRow>(errors));
    return service;
}

}  // namespace

base::Result<std::unique_ptr<const LoadedService>> read_service(std::string_view table) {
    VOUCH_TRY(const value::Document document, value::read_json(std::make_shared<base::Source>("operations", std::string(table))));
    auto loaded = std::make_unique<LoadedService>(base::Arena(table.size()));
    Loader loader(document.root, loaded->arena);
    loaded->service = loader.load();
    if (!loader.problem().empty())
        return base::fail(base::Code::invalid_value, fmt::format("table of `{}`: {}", loaded->service->name, loader.problem()));
    return loaded;
}

}  // namespace vouch::aws
