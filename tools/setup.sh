#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that the groups named on the command line need, and only those that are missing.
# The only place that installs packages. Nothing is downloaded, and no right is asked for, when everything is there.
# Usage: tools/setup.sh [--list] GROUP...      groups: build test bench fuzz tidy format
set -euo pipefail

# group, package, and how to see that it is there: a command in PATH, or a file (for a tool that may come from elsewhere).
# docs/dependencies.md says why each one; tests/house compares the two lists.
packages() {
    cat <<'ROWS'
build   g++                 g++
build   cmake               cmake
build   ninja-build         ninja
build   ccache              ccache
build   pkg-config          pkg-config
build   libfmt-dev          /usr/include/fmt/format.h
build   libsimdjson-dev     /usr/include/simdjson.h
build   libyaml-dev         /usr/include/yaml.h
build   libpcre2-dev        /usr/include/pcre2.h
build   libmimalloc-dev     /usr/include/mimalloc.h
build   libssl-dev          /usr/include/openssl/evp.h
build   libcurl4-openssl-dev curl-config
build   libpugixml-dev      /usr/include/pugixml.hpp
build   libdeflate-dev      /usr/include/libdeflate.h
build   libarchive-dev      /usr/include/archive.h
build   libcli11-dev        /usr/include/CLI/CLI.hpp
build   nlohmann-json3-dev  /usr/include/nlohmann/json.hpp
test    libgtest-dev        /usr/include/gtest/gtest.h
test    python3             python3
test    python3-venv        python:ensurepip
test    openssl             openssl
test    npm                 npm
test    git                 git
test    shellcheck          shellcheck
test    mandoc              mandoc
test    strace              strace
test    chromium-headless-shell chromium-headless-shell
bench   libbenchmark-dev    /usr/include/benchmark/benchmark.h
bench   rapidjson-dev       /usr/include/rapidjson/document.h
bench   python3             python3
fuzz    clang-19            clang++-19
fuzz    libclang-rt-19-dev  /usr/lib/llvm-19/lib/clang/19/lib/linux
tidy    clang-19            clang++-19
tidy    clang-tidy-19       clang-tidy-19
tidy    git                 git
tidy    libgtest-dev        /usr/include/gtest/gtest.h
format  clang-format-19     clang-format-19
ROWS
}

present() {
    case $1 in
    /*) [[ -e $1 ]] ;;
    python:*) python3 -c "import ${1#python:}" 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

if [[ ${1:-} == --list ]]; then
    packages
    exit 0
fi

groups=" $(packages | cut -d' ' -f1 | sort -u | paste -sd' ') "
for group in "$@"; do
    if [[ $groups != *" $group "* ]]; then
        echo "setup: no group \`$group\`; there are:$groups" >&2
        exit 2
    fi
done

missing=()
while read -r group package probe; do
    if [[ " $* " == *" $group "* ]] && ! present "$probe" && [[ " ${missing[*]} " != *" $package "* ]]; then
        missing+=("$package")
    fi
done < <(packages)
if [[ ${#missing[@]} -eq 0 ]]; then
    exit 0
fi

echo "setup: missing: ${missing[*]}" >&2
by_hand="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
    echo "setup: this machine has no apt-get; install what these Debian packages hold and try again" >&2
    exit 1
fi
as_root=()
if [[ $(id -u) -ne 0 ]]; then
    as_root=(sudo)
    if ! command -v sudo >/dev/null || { ! [[ -t 0 ]] && ! sudo -n true 2>/dev/null; }; then
        echo "setup: installing needs root; as root: $by_hand" >&2
        exit 1
    fi
fi
apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0)
if ! "${as_root[@]}" "${apt[@]}" update >&2 || ! "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2; then
    echo "setup: apt-get failed (no network?); as root: $by_hand" >&2
    exit 1
fi
