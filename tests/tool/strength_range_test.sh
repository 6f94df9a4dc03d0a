#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One file holds the range of strength: core/edit/engine/strength.hpp. $1: the source tree.
found=$(grep -rnE '[Ss]trength[^;]*[^0-9.](1\.5|150)\b' --include='*.cpp' --include='*.hpp' \
          "$1/core" "$1/ui" "$1/plugin" | grep -vE ':[0-9]+: *//|// |///' | sed "s|^$1/||" | cut -d: -f1 | sort -u)
[ "$found" = core/edit/engine/strength.hpp ] && exit 0
echo "The range of strength stands in:" $found
exit 1
