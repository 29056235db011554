"""Documents from a Grist server, over real HTTP; the server here serves files and faults."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.stores.grist.document import GristDocument
from workbench.stores.grist.server import download

KEY = "key-that-nobody-may-read"
DATA = "eB5kH8Z7NVErycp32wx1Ge"

Answer = Callable[[BaseHTTPRequestHandler], None]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Authorization"]))
        self.server.answer(self)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: list[tuple[str, str | None]]
    answer: Answer

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the client hung up, as some tests want it to

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def content(body: bytes, *, length: int | None = None) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(body) if length is None else length))
        request.end_headers()
        request.wfile.write(body)

    return answer


def status(code: int) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        body = f'{{"error": "refused {KEY}"}}'.encode()
        request.send_response(code)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def fails(server: _Server, to: Path, *, timeout: float = 5.0) -> WorkbenchError:
    """The error of a download, after which neither a file nor the key is to be seen."""
    with pytest.raises(WorkbenchError) as caught:
        download(server.url, DATA, api_key=KEY, to=to / "data.grist", timeout=timeout)
    assert list(to.iterdir()) == []
    assert KEY not in str(caught.value)
    assert f"{server.url}/api/docs/{DATA}/download" in str(caught.value)
    return caught.value


def test_a_document_arrives_as_it_is_on_the_server(
    server: _Server, vedana: Path, tmp_path: Path
) -> None:
    original = vedana / f"{DATA}.grist"
    server.answer = content(original.read_bytes())
    path = download(f"{server.url}/", DATA, api_key=KEY, to=tmp_path / "new" / "data.grist")
    with GristDocument(path) as copy, GristDocument(original) as there:
        assert copy.rows("Anchor_person") == there.rows("Anchor_person")
    assert path.read_bytes() == original.read_bytes()
    assert [file.name for file in path.parent.iterdir()] == ["data.grist"]


def test_the_request_is_that_of_the_rest_api(server: _Server, vedana: Path, tmp_path: Path) -> None:
    server.answer = content((vedana / f"{DATA}.grist").read_bytes())
    download(server.url, DATA, api_key=KEY, to=tmp_path / "a.grist")
    download(f"{server.url}/o/team", "a/b", api_key=None, to=tmp_path / "b.grist")
    asked = "download?nohistory=true&template=false"
    assert server.asked == [
        (f"/api/docs/{DATA}/{asked}", f"Bearer {KEY}"),
        (f"/o/team/api/docs/a%2Fb/{asked}", None),
    ]


@pytest.mark.parametrize(
    ("code", "kind", "todo"),
    [
        (401, StoreUnavailable, "Set a valid one"),
        (403, StoreUnavailable, "Share the document"),
        (404, BadInput, "Correct the document id"),
        (400, BadInput, "Correct the address"),
        (500, StoreUnavailable, "See the server's log"),
        (503, StoreUnavailable, "See the server's log"),
    ],
)
def test_a_refusal_says_what_to_do(
    server: _Server, tmp_path: Path, code: int, kind: type[WorkbenchError], todo: str
) -> None:
    server.answer = status(code)
    error = fails(server, tmp_path)
    assert type(error) is kind
    assert str(code) in str(error)
    assert todo in str(error)


def test_a_login_page_is_no_document(server: _Server, tmp_path: Path) -> None:
    server.answer = content(b"<html>Sign in</html>")
    assert "perhaps its login page" in str(fails(server, tmp_path))


def test_a_download_that_breaks_off_is_told(server: _Server, vedana: Path, tmp_path: Path) -> None:
    whole = (vedana / f"{DATA}.grist").read_bytes()
    server.answer = content(whole[:50_000], length=len(whole))
    error = fails(server, tmp_path)
    assert isinstance(error, StoreUnavailable)
    assert "broke off" in str(error)


def test_half_a_document_with_a_matching_length_is_told(
    server: _Server, vedana: Path, tmp_path: Path
) -> None:
    server.answer = content((vedana / f"{DATA}.grist").read_bytes()[:50_000])
    assert "was cut off" in str(fails(server, tmp_path))


def test_a_server_that_does_not_answer_is_told(server: _Server, tmp_path: Path) -> None:
    server.answer = lambda request: time.sleep(0.5)
    assert "did not answer in time" in str(fails(server, tmp_path, timeout=0.1))


def test_nobody_there_is_told(server: _Server, tmp_path: Path) -> None:
    server.answer = lambda request: request.connection.close()
    url = server.url
    server.shutdown()
    server.server_close()
    with pytest.raises(StoreUnavailable, match=f"{url}.*start the server"):
        download(url, DATA, api_key=KEY, to=tmp_path / "data.grist")


def test_a_failed_download_leaves_the_earlier_file(server: _Server, tmp_path: Path) -> None:
    earlier = tmp_path / "data.grist"
    earlier.write_bytes(b"earlier")
    server.answer = status(500)
    with pytest.raises(StoreUnavailable):
        download(server.url, DATA, api_key=KEY, to=earlier)
    assert earlier.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [earlier]


def test_the_key_does_not_follow_a_redirect_to_another_host(
    server: _Server, vedana: Path, tmp_path: Path
) -> None:
    def moved(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", f"http://127.1:{server.server_port}/elsewhere")
        request.send_header("Content-Length", "0")
        request.end_headers()

    document = content((vedana / f"{DATA}.grist").read_bytes())
    server.answer = lambda request: (document if request.path == "/elsewhere" else moved)(request)
    download(server.url, DATA, api_key=KEY, to=tmp_path / "data.grist")
    assert server.asked[1] == ("/elsewhere", None)


@pytest.mark.parametrize(
    ("url", "document_id", "key", "told"),
    [
        ("ftp://host", DATA, KEY, "expected an address like"),
        ("docs.getgrist.com", DATA, KEY, "expected an address like"),
        (f"https://me:{KEY}@host", DATA, "", "expected an address like"),
        ("http://[::1", DATA, KEY, "expected an address like"),
        ("http://host:port", DATA, KEY, "expected an address like"),
        (f"http://{'a' * 70}.org", DATA, KEY, "expected an address like"),
        ("http://host\0", DATA, KEY, "expected an address like"),
        ("http://host", "  ", KEY, "the document id is blank"),
        ("http://host", "a\ud800", KEY, "holds what no address does"),
        ("http://host", DATA, f"{KEY}\n", "expected letters and digits"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_asked(
    tmp_path: Path, url: str, document_id: str, key: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        download(url, document_id, api_key=key, to=tmp_path / "data.grist")
    assert KEY not in str(caught.value)


def test_a_place_that_takes_no_file_is_told(server: _Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable, match=r"cannot be saved as .*data\.grist: File exists"):
        download(server.url, DATA, api_key=KEY, to=tmp_path / "file" / "data.grist")
    assert server.asked == []
