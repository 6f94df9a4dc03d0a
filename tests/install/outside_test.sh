#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Other programs can use the installed libraries: one that find_package finds them for, and one that pkg-config does,
# each outside the tree. Usage: outside_test.sh BUILD-FOLDER
set -euo pipefail
build=$1
source=$(dirname "$(realpath "$0")")/outside
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/first" >"$work/log"
mv "$work/first" "$work/tree" # nothing of it may depend on where it was installed

fail() {
  echo "outside_test: $*"
  exit 1
}
if grep -rlE '#include <(opencv|torch|c10|ATen|Q[A-Z]|gegl|cuda)' "$work/tree/include"; then
  fail "a public header shows another library's types"
fi
readelf -d "$work/tree/lib/libpenumbra-core.so" | grep -q 'SONAME.*libpenumbra-core\.so\.[0-9]' || fail "no SONAME"

cmake -S "$source" -B "$work/by-cmake" -DCMAKE_PREFIX_PATH="$work/tree" >>"$work/log" && # nothing of the build
  cmake --build "$work/by-cmake" >>"$work/log" 2>&1 || { cat "$work/log"; fail "find_package(penumbra)"; }
export PKG_CONFIG_PATH=$work/tree/lib/pkgconfig
# shellcheck disable=SC2046 # several words are meant
g++ -std=c++20 -o "$work/by-pkg-config" "$source/main.cpp" $(pkg-config --cflags --libs penumbra) \
  -Wl,-rpath,"$work/tree/lib" || fail "pkg-config"

printf 'P3\n4 2\n255\n 30 30 30  40 40 40  50 50 50  60 60 60  9 9 9  8 9 10  20 20 30  5 5 5\n' >"$work/dark.ppm"
"$work/by-cmake/outside" "$work/dark.ppm" "$work/one.png" >"$work/one" || fail "the program fails"
"$work/by-pkg-config" "$work/dark.ppm" "$work/two.png" >"$work/two" || fail "the other program fails"
grep -q '^6 steps: mean luma 0\.1' "$work/one" || fail "it says: $(cat "$work/one")"
awk '{ exit !($NF > 1.5 * $5) }' "$work/one" || fail "it did not brighten: $(cat "$work/one")"
cmp -s "$work/one.png" "$work/two.png" || fail "they differ"
"$work/tree/bin/penumbra" enhance "$work/dark.ppm" -o "$work/ours.png" --step 6
cmp -s "$work/one.png" "$work/ours.png" || fail "the result is not penumbra's own"
echo "outside_test: passed"
