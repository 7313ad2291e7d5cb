#!/usr/bin/env python3
"""join.py OUTPUT FILE...: the texts one after the other, a blank line between."""
import pathlib
import sys

output = pathlib.Path(sys.argv[1])
output.parent.mkdir(parents=True, exist_ok=True)
texts = [pathlib.Path(name).read_text(encoding="utf-8").strip() for name in sys.argv[2:]]
output.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
