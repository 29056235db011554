"""A server that speaks OpenAI's embeddings API, and answers as a test tells it."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "key-that-nobody-may-read"
Reply = tuple[int, dict[str, str], Any]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], asked))
        status, headers, body = self.server.reply(asked)
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(sent))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: list[tuple[str, str | None, Any]]
    reply: Callable[[Any], Reply]

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the client hung up, as a test wants it to

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


def vector(text: str) -> list[float]:
    """A direction that tells the texts of these tests apart, of length 5."""
    return [3.0, 4.0, 0.0] if len(text) % 2 else [0.0, 4.0, 3.0]


def good(asked: Any) -> Reply:
    data = [{"index": at, "embedding": vector(text)} for at, text in enumerate(asked["input"])]
    return 200, {}, {"data": data}


def always(status: int, body: Any = b"", **headers: str) -> Callable[[Any], Reply]:
    return lambda asked: (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)
