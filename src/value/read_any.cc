// SPDX-License-Identifier: Apache-2.0
// Chooses between the readers. A text that begins like JSON may still be YAML in flow style, unless its name says that it is JSON.
// Tested by read_any_test.cc.
#include "value/detail/encoding.h"
#include "value/read.h"

namespace vouch::value {
namespace {

bool begins_like_json(std::string_view text) {
    text.remove_prefix(detail::byte_order_mark(text));
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[' || text[first] == '"');
}

}  // namespace

base::Result<Document> read_any(base::SourcePtr source, const ReadOptions& options) {
    if (source->name().ends_with(".json")) return read_json(std::move(source), options);
    if (!begins_like_json(source->text())) return read_yaml(std::move(source), options);
    auto json = read_json(source, options);
    // Only a text that is no JSON at all is worth another try: what breaks a limit or repeats a key does so in YAML, too.
    if (json || json.error().code != base::Code::syntax) return json;
    auto yaml = read_yaml(std::move(source), options);
    if (yaml || yaml.error().code != base::Code::syntax) return yaml;
    return json;
}

}  // namespace vouch::value
