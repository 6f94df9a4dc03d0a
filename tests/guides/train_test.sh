#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the commands of core/train/README.md, on photographs that are drawn here.
# Usage: train_test.sh SOURCE-FOLDER FOLDER-OF-PROGRAMS
set -euo pipefail
source=$1
export PATH=$2:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir photos models
cp "$source/models/manifest.json" models
python3 - <<'END'
import math, random, struct, zlib

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

random.seed(1)
width, height = 160, 120
for n in range(16):
    rows = b""
    for y in range(height):
        rows += b"\0"
        for x in range(width):
            v = 90 + 50 * math.sin(x / (9 + n)) * math.cos(y / (7 + n)) + x / 3 + random.random() * 12
            rows += bytes(max(0, min(255, int(c))) for c in (v, v * (0.8 + n / 60), 90 + y / 2))
    with open(f"photos/{n}.png", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
END

guide=$source/core/train/README.md
awk '/^```json recipe.json$/ { on = 1; next } /^```/ { on = 0 } on' "$guide" >recipe.json
awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$guide" >commands
[ "$(wc -l <commands)" -ge 2 ] || { echo "train_test: the guide has no commands"; exit 1; }
bash -euo pipefail commands

digest=$(sha256sum <models/all-e/all-e.safetensors | cut -d' ' -f1)
grep -aq '"dtype":"F16"' models/all-e/all-e.safetensors || { echo "train_test: no half floats were published"; exit 1; }
grep -A5 '"file": "all-e/all-e.safetensors"' models/manifest.json | grep -q "\"sha256\": \"$digest\"" ||
  { echo "train_test: the manifest does not name the new weights"; exit 1; }
grep -q '"updates": 6' run/recipe.json || { echo "train_test: the recipe was not followed"; exit 1; }
[ "$(wc -l <run/log.csv)" -ge 3 ] || { echo "train_test: no log"; exit 1; }
echo "train_test: passed"
