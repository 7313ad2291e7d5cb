"""Kills a sender at random points and looks at what arrived: crash.py SENDER POSTGRES TIMES

Every mail and webhook that was posted arrives, at least once; what arrives again carries the id of the first time, by which
the receiver can tell. Real servers, both engines; the PostgreSQL here keeps fsync on.
"""
import email
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

sender, postgres, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
SEED = int(os.environ.get("RELAIS_CRASH_SEED", random.randrange(1 << 30)))
MESSAGES = 20 * times
here = pathlib.Path(__file__).parent


class Server:
    def __init__(self, script):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relais-outbox-crash-"))
        self.process = subprocess.Popen(["/usr/bin/python3", here / script, self.folder], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.port = self.process.stdout.readline().decode().strip()

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)


def mails(folder):
    for path in folder.glob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes())
        yield mail["Subject"], mail["Message-ID"]


def hooks(folder):
    for path in folder.glob("*.json"):
        request = json.loads(path.read_text())
        yield json.loads(request["body"])["data"]["key"], request["headers"]["webhook-id"]


def check(name, arrived):
    ids = {}
    count = 0
    for key, message_id in arrived:
        count += 1
        ids.setdefault(key, set()).add(message_id)
    missing = [f"message/{number}" for number in range(MESSAGES) if f"message/{number}" not in ids]
    if missing:
        sys.exit(f"{name}: {len(missing)} never arrived, {missing[0]} first (RELAIS_CRASH_SEED={SEED})")
    if any(len(of_key) != 1 for of_key in ids.values()):
        sys.exit(f"{name}: a repeat under another id (RELAIS_CRASH_SEED={SEED})")
    if len(set().union(*ids.values())) != MESSAGES:
        sys.exit(f"{name}: two messages share an id (RELAIS_CRASH_SEED={SEED})")
    return count - MESSAGES


def crash(url, engine):
    dice = random.Random(SEED)
    mail_server, hook_server = Server("mail_server.py"), Server("hook_server.py")
    try:
        subprocess.run([sender, "post", url, str(MESSAGES), hook_server.port], check=True)
        for _ in range(times):
            process = subprocess.Popen([sender, "send", url, mail_server.port], stdout=subprocess.PIPE)
            process.stdout.readline()  # the delay counts from the first mail
            time.sleep(dice.uniform(0, 0.15))
            process.kill()
            process.wait()
        sent_before = len(list(mail_server.folder.glob("*.eml")))
        if sent_before < times:
            sys.exit(f"{engine}: hardly anything was sent before the last kill; the test shows nothing")
        subprocess.run([sender, "drain", url, mail_server.port], check=True, stdout=subprocess.DEVNULL, timeout=240)
        repeats = check(f"{engine}, mail", mails(mail_server.folder)), check(f"{engine}, webhooks", hooks(hook_server.folder))
        print(f"{engine}: killed {times} times; {MESSAGES} mails ({sent_before} before the last kill) and {MESSAGES} "
              f"webhooks arrived, {repeats[0]} and {repeats[1]} of them twice, under their first id")
    finally:
        mail_server.stop()
        hook_server.stop()


folder = tempfile.mkdtemp(prefix="relais-crash-")
cluster = os.path.join("/tmp", f"relais-outbox-crash-postgres-{os.getpid()}")
try:
    crash(os.path.join(folder, "crash.db"), "sqlite")
    url = subprocess.run([postgres, "start", cluster], env={**os.environ, "RELAIS_TEST_FSYNC": "on"},
                         capture_output=True, text=True, check=True).stdout.strip()
    crash(url, "postgres")
finally:
    subprocess.run([postgres, "stop", cluster])
    shutil.rmtree(folder)
