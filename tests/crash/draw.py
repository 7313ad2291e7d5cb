"""Two processes of four threads draw on one stock: draw.py WORKER POSTGRES

The total granted equals the stock, never more, and verify is clean. On both engines.
"""
import os
import shutil
import subprocess
import sys
import tempfile

worker, postgres = sys.argv[1], sys.argv[2]
STOCK = 3000


def draw(url, engine):
    subprocess.run([worker, "setup", url, str(STOCK)], check=True)
    processes = [subprocess.Popen([worker, "draw", url, name], stdout=subprocess.PIPE) for name in ("a", "b")]
    granted = [int(process.communicate()[0]) for process in processes]
    if any(process.returncode for process in processes) or sum(granted) != STOCK:
        sys.exit(f"{engine}: granted {granted}, the stock was {STOCK}")
    if subprocess.run([worker, "check", url], input=b"").returncode != 0:
        sys.exit(f"{engine}: verify is not clean")
    print(f"{engine}: two processes were granted {granted[0]} + {granted[1]} = {STOCK}")


folder = tempfile.mkdtemp(prefix="relais-draw-")
cluster = os.path.join("/tmp", f"relais-draw-postgres-{os.getpid()}")
try:
    draw(os.path.join(folder, "draw.db"), "sqlite")
    url = subprocess.run([postgres, "start", cluster], capture_output=True, text=True, check=True).stdout.strip()
    draw(url, "postgres")
finally:
    subprocess.run([postgres, "stop", cluster])
    shutil.rmtree(folder)
