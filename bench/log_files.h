// SPDX-License-Identifier: Apache-2.0
// What the bare loops share: the files named on standard input, and reading one.
#pragma once

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

inline std::string bytes_of(const std::string& path) {
    std::string bytes;
    if (FILE* file = std::fopen(path.c_str(), "rb")) {
        std::fseek(file, 0, SEEK_END);
        bytes.resize(static_cast<std::size_t>(std::ftell(file)));
        std::fseek(file, 0, SEEK_SET);
        bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
        std::fclose(file);
    }
    return bytes;
}

inline std::vector<std::string> named_files() {
    std::vector<std::string> paths;
    for (std::string line; std::getline(std::cin, line);) paths.push_back(line);
    return paths;
}
