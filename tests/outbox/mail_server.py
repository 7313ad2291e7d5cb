"""A mail server that misbehaves on demand: mail_server.py FOLDER [--tls FOLDER_OF_CERTIFICATE] [--login USER PASSWORD]

Prints its port, then keeps each mail as FOLDER/NUMBER.eml and runs until its standard input closes. By the name before the
@ of the recipient: refused, full, grey (the first time), spam (after the text), stall, cut (takes the mail, then drops the
connection without a word, once), closing. Any other name is taken.
"""
import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def arguments(name, count):
    at = sys.argv.index(name) if name in sys.argv else None
    return sys.argv[at + 1 : at + 1 + count] if at else []


def certificate(folder):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    return context


class Handler:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.count = 0
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        answer = {"refused": "550 5.1.1 no such box", "full": "452 4.2.2 full", "closing": "421 4.3.2 closing"}.get(name)
        if name == "grey" and address not in self.seen:
            answer = "451 4.7.1 come back later"
        self.seen.add(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "spam":
            return "554 5.7.1 we do not like it"
        if name == "stall":
            await asyncio.sleep(3600)
        self.count += 1
        kept = self.folder / f"{self.count:04}.eml"
        kept.with_suffix(".part").write_bytes(envelope.content)
        kept.with_suffix(".part").rename(kept)
        if name == "cut" and "cut" not in self.seen:
            self.seen.add("cut")
            server.transport.abort()
        return "250 OK"


async def main():
    tls, login = arguments("--tls", 1), arguments("--login", 2)
    context = certificate(tls[0]) if tls else None

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=[data.login.decode(), data.password.decode()] == login, handled=False)

    def protocol():
        return SMTP(handler, hostname="localhost", tls_context=context, require_starttls=bool(context),
                    authenticator=authenticate if login else None, auth_required=bool(login),
                    auth_require_tls=bool(context))

    handler = Handler(sys.argv[1])
    port = int(arguments("--port", 1)[0]) if "--port" in sys.argv else 0
    server = await asyncio.get_running_loop().create_server(protocol, "0.0.0.0", port, reuse_address=True)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
