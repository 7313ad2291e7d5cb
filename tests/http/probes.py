"""Hostile and clumsy clients, by raw sockets, against a server of ours.

    probes.py [--tls] [--ok-path /] [--echo-path /echo] [--slow-path /slow] [--throw-path /throw] -- COMMAND...

COMMAND starts the server and prints its address, http://127.0.0.1:PORT, on its standard output. The probes that need
an echoing, slow or throwing route run only when its path is given. With --tls the command is given a certificate of
the moment (`--certificate FILE --certificate-key FILE`), all probes go by TLS, and some more attack TLS itself. Exit
status 1 when a probe fails.
"""
import argparse
import concurrent.futures
import os
import re
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import warnings

warnings.simplefilter("ignore", DeprecationWarning)  # we offer old versions to see them refused

HOST = b"Host: x\r\n"
CLOSE = b"Connection: close\r\n"
HONEST_SECONDS = 0.3  # an honest request beside hostile ones, on a loaded machine; alone it takes a millisecond
MEMORY_GROWTH_MB = 40


class Server:
    def __init__(self, command, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="relais-probes-") if options.tls else None
        if self.folder:
            self.make_certificate()
            command = [*command, "--certificate", f"{self.folder}/cert.pem", "--certificate-key", f"{self.folder}/key.pem"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if found := re.search(r"https?://[^ :]+:(\d+)", line):
                self.port = int(found[1])
                return
        raise SystemExit("the server did not print its address")

    def connect_raw(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def connect(self, highest=ssl.TLSVersion.TLSv1_3):
        client = self.connect_raw()
        if not self.folder:
            return client
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = highest
        context.set_ciphers("DEFAULT@SECLEVEL=0")  # so that it is the server who refuses what is too old
        return context.wrap_socket(client)

    def make_certificate(self):
        script = pathlib.Path(__file__).resolve().parent.parent / "outbox" / "certificate"
        subprocess.run([script, self.folder], check=True)

    def certificate(self):
        with self.connect() as client:
            return client.getpeercert(binary_form=True)

    def stop(self):
        self.process.kill()
        if self.folder:
            shutil.rmtree(self.folder)

    def ask(self, sent, seconds=2):
        """Sends bytes and returns all that comes back until the server closes or falls silent."""
        with self.connect() as client:
            try:
                client.sendall(sent)
            except OSError:
                pass  # refused before we had finished: the answer is what counts
            return receive(client, seconds)

    def memory_mb(self):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024

    def request(self, path=None, headers=b"", method=b"GET", version=b"1.1"):
        path = (path or self.options.ok_path).encode()
        return method + b" " + path + b" HTTP/" + version + b"\r\n" + HOST + headers + b"\r\n"

    def post(self, headers, body=b""):
        path = (self.options.echo_path or self.options.ok_path).encode()
        return b"POST " + path + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n" + body


def receive(client, seconds, enough=lambda data: False):
    data = b""
    end = time.monotonic() + seconds
    try:
        while not enough(data) and (left := end - time.monotonic()) > 0:
            client.settimeout(left)
            piece = client.recv(65536)
            if not piece:
                break
            data += piece
    except OSError:
        pass
    return data


def statuses(data):
    return [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d\d\d) ", data)]


def expect(condition, seen):
    if not condition:
        raise AssertionError(str(seen)[:300])


def expect_statuses(data, *wanted):
    expect(statuses(data) == list(wanted), statuses(data) or data)


def expect_refused(data, *wanted):
    """One answer, of the wanted codes, and nothing after it: what follows was never taken for a second request."""
    found = statuses(data)
    expect(len(found) == 1 and found[0] in wanted, found or data)


def body_of(answer):
    return answer.split(b"\r\n\r\n", 1)[1]


# -- What an honest client may expect


def answers(server):
    expect_statuses(server.ask(server.request(headers=CLOSE)), 200)


def answers_a_pipeline_of_one_hundred(server):
    data = server.ask(server.request() * 99 + server.request(headers=CLOSE), 5)
    expect(statuses(data) == [200] * 100, len(statuses(data)))


def head_has_no_body_and_the_same_length(server):
    head = server.ask(server.request(headers=CLOSE, method=b"HEAD"))
    full = server.ask(server.request(headers=CLOSE))
    length = rb"Content-Length: (\d+)"
    expect_statuses(head, 200)
    expect(body_of(head) == b"", head)
    expect(re.search(length, head)[1] == re.search(length, full)[1], head)


def answers_http_1_0_without_host_and_closes(server):
    data = server.ask(b"GET " + server.options.ok_path.encode() + b" HTTP/1.0\r\n\r\n")
    expect_statuses(data, 200)


def skips_the_empty_line_of_old_clients(server):
    expect_statuses(server.ask(b"\r\n" + server.request(headers=CLOSE)), 200)


def sends_security_headers(server):
    data = server.ask(server.request(headers=CLOSE))
    for header in (b"Content-Security-Policy: default-src 'none'", b"X-Content-Type-Options: nosniff", b"Cache-Control: "):
        expect(header in data, data)


def says_which_methods_are_allowed(server):
    data = server.ask(server.request(headers=CLOSE, method=b"DELETE"))
    expect_statuses(data, 405)
    expect(b"Allow: GET, HEAD" in data, data)


# -- Two readings of one message


def refuses_a_missing_host(server):
    expect_refused(server.ask(b"GET / HTTP/1.1\r\n\r\n"), 400)


def refuses_two_hosts(server):
    expect_refused(server.ask(server.request(headers=HOST)), 400)


def refuses_both_length_headers(server):
    smuggled = b"0\r\n\r\n" + server.request()
    expect_refused(server.ask(server.post(b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", smuggled)), 400)


def refuses_two_lengths(server):
    expect_refused(server.ask(server.post(b"Content-Length: 0\r\nContent-Length: 43\r\n", server.request())), 400)


def refuses_the_same_length_twice(server):
    expect_refused(server.ask(server.post(b"Content-Length: 5\r\nContent-Length: 5\r\n", b"hello")), 400)


def refuses_a_signed_length(server):
    expect_refused(server.ask(server.post(b"Content-Length: +5\r\n", b"hello")), 400)


def refuses_an_unknown_transfer_encoding(server):
    for encoding in (b"xchunked", b"gzip, chunked", b"chunked, identity", b"identity"):
        data = server.ask(server.post(b"Transfer-Encoding: " + encoding + b"\r\n", b"0\r\n\r\n"))
        expect_refused(data, 400, 501)


def refuses_two_transfer_encodings(server):
    twice = b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
    expect_refused(server.ask(server.post(twice, b"0\r\n\r\n")), 400, 501)


def refuses_chunks_in_http_1_0(server):
    data = server.post(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n").replace(b"HTTP/1.1", b"HTTP/1.0")
    expect_refused(server.ask(data), 400)


def refuses_a_blank_before_the_colon(server):
    expect_refused(server.ask(server.post(b"Content-Length : 5\r\n", b"hello")), 400)


def refuses_a_folded_header(server):
    expect_refused(server.ask(server.request(headers=b"X-A: a\r\n b\r\n")), 400)
    expect_refused(server.ask(server.request(headers=b"X-A: a\r\n\tb\r\n")), 400)


def refuses_a_bare_line_feed(server):
    expect_refused(server.ask(b"GET / HTTP/1.1\nHost: x\n\n"), 400)
    expect_refused(server.ask(server.request(headers=b"X-A: a\nX-B: b\r\n")), 400)


def refuses_a_nul_in_a_header(server):
    expect_refused(server.ask(server.request(headers=b"X-A: a\0b\r\n")), 400)


def refuses_a_wrong_chunk(server):
    chunked = b"Transfer-Encoding: chunked\r\n"
    for body in (b"zz\r\nhello\r\n0\r\n\r\n", b"5\r\nhelloX\r\n0\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n",
                 b"fffffffffffffffff\r\nhello\r\n0\r\n\r\n"):
        expect_refused(server.ask(server.post(chunked, body)), 400, 413)


# -- Addresses


def climbs_out_of_no_folder(server):
    for path in ("/%2e%2e/%2e%2e/etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc%2fpasswd"):
        data = server.ask(server.request(path, CLOSE))
        expect_statuses(data, 404)
        expect(b"root:" not in data, data)


def refuses_a_path_that_is_not_text(server):
    for path in ("/%ff", "/a%00b", "/%zz", "/a%0d%0aX:%201"):
        expect(statuses(server.ask(server.request(path, CLOSE)))[0] in (400, 404), path)


def refuses_a_query_that_is_not_text(server):
    for query in ("?a=%ff", "?a=%00", "?%"):
        expect_statuses(server.ask(server.request(server.options.ok_path + query, CLOSE)), 400)


def refuses_long_addresses(server):
    for length in (9000, 17000, 65000, 300000):
        expect_refused(server.ask(server.request("/" + "a" * length, CLOSE), 3), 414, 431)


# -- Noise and floods


def refuses_noise(server):
    for _ in range(10):
        expect_refused(server.ask(b"\x8f" + os.urandom(2000) + b"\r\n\r\n", 2), 400)


def refuses_a_tls_client_at_once(server):
    start = time.monotonic()
    data = server.ask(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(500))
    expect_refused(data, 400)
    expect(time.monotonic() - start < 2, "late")


def flood(server, head, block, size):
    """Sends blocks for as long as they are taken; the answer, and how many bytes went out."""
    sent = 0
    with server.connect() as client:
        try:
            client.sendall(head)
            while sent < size:
                client.sendall(block)
                sent += len(block)
        except OSError:
            pass
        return receive(client, 2), sent


def cuts_a_flood_of_headers(server):
    before = server.memory_mb()
    block = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 80) for number in range(1000))
    data, sent = flood(server, b"GET / HTTP/1.1\r\n" + HOST, block, 64_000_000)
    expect(statuses(data) in ([431], []), data)
    expect(sent < 20_000_000, sent)
    expect(server.memory_mb() - before < MEMORY_GROWTH_MB, server.memory_mb() - before)


def cuts_a_flood_of_chunks(server):
    before = server.memory_mb()
    block = b"%x\r\n" % 65536 + b"a" * 65536 + b"\r\n"
    data, sent = flood(server, server.post(b"Transfer-Encoding: chunked\r\n"), block, 100_000_000)
    expect(statuses(data) in ([413], []), data)
    expect(sent < 40_000_000, sent)
    expect(server.memory_mb() - before < MEMORY_GROWTH_MB, server.memory_mb() - before)


def refuses_a_declared_flood(server):
    before = server.memory_mb()
    data, sent = flood(server, server.post(b"Content-Length: 100000000\r\n"), b"a" * 65536, 100_000_000)
    expect(statuses(data) in ([413], []), data)
    expect(sent < 40_000_000, sent)
    expect(server.memory_mb() - before < MEMORY_GROWTH_MB, server.memory_mb() - before)
    expect_refused(server.ask(server.post(b"Content-Length: 100000000\r\n", b"a" * 100_000)), 413)


def refuses_an_absurd_length(server):
    expect_refused(server.ask(server.post(b"Content-Length: 18446744073709551615\r\n")), 400, 413)
    expect_refused(server.ask(server.post(b"Content-Length: 99999999999999999999999\r\n")), 400, 413)


def honest_seconds(server):
    best = 99.0
    for _ in range(3):
        start = time.monotonic()
        expect_statuses(server.ask(server.request(headers=CLOSE), 8), 200)
        best = min(best, time.monotonic() - start)
    return best


def beside_clients(server, count, sent):
    clients = [server.connect() for _ in range(count)]
    try:
        for client in clients:
            client.sendall(sent)
        seconds = honest_seconds(server)
        expect(seconds < HONEST_SECONDS, f"{seconds:.3f} s")
        return f"{seconds * 1000:.0f} ms"
    finally:
        for client in clients:
            client.close()


def serves_beside_forty_stuck_clients(server):
    return beside_clients(server, 40, b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ")


def serves_beside_a_hundred_idle_clients(server):
    return beside_clients(server, 100, server.request())


def refuses_a_form_of_another_site(server):
    data = server.ask(server.post(CLOSE + b"Sec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n"))
    expect(statuses(data)[0] in (403, 405), data)


# -- Routes that only the probe server has


def keeps_the_order_of_a_pipeline(server):
    slow = server.request(server.options.slow_path)
    data = server.ask(server.request() + slow + server.request(headers=CLOSE), 3)
    expect_statuses(data, 200, 200, 200)
    bodies = [part for part in re.split(rb"HTTP/1\.1 200 OK\r\n", data) if part]
    expect([part.endswith(b"slow") for part in bodies] == [False, True, False], data)


def reads_bodies(server):
    chunks = b"3\r\nhel\r\n2;note=x\r\nlo\r\n0\r\nX-Trailer: 1\r\n\r\n"
    for headers, body in ((b"Content-Length: 5\r\n", b"hello"), (b"Transfer-Encoding: chunked\r\n", chunks)):
        data = server.ask(server.post(CLOSE + headers, body))
        expect_statuses(data, 200)
        expect(body_of(data) == b"5", data)


def reads_the_request_after_a_body(server):
    data = server.ask(server.post(b"Content-Length: 5\r\n", b"hello") + server.request(headers=CLOSE))
    expect_statuses(data, 200, 200)


def continues_when_asked(server):
    expect_statuses(server.ask(server.post(CLOSE + b"Content-Length: 5\r\nExpect: 100-continue\r\n", b"hello")), 100, 200)


def does_not_decode_headers(server):
    data = server.ask(server.post(CLOSE + b"X-Test: a%0d%0aInjected: 1\r\nContent-Length: 0\r\n"))
    expect_statuses(data, 200)
    expect(b"\r\nInjected: 1" not in data, data)


def a_throwing_handler_gives_500_without_detail(server):
    data = server.ask(server.request(server.options.throw_path, CLOSE))
    expect_statuses(data, 500)
    expect(b"secret" not in data, data)
    answers(server)


# -- Slow clients: each takes its deadline, so they run side by side


def seconds_until_closed(server, head, step=b"", limit=25):
    start = time.monotonic()
    with server.connect() as client:
        try:
            client.sendall(head)
            while time.monotonic() - start < limit:
                client.settimeout(0.5)
                try:
                    if not client.recv(65536):
                        break
                except socket.timeout:
                    client.sendall(step)
        except OSError:
            pass
    return time.monotonic() - start


def expect_between(seconds, least, most):
    expect(least <= seconds <= most, f"{seconds:.1f} s")
    return f"closed after {seconds:.1f} s"


def cuts_a_silent_client(server):
    return expect_between(seconds_until_closed(server, b""), 4, 8)


def cuts_a_dripping_header(server):
    return expect_between(seconds_until_closed(server, b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", b"a"), 4, 8)


def cuts_a_dripping_body(server):
    post = server.post(b"Content-Length: 1000\r\n", b"a")
    return expect_between(seconds_until_closed(server, post, b"a"), 8, 14)


def closes_an_idle_connection(server):
    return expect_between(seconds_until_closed(server, server.request()), 13, 20)


def lets_a_slow_upload_finish(server):
    """2,000 bytes a second for 13 seconds: beyond any short total, above the rate asked for."""
    with server.connect() as client:
        client.sendall(server.post(CLOSE + b"Content-Length: 26000\r\n"))
        for _ in range(26):
            client.sendall(b"a" * 1000)
            time.sleep(0.5)
        data = receive(client, 3)
    expect(len(statuses(data)) == 1 and statuses(data)[0] not in (400, 408), data)


# -- TLS itself


def tells_browsers_to_come_by_tls(server):
    data = server.ask(server.request(headers=CLOSE))
    expect(b"\r\nStrict-Transport-Security: max-age=31536000\r\n" in data, data)


def refuses_a_client_in_the_clear(server):
    with server.connect_raw() as client:
        client.sendall(server.request(headers=CLOSE))
        expect(not statuses(receive(client, 2)), "answered in the clear")


def refuses_old_versions(server):
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        try:
            server.connect(version).close()
        except (ssl.SSLError, OSError):
            continue
        raise AssertionError(version)
    server.connect(ssl.TLSVersion.TLSv1_2).close()


def refuses_noise_for_a_handshake(server):
    for start in (b"\x16\x03\x01\x02\x00", b"\x80", b"\x16\x03\x01\xff\xff"):
        with server.connect_raw() as client:
            client.sendall(start + os.urandom(600))
            receive(client, 2)
    answers(server)


def serves_beside_forty_stuck_handshakes(server):
    clients = [server.connect_raw() for _ in range(40)]
    try:
        for client in clients:
            client.sendall(b"\x16\x03\x01\x02\x00\x01")
        seconds = honest_seconds(server)
        expect(seconds < HONEST_SECONDS, f"{seconds:.3f} s")
        return f"{seconds * 1000:.0f} ms"
    finally:
        for client in clients:
            client.close()


def raw_seconds_until_closed(server, head, step=b"", limit=15):
    start = time.monotonic()
    with server.connect_raw() as client:
        try:
            client.sendall(head)
            while time.monotonic() - start < limit:
                client.settimeout(0.5)
                try:
                    if not client.recv(65536):
                        break
                except socket.timeout:
                    client.sendall(step)
        except OSError:
            pass
    return time.monotonic() - start


def cuts_a_silent_handshake(server):
    return expect_between(raw_seconds_until_closed(server, b""), 4, 8)


def cuts_a_dripping_handshake(server):
    return expect_between(raw_seconds_until_closed(server, b"\x16\x03\x01\x02\x00\x01", b"\0"), 4, 8)


def eventually(condition, seconds=5):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def reads_the_certificate_again(server):
    first = server.certificate()
    server.make_certificate()
    server.process.send_signal(signal.SIGHUP)
    expect(eventually(lambda: server.certificate() != first), "the certificate stayed")
    second = server.certificate()
    for name in ("cert.pem", "key.pem"):
        pathlib.Path(server.folder, name).write_text("not a certificate")
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    expect(server.certificate() == second, "a certificate that cannot be read changed something")
    answers(server)


# -- The end


def finishes_what_is_in_flight(server):
    with server.connect() as idle, server.connect() as client:
        idle.sendall(server.request())
        receive(idle, 1, lambda data: b"\r\n\r\n" in data)
        client.sendall(server.request(server.options.slow_path or server.options.ok_path))
        if server.options.slow_path:
            time.sleep(0.1)
        else:
            receive(client, 2, lambda data: b"\r\n\r\n" in data)
        start = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        if server.options.slow_path:
            data = receive(client, 3)
            expect(data.endswith(b"slow") and b"Connection: close" in data, data)
        code = server.process.wait(10)
        expect(code == 0, f"exit status {code}")
        return f"exit after {time.monotonic() - start:.2f} s"


QUICK = [
    answers, answers_a_pipeline_of_one_hundred, head_has_no_body_and_the_same_length,
    answers_http_1_0_without_host_and_closes, skips_the_empty_line_of_old_clients, sends_security_headers,
    says_which_methods_are_allowed, refuses_a_missing_host, refuses_two_hosts, refuses_both_length_headers,
    refuses_two_lengths, refuses_the_same_length_twice, refuses_a_signed_length, refuses_an_unknown_transfer_encoding,
    refuses_two_transfer_encodings, refuses_chunks_in_http_1_0, refuses_a_blank_before_the_colon,
    refuses_a_folded_header, refuses_a_bare_line_feed, refuses_a_nul_in_a_header, refuses_a_wrong_chunk,
    climbs_out_of_no_folder, refuses_a_path_that_is_not_text, refuses_a_query_that_is_not_text, refuses_long_addresses,
    refuses_noise, refuses_an_absurd_length, refuses_a_form_of_another_site,
    cuts_a_flood_of_headers, cuts_a_flood_of_chunks, refuses_a_declared_flood, serves_beside_forty_stuck_clients,
    serves_beside_a_hundred_idle_clients,
]
ECHO = [reads_bodies, reads_the_request_after_a_body, continues_when_asked, does_not_decode_headers]
IN_THE_CLEAR = [refuses_a_tls_client_at_once]
TLS = [
    tells_browsers_to_come_by_tls, refuses_a_client_in_the_clear, refuses_old_versions, refuses_noise_for_a_handshake,
    serves_beside_forty_stuck_handshakes, reads_the_certificate_again,
]
SLOW_HANDSHAKES = [cuts_a_silent_handshake, cuts_a_dripping_handshake]
SLOW_CLIENTS = [
    cuts_a_silent_client, cuts_a_dripping_header, cuts_a_dripping_body, closes_an_idle_connection,
    lets_a_slow_upload_finish,
]


def run(probe, server):
    """Runs one probe, says how it went, and returns whether it passed."""
    start = time.monotonic()
    try:
        note = probe(server) or ""
        passed = server.process.poll() is None or probe is finishes_what_is_in_flight
        note = note if passed else "the server died"
    except Exception as error:  # a probe that breaks is a probe that fails, and the others still run
        passed, note = False, f"{type(error).__name__}: {error}"
    verdict = "ok  " if passed else "FAIL"
    print(f"{verdict} {probe.__name__} {note} ({time.monotonic() - start:.1f} s)", flush=True)
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--ok-path", default="/", help="a GET that answers 200, to which POST is not allowed")
    for route in ("echo", "slow", "throw"):
        parser.add_argument(f"--{route}-path")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    server = Server(options.command, options)
    probes = QUICK + (TLS if options.tls else IN_THE_CLEAR)
    slow_clients = SLOW_CLIENTS + (SLOW_HANDSHAKES if options.tls else [])
    probes += ECHO if options.echo_path else []
    probes += [keeps_the_order_of_a_pipeline] if options.slow_path else []
    probes += [a_throwing_handler_gives_500_without_detail] if options.throw_path else []
    try:
        with concurrent.futures.ThreadPoolExecutor(len(slow_clients)) as threads:
            slow = [threads.submit(run, probe, server) for probe in slow_clients]
            passed = [run(probe, server) for probe in probes]
            passed += [probe.result() for probe in slow]
        passed.append(run(finishes_what_is_in_flight, server))
    finally:
        server.stop()
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
