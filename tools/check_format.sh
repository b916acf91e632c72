#!/bin/bash
# Fails where clang-format would change a file. Usage: check_format.sh CLANG_FORMAT
cd "$(dirname "$0")/.."
find $(ls -d plumb tests bench examples 2> /dev/null) \( -name '*.cpp' -o -name '*.h' \) -print0 | xargs -0 "$1" --dry-run -Werror
