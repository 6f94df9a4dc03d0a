#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install/setup with stand-ins for the programs that it asks and calls: what it installs, and what it says
# where it cannot.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/clone"
cp -r "$1/install" "$work/clone" # it notes what it installed in build/ beside it
setup=$work/clone/install/setup

stand_in() { # NAME: a program whose text comes from stdin
  { echo '#!/bin/bash'; cat; } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}
# "here" is installed, everything else is not.
stand_in dpkg-query <<<'case "$*" in *" here") echo installed ;; *) exit 1 ;; esac'
stand_in apt-get <<<"echo \"apt-get \$*\" >>'$work/calls'; exit \$(cat '$work/status')"
stand_in sudo <<<"echo \"sudo \$1\" >>'$work/calls'; [ \"\$1\" = -n ] && exit 1; exec \"\$@\""
stand_in id <<<"echo \$(cat '$work/user')"
printf 'here\n# a comment\nthere  # and why\nelsewhere\n' >"$work/list"
echo here >"$work/nothing-missing"

run() { # STATUS-OF-APT USER LIST: into $code, $text and the file calls
  echo "$1" >"$work/status"
  echo "$2" >"$work/user"
  : >"$work/calls"
  code=0
  text=$(PATH=$work/bin:$PATH "$setup" "$work/$3" 2>&1 </dev/null) || code=$?
}
expect() { # WHAT COMMAND …
  local what=$1
  shift
  "$@" || {
    echo "setup_test: $what"
    echo "exit status $code, text: $text, calls:"
    cat "$work/calls"
    exit 1
  }
}

run 0 0 nothing-missing
expect "nothing missing: quiet" [ "$code:$text:$(wc -c <"$work/calls")" = 0::0 ]

run 0 0 list
expect "as root: succeeds" [ "$code" = 0 ]
expect "as root: what is missing, without recommended packages" \
  grep -q 'install -y --no-install-recommends there elsewhere$' "$work/calls"
expect "as root: notes it for install/uninstall" \
  [ "$(tr '\n' ' ' <"$work/clone/build/packages-installed")" = "there elsewhere " ]
expect "as root: no sudo" eval '! grep -q sudo "$work/calls"'

run 100 0 list
expect "no network: fails" [ "$code" = 1 ]
expect "no network: says so" grep -q 'penumbra: .*connection to the network' <<<"$text"

run 0 1000 list
expect "no terminal for the password: fails" [ "$code" = 1 ]
expect "no terminal for the password: gives the command" \
  grep -q 'sudo apt-get install --no-install-recommends there elsewhere' <<<"$text"
expect "no terminal for the password: installs nothing" eval '! grep -q apt-get "$work/calls"'

echo "setup_test: passed"
