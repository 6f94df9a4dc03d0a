#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check-layers finds each kind of fault in a small tree of its own. Usage: layers_test.sh CHECK-LAYERS
set -euo pipefail
check=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fresh() { # a tree without faults
  rm -rf "$work/tree"
  mkdir -p "$work"/tree/{core/image,core/edit/curve,core/edit/finish,ui/window,plugin/cli}
  cd "$work/tree"
  printf '%s\n' '```rooms' 'core:' 'core/image: core' 'core/edit/curve: core core/image' 'core/edit/finish: core' \
    'ui/window: core core/edit' 'plugin/cli: core' '```' '```libraries' 'Q: ui' '```' >core/ARCHITECTURE.md
  echo '#include <vector>' >core/error.hpp
  echo '#include "core/error.hpp"' >core/image/image.cpp
  echo '#include "core/image/image.hpp"' >core/edit/curve/curve.cpp
  : >core/edit/curve/curve.hpp
  printf '%s\n' '#include "core/edit/curve/curve.hpp"' '#include <QWidget>' >ui/window/window.cpp
  echo 'target_sources(penumbra_core PRIVATE image.cpp)' >core/image/CMakeLists.txt
  printf 'target_sources(penumbra_core PRIVATE\n  curve.cpp\n)\n' >core/edit/curve/CMakeLists.txt
  echo 'target_sources(penumbra_ui PRIVATE window.cpp)' >ui/window/CMakeLists.txt
}
finds() { # WHAT: the check fails and says this and nothing else
  if told=$("$check" "$work/tree"); then echo "layers_test: nothing found, not: $1"; exit 1; fi
  [ "$told" = "$1" ] || { printf 'layers_test: found %s\ninstead of: %s\n' "$told" "$1"; exit 1; }
}

fresh
"$check" "$work/tree" || { echo "layers_test: a fault where there is none"; exit 1; }
fresh; echo '#include "core/edit/curve/curve.hpp"' >>core/image/image.cpp
finds "core/image/image.cpp: may not include core/edit/curve/curve.hpp"
fresh; echo '  #  include "core/edit/curve/curve.hpp" // indented' >core/edit/finish/finish.hpp
finds "core/edit/finish/finish.hpp: may not include core/edit/curve/curve.hpp"
fresh; echo '#include <QString>' >>core/error.hpp
finds "core/error.hpp: may not include <QString>"
fresh; echo '#include "error.hpp"' >core/export.hpp
finds 'core/export.hpp: includes "error.hpp" without its folder'
fresh; mkdir core/new; : >core/new/new.hpp
finds "core/new/new.hpp: its folder is no room of the table"
fresh; : >core/image/scale.cpp
finds "core/image/scale.cpp: not in core/image/CMakeLists.txt"
fresh; sed -i 's/^core\/image: core$/core\/image: core ui\/window/' core/ARCHITECTURE.md
finds "the table lets core/image include ui/window, which is no room above it"
echo "layers_test: passed"
