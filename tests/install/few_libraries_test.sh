#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The program starts quickly: what is not needed for an answer (LibTorch, codecs, Qt) is loaded later, if at all.
# Usage: few_libraries_test.sh BUILD-FOLDER
set -euo pipefail
loaded=$(LD_DEBUG=files "$1/bin/penumbra" --version 2>&1 | grep -c 'calling init: ')
[ "$loaded" -ge 5 ] || { echo "few_libraries_test: the loader does not say what it loads"; exit 1; }
[ "$loaded" -lt 40 ] || { echo "few_libraries_test: penumbra --version loads $loaded libraries"; exit 1; }
echo "few_libraries_test: passed ($loaded)"
