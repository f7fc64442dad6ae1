// SPDX-License-Identifier: Apache-2.0
// What S3 keeps beside the objects of a trail, which a copy lacks.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/source.h"
#include "trail/objects.h"

namespace vouch::trail {

// By what stands from `AWSLogs/` on.
using MetadataTable = std::map<std::string, Metadata, std::less<>>;

// JSON lines {"key": ..., "meta": {"signature": ..., "signature-algorithm": ...}}: what a copy in a folder lacks. Errors: invalid_value,
// naming the line; those of JSON.
base::Result<MetadataTable> parse_metadata(const base::SourcePtr& text);

// Of the object at `path`; none where there is no table, an empty one where the table lacks it.
std::optional<Metadata> metadata_of(const std::optional<MetadataTable>& table, std::string_view path);

}  // namespace vouch::trail
