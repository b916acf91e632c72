#pragma once

#include <array>
#include <cstddef>
#include <string>

/// Parts of a picture in SVG: well-formed XML, no script, and colours that follow the reader's light or dark theme by
/// the classes back, ink, soft, grid, axis and guide.
namespace plumb::svg {

/// Okabe and Ito's (2008), which the colour-blind tell apart.
constexpr std::array colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};
inline const char* colour(size_t number) { return colours[number % colours.size()]; }

/// Opens a picture of this size with its title, which `</svg>` must end.
std::string head(double width, double height, const std::string& title);

/// One line of text; `anchor` is start, middle or end, `more` are further attributes.
std::string words(const char* style, double x, double y, const char* anchor, const std::string& text, double size = 13,
                  const std::string& more = "");

/// About how wide a text is: nobody knows which font the reader has, so it is rather too wide.
double width_of(const std::string& text, double size);
/// The text, cut with "…" where it is wider than `room`; never inside a character.
std::string fitted(const std::string& text, double room, double size);

}  // namespace plumb::svg
