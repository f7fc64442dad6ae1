#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small HTTP/1.1 server that misbehaves as it is asked to by the path. Prints its port, and ends when its standard input does.

    http_server.py [--tls CERTIFICATE KEY]

/echo           JSON of the request as it came
/slow?ms=N      answers N milliseconds later
/drip           a byte of the body, then nothing any more
/truncated      ends in the middle of a body of known length
/chunk-cut      ends in the middle of a chunked body
/body-reset     a reset in the middle of a body
/reset          a reset instead of an answer
/closed         an orderly end instead of an answer
/garbage        no HTTP
/large?bytes=N  a body of that size
/headers?n=N    N headers of 1,000 bytes
/continue       100 before the answer
/status?code=N  that status, with a small body
/stale          answers, then ends the connection without saying so
/counts         {"connections": ever made, "peak": requests under way at once}
A request line with a whole URI (a proxy was asked) is answered with /echo; CONNECT is refused with 403."""
import json
import socket
import ssl
import struct
import sys
import threading
import time
from urllib.parse import parse_qs, urlsplit

counts = {"connections": 0, "now": 0, "peak": 0}
lock = threading.Lock()


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def answer(status, body, extra=""):
    return f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body


def read_request(stream):
    line = stream.readline().decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = []
    while (field := stream.readline().decode("latin-1").rstrip("\r\n")):
        name, _, value = field.partition(":")
        headers.append([name, value.strip()])
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    return {"method": line[0], "target": line[1], "headers": headers, "body": stream.read(length).decode("latin-1")}


def plain(path, query, request):
    """The bytes of an answer after which the connection goes on; None where the path is none of these."""
    if path == "/slow":
        time.sleep(int(query["ms"][0]) / 1000)
        return answer(200, b"late")
    if path == "/large":
        return answer(200, b"x" * int(query["bytes"][0]))
    if path == "/headers":
        return answer(200, b"", "".join(f"X-{i}: {'h' * 1000}\r\n" for i in range(int(query["n"][0]))))
    if path == "/continue":
        return b"HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n" + answer(200, b"after")
    if path == "/status":
        return answer(int(query["code"][0]), b"{}", "X-Amzn-RequestId: r-1\r\nX-Empty:\r\n")
    if path == "/counts":
        return answer(200, json.dumps(counts).encode())
    return answer(200, json.dumps(request).encode()) if path in ("/echo", "/") or request["target"].startswith("http") else None


def broken(path, connection):
    """Answers that are none; the connection ends with them."""
    begun = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun"
    if path == "/drip":
        connection.sendall(begun)
        time.sleep(30)
    elif path in ("/truncated", "/body-reset"):
        connection.sendall(begun)
        time.sleep(0.1)  # so that what was sent arrives before what comes now
    elif path == "/chunk-cut":
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n5\r\nan")
    elif path == "/garbage":
        connection.sendall(b"SSH-2.0-OpenSSH_9.2p1\r\n")
    elif path == "/stale":
        connection.sendall(answer(200, b"last"))
    if path in ("/reset", "/body-reset"):
        reset(connection)


def serve(connection):
    stream = connection.makefile("rb")
    while (request := read_request(stream)):
        target = urlsplit(request["target"])
        with lock:
            counts["now"] += 1
            counts["peak"] = max(counts["peak"], counts["now"])
        try:
            reply = answer(403, b"") if request["method"] == "CONNECT" else plain(target.path, parse_qs(target.query), request)
        finally:
            with lock:
                counts["now"] -= 1
        if reply is None:
            broken(target.path, connection)
            break
        connection.sendall(b"" if not reply else reply if request["method"] != "HEAD" else reply.split(b"\r\n\r\n")[0] + b"\r\n\r\n")
    stream.close()
    connection.close()


def handle(connection, context):
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        elif connection.recv(1, socket.MSG_PEEK) == b"\x16":  # the first byte of a TLS handshake, answered as web servers do
            connection.sendall(answer(400, b"this is no TLS"))
            return reset(connection)
        serve(connection)
    except (OSError, ValueError):
        connection.close()


def accept(listener, context):
    while True:
        connection, _ = listener.accept()
        with lock:
            counts["connections"] += 1
        threading.Thread(target=handle, args=(connection, context), daemon=True).start()


def main():
    context = None
    if sys.argv[1:2] == ["--tls"]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=accept, args=(listener, context), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
