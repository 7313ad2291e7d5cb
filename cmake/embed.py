"""Writes a C++ file that holds the given files: embed.py OUTPUT SYMBOL BASE FILE..."""
import os
import sys

output, symbol, base, files = sys.argv[1], sys.argv[2], sys.argv[3], sorted(sys.argv[4:])
os.makedirs(os.path.dirname(output), exist_ok=True)
lines = ['#include "base/embedded.hpp"', "#include <array>", "namespace {"]
table = []
for number, path in enumerate(files):
    data = open(path, "rb").read()
    body = ",".join(str(byte) for byte in data)
    lines.append(f"constexpr unsigned char file_{number}[] = {{{body or '0'}}};")
    name = os.path.relpath(path, base)
    table.append(f'{{"{name}", {{reinterpret_cast<const char*>(file_{number}), {len(data)}}}}}')
lines += [
    f"const std::array<relais::base::EmbeddedFile, {len(files)}> files{{{{{','.join(table)}}}}};",
    "}  // namespace",
    f"std::span<const relais::base::EmbeddedFile> {symbol}();",
    f"std::span<const relais::base::EmbeddedFile> {symbol}() {{ return files; }}",
]
open(output, "w").write("\n".join(lines) + "\n")
