"""A partner's web server that misbehaves on demand: hook_server.py FOLDER [--tls FOLDER_OF_CERTIFICATE] [--port PORT]

Prints its port, then keeps each request as FOLDER/NUMBER.json (path, headers, body) and runs until its standard input
closes. By path: /status/NNN, /redirect, /stall, /drip (an answer a byte at a time), /cut (takes the request, then closes),
/flood (an answer without end), /heads (headers without end). Any other path is 204.
"""
import http.server
import json
import os
import pathlib
import ssl
import sys
import threading
import time


def argument(name):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count = 0
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def keep(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        with Handler.lock:
            Handler.count += 1
            kept = folder / f"{Handler.count:04}.json"
        headers = {name.lower(): value for name, value in self.headers.items()}
        part = kept.with_suffix(".part")
        part.write_text(json.dumps({"path": self.path, "headers": headers, "body": body.decode()}))
        part.rename(kept)

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.keep()
        self.answer(204)

    def do_POST(self):
        self.keep()
        try:
            self.misbehave()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def misbehave(self):
        if self.path.startswith("/status/"):
            self.answer(int(self.path.split("/")[2]), body=b"" if self.path.endswith("204") else b"some answer")
        elif self.path == "/redirect":
            self.answer(302, [("location", "/followed")])
        elif self.path == "/stall":
            time.sleep(3600)
        elif self.path == "/drip":
            for byte in b"HTTP/1.1 200 OK\r\n" + b"x-drip: y\r\n" * 1000:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)
        elif self.path == "/cut":
            self.close_connection = True
            self.connection.shutdown(2)
        elif self.path == "/flood":
            self.send_response(200)
            self.send_header("connection", "close")
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        elif self.path == "/heads":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                self.wfile.write(b"x-head: " + b"y" * 1000 + b"\r\n")
        else:
            self.answer(204)


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A sender that was killed, or that hung up."""


folder = pathlib.Path(sys.argv[1])
server = Server(("127.0.0.1", int(argument("--port") or 0)), Handler)
server.daemon_threads = True
if argument("--tls"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{argument('--tls')}/cert.pem", f"{argument('--tls')}/key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
os._exit(0)
