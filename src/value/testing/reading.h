// SPDX-License-Identifier: Apache-2.0
// Short ways for tests to read a text.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "value/read.h"
#include "value/write.h"

namespace vouch::value::testing {

inline base::SourcePtr source(std::string text, std::string name = "t") {
    return std::make_shared<base::Source>(std::move(name), std::move(text));
}

inline base::Result<Document> json(std::string text, const ReadOptions& options = {}) {
    return read_json(source(std::move(text)), options);
}
inline base::Result<Document> yaml(std::string text, const ReadOptions& options = {}) {
    return read_yaml(source(std::move(text)), options);
}
inline base::Result<Document> guard_yaml(std::string text) {
    return yaml(std::move(text), {.limits = {}, .schema = Schema::guard, .position_base = 0});
}

// The document as JSON on one line, or the rendered error.
inline std::string shown(const base::Result<Document>& document) {
    return document ? to_json(document->root) : base::render(document.error());
}

// The code of the error; internal where there is none.
inline base::Code code_of(const base::Result<Document>& document) { return document ? base::Code::internal : document.error().code; }

inline base::SourcePtr file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return source(std::string{std::istreambuf_iterator<char>(stream), {}}, path);
}

}  // namespace vouch::value::testing
