#!/bin/bash
# An archive that runs where it is unpacked: bin/plumb, lib/ with what it loads, licences/ of all that is in it.
#
#   tools/dist.sh BUILD_FOLDER [TO_FOLDER]      writes TO_FOLDER/plumb-VERSION-SYSTEM-PROCESSOR.tar.gz
set -euo pipefail
build=$1
to=${2:-dist}
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
name=plumb-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
rm -rf "${to:?}/$name"
mkdir -p "$to/$name/licences"
cmake --install "$build" --component program --strip --prefix "$to/$name" > /dev/null

# The licence of a file of the system, as its package states it; of oneDNN, as it brings it.
licence() {  # FILE
  local file package
  file=$(realpath "$1")
  case $file in
    */libdnnl.so*)
      cp "$(dirname "$file")/../share/doc/onednn/LICENSE" "$to/$name/licences/onednn"
      cp "$(dirname "$file")/../share/doc/onednn/THIRD-PARTY-PROGRAMS" "$to/$name/licences/onednn-third-party"
      return ;;
  esac
  package=$({ dpkg -S "$file" 2> /dev/null || dpkg -S "${file#/usr}"; } | head -1 | cut -d: -f1)
  cp "/usr/share/doc/$package/copyright" "$to/$name/licences/$package"
}

# What was copied, where it was found: the same names, as the program in the build folder loads them.
ldd "$build/plumb" | awk '$2 == "=>" { print $1, $3 }' | while read -r library file; do
  if [ -e "$to/$name/lib/$library" ]; then licence "$file"; fi
done
for header in fmt/core.h nlohmann/json.hpp CLI/CLI.hpp hwy/highway.h; do  # compiled into the program
  licence "/usr/include/$header"
done
loaded=$(ldd "$build/plumb")
for file in "$to/$name"/lib/*; do
  [ -L "$file" ] || grep -q "$(basename "$file" | sed 's/\.so.*/.so/')" <<< "$loaded" ||
    { echo "dist: no licence was found for $(basename "$file")" >&2; exit 1; }
done
tar -C "$to" --owner=0 --group=0 --numeric-owner -czf "$to/$name.tar.gz" "$name"
rm -rf "${to:?}/$name"
echo "$to/$name.tar.gz"
