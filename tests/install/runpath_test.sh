#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Where programs and libraries look for libraries: beside themselves, and in folders named in full. An empty or a
# relative entry would load whatever lies in the current folder. Usage: runpath_test.sh BUILD-FOLDER
set -euo pipefail
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/tree" >/dev/null

count=0
while read -r file; do
  [ "$(head -c 4 "$file" | tail -c 3)" = ELF ] || continue
  count=$((count + 1))
  path=$(readelf -d "$file" | sed -nE 's/.*\((RUNPATH|RPATH)\).*\[(.*)\]$/\2/p')
  [ -n "$path" ] || continue
  while read -r entry; do
    case $entry in
    '$ORIGIN' | '$ORIGIN/'* | /*) ;;
    *) echo "runpath_test: $file looks in \"$entry\" (of \"$path\")"; exit 1 ;;
    esac
  done < <(tr ':' '\n' <<<"$path")
done < <(find "$work/tree" "$build/bin" "$build/lib" "$build/gimp2" -type f 2>/dev/null)
[ "$count" -ge 4 ] || { echo "runpath_test: only $count binaries found"; exit 1; }
echo "runpath_test: passed, $count binaries"
