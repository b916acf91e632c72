#include "plumb/evaluate/svg.h"

#include <fmt/core.h>

#include "plumb/core/unicode.h"

namespace plumb::svg {
namespace {

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 32) continue;  // not allowed in XML
    safe += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : std::string(1, c);
  }
  return safe;
}

/// As a share of the size of the letters.
double width_of(char32_t c) { return unicode::is_hidden(c) ? 0 : unicode::is_ideograph(c) ? 1 : 0.62; }

}  // namespace

std::string head(double width, double height, const std::string& title) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "role=\"img\" font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"13\">\n"
      "<title>{2}</title>\n"
      "<style>.back {{ fill: #ffffff }} .ink {{ fill: #1f2328 }} .soft {{ fill: #57606a }} .grid {{ stroke: #d8dee4 }} "
      ".axis {{ stroke: #57606a }} .guide {{ stroke: #8c959f }}\n"
      "@media (prefers-color-scheme: dark) {{ .back {{ fill: #16191d }} .ink {{ fill: #e6edf3 }} "
      ".soft {{ fill: #9da7b1 }} .grid {{ stroke: #30363d }} .axis {{ stroke: #9da7b1 }} "
      ".guide {{ stroke: #7d8590 }} }}</style>\n"
      "<rect class=\"back\" width=\"{0:.0f}\" height=\"{1:.0f}\"/>\n"
      "<text class=\"ink\" x=\"16\" y=\"28\" font-size=\"16\" font-weight=\"600\">{3}</text>\n",
      width, height, escaped(title), escaped(fitted(title, width - 32, 17)));
}

std::string words(const char* style, double x, double y, const char* anchor, const std::string& text, double size,
                  const std::string& more) {
  const std::string letters = size == 13 ? "" : fmt::format(" font-size=\"{:.1f}\"", size);
  return fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}{}>{}</text>\n", style, x, y,
                     anchor, letters, more, escaped(text));
}

double width_of(const std::string& text, double size) {
  double width = 0;
  for (size_t at = 0; at < text.size();) width += width_of(unicode::next(text, at));
  return width * size;
}

std::string fitted(const std::string& text, double room, double size) {
  if (width_of(text, size) <= room) return text;
  const double dots = width_of(U'…') * size;
  double width = 0;
  size_t end = 0;
  for (size_t at = 0; at < text.size(); end = at) {
    width += width_of(unicode::next(text, at)) * size;
    if (width + dots > room) break;
  }
  return text.substr(0, end) + "…";
}

}  // namespace plumb::svg
