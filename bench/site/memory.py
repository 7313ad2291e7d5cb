"""What a server at rest holds, and what idle connections add: memory.py RELAIS

Resident memory of `relais serve` on the demonstration, before anyone came and after some pages; then with a thousand
connections that asked one page each and wait. Prints a line per goal.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from servers import Relais, ask

CONNECTIONS = 990  # of the 1,000 that the server takes at most
IDLE_MIB_WANTED = 40
THOUSAND_MIB_WANTED = 20
PAGES = ("/", "/directory", "/allocations", "/sign-in")


def goal(name, measured, wanted):
    print(f"goal {name}: measured {measured:.1f} MiB, wanted under {wanted} MiB, {'met' if measured < wanted else 'missed'}")


def open_idle(server):
    host, port = server.origin.removeprefix("http://").split(":")
    client = socket.create_connection((host, int(port)), timeout=10)
    client.sendall(b"GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n")
    answer = b""
    while b"</html>" not in answer:
        piece = client.recv(65536)
        assert piece, "closed"
        answer += piece
    return client


def main():
    relais = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="relais-memory-"))
    database = str(folder / "site.db")
    try:
        if given := os.environ.get("RELAIS_DEMO_DATABASE"):
            shutil.copy(given, database)
            shutil.copy(given + ".key", database + ".key")
        else:
            subprocess.run([relais, "--database", database, "demo"], check=True, stdout=subprocess.DEVNULL)
        server = Relais(relais, database)
        try:
            time.sleep(1)
            fresh = server.memory_mb()
            for path in PAGES:
                assert ask(server.origin + path)[0] == 200, path
            warm = server.memory_mb()
            clients = [open_idle(server) for _ in range(CONNECTIONS)]
            added = server.memory_mb() - warm
            print(f"resident: {fresh:.1f} MiB after the start, {warm:.1f} MiB after {len(PAGES)} pages, "
                  f"{warm + added:.1f} MiB with {len(clients)} idle connections")
            goal("idle_server", max(fresh, warm), IDLE_MIB_WANTED)
            goal("thousand_idle_connections", added * 1000 / CONNECTIONS, THOUSAND_MIB_WANTED)
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


main()
