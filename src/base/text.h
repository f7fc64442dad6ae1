// SPDX-License-Identifier: Apache-2.0
// Text that came from an input, made safe to show: no control character or bidirectional override of it reaches a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vouch::base {

enum class Newlines { escape, keep };

// `text` with every C0 and C1 control character, DEL, bidirectional control, line or paragraph separator, other invisible format
// character and byte that is no UTF-8 written as \u{1b} (bytes as \x{ff}); so is the bracket of `##[`, which CI runners obey. A backslash
// stays as it is: this is for eyes, not for reading back. Newlines::keep leaves LF and TAB alone.
std::string escape(std::string_view text, Newlines newlines = Newlines::escape);

// For error messages: escape() of at most `characters` characters of `text`, with "..." where more was cut off.
std::string excerpt(std::string_view text, std::size_t characters = 60);

}  // namespace vouch::base
