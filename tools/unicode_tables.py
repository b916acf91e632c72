#!/usr/bin/env python3
"""Writes plumb/core/internal/unicode_tables.h: which characters are letters, digits or marks, and their small forms.

Usage: unicode_tables.py > plumb/core/internal/unicode_tables.h        (then clang-format)
"""
import sys
import unicodedata

WORD = {"L", "M", "N"}
LAST = 0x110000


def category(code):
    return unicodedata.category(chr(code))


def runs(wanted):
    """Ranges [first, last] of characters for which `wanted` holds."""
    found, first = [], None
    for code in range(LAST + 1):
        inside = code < LAST and wanted(code)
        if inside and first is None:
            first = code
        if not inside and first is not None:
            found.append((first, code - 1))
            first = None
    return found


def small(code):
    form = chr(code).lower()
    return ord(form) if len(form) == 1 else code


def mappings():
    """(first, last, step, change): every step-th character from first to last becomes itself + change."""
    changes = [(c, small(c) - c) for c in range(LAST) if small(c) != c]
    found = []
    for code, change in changes:
        if found:
            first, last, step, before = found[-1]
            gap = code - last
            if change == before and gap <= 2 and (step == gap or first == last):
                found[-1] = (first, code, gap, change)
                continue
        found.append((code, code, 1, change))
    return found


def rows(items):
    line, lines = "", []
    for item in items:
        text = "{" + ", ".join(hex(n) if i < 2 else str(n) for i, n in enumerate(item)) + "}, "
        if len(line) + len(text) > 114:
            lines.append(line.rstrip())
            line = ""
        line += text
    return "\n".join("    " + part for part in lines + [line.rstrip()])


def main():
    words = runs(lambda c: category(c)[0] in WORD)
    spaces = runs(lambda c: category(c)[0] == "Z" or category(c) == "Cc")
    hidden = runs(lambda c: category(c) == "Cf")
    print(f"""// Written by tools/unicode_tables.py from Unicode {unicodedata.unidata_version}; not to be edited.
#pragma once

#include <cstdint>

namespace plumb::unicode {{

struct Range {{
  char32_t first, last;
}};
struct Mapping {{
  char32_t first, last;
  char32_t step;
  int32_t change;
}};

// clang-format off
/// Letters, marks and numbers.
inline constexpr Range words[] = {{
{rows(words)}
}};
/// Separators and control characters.
inline constexpr Range spaces[] = {{
{rows(spaces)}
}};
/// Format characters, which nobody sees: joiners, soft hyphens, marks of direction.
inline constexpr Range hidden[] = {{
{rows(hidden)}
}};
/// Every step-th character of a range has a small form, `change` further on.
inline constexpr Mapping small_forms[] = {{
{rows(mappings())}
}};
// clang-format on

}}  // namespace plumb::unicode""")


if __name__ == "__main__":
    sys.exit(main())
