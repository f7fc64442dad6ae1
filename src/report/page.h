// SPDX-License-Identifier: Apache-2.0
// Lines of text for people: wrapped to the width of the terminal, with colours where they are wanted. Everything that comes from
// an input passes through here and is escaped.
#pragma once

#include <string>
#include <string_view>

namespace vouch::report {

enum class Ink { plain, bold, faint, red, yellow, green, blue };

class Page {
public:
    // Keeps a reference to `out`.
    Page(std::string& out, bool colours, int width) : out_(out), colours_(colours), width_(width < 40 ? 40 : width) {}

    // `text` in that colour, escaped.
    std::string ink(Ink ink, std::string_view text) const;
    // Appends a line as it is: made of ink() and of text that is known to be harmless.
    void line(std::string_view text = {});
    // Appends `text`, escaped and broken at spaces: the first line behind `first`, the others behind as many spaces as `hang`.
    void paragraph(std::string_view first, int hang, std::string_view text, Ink ink = Ink::plain);

    int width() const { return width_; }

private:
    std::string& out_;
    bool colours_;
    int width_;
};

// Columns that `text` takes on a terminal: its code points.
int columns(std::string_view text);

// "1 resource", "2 resources".
std::string counted(std::size_t count, std::string_view noun);

}  // namespace vouch::report
