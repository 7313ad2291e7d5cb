"""`relais serve` sends what waits: serve.py RELAIS SENDER POSTGRES

One server on SQLite, two at once on PostgreSQL: every mail and webhook arrives exactly once, and the servers end in time.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

relais, sender, postgres = map(os.path.abspath, sys.argv[1:4])
MESSAGES = 60
SECONDS_MAX = 60
here = pathlib.Path(__file__).resolve().parent


class Server:
    def __init__(self, script):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relais-outbox-serve-"))
        self.process = subprocess.Popen(["/usr/bin/python3", here / script, self.folder], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.port = self.process.stdout.readline().decode().strip()

    def count(self):
        return len([*self.folder.glob("*.eml"), *self.folder.glob("*.json")])

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)


def serve(url, engine, nodes):
    mails, hooks = Server("mail_server.py"), Server("hook_server.py")
    servers = []
    try:
        subprocess.run([sender, "post", url, str(MESSAGES), hooks.port], check=True)
        command = [relais, "--database", url, "serve", "--port", "0", "--smtp", f"smtp://127.0.0.1:{mails.port}",
                   "--mail-from", "relais@example.org", "--webhooks-anywhere"]
        servers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(nodes)]
        end = time.monotonic() + SECONDS_MAX
        while (mails.count() < MESSAGES or hooks.count() < MESSAGES) and time.monotonic() < end:
            time.sleep(0.1)
        asked = time.monotonic()
        for server in servers:
            server.send_signal(signal.SIGTERM)
        codes = [server.wait(timeout=20) for server in servers]
        if (mails.count(), hooks.count()) != (MESSAGES, MESSAGES) or any(codes):
            sys.exit(f"{engine}: {mails.count()} mails and {hooks.count()} webhooks of {MESSAGES} each; exit codes {codes}")
        listed = subprocess.run([relais, "--database", url, "outbox", "list"], capture_output=True, text=True).stdout
        if f"sent: {2 * MESSAGES}" not in listed:
            sys.exit(f"{engine}: {listed.splitlines()[-1]}")
        print(f"{engine}: {nodes} server(s) sent {MESSAGES} mails and as many webhooks once each, "
              f"and ended {time.monotonic() - asked:.1f} s after they were asked to")
    finally:
        for server in servers:
            server.kill()
        mails.stop()
        hooks.stop()


folder = tempfile.mkdtemp(prefix="relais-serve-")
cluster = os.path.join("/tmp", f"relais-outbox-serve-postgres-{os.getpid()}")
os.chdir(folder)  # where a server may keep its key
try:
    serve(os.path.join(folder, "serve.db"), "sqlite", 1)
    url = subprocess.run([postgres, "start", cluster], capture_output=True, text=True, check=True).stdout.strip()
    serve(url, "postgres", 2)
finally:
    subprocess.run([postgres, "stop", cluster])
    shutil.rmtree(folder)
