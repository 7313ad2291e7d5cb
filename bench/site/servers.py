"""The servers that the benchmarks of the site start, and how they ask them."""
import html
import os
import pathlib
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def ask(url, fields=None, cookie=""):
    """Status, text and session of an answer."""
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode() if fields else None)
    request.add_header("Cookie", cookie)
    if fields:
        request.add_header("Origin", "/".join(url.split("/")[:3]))
    try:
        answer = OPENER.open(request)
    except urllib.error.HTTPError as error:
        answer = error
    session = (answer.headers.get("Set-Cookie") or "").split(";")[0]
    return answer.status, answer.read().decode(), session


def field(text, name):
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', text)[1])


def sign_in(origin, role):
    page = ask(origin + "/sign-in")[1]
    found = re.search(rf'name="email" value="({role}@[^"]+)".*?name="password" value="([^"]+)"', page, re.S)
    session = ask(origin + "/sign-in", {"email": found[1], "password": html.unescape(found[2])})[2]
    owed = ask(origin + "/sign-in/code", cookie=session)[1]
    if code := re.search(r"<code>(\d{6})</code>", owed):
        ask(origin + "/sign-in/code", {"code": code[1], "csrf": field(owed, "csrf")}, session)
    return session


class Relais:
    def __init__(self, relais, database):
        self.process = subprocess.Popen([relais, "--database", database, "serve", "--demo", "--port", "0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if found := re.search(r"http://[^ :]+:\d+", line):
                self.origin = found[0]
                return
        sys.exit("relais serve ended before it said its address")

    def memory_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


class Nginx:
    """Static files, as Debian's nginx serves them with its defaults: a worker per core, sendfile."""

    def __init__(self, folder):
        self.root = folder / "static"
        self.root.mkdir()
        folder.chmod(0o755)
        config = folder / "nginx.conf"
        self.port = 18_000 + os.getpid() % 10_000
        config.write_text(
            f"worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off;\n"
            f"events {{ worker_connections 768; }}\n"
            f"http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ text/html html; }}\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {self.root}; }} }}\n")
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", config], stderr=subprocess.DEVNULL)
        self.origin = f"http://127.0.0.1:{self.port}"

    def put(self, name, size):
        (self.root / name).write_bytes(b"x" * size)
        return f"{self.origin}/{name}"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
