"""A real SMTP server (aiosmtpd) that delivers nothing: each mail becomes a JSON file in a folder.

    smtp-sink.py FOLDER [--port N] [--tls CERT KEY] [--login NAME PASSWORD]

Prints `listening PORT` once it answers. Mailboxes whose name begins with `refused` are answered 550, those
that begin with `later` 451 twice and then taken. For tests only.
"""

import argparse
import asyncio
import email
import email.policy
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Sink:
    def __init__(self, folder):
        self.folder, self.count, self.put_off = folder, 0, {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later"):
            self.put_off[address] = self.put_off.get(address, 0) + 1
            if self.put_off[address] <= 2:
                return "451 4.3.0 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)

        def body(kind):
            part = message.get_body((kind,))
            return part.get_content() if part else ""

        self.count += 1
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": [[name, str(value)] for name, value in message.items()],
            "subject": str(message["subject"]),
            "text": body("plain"),
            "html": body("html"),
            "tls": session.ssl is not None,
            "signed_in": session.authenticated,
        }
        # Whole or not at all: who looks meanwhile reads no half of a mail.
        beside = self.folder / f"{self.count:06}.new"
        beside.write_text(json.dumps(mail, ensure_ascii=False), encoding="utf-8")
        beside.rename(self.folder / f"{self.count:06}.json")
        return "250 OK"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--login", nargs=2)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    context = None
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*options.tls)

    def check(server, session, envelope, mechanism, data):
        wanted = [part.encode() for part in options.login or ["", ""]]
        right = isinstance(data, LoginPassword) and [data.login, data.password] == wanted
        return AuthResult(success=right, handled=False)

    sink = Sink(options.folder)
    sink.count = len(list(options.folder.glob("*.json")))

    def session():
        return SMTP(
            sink,
            hostname="sink.test",
            tls_context=context,
            require_starttls=context is not None,
            authenticator=check if options.login else None,
            auth_required=bool(options.login),
            auth_require_tls=context is not None,
        )

    async def serve():
        server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", options.port)
        print("listening", server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        sys.exit(0)


main()
