# What ./dev needs beside this tree; sourced by it. Each function does nothing when its part is there already.

apt_packages=(g++ cmake ninja-build ccache mold pkg-config unzip python3 python3-pip python3-venv ca-certificates
  libhwy-dev libyaml-cpp-dev nlohmann-json3-dev libcli11-dev libfmt-dev libjpeg-dev libspng-dev zlib1g-dev libgtest-dev
  libzstd-dev libwebp-dev libtiff-dev libsqlite3-dev libpq-dev)

setup_system() {  # [MORE PACKAGES]
  if ! command -v apt-get > /dev/null; then
    echo "no apt-get here: please install what these Debian packages hold: ${apt_packages[*]} $*" >&2
    return
  fi
  local package missing=()
  for package in "${apt_packages[@]}" "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# Wheels are zip files; --python-version makes the choice independent of the Python that is here.
fetch_wheels() {  # FOLDER ARGUMENTS
  local folder=$1
  shift
  python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 -d "$folder" "$@"
}

# A part is made in a scratch folder and moved into place whole, then marked with the list that it was made from.
is_made() { cmp -s "$2" "$PLUMB_DEPS/$1.made"; }  # PART LIST
mark_made() { cp "$2" "$PLUMB_DEPS/$1.made"; }

setup_libraries() {
  local list=tools/requirements/libraries.txt
  ! is_made libraries $list || return 0
  if [ "$(uname -m)" != x86_64 ]; then
    echo "no oneDNN and Arrow are brought for $(uname -m): install oneDNN 3 (and Arrow, if wanted) so that CMake finds them" >&2
    return
  fi
  echo "bringing oneDNN and Arrow into $PLUMB_DEPS"
  mkdir -p "$PLUMB_DEPS"
  local new
  new=$(mktemp -d "$PLUMB_DEPS/new.XXXX")
  fetch_wheels "$new" --require-hashes -r $list
  for wheel in "$new"/onednn*.whl; do unzip -q -o "$wheel" '*.data/data/*' -d "$new/onednn"; done
  mkdir -p "$new/prefix/onednn" "$new/prefix/arrow/lib"
  for data in "$new"/onednn/*.data/data; do cp -a "$data/." "$new/prefix/onednn/"; done
  # The wheel holds three copies of one library.
  (cd "$new/prefix/onednn/lib" && ln -sf libdnnl.so.3.2 libdnnl.so.3 && ln -sf libdnnl.so.3 libdnnl.so)
  unzip -q "$new"/pyarrow*.whl 'pyarrow/include/*' 'pyarrow/libarrow.so.*' 'pyarrow/libparquet.so.*' 'pyarrow/libarrow_compute.so.*' \
    '*.dist-info/licenses/*' -d "$new"
  mv "$new/pyarrow/include" "$new/prefix/arrow/" && mv "$new"/pyarrow/lib*.so.* "$new/prefix/arrow/lib/"
  mkdir -p "$new/prefix/arrow/share/doc" && mv "$new"/pyarrow*.dist-info/licenses "$new/prefix/arrow/share/doc/arrow"
  rm -rf "$PLUMB_DEPS/onednn" "$PLUMB_DEPS/arrow"
  mv "$new"/prefix/* "$PLUMB_DEPS/"
  rm -rf "$new"
  mark_made libraries $list
}

# The wheel's name is the same for a CPU and a CUDA build, so no hash is pinned here. A CUDA build also needs NVIDIA's
# libraries, which its own run path looks for beside it (../../nvidia).
setup_torch() {
  local list=tools/requirements/torch.txt
  ! is_made torch $list || return 0
  echo "bringing libtorch into $PLUMB_DEPS (for the tests only)"
  mkdir -p "$PLUMB_DEPS"
  local new
  new=$(mktemp -d "$PLUMB_DEPS/new.XXXX")
  fetch_wheels "$new" -r $list
  unzip -q "$new"/torch*.whl 'torch/include/*' 'torch/lib/*' '*/METADATA' -x '*/libtorch_python.so' -d "$new"
  if [ -e "$new/torch/lib/libtorch_cuda.so" ]; then
    sed -nE 's/^Requires-Dist: ((nvidia-|cuda-toolkit)[^;]*).*/\1/p' "$new"/torch*.dist-info/METADATA |
      sed 's/cuda-toolkit\[/&crt,/' > "$new/nvidia.txt"  # crt: headers that the others include
    python3 -m pip install -q --disable-pip-version-check --target "$new/site" -r "$new/nvidia.txt"
    rm -rf "$PLUMB_DEPS/nvidia" && mv "$new/site/nvidia" "$PLUMB_DEPS/"
  fi
  rm -rf "$PLUMB_DEPS/torch" && mv "$new/torch" "$PLUMB_DEPS/"
  rm -rf "$new"
  mark_made torch $list
}

# A private Python environment made from tools/requirements/NAME.txt. `each`: a line at a time, and one that cannot be had
# is said and left out.
setup_environment() {  # NAME FOLDER [each]
  local list=tools/requirements/$1.txt pip=$PLUMB_DEPS/$2/bin/pip line
  ! is_made "$1" "$list" || return 0
  echo "bringing a Python environment into $PLUMB_DEPS/$2 ($list)"
  mkdir -p "$PLUMB_DEPS"
  rm -rf "${PLUMB_DEPS:?}/$2"
  python3 -m venv "$PLUMB_DEPS/$2"
  if [ "${3:-}" = each ]; then
    grep -v '^#' "$list" | while read -r line; do
      "$pip" install -q --disable-pip-version-check "$line" || echo "not to be had here, so left out: $line" >&2
    done
  else
    "$pip" install -q --disable-pip-version-check -r "$list"
  fi
  mark_made "$1" "$list"
}

setup_references() { setup_environment tests venv; }
setup_peers() { setup_environment bench peers each; }
