// SPDX-License-Identifier: Apache-2.0
// run.json, both ways. Fields are only ever added; `format` changes when one must go. Tested by run_test.cc.
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"
#include "store/fields.h"
#include "store/run.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::store {

using base::Result;
using value::Member;
using value::Value;

namespace {

constexpr std::string_view kFormat = "vouch-run/1";

class Writer {
public:
    Value map(std::span<const Member> members) { return value::make_map(arena_, members, 0); }
    Value text(std::string_view text) { return value::make_string(arena_, base::valid_utf8(text), 0); }
    static Value number(std::int64_t number) { return Value::integer(number, 0); }
    static Member member(std::string_view name, const Value& value) { return {Value::string(name, 0), value}; }

    template <class Items, class Make>
    Value list(const Items& items, Make make) {
        std::vector<Value> all;
        for (const auto& each : items) all.push_back(make(each));
        return value::make_list(arena_, all, 0);
    }
    Value texts(const std::vector<std::string>& items) {
        return list(items, [&](const std::string& each) { return text(each); });
    }

private:
    base::Arena arena_;
};

Value account_value(Writer& out, const model::AuditedAccount& account) {
    return out.map(std::array{Writer::member("account", out.text(account.account)),
                              Writer::member("partition", out.text(account.partition)), Writer::member("caller", out.text(account.caller)),
                              Writer::member("regions", out.texts(account.regions)),
                              Writer::member("calls", Writer::number(static_cast<std::int64_t>(account.calls))),
                              Writer::member("failed", out.texts(account.failed))});
}

Value file_value(Writer& out, const RunFile& file) {
    std::vector<Member> members{Writer::member("name", out.text(file.name))};
    if (file.name.ends_with(kExchanges)) {
        members.push_back(Writer::member("account", out.text(file.account)));
        members.push_back(Writer::member("answers", Writer::number(static_cast<std::int64_t>(file.answers))));
    }
    members.push_back(Writer::member("bytes", Writer::number(static_cast<std::int64_t>(file.bytes))));
    members.push_back(Writer::member("sha256", out.text(file.sha256)));
    return out.map(members);
}

Result<model::AuditedAccount> read_account(const Fields& fields) {
    model::AuditedAccount account;
    VOUCH_TRY(account.account, fields.text("account"));
    VOUCH_TRY(account.partition, fields.text("partition"));
    VOUCH_TRY(account.caller, fields.text("caller"));
    VOUCH_TRY(account.regions, fields.texts("regions"));
    VOUCH_TRY(account.calls, fields.count("calls"));
    VOUCH_TRY(account.failed, fields.texts("failed"));
    return account;
}

Result<RunFile> read_file(const Fields& fields) {
    RunFile file;
    VOUCH_TRY(file.name, fields.text("name"));
    if (file.name.ends_with(kExchanges)) {
        VOUCH_TRY(file.account, fields.text("account"));
        VOUCH_TRY(file.answers, fields.count("answers"));
    }
    VOUCH_TRY(file.bytes, fields.count("bytes"));
    VOUCH_TRY(file.sha256, fields.text("sha256"));
    return file;
}

template <class Item, class Read>
Result<void> read_list(const Fields& fields, std::string_view name, std::vector<Item>& into, Read read) {
    VOUCH_TRY(const Value list, fields.list(name));
    for (const Value& each : list.as_list()) {
        VOUCH_TRY(const Fields inner, Fields::of(each, fields.document()));
        VOUCH_TRY(Item item, read(inner));
        into.push_back(std::move(item));
    }
    return {};
}

}  // namespace

std::string to_json(const RunRecord& record) {
    Writer out;
    const RunInfo& info = record.info;
    const RunState state = !record.ended ? RunState::running : info.complete ? RunState::complete : RunState::incomplete;
    const Value tool = out.map(std::array{Writer::member("name", out.text("vouch")), Writer::member("version", out.text(info.version))});
    std::vector<Member> members{Writer::member("format", out.text(kFormat)),        Writer::member("name", out.text(info.name)),
                                Writer::member("state", out.text(name(state))),     Writer::member("tool", tool),
                                Writer::member("catalog", out.text(info.catalog)),  Writer::member("options", out.text(info.options)),
                                Writer::member("began", Writer::number(info.began))};
    if (record.ended) members.push_back(Writer::member("ended", Writer::number(info.ended)));
    members.push_back(Writer::member("accounts", out.list(info.accounts, [&](const auto& each) { return account_value(out, each); })));
    members.push_back(Writer::member("files", out.list(record.files, [&](const auto& each) { return file_value(out, each); })));
    return value::to_json(out.map(members), {.indent = 2}) + "\n";
}

Result<RunRecord> read_record(base::SourcePtr source) {
    VOUCH_TRY(const value::Document document, value::read_json(std::move(source)));
    VOUCH_TRY(const Fields fields, Fields::of(document.root, document));
    VOUCH_TRY(const std::string format, fields.text("format"));
    if (format != kFormat)
        return fields.wrong("format",
                            fmt::format("is `{}` and not `{}`: another version of vouch wrote it", base::excerpt(format), kFormat));
    RunRecord record;
    VOUCH_TRY(record.info.name, fields.text("name"));
    VOUCH_TRY(const std::string state, fields.text("state"));
    record.ended = state != name(RunState::running);
    record.info.complete = state == name(RunState::complete);
    if (record.ended && !record.info.complete && state != name(RunState::incomplete))
        return fields.wrong("state", fmt::format("`{}` is none of running, incomplete, complete", base::excerpt(state)));
    VOUCH_TRY(const Fields tool, fields.map("tool"));
    VOUCH_TRY(record.info.version, tool.text("version"));
    VOUCH_TRY(record.info.catalog, fields.text("catalog"));
    VOUCH_TRY(record.info.options, fields.text("options"));
    VOUCH_TRY(record.info.began, fields.number("began"));
    if (record.ended) {
        VOUCH_TRY(record.info.ended, fields.number("ended"));
    }
    VOUCH_CHECK(read_list(fields, "accounts", record.info.accounts, read_account));
    VOUCH_CHECK(read_list(fields, "files", record.files, read_file));
    return record;
}

}  // namespace vouch::store
