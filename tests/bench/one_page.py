"""A server of one page that has an entity tag; any other address leads to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def one_page(body: bytes, tag: str) -> Iterator[str]:
    """The address of the page, while the block runs."""

    class Page(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status = 302 if self.path != "/" else 304 if self.headers.get("If-None-Match") == tag else 200
            self.send_response(status)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body)) if status == 200 else "0")
            if status == 302:
                self.send_header("Location", "/")
            self.end_headers()
            if status == 200:
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is written."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
