#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""follow.py GUIDE TREE: does in TREE what a guide says.

A fenced block whose first line is ```LANGUAGE PATH is the whole of a new file; one of ```edit PATH changes a file:
"append TEXT", or pairs of lines "after BEGINNING" / "insert LINE" and "replace TEXT" / "with TEXT". What a pair looks
for must be there, exactly once.
"""
import pathlib
import re
import sys


def edit(path, lines):
    text = path.read_text()
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        if word == "append":
            text += rest + "\n"
        elif word in ("after", "replace"):
            looked_for = rest
        elif word == "insert":
            found = [l for l in text.splitlines(True) if l.strip().startswith(looked_for)]
            if len(found) != 1:
                sys.exit(f"{path}: {len(found)} lines begin with {looked_for!r}")
            text = text.replace(found[0], found[0] + rest + "\n", 1)
        elif word == "with":
            if text.count(looked_for) != 1:
                sys.exit(f"{path}: {looked_for!r} is there {text.count(looked_for)} times")
            text = text.replace(looked_for, rest)
        else:
            sys.exit(f"{path}: what is {line!r}?")
    path.write_text(text)


def main(guide, tree):
    blocks = re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", pathlib.Path(guide).read_text(), re.M | re.S)
    if not blocks:
        sys.exit(f"{guide}: there is nothing to follow")
    for language, name, text in blocks:
        path = pathlib.Path(tree) / name
        if language == "edit":
            edit(path, [line for line in text.splitlines() if line.strip()])
        elif path.exists():
            sys.exit(f"{guide}: {name} is there already")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


main(*sys.argv[1:])
