#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install/run and install/uninstall with real GIMP, in a GIMP profile of the test's own.
set -euo pipefail
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIMP2_DIRECTORY=$work/profile
penumbra=$root/build/bin/penumbra

fail() {
  echo "run_test: $*"
  [ ! -e "$work/log" ] || cat "$work/log"
  exit 1
}

# A dark picture (from a PPM, which OpenCV reads), with characters in its name that Script-Fu must not see.
mkdir "$work/my photos"
photo="$work/my photos/a \"dark\" one.png"
awk 'BEGIN { printf "P3\n160 120\n255\n";
  for (y = 0; y < 120; ++y) for (x = 0; x < 160; ++x)
    print 20 + (int(x / 20) + int(y / 20)) % 3 * 14 + (x * y) % 5, 16 + (x + y) % 12, 18 }' >"$work/dark.ppm"
"$penumbra" darken "$work/dark.ppm" -o "$photo" --ev 0 --noise 0
before=$(sha256sum <"$photo")

"$root/install/run" "$photo" >"$work/log" 2>&1 || fail "install/run failed"
for file in "a \"dark\" one-enhanced.png" "a \"dark\" one-before-after.jpg"; do
  [ -s "$work/my photos/$file" ] || fail "there is no $file"
done
[ "$(sha256sum <"$photo")" = "$before" ] || fail "the photo itself was changed"
grep -qF "Enhanced:         $work/my photos/a \"dark\" one-enhanced.png" "$work/log" || fail "it does not say where"
grep -qF "Auto Enhance Low Light" "$work/log" || fail "it does not say how by mouse"
[ -x "$GIMP2_DIRECTORY/plug-ins/penumbra/penumbra" ] || fail "the plug-in is not in the profile"
[ -d "$GIMP2_DIRECTORY/brushes" ] || fail "GIMP did not make its own profile"
"$penumbra" info "$work/my photos/a \"dark\" one-enhanced.png" | grep >/dev/null "PNG, 160 x 120, RGB" || fail "the result is another picture"

# A failure in GIMP, which ends with 0 all the same, is noticed.
echo "no picture" >"$work/broken.png"
if "$root/install/run" "$work/broken.png" >"$work/log" 2>&1; then fail "a broken photo went unnoticed"; fi
grep -q "penumbra: GIMP did not enhance the photo" "$work/log" || fail "it does not say that GIMP failed"
[ ! -e "$work/broken-enhanced.png" ] || fail "a broken photo has a result"

# Uninstalling takes away what was installed, and nothing else.
mkdir "$GIMP2_DIRECTORY/plug-ins/another"
"$root/install/uninstall" >"$work/log"
[ ! -e "$GIMP2_DIRECTORY/plug-ins/penumbra" ] || fail "the plug-in is still there"
[ -d "$GIMP2_DIRECTORY/plug-ins/another" ] || fail "another plug-in was removed"
"$root/install/uninstall" >"$work/log" || fail "uninstalling twice fails"
echo "run_test: passed"
