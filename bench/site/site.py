"""What pages cost, beside a static file of the same size from nginx: site.py RELAIS [QUERIES]

Serves the demonstration grown to 100,000 shipments, signed in; wrk asks, one thread and eight connections, in turns with
nginx on this machine. Prints requests per second and the 99th percentile of each, what SQL each page asks (by the program
QUERIES), and a line per goal. Needs nginx and wrk (setup/check-packages.txt); leaves nothing behind.
"""
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from servers import Nginx, Relais, ask, field, sign_in

SHIPMENTS = 100_000
SECONDS = 4
ROUNDS = 3
CONNECTIONS = 8
RATIO_WANTED = 0.3
P99_TIMES_WANTED = 10
PLENTY = 10_000_000
HERE = pathlib.Path(__file__).resolve().parent


def grow(database):
    """More shipments of the same shape. They stand beside the ledger: for reading alone."""
    with sqlite3.connect(database) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(shipments_shipment)")]
        rows = db.execute(f"SELECT {', '.join(columns)} FROM shipments_shipment ORDER BY id").fetchall()
        lines = {}
        for shipment, product, kind, quantity in db.execute(
                "SELECT shipment_id, product_id, kind_id, quantity FROM shipments_line"):
            lines.setdefault(shipment, []).append((product, kind, quantity))
        place = {name: at for at, name in enumerate(columns)}
        newest, number = db.execute("SELECT MAX(id), MAX(number) FROM shipments_shipment").fetchone()
        for made in range(SHIPMENTS - len(rows)):
            row = list(rows[made % len(rows)])
            old = row[place["id"]]
            row[place["id"]] = newest + made + 1
            row[place["number"]] = number + made + 1
            row[place["allocation_id"]] = made // len(rows) + 1  # of no allocation: pages do not look
            db.execute(f"INSERT INTO shipments_shipment VALUES ({', '.join('?' * len(row))})", row)
            db.executemany("INSERT INTO shipments_line VALUES (?, ?, ?, ?)",
                           [(row[place["id"]], *line) for line in lines.get(old, [])])
        db.execute("UPDATE ledger_balance SET quantity = ? WHERE account_id IN "
                   "(SELECT id FROM ledger_account WHERE kind = 'shelf')", (PLENTY,))


MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def wrk(url, *options, environment=None):
    """Requests per second, and the 99th percentile in milliseconds."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "20s", "--latency", *options, url]
    output = subprocess.run(command, capture_output=True, text=True, check=True,
                            env={**os.environ, **(environment or {})}).stdout
    if trouble := re.search(r"unexpected status.*|Non-2xx.*|Socket errors.*", output):
        sys.exit(f"{url}: {trouble[0]}")
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", output)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]), float(p99[1]) * MILLISECONDS[p99[2]]


def beside_nginx(name, ours, theirs):
    """In turns, so that what else the machine does falls on both; medians."""
    pairs = [(ours(), theirs()) for _ in range(ROUNDS)]
    rate, p99, their_rate, their_p99 = (
        statistics.median(values) for values in
        zip(*((one[0], one[1], other[0], other[1]) for one, other in pairs)))
    print(f"{name:<34} {rate:>9.0f}/s p99 {p99:>8.2f} ms   nginx {their_rate:>9.0f}/s p99 {their_p99:>7.2f} ms   "
          f"ratio {rate / their_rate:.3f}", flush=True)
    return rate / their_rate, p99 / their_p99


def goal(name, measured, wanted, is_met):
    print(f"goal {name}: measured {measured:.3g}, wanted {wanted}, {'met' if is_met else 'missed'}")


def measure(relais, nginx, coordinator, volunteer):
    pages = {"dashboard": ("/", coordinator), f"list of 50 from {SHIPMENTS} shipments": ("/shipments", coordinator)}
    for name, (path, session) in pages.items():
        status, text, _ = ask(relais.origin + path, cookie=session)
        assert status == 200, (path, status)
        static = nginx.put("page.html", len(text.encode()))
        print(f"{name}: {len(text.encode())} bytes")
        ratio, times = beside_nginx(name, lambda: wrk(relais.origin + path, "-H", f"Cookie: {session}"),
                                    lambda: wrk(static))
        goal(f"{name.split()[0]}_to_nginx", ratio, f"at least {RATIO_WANTED}", ratio >= RATIO_WANTED)
        goal(f"{name.split()[0]}_p99_to_nginx", times, f"under {P99_TIMES_WANTED}", times < P99_TIMES_WANTED)
    hand_over(relais, nginx, volunteer)


def hand_over(relais, nginx, session):
    counter = ask(relais.origin + "/hand-overs", cookie=session)[1]
    product = re.search(r'name="product" value="([^"]+)"|<option value="([^"]+)"[^>]*>', counter)
    form = urllib.parse.urlencode({
        "csrf": field(counter, "csrf"), "structure": field(counter, "structure"), "people": "1",
        "product": product[1] or product[2], "audience": re.search(r'name="audience" value="([^"]+)"', counter)[1],
        "day": time.strftime("%Y-%m-%d")})
    status, text, _ = ask(relais.origin + "/hand-overs", dict(urllib.parse.parse_qsl(form + "&request=first")), session)
    assert status == 303, (status, text)
    static = nginx.put("answer.html", 500)
    runs = iter(range(1_000_000))

    def ours():
        environment = {"HAND_OVER_FORM": form, "HAND_OVER_COOKIE": session, "HAND_OVER_ORIGIN": relais.origin,
                       "HAND_OVER_RUN": f"r{next(runs)}"}
        return wrk(relais.origin, "-s", str(HERE / "hand_over.lua"), environment=environment)

    ratio, times = beside_nginx("hand-over (a durable write)", ours, lambda: wrk(static))
    goal("hand_over_p99_to_nginx", times, f"under {P99_TIMES_WANTED}", times < P99_TIMES_WANTED)


def main():
    relais = sys.argv[1]
    queries = sys.argv[2] if len(sys.argv) > 2 else None
    folder = pathlib.Path(tempfile.mkdtemp(prefix="relais-site-bench-"))
    database = str(folder / "site.db")
    started = []
    print("load of the machine before: " + " ".join(f"{load:.1f}" for load in os.getloadavg()))
    try:
        if given := os.environ.get("RELAIS_DEMO_DATABASE"):
            shutil.copy(given, database)
            shutil.copy(given + ".key", database + ".key")
        else:
            subprocess.run([relais, "--database", database, "demo"], check=True, stdout=subprocess.DEVNULL)
        grow(database)
        server, nginx = Relais(relais, database), Nginx(folder)
        started += [server, nginx]
        time.sleep(0.5)
        coordinator, volunteer = sign_in(server.origin, "coordinator"), sign_in(server.origin, "structure_volunteer")
        measure(server, nginx, coordinator, volunteer)
        print(f"resident after all that: {server.memory_mb():.0f} MiB")
        if queries:
            subprocess.run([queries, database, coordinator, "/", "/shipments", "/gifts", "/members"], check=True)
            subprocess.run([queries, database, volunteer, "/hand-overs"], check=True)
        print("load of the machine after: " + " ".join(f"{load:.1f}" for load in os.getloadavg()))
    finally:
        for one in started:
            one.stop()
        shutil.rmtree(folder)


main()
