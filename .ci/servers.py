"""Small misbehaving servers for servers.sh; each prints its port and runs until it is killed.

    servers.py proxy URL [CA]       forwards to a calendar server, but answers 501 to free-busy-query
    servers.py html | stall | loop | cut
    servers.py tls CERT KEY         a calendar over TLS with this certificate
"""
import http.client
import http.server
import ssl
import sys
import time
from urllib.parse import urlsplit

kind, arguments = sys.argv[1], sys.argv[2:]
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def forward(self):
        body = self.body()
        if b"free-busy-query" in body:
            return self.send(501, {}, b"")
        upstream = urlsplit(arguments[0])
        if upstream.scheme == "https":
            context = ssl.create_default_context(cafile=arguments[1])
            connection = http.client.HTTPSConnection(upstream.hostname, upstream.port, context=context)
        else:
            connection = http.client.HTTPConnection(upstream.hostname, upstream.port)
        wanted = ("authorization", "content-type", "depth", "accept")
        headers = {name: self.headers[name] for name in wanted if self.headers[name]}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        self.send(answer.status, {"Content-Type": answer.headers["Content-Type"] or ""}, answer.read())

    def do_GET(self):
        self.body()
        if kind == "html":
            self.send(200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><title>Sign in</title>")
        elif kind == "loop":
            self.send(302, {"Location": self.path}, b"")
        elif kind == "stall":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n")
            self.wfile.flush()
            time.sleep(60)
        elif kind == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + CALENDAR)
            self.close_connection = True
        else:
            self.send(200, {"Content-Type": "text/calendar"}, CALENDAR)

    if kind == "proxy":
        do_GET = do_REPORT = do_PROPFIND = forward


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if kind == "tls":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments[0], arguments[1])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
