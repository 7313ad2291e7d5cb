"""Kills a process that moves goods, at random points, and checks what is left: crash.py WORKER POSTGRES TIMES

After each kill everything acknowledged is there, nothing is half there, and verify is clean. On both engines.
The PostgreSQL here keeps fsync on: what is claimed durable is written.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

worker, postgres, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
SEED = int(os.environ.get("RELAIS_CRASH_SEED", random.randrange(1 << 30)))


def run_and_kill(url, seed, delay):
    """The requests acknowledged before the kill."""
    process = subprocess.Popen([worker, "transfer", url, str(seed)], stdout=subprocess.PIPE)
    first = process.stdout.readline()  # the delay counts from the first acknowledged move
    time.sleep(delay)
    process.kill()
    rest = process.stdout.read()
    process.wait()
    return [line for line in (first + rest).split(b"\n")[:-1]]


def crash(url, engine):
    dice = random.Random(SEED)
    subprocess.run([worker, "setup", url, "100000"], check=True)
    acknowledged = 0
    for number in range(times):
        lines = run_and_kill(url, number, dice.uniform(0, 0.08))
        acknowledged += len(lines)
        checked = subprocess.run([worker, "check", url], input=b"".join(line + b"\n" for line in lines))
        if checked.returncode != 0:
            sys.exit(f"{engine}: lost or broken after kill {number + 1} (RELAIS_CRASH_SEED={SEED})")
    if acknowledged < times:
        sys.exit(f"{engine}: hardly anything was acknowledged; the test shows nothing")
    print(f"{engine}: killed {times} times, {acknowledged} acknowledged moves, none lost, verify clean each time")


folder = tempfile.mkdtemp(prefix="relais-crash-")
cluster = os.path.join("/tmp", f"relais-crash-postgres-{os.getpid()}")
try:
    crash(os.path.join(folder, "crash.db"), "sqlite")
    url = subprocess.run([postgres, "start", cluster], env={**os.environ, "RELAIS_TEST_FSYNC": "on"},
                         capture_output=True, text=True, check=True).stdout.strip()
    crash(url, "postgres")
finally:
    subprocess.run([postgres, "stop", cluster])
    shutil.rmtree(folder)
