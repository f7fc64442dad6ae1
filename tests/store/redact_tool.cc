// SPDX-License-Identifier: Apache-2.0
// For tests: JSON documents on standard input, one a line, without their secrets on standard output.
#include <iostream>
#include <string>

#include "store/redact.h"
#include "value/read.h"
#include "value/write.h"

int main() {
    namespace base = vouch::base;
    namespace store = vouch::store;
    namespace value = vouch::value;
    for (std::string line; std::getline(std::cin, line);) {
        const auto document = value::read_json(std::make_shared<base::Source>("stdin", line));
        if (!document) {
            std::cerr << base::render(document.error()) << '\n';
            return 1;
        }
        const value::DocumentPtr without = store::redacted(document->root);
        std::cout << value::to_json(without ? without->root : document->root) << '\n';
    }
    return 0;
}
