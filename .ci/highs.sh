#!/usr/bin/env bash
# Makes the solver HiGHS available once, then builds the exact solver with `--features highs` and holds both backends to each other.
# The built library is kept in HIGHS_CACHE, or target/highs: about 5 minutes of one processor the first time, nothing afterwards.
# cmake and libclang come from pip where they are not installed. Exit 77: one of them can be had neither way.
# With the argument "build" only the library is made, and the settings that cargo needs are printed.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${HIGHS_CACHE:-${CARGO_TARGET_DIR:-target}/highs}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)

# Where highs-sys keeps the sources of HiGHS: the version that Cargo.lock names.
source=$(cargo metadata --format-version 1 --features highs |
  python3 -c 'import json, os, sys
for package in json.load(sys.stdin)["packages"]:
    if package["name"] == "highs-sys":
        print(package["version"], os.path.dirname(package["manifest_path"]) + "/HiGHS")')
version=${source%% *}
source=${source#* }
home=$cache/$version

# libclang is asked for the C header at every build; cmake only for the library.
tools=$cache/tools
native() { ls -d "$tools"/lib/python3*/site-packages/clang/native 2>/dev/null || true; }
if ! command -v cmake >/dev/null || ! ls /usr/lib/llvm-*/lib/libclang*.so* >/dev/null 2>&1; then
  if [ -z "$(native)" ] || [ ! -x "$tools/bin/cmake" ]; then
    python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check cmake libclang || {
      echo "cmake and libclang cannot be had here, so HiGHS was not built" >&2
      exit 77
    }
  fi
  export PATH=$tools/bin:$PATH
  export LIBCLANG_PATH=${LIBCLANG_PATH:-$(native)}
fi

if [ ! -e "$home/lib/pkgconfig/highs.pc" ]; then
  began=$SECONDS
  build=$(mktemp -d)
  trap 'rm -rf "$build"' EXIT
  # The settings of highs-sys' own build script.
  cmake -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$home" -DCMAKE_INSTALL_LIBDIR=lib \
    -DFAST_BUILD=ON -DBUILD_SHARED_LIBS=OFF -DBUILD_CXX_EXE=OFF -DBUILD_EXAMPLES=OFF -DBUILD_TESTING=OFF \
    -DCMAKE_INTERPROCEDURAL_OPTIMIZATION=FALSE -DZLIB=OFF > "$cache/cmake.log" 2>&1 &&
    cmake --build "$build" --parallel "$(nproc)" >> "$cache/cmake.log" 2>&1 || { tail -30 "$cache/cmake.log" >&2; exit 1; }
  cmake --install "$build" >> "$cache/cmake.log" 2>&1
  # What HiGHS installs does not name the libraries that a static one needs.
  sed -i 's|^Libs:.*|Libs: -L${libdir} -lhighs -lstdc++ -lm -lpthread|' "$home/lib/pkgconfig/highs.pc"
  echo "HiGHS of highs-sys $version built in $((SECONDS - began)) s" >&2
fi
export PKG_CONFIG_PATH=$home/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}

if [ "${1:-}" = build ]; then
  printf 'export PKG_CONFIG_PATH=%q\n' "$PKG_CONFIG_PATH"
  [ -z "${LIBCLANG_PATH:-}" ] || printf 'export LIBCLANG_PATH=%q\n' "$LIBCLANG_PATH"
  exit 0
fi
began=$SECONDS
cargo test --quiet --features highs --test backends
echo "built and held against each other in $((SECONDS - began)) s"
