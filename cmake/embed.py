"""Writes a C++ file that holds the given files: embed.py OUTPUT SYMBOL BASE FILE..."""
import os
import sys

output, symbol, base, files = sys.argv[1], sys.argv[2], sys.argv[3], sorted(sys.argv[4:])
os.makedirs(os.path.dirname(output), exist_ok=True)
# String literals compile in a moment where a list of a million numbers takes half a minute and 700 MB.
lines = [
    '#include "base/embedded.hpp"',
    "#include <array>",
    '#pragma GCC diagnostic ignored "-Woverlength-strings"',
    "namespace {",
]
BYTES_PER_LINE = 64


def literal(data):
    rows = (data[at : at + BYTES_PER_LINE] for at in range(0, len(data), BYTES_PER_LINE))
    return "\n".join('"' + "".join(f"\\{byte:03o}" for byte in row) + '"' for row in rows) or '""'


table = []
for number, path in enumerate(files):
    data = open(path, "rb").read()
    lines.append(f"constexpr char file_{number}[] = {literal(data)};")
    name = os.path.relpath(path, base)
    table.append(f'{{"{name}", {{file_{number}, {len(data)}}}}}')
lines += [
    f"const std::array<relais::base::EmbeddedFile, {len(files)}> files{{{{{','.join(table)}}}}};",
    "}  // namespace",
    f"std::span<const relais::base::EmbeddedFile> {symbol}();",
    f"std::span<const relais::base::EmbeddedFile> {symbol}() {{ return files; }}",
]
open(output, "w").write("\n".join(lines) + "\n")
