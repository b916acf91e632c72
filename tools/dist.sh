#!/bin/bash
# Archives that run where they are unpacked: bin/plumb, lib/ with what it and its plug-ins load, licences/ of all that is in it.
#
#   tools/dist.sh BUILD_FOLDER [TO_FOLDER]
#
# writes TO_FOLDER/plumb-VERSION-SYSTEM-PROCESSOR.tar.gz, and plumb-…-arrow.tar.gz, to be unpacked over the first: Parquet and
# Arrow files, whose libraries are larger than all the rest. Plug-ins that were not built are in neither (docs/install.md).
set -euo pipefail
build=$1
to=${2:-dist}
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
name=plumb-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
tree=$to/$name

# The licence of a file of the system, as its package states it; of oneDNN and Arrow, as they bring it.
licence() {  # FILE
  local file package
  file=$(realpath "$1")
  case $file in
    */libdnnl.so*)
      cp "$(dirname "$file")/../share/doc/onednn/LICENSE" "$tree/licences/onednn"
      cp "$(dirname "$file")/../share/doc/onednn/THIRD-PARTY-PROGRAMS" "$tree/licences/onednn-third-party"
      return ;;
    */libarrow*.so* | */libparquet.so*)
      cp "$(dirname "$file")/../share/doc/arrow/LICENSE.txt" "$tree/licences/arrow"
      cp "$(dirname "$file")/../share/doc/arrow/NOTICE.txt" "$tree/licences/arrow-notice"
      return ;;
  esac
  package=$({ dpkg -S "$file" 2> /dev/null || dpkg -S "${file#/usr}"; } | head -1 | cut -d: -f1)
  cp "/usr/share/doc/$package/copyright" "$tree/licences/$package"
}

# What was copied, where it was found: the same names, as the files in the build folder load them.
pack() {  # ARCHIVE FILES_OF_THE_BUILD_FOLDER
  local archive=$to/$1.tar.gz loaded library file
  shift
  loaded=$(for file in "$@"; do ldd "$file"; done | awk '$2 == "=>" { print $1, $3 }' | sort -u)
  while read -r library file; do
    if [ -e "$tree/lib/$library" ]; then licence "$file"; fi
  done <<< "$loaded"
  for file in "$tree"/lib/*; do
    [ -L "$file" ] || [ -e "$build/$(basename "$file")" ] ||
      grep -q "$(basename "$file" | sed 's/\.so.*/.so/')" <<< "$loaded" ||
      { echo "dist: no licence was found for $(basename "$file")" >&2; exit 1; }
  done
  tar -C "$to" --owner=0 --group=0 --numeric-owner -czf "$archive" "$name"
  rm -rf "${tree:?}"
  echo "$archive"
}

start() {  # COMPONENTS
  rm -rf "${tree:?}"
  mkdir -p "$tree/licences"
  for component in "$@"; do cmake --install "$build" --component "$component" --strip --prefix "$tree" > /dev/null; done
}

start program plugins
for header in fmt/core.h nlohmann/json.hpp CLI/CLI.hpp hwy/highway.h; do  # compiled into the program
  licence "/usr/include/$header"
done
shopt -s nullglob
small=()
for plugin in "$build"/libplumb_*.so; do
  case $plugin in
    */libplumb_arrow.so | */libplumb_torch.so) ;;
    *) small+=("$plugin") ;;
  esac
done
pack "$name" "$build/plumb" "${small[@]}"

arrow=$build/libplumb_arrow.so
[ -e "$arrow" ] || exit 0
libraries=$(dirname "$(ldd "$arrow" | awk '$1 ~ /^libarrow\.so/ { print $3 }')")
if [ ! -e "$libraries/../share/doc/arrow/LICENSE.txt" ]; then
  echo "dist: no archive with Arrow, because its licence is not beside it; \`./dev setup\` brings both" >&2
  exit 0
fi
start arrow
pack "$name-arrow" "$arrow"
