// SPDX-License-Identifier: Apache-2.0
// One file of catalog/collectors: `service`, `calls`, `types`. Every name that a mapping mentions must be a call of the file. Tested by
// catalog_test.cc, fuzzed by catalog_fuzz.cc.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "collect/catalog.h"
#include "collect/read_mapping.h"
#include "collect/transform.h"
#include "value/form.h"
#include "value/read.h"

namespace vouch::collect {

using base::Code;
using base::excerpt;
using value::Value;

namespace {

constexpr std::array kFileKeys{std::string_view("service"), std::string_view("calls"), std::string_view("types")};
constexpr std::array kCallKeys{std::string_view("operation"), std::string_view("service"), std::string_view("input"),
                               std::string_view("actions"),   std::string_view("absent"),  std::string_view("batch"),
                               std::string_view("prepare"),   std::string_view("region")};
constexpr std::array kBatchKeys{std::string_view("input"), std::string_view("key"), std::string_view("most"), std::string_view("items"),
                                std::string_view("match")};
constexpr std::array kPrepareKeys{std::string_view("operation"), std::string_view("member"), std::string_view("until")};
constexpr std::array kRowKeys{std::string_view("scope"),   std::string_view("for"),       std::string_view("list"),
                              std::string_view("items"),   std::string_view("only"),      std::string_view("except"),
                              std::string_view("split"),   std::string_view("region"),    std::string_view("id"),
                              std::string_view("returns"), std::string_view("properties")};

struct ScopeName {
    std::string_view name;
    Scope scope;
};
constexpr std::array kScopes{ScopeName{"account", Scope::account}, ScopeName{"global", Scope::global}, ScopeName{"region", Scope::region}};

class ServiceReader {
public:
    explicit ServiceReader(ServiceTable& table) : table_(table), document_(*table.document), form_(document_) {}

    base::Result<void> run() {
        const Value& root = document_.root;
        VOUCH_CHECK(form_.keys(root, kFileKeys, "file"));
        VOUCH_TRY(const std::string service, form_.text(root, "service"));
        if (service != table_.service) return form_.fault(*root.find("service"), "`service` must be the name of the file");
        if (const Value* calls = root.find("calls")) VOUCH_CHECK(each(*calls, "calls", &ServiceReader::call));
        if (const Value* types = root.find("types")) VOUCH_CHECK(each(*types, "types", &ServiceReader::row));
        for (const auto& [name, call] : table_.calls) VOUCH_CHECK(known(call.uses, root));
        return {};
    }

private:
    base::Result<void> each(const Value& map, std::string_view what, base::Result<void> (ServiceReader::*read)(const value::Member&)) {
        if (!map.is_map()) return form_.fault(map, fmt::format("`{}` is no map", what));
        for (const value::Member& member : map.as_map()) VOUCH_CHECK((this->*read)(member));
        return {};
    }

    base::Result<Path> path(const Value& map, std::string_view key) const {
        VOUCH_TRY(const std::string written, form_.text(map, key));
        auto made = parse_path(written, true);
        if (!made) return form_.fault(*map.find(key), made.error().message);
        return made;
    }

    template <class Names>
    base::Result<void> known(const Names& calls, const Value& at) const {
        for (const std::string& name : calls)
            if (table_.call(name) == nullptr)
                return base::fail(Code::undefined_name, fmt::format("there is no call `{}`", excerpt(name)), document_.location(at));
        return {};
    }

    base::Result<void> call(const value::Member& member) {
        const Value& written = member.value;
        VOUCH_CHECK(form_.keys(written, kCallKeys, "call"));
        Call made;
        made.name = member.name();
        made.operation = made.name;
        made.service = table_.service;
        if (written.find("operation") != nullptr) {
            VOUCH_TRY(made.operation, form_.text(written, "operation"));
        }
        if (written.find("service") != nullptr) {
            VOUCH_TRY(made.service, form_.text(written, "service"));
        }
        if (written.find("region") != nullptr) {
            VOUCH_TRY(made.region, form_.text(written, "region"));
        }
        VOUCH_TRY(made.actions, form_.texts(written, "actions"));
        VOUCH_CHECK(actions(made, written));
        VOUCH_TRY(made.absent, form_.texts(written, "absent"));
        VOUCH_CHECK(input(made, written));
        if (const Value* prepare = written.find("prepare")) {
            VOUCH_CHECK(form_.keys(*prepare, kPrepareKeys, "preparation"));
            Preparation first;
            VOUCH_TRY(first.operation, form_.text(*prepare, "operation"));
            VOUCH_TRY(first.member, form_.text(*prepare, "member"));
            VOUCH_TRY(first.until, form_.text(*prepare, "until"));
            made.preparation = std::move(first);
        }
        table_.calls.emplace(made.name, std::move(made));
        return {};
    }

    base::Result<void> actions(const Call& made, const Value& written) const {
        if (written.find("actions") == nullptr)
            return form_.fault(written, "a call needs `actions`; an empty list where anybody may make it");
        for (const std::string& action : made.actions) {
            const std::size_t colon = action.find(':');
            if (colon == std::string::npos || colon == 0 || colon + 1 == action.size() || action.find('*') != std::string::npos)
                return form_.fault(*written.find("actions"), fmt::format("`{}` is no action", excerpt(action)));
        }
        return {};
    }

    base::Result<void> input(Call& made, const Value& written) const {
        std::set<std::string> uses;
        if (const Value* input = written.find("input")) {
            if (!input->is_map()) return form_.fault(*input, "`input` is a map");
            VOUCH_TRY(made.input, read_mapping(document_, *input));
            made.per_resource = add_calls(made.input, uses) || !uses.empty();
        }
        if (const Value* batch = written.find("batch")) {
            VOUCH_CHECK(form_.keys(*batch, kBatchKeys, "batch"));
            Batch many;
            VOUCH_TRY(many.member, form_.text(*batch, "input"));
            VOUCH_TRY(many.items, path(*batch, "items"));
            VOUCH_TRY(many.match, path(*batch, "match"));
            const Value* key = batch->find("key");
            const Value* most = batch->find("most");
            if (key == nullptr || most == nullptr || most->kind() != value::Kind::integer || most->as_integer() < 1 ||
                most->as_integer() > 1000)
                return form_.fault(*batch, "a batch has a `key`, and `most` from 1 to 1000");
            VOUCH_TRY(many.key, read_mapping(document_, *key));
            many.most = static_cast<std::size_t>(most->as_integer());
            add_calls(many.key, uses);
            made.per_resource = true;
            made.batch = std::move(many);
        }
        made.uses.assign(uses.begin(), uses.end());
        return {};
    }

    base::Result<void> properties(Row& made, const Value& written) const {
        const Value* properties = written.find("properties");
        if (properties == nullptr || !properties->is_map()) return form_.fault(written, "a type has `properties`");
        for (const value::Member& member : properties->as_map()) {
            Property one;
            one.name = member.name();
            VOUCH_TRY(one.value, read_mapping(document_, member.value));
            add_calls(one.value, one.calls);
            VOUCH_CHECK(known(one.calls, member.key));
            made.properties.push_back(std::move(one));
        }
        return {};
    }

    base::Result<void> identity(Row& made, const Value& written) const {
        const Value* id = written.find("id");
        if (id == nullptr) return form_.fault(written, "a type has an `id`");
        VOUCH_TRY(made.id, read_mapping(document_, *id));
        add_calls(made.id, made.calls_always);
        if (const Value* returns = written.find("returns")) {
            if (!returns->is_map()) return form_.fault(*returns, "`returns` is a map of attributes to values");
            for (const value::Member& member : returns->as_map()) {
                VOUCH_TRY(Mapping value, read_mapping(document_, member.value));
                add_calls(value, made.calls_always);
                made.returns.emplace_back(member.name(), std::move(value));
            }
        }
        if (const Value* only = written.find("only")) {
            VOUCH_TRY(made.only, read_conditions(document_, *only, false));
            add_calls(made.only, made.calls_always);
        }
        if (const Value* except = written.find("except")) {
            VOUCH_TRY(made.except, read_conditions(document_, *except, false));
            add_calls(made.except, made.calls_always);
        }
        if (const Value* region = written.find("region")) {
            VOUCH_TRY(Mapping value, read_mapping(document_, *region));
            add_calls(value, made.region_calls);
            made.region = std::move(value);
        }
        VOUCH_CHECK(known(made.region_calls, written));
        return known(made.calls_always, written);
    }

    base::Result<void> row(const value::Member& member) {
        const Value& written = member.value;
        VOUCH_CHECK(form_.keys(written, kRowKeys, "type"));
        Row made;
        made.name = member.name();
        made.type = made.name.substr(0, made.name.find('/'));
        made.table = &table_;
        made.where = document_.location(member.key);
        if (made.type.find("::") == std::string::npos)
            return form_.fault(member.key, "a type is called like `AWS::S3::Bucket` or `Vouch::Name`");
        VOUCH_TRY(const std::string scope, form_.text(written, "scope"));
        const auto* const found = std::ranges::find(kScopes, scope, &ScopeName::name);
        if (found == kScopes.end()) return form_.fault(*written.find("scope"), "`scope` is account, global or region");
        made.scope = found->scope;
        if (written.find("for") != nullptr) {
            VOUCH_TRY(made.parent, form_.text(written, "for"));
        }
        if (written.find("list") != nullptr) {
            VOUCH_TRY(made.list, form_.text(written, "list"));
            VOUCH_CHECK(known(std::array{made.list}, *written.find("list")));
        }
        if (written.find("items") != nullptr) {
            VOUCH_TRY(made.items, path(written, "items"));
        }
        if (written.find("split") != nullptr) {
            VOUCH_TRY(const std::string split, form_.text(written, "split"));
            made.split = find_transform(split);
            if (made.split == nullptr) return form_.fault(*written.find("split"), "there is no such transform");
        }
        VOUCH_CHECK(identity(made, written));
        VOUCH_CHECK(properties(made, written));
        made.calls_always.erase(made.list);
        for (Property& property : made.properties) property.calls.erase(made.list);
        table_.rows.push_back(std::move(made));
        return {};
    }

    ServiceTable& table_;
    const value::Document& document_;
    value::Form form_;
};

}  // namespace

base::Result<std::unique_ptr<ServiceTable>> read_service(const std::string& service, base::SourcePtr source) {
    // The largest of ours has some 30 KB.
    constexpr value::Limits kLimits{.bytes = std::size_t{1} << 20U, .depth = 40, .nodes = 200'000, .alias_nodes = 20'000};
    VOUCH_TRY(value::Document document, value::read_yaml(std::move(source), {.limits = kLimits}));
    auto table = std::make_unique<ServiceTable>();
    table->service = service;
    table->document = std::make_shared<const value::Document>(std::move(document));
    VOUCH_CHECK(ServiceReader(*table).run());
    return table;
}

}  // namespace vouch::collect
