// SPDX-License-Identifier: Apache-2.0
// Tested by trace_test.cc.
#include "cfn/metadata.h"

#include <utility>

#include "cfn/template_reader.h"

namespace vouch::cfn {
namespace {

base::Result<Metadata> read_one(const model::ConstructMetadata& metadata, const base::Files& files, const value::Limits& limits) {
    if (metadata.file.empty()) return Metadata{metadata.manifest, metadata.written};
    TemplateReader reader(files, limits);
    auto document = reader.read_beneath(metadata.root, metadata.file);
    if (!document) return std::unexpected(std::move(document).error());
    return Metadata{*document, (*document)->root};
}

}  // namespace

const base::Result<Metadata>& MetadataReader::read(const model::ConstructMetadata& metadata) {
    const auto known = stacks_.find(&metadata);
    if (known != stacks_.end()) return known->second;
    return stacks_.emplace(&metadata, read_one(metadata, files_, limits_)).first->second;
}

}  // namespace vouch::cfn
