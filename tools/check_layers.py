#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rooms include only the rooms of their row in cmake/rooms.cmake; nobody includes another room's detail/; includes are
written from src/; a library's headers appear only in .cc files or detail/ of the rooms whose row links it."""
import re

import house

# Header prefix -> the library as a row in rooms.cmake names it. fmt may be used everywhere.
LIBRARIES = {
    "simdjson": "simdjson::simdjson",
    "yaml.h": "PkgConfig::libyaml",
    "pcre2": "PkgConfig::pcre2",
    "pugixml": "PkgConfig::pugixml",
    "openssl/": "OpenSSL::",
    "nlohmann/": "nlohmann_json::nlohmann_json",
    "CLI/": "CLI11::CLI11",
    "curl/": "CURL::",
    "libdeflate": "PkgConfig::libdeflate",
    "archive": "PkgConfig::libarchive",
    "sqlite3": "SQLite",
    "httplib": "httplib",
}


def check(root):
    rooms = house.rooms(root)
    problems = []
    for path in house.sources(root):
        room = path.parts[1]
        if room not in rooms:
            problems.append(f"{path}:1: the folder src/{room} has no row in cmake/rooms.cmake")
            continue
        for number, line in enumerate(house.text(root, path).splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if found:
                ours = found.group(1) == '"'
                problem = wrong_room(rooms, room, found.group(2)) if ours else wrong_library(rooms, room, path, found.group(2))
                if problem:
                    problems.append(f"{path}:{number}: {problem}")
    return problems


def wrong_room(rooms, room, header):
    other, _, rest = header.partition("/")
    if header.startswith(".") or "/../" in header or not rest:
        return f"`{header}` is not written from src/"
    if other not in rooms:
        return f"`{header}`: there is no room `{other}`"
    if other != room and other not in rooms[room]["USES"]:
        return f"`{room}` may not include `{other}` (cmake/rooms.cmake)"
    if other != room and "/detail/" in header:
        return f"`{header}` is private to `{other}`"
    return None


def wrong_library(rooms, room, path, header):
    for prefix, library in LIBRARIES.items():
        if header.startswith(prefix):
            if not any(linked.startswith(library) for linked in rooms[room]["LIBRARIES"]):
                return f"`{room}` may not use <{header}>: its row in cmake/rooms.cmake does not link {library}"
            if path.suffix == ".h" and "detail" not in path.parts:
                return f"<{header}> may stand only in .cc files and in detail/"
    return None


if __name__ == "__main__":
    house.main(check)
