# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A server that behaves as its paths say; prints its port, then each request that came and with which token and cookie.

Ends with its standard input: no test leaves it behind, however it ends.
"""
import contextlib
import http.server
import os
import socketserver
import sys
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve(self):
        print(self.command, self.path, self.headers.get("Authorization", "-"), self.headers.get("Cookie", "-"), flush=True)
        if self.path == "/early":
            self.close_connection = True
            self.answer(413, b"too large", Connection="close")
            # Who closes with bytes unread takes the answer back; the client stops sending when it has read it.
            self.connection.settimeout(5)
            with contextlib.suppress(OSError):
                while self.connection.recv(1 << 16):
                    pass
            return None
        received = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/connection":
            self.answer(200, self.headers.get("Connection", "-").encode())
        elif self.path == "/redirect":
            self.answer(302, b"", Location=f"http://localhost:{self.server.server_port}/stolen")
        elif self.path == "/tls":
            # The alert with which a server that speaks TLS answers plain HTTP.
            self.close_connection = True
            self.wfile.write(bytes([21, 3, 1, 0, 2, 2, 70]))
        elif self.path == "/slow":
            time.sleep(20)
        elif self.path == "/drip":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        elif self.path in ("/huge", "/huge-chunked"):
            self.send_response(200)
            if self.path == "/huge":
                self.send_header("Content-Length", str(1 << 30))
            else:
                self.close_connection = True
            self.end_headers()
            for _ in range(1 << 10):
                self.wfile.write(bytes(1 << 20))
        elif self.path == "/cut":
            self.close_connection = True
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"short")
        elif self.path == "/denied":
            self.answer(401, b"no", WWW_Authenticate="Bearer")
        else:
            text = f"{self.command} {len(received)} {sum(received) % 251} {self.headers.get('Content-Type')}"
            self.answer(200, text.encode(), Set_Cookie="session=1", X_Mixed="Yes", Cache_Control="max-age=1000")

    do_GET = do_PUT = do_POST = do_DELETE = serve

    def log_message(self, *arguments):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments):
        pass


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
server = Server(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
