#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Follows the guides to the letter in a copy of the sources, then builds what they add and runs its tests.
# Usage: guides_test.sh SOURCE-FOLDER BUILD-FOLDER
set -euo pipefail
source=$1 build=$2
here=$(dirname "$(realpath "$0")")
tree=$build/guides # kept, so that a second run compiles little
guides=(core/edit/README.md)
tests=(test_negative)

rm -rf "$tree/source"
mkdir -p "$tree/source"
# With their times, so that a second run compiles what the guides add and little else.
cp -rp "$source"/{CMakeLists.txt,cmake,core,models,plugin,tests,ui} "$tree/source"
for guide in "${guides[@]}"; do "$here/follow.py" "$source/$guide" "$tree/source"; done
"$tree/source/tests/layers/check-layers" "$tree/source"

export CCACHE_BASEDIR=$tree/source CCACHE_NOHASHDIR=1
cmake -G Ninja -S "$tree/source" -B "$tree/build" -DPENUMBRA_CUDA=OFF -DPENUMBRA_GIMP2=OFF -DPENUMBRA_UI=OFF \
  >"$tree/log"
cmake --build "$tree/build" --target "${tests[@]}" >>"$tree/log" || { tail -40 "$tree/log"; exit 1; }
for test in "${tests[@]}"; do "$tree/build/bin/$test"; done
echo "guides_test: passed"
