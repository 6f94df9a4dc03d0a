#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `cmake --install` gives a tree that works wherever it is: the program, its libraries, its models.
set -euo pipefail
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/tree" >"$work/log"
mv "$work/tree" "$work/moved"

fail() {
  echo "tree_test: $*"
  exit 1
}
told=$("$work/moved/bin/penumbra" info)
grep -qF "Models:   $work/moved/share/penumbra/models" <<<"$told" || fail "it uses other models: $told"
grep -q "all-e.*intact" <<<"$told" || fail "the model is not intact: $told"
"$work/moved/bin/penumbra" info --credits | grep >/dev/null "^Photographs" || fail "no credits"
printf 'P3\n2 2\n255\n 30 30 30  40 40 40  50 50 50  60 60 60\n' >"$work/dark.ppm"
"$work/moved/bin/penumbra" enhance "$work/dark.ppm" -o "$work/bright.png" --steps 1 --step 1
"$work/moved/bin/penumbra" info "$work/bright.png" | grep >/dev/null "2 x 2" || fail "no picture"
"$work/moved/bin/penumbra" train --help | grep -qi train || fail "no training program"
! readelf -d "$work/moved/bin/penumbra" "$work"/moved/lib/*.so | grep -F "$build" || fail "it names the build folder"
echo "tree_test: passed"
