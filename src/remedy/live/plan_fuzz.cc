// SPDX-License-Identifier: Apache-2.0
// Whatever a plan file holds, it is read or refused; what is read is written and read again to the same digest.
#include "remedy/live/plan.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace base = vouch::base;
    namespace remedy = vouch::remedy;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto plan = remedy::read_plan(std::make_shared<base::Source>("plan.json", text));
    if (!plan) return 0;
    const auto again = remedy::read_plan(std::make_shared<base::Source>("plan.json", remedy::to_json(*plan)));
    if (!again || remedy::digest_of(*again).value_or("") != remedy::digest_of(*plan).value_or("none")) std::abort();
    return 0;
}
