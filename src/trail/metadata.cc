// SPDX-License-Identifier: Apache-2.0
// Tested by metadata_test.cc.
#include "trail/metadata.h"

#include "trail/names.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;

Result<MetadataTable> parse_metadata(const base::SourcePtr& text) {
    MetadataTable table;
    for (std::uint32_t number = 1; number <= text->line_count(); ++number) {
        const std::string line(text->line(number));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto document = value::read_json(std::make_shared<base::Source>(text->name(), line));
        const base::Location where{text->name(), number, 0};
        if (!document) return fail(document.error().code, document.error().message, where);
        const value::Value* key = document->root.find("key");
        const value::Value* meta = document->root.find("meta");
        if (key == nullptr || !key->is_string() || meta == nullptr || !meta->is_map())
            return fail(Code::invalid_value, "a line of metadata has `key` and `meta`", where);
        table.insert_or_assign(std::string(below_logs(key->as_string())),
                               Metadata{text_at(*meta, "signature"), text_at(*meta, "signature-algorithm")});
    }
    return table;
}

std::optional<Metadata> metadata_of(const std::optional<MetadataTable>& table, std::string_view path) {
    if (!table) return std::nullopt;
    const auto found = table->find(below_logs(path));
    return found == table->end() ? Metadata{} : found->second;
}

}  // namespace vouch::trail
