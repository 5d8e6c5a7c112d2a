"""Verifies DKIM signatures by HTTP: the body of a POST is the message, each "Record: NAME TEXT" in its header a TXT record.

The answer has a line for every signature: its algorithm, its domain, and pass, fail or the exception.
"""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import dkim


class Verifier(BaseHTTPRequestHandler):
    def do_POST(self):
        message = self.rfile.read(int(self.headers["Content-Length"]))
        records = dict(record.split(" ", 1) for record in self.headers.get_all("Record", []))
        answer = "".join(line + "\n" for line in verify(message, records)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def verify(message, records):
    def lookup(name, timeout=5):
        return records[name.decode().rstrip(".")].encode()

    signatures = sum(name.lower() == b"dkim-signature" for name, _ in dkim.DKIM(message).headers)
    for index in range(signatures):
        one = dkim.DKIM(message)
        try:
            result = "pass" if one.verify(index, lookup) else "fail"
        except dkim.ValidationError:
            result = "fail"
        except Exception as broken:
            result = repr(broken)
        tags = one.signature_fields
        yield " ".join([tags[b"a"].decode(), tags[b"d"].decode(), result])


HTTPServer((sys.argv[1], int(sys.argv[2])), Verifier).serve_forever()
