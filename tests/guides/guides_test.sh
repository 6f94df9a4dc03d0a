#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Follows the guides to the letter in a copy of the sources, then builds what they add and runs its tests.
# Usage: guides_test.sh SOURCE-FOLDER BUILD-FOLDER
set -euo pipefail
source=$1 build=$2
here=$(dirname "$(realpath "$0")")
tree=$build/guides # kept, so that a second run compiles little
guides=(core/edit/README.md core/system/README.md core/tool/README.md plugin/README.md)
tests=(test_negative one_curve_test negative_tool_test memory_host_test)

# With their times, so that a second run compiles what the guides add and little else.
mkdir -p "$tree"
find "$tree" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
cp -rp "$source"/{CMakeLists.txt,cmake,core,models,plugin,tests,ui} "$tree"
for guide in "${guides[@]}"; do "$here/follow.py" "$source/$guide" "$tree"; done
"$tree/tests/layers/check-layers" "$tree"

# A tree like any other, so that ccache finds what was compiled in one.
export CCACHE_BASEDIR=$tree CCACHE_NOHASHDIR=1
cmake -G Ninja -S "$tree" -B "$tree/build" -DCMAKE_BUILD_TYPE=Release -DPENUMBRA_CUDA=OFF -DPENUMBRA_GIMP2=OFF \
  -DPENUMBRA_UI=OFF >"$tree/build.log"
cmake --build "$tree/build" --target "${tests[@]}" penumbra >>"$tree/build.log" ||
  { tail -40 "$tree/build.log"; exit 1; }
for test in "${tests[@]}"; do "$tree/build/bin/$test"; done
"$tree/build/bin/penumbra" negative --help | grep -q -- --amount
"$tree/build/bin/penumbra" info | grep -q one-curve
echo "guides_test: passed"
