"""The shape of the house, checked: structure.py SOURCE SLICES [--plant]

Fails on an include that the table of slices does not allow, on a cycle in that table, on SQL outside a *_store.cpp,
on web/ outside *_pages, *_api, web and app, and on a file over 600 lines. With --plant it breaks each rule in memory
and fails unless every breach is found: the check can fail.
"""
import pathlib
import re
import sys

LINES_MAX = 600
INCLUDE = re.compile(r'^\s*#include\s+"([a-z_]+)/', re.M)
SQL = re.compile(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE (?:TEMP )?TABLE)\s', re.M)
# Slices that hold SQL in files of another name: the store is the layer itself.
SQL_ANYWHERE = {"store"}


def read_table(path):
    """Slice -> what it uses; `slice+pages` -> what its pages use besides."""
    table = {}
    for line in path.read_text().splitlines():
        name, _, uses = line.partition(":")
        table[name.strip()] = [u for u in uses.strip().split(";") if u]
    return table


def closure(table):
    """What each slice may include: itself and everything below it. Raises on a cycle or an upward use."""
    reach = {}
    for name, uses in table.items():
        reach[name] = {name}
        for used in uses:
            if used not in reach:
                raise ValueError(f"{name} uses {used}, which is not declared before it: upward or a cycle")
            reach[name] |= reach[used]
        if name.endswith("+pages"):
            reach[name] |= reach[name.removesuffix("+pages")]
    return reach


def faults(sources, table):
    try:
        reach = closure(table)
    except ValueError as error:
        return [str(error)]
    found = []
    for (slice_name, file_name), text in sorted(sources.items()):
        where = f"src/{slice_name}/{file_name}"
        if slice_name not in reach:
            found.append(f"{where}: the slice is not in CMakeLists.txt")
            continue
        is_test = file_name.endswith(("_test.cpp", "_test.hpp"))
        is_page = bool(re.search(r"_(pages|api|main)\.[ch]pp$", file_name)) or slice_name in ("app", "web")
        may_use = reach[slice_name]
        if is_page or is_test:
            may_use = reach.get(f"{slice_name}+pages", may_use)
        for used in INCLUDE.findall(text):
            if used == "web" and not (is_page or is_test):
                found.append(f"{where}: includes web/, which only *_pages, *_api and app may")
            elif used not in may_use | {"web"} | ({"testing"} if is_test else set()):
                found.append(f"{where}: includes {used}/, which {slice_name} may not use")
        if SQL.search(text) and not is_test and slice_name not in SQL_ANYWHERE:
            if not file_name.endswith("_store.cpp"):
                found.append(f"{where}: SQL outside a *_store.cpp")
        lines = text.count("\n")
        if lines > LINES_MAX:
            found.append(f"{where}: {lines} lines, {LINES_MAX} at most")
    return found


def planted(sources, table):
    """Each rule broken once; gives the breaches that were not found."""
    plants = {
        "upward include": ({("ledger", "x.cpp"): '#include "gifts/gifts.hpp"\n'}, table),
        "web below pages": ({("ledger", "x.cpp"): '#include "web/router.hpp"\n'}, table),
        "a page's neighbour below it": (
            {("catalogue", "x.cpp"): '#include "places/places.hpp"\n'},
            {**table, "catalogue+pages": ["places"]},
        ),
        "SQL in a page": ({("gifts", "x_pages.cpp"): 'auto q = "SELECT 1 ";\n'}, table),
        "file too long": ({("gifts", "x.cpp"): "\n" * (LINES_MAX + 1)}, table),
        "style sheet too long": ({("gifts", "gifts.css"): "\n" * (LINES_MAX + 1)}, table),
        "cycle": ({}, {**{"base": ["app"]}, **{k: v for k, v in table.items() if k != "base"}}),
        "unknown slice": ({("elsewhere", "x.cpp"): "\n"}, table),
    }
    return [name for name, (files, rules) in plants.items() if not faults({**sources, **files}, rules)]


def main():
    source, slices = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    table = read_table(slices)
    sources = {
        (path.relative_to(source / "src").parts[0], path.name): path.read_text()
        for path in (source / "src").rglob("*.*")
        if path.suffix in (".cpp", ".hpp", ".css")
    }
    found = planted(sources, table) if "--plant" in sys.argv else faults(sources, table)
    for line in found:
        print(line)
    print(f"{len(sources)} files, {len(table)} slices, {len(found)} faults")
    return 1 if found else 0


sys.exit(main())
