"""Joins the published lists into the one file the program carries: geography.py PACKAGE_DATA GEOGRAPHY_DATA OUTPUT.

Gzipped lines of tab-separated fields:
  V version of the data (a hash of the lines that follow)
  D code, name, region code, region, zone
  C INSEE code, name, département, city of an arrondissement, population, latitude, longitude (micro-degrees),
    1 when the point is approximate, postal codes separated by spaces
  F name of a former commune, INSEE code of the commune it is part of now
  O INSEE code that is no more, INSEE code of the commune it stands for now
"""
import csv
import gzip
import hashlib
import json
import os
import sys


def load(package, name):
    with open(os.path.join(package, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def read_points(path, key):
    with open(path, encoding="utf-8") as file:
        return {row[key]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file, delimiter="\t")}


def mean(points):
    points = list(points)
    return tuple(sum(axis) / len(points) for axis in zip(*points)) if points else None


class Centres:
    """The point of each commune, and whether it is only an approximation."""

    def __init__(self, communes, former, directory):
        self.known = read_points(os.path.join(directory, "commune-centroids.tsv"), "insee")
        self.overseas = read_points(os.path.join(directory, "overseas-centres.tsv"), "departement")
        self.merged = {}
        for old in former:
            self.merged.setdefault(old["chefLieu"], []).append(old["code"])
        by_departement = {}
        for commune in communes:
            if commune["code"] in self.known:
                by_departement.setdefault(commune["departement"], []).append(self.known[commune["code"]])
        self.departements = {code: mean(points) for code, points in by_departement.items()}

    def of_merged(self, commune):
        codes = self.merged.get(commune["code"], []) + commune.get("anciensCodes", [])
        return mean(self.known[code] for code in codes if code in self.known)

    def of(self, commune):
        exact = self.known.get(commune["code"]) or self.known.get(commune.get("commune")) or self.of_merged(commune)
        if exact:
            return exact, 0
        return self.departements.get(commune["departement"]) or self.overseas[commune["departement"]], 1


def lines(package, directory):
    regions = {region["code"]: region["nom"] for region in load(package, "regions")}
    communes = load(package, "communes")
    current = [c for c in communes if c["type"] in ("commune-actuelle", "arrondissement-municipal")]
    former = [c for c in communes if c["type"] in ("commune-deleguee", "commune-associee")]
    centres = Centres(current, former, directory)
    for d in load(package, "departements"):
        yield "D", d["code"], d["nom"], d["region"], regions[d["region"]], d["zone"]
    for c in current:
        (latitude, longitude), approximate = centres.of(c)
        yield ("C", c["code"], c["nom"], c["departement"], c.get("commune", ""), c.get("population", 0),
               round(latitude * 1e6), round(longitude * 1e6), approximate, " ".join(c.get("codesPostaux", [])))
    for c in former:
        yield "F", c["nom"], c["chefLieu"]
    for c in current:
        for code in c.get("anciensCodes", []):
            yield "O", code, c["code"]


package_data, geography_data, output = sys.argv[1:]
body = "".join("\t".join(map(str, line)) + "\n" for line in lines(package_data, geography_data)).encode()
version = hashlib.sha256(body).hexdigest()
os.makedirs(os.path.dirname(output), exist_ok=True)
with open(output, "wb") as file:
    file.write(gzip.compress(f"V\t{version}\n".encode() + body, compresslevel=9, mtime=0))
