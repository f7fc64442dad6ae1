// SPDX-License-Identifier: Apache-2.0
// Bytes into a Document: JSON (RFC 8259) and YAML (1.2 core schema with what CloudFormation accepts), with limits, because
// every input is hostile.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/error.h"
#include "base/source.h"
#include "value/document.h"

namespace vouch::value {

// Every limit ends in an error `too_large` that names the limit.
struct Limits {
    std::size_t bytes = std::size_t{64} << 20U;  // CloudFormation takes 1 MB; assemblies and exports are larger, never this large
    std::uint32_t depth = 256;                   // real templates stay below 30; keeps every recursion over a tree bounded
    std::size_t nodes = 20'000'000;              // bounds memory: a node costs 16 to 44 bytes
    std::size_t alias_nodes = 1'000'000;         // nodes that YAML aliases may add when expanded (alias bombs)
};

// How plain YAML scalars become values.
enum class Schema : std::uint8_t {
    cloudformation,  // 1.2 core and YAML 1.1's yes/no/on/off as booleans, as CloudFormation has them; dates, 1:30 and 0123 stay strings
    guard,           // as cfn-guard 3.1 reads data: true/false in lower case only; null and ~ in any case; anything Rust parses as a number
};

struct ReadOptions {
    Limits limits;
    Schema schema = Schema::cloudformation;
    // Added to every position, so that documents that are merged keep distinct positions.
    std::uint32_t position_base = 0;
};

base::Result<Document> read_json(base::SourcePtr source, const ReadOptions& options = {});
base::Result<Document> read_yaml(base::SourcePtr source, const ReadOptions& options = {});
// JSON where the text begins like JSON (and is JSON, or is named *.json), else YAML.
base::Result<Document> read_any(base::SourcePtr source, const ReadOptions& options = {});

}  // namespace vouch::value
