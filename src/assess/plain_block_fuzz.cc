// SPDX-License-Identifier: Apache-2.0
// Fuzz target for metadata blocks: what is read without the YAML reader is what that reads.
#include "assess/plain_block.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "value/read.h"
#include "value/write.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace assess = vouch::assess;
    namespace base = vouch::base;
    namespace value = vouch::value;
    const auto source = std::make_shared<const base::Source>("block", std::string(reinterpret_cast<const char*>(bytes), size));
    const auto plain = assess::read_plain_block(source);
    if (!plain) return 0;
    const auto yaml = value::read_yaml(source);
    if (!yaml || value::to_json(plain->root) != value::to_json(yaml->root)) std::abort();
    return 0;
}
