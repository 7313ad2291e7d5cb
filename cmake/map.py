"""The map of the départements, lightened for a web page: map.py DRAWING.svg OUTPUT.tsv

The drawing gives each département as polygons of relative moves; `0,0` marks where three of them meet. Between such
marks a border belongs to two neighbours, so each stretch is simplified on its own and by a rule that does not depend on
its direction: neighbours still touch. The output has a line per département, sorted: code, path in whole units.
"""
import pathlib
import re
import sys

TOLERANCE = 0.9  # of the drawing's units, of which there are 613 across France
PATH = re.compile(r'<path\s+id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"')


def polygons(drawing):
    """Each as a list of points; the points where a mark stands come twice."""
    at = (0.0, 0.0)
    for ring in re.findall(r"m([^mz]*)z", drawing):
        points = []
        for step in ring.split():
            x, y = step.split(",")
            at = (at[0] + float(x), at[1] + float(y))
            points.append(at)
        at = points[0]
        yield points


def stretches(points):
    """The borders between two marks; the ring's beginning counts as one."""
    stretch = [points[0]]
    for point in points[1:] + points[:1]:
        if point == stretch[-1] and len(stretch) > 1:
            yield stretch
            stretch = [point]
        else:
            stretch.append(point)
    yield stretch


def distance(point, start, end):
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    if length == 0:
        return ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


def simplify(points):
    """Douglas and Peucker, 1973: keeps the farthest point while it is farther than the tolerance."""
    if len(points) < 3:
        return points
    far, at = max((distance(point, points[0], points[-1]), index) for index, point in enumerate(points[1:-1], 1))
    if far <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: at + 1])[:-1] + simplify(points[at:])


def outline(points):
    kept = [point for stretch in stretches(points) for point in simplify(stretch)]
    whole = [(round(x), round(y)) for x, y in kept]
    ring = [point for index, point in enumerate(whole) if point != whole[index - 1]]
    return ring if len(ring) > 2 else []


def path(ring):
    text, last = f"M{ring[0][0]} {ring[0][1]}l", ring[0]
    for point in ring[1:]:
        x, y = point[0] - last[0], point[1] - last[1]
        text += f"{'' if text.endswith('l') or x < 0 else ' '}{x}{'' if y < 0 else ' '}{y}"
        last = point
    return text + "z"


def main():
    drawing, output = map(pathlib.Path, sys.argv[1:])
    lines = []
    for code, data in PATH.findall(drawing.read_text(encoding="utf-8")):
        rings = [ring for ring in map(outline, polygons(data)) if ring]
        lines.append(f"{code.upper()}\t{''.join(map(path, rings))}\n")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("".join(sorted(lines)), encoding="utf-8")


main()
