"""A small object store on loopback, of which DuckDB takes what it asks of S3: objects put whole or in parts, and ranges."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from tests.serving import LOOPBACK


class ObjectStore(ThreadingHTTPServer):
    """Holds objects by path in memory; keys are not checked."""

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _Answer)
        self.address = f"http://{LOOPBACK}:{self.server_port}"
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ObjectStore

    def do_PUT(self) -> None:
        body = self._body()
        if "partNumber" in self.query:
            self.server.parts.setdefault(self.at, {})[int(self.query["partNumber"][0])] = body
        else:
            self.server.objects[self.at] = body
        self._send(200, b"", ETag='"1"')

    def do_POST(self) -> None:
        body = self._body()
        if "uploads" in self.query:
            self._send(200, b"<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>")
        elif "delete" in self.query:
            for key in re.findall(rb"<Key>([^<]*)</Key>", body):
                self.server.objects.pop(f"{self.at.rstrip('/')}/{key.decode()}", None)
            self._send(200, b"<DeleteResult></DeleteResult>")
        else:
            parts = self.server.parts.pop(self.at)
            self.server.objects[self.at] = b"".join(parts[number] for number in sorted(parts))
            self._send(200, b"<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>")

    def do_GET(self) -> None:
        self._body()
        if "list-type" in self.query:
            self._list()
            return
        found = self.server.objects.get(self.at)
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if found is None:
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")
        elif asked:
            part = found[int(asked[1]) : int(asked[2]) + 1]
            self._send(206, part, **{"Content-Range": f"bytes {asked[1]}-{asked[2]}/{len(found)}", "ETag": '"1"'})
        else:
            self._send(200, found, ETag='"1"')

    do_HEAD = do_GET  # noqa: N815 - what the class looks for

    def do_DELETE(self) -> None:
        self._body()
        self.server.objects.pop(self.at, None)
        self._send(204, b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _list(self) -> None:
        bucket = self.at.strip("/")
        begin = f"/{bucket}/"
        keys = sorted(path.removeprefix(begin) for path in self.server.objects if path.startswith(begin))
        prefix = self.query.get("prefix", [""])[0]
        listed = "".join(
            f"<Contents><Key>{key}</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified><ETag>1</ETag>"
            f"<Size>{len(self.server.objects[begin + key])}</Size></Contents>"
            for key in keys
            if key.startswith(prefix)
        )
        said = f"<ListBucketResult><Name>{bucket}</Name><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>"
        self._send(200, said.encode())

    def _body(self) -> bytes:
        parts = urlsplit(self.path)
        self.at, self.query = unquote(parts.path), parse_qs(parts.query, keep_blank_values=True)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Last-Modified": "Wed, 01 Jan 2020 00:00:00 GMT", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def running() -> Iterator[ObjectStore]:
    """Serve an empty store until the block ends."""
    with ObjectStore() as store:
        thread = threading.Thread(target=store.serve_forever, daemon=True)
        thread.start()
        yield store
        store.shutdown()
        thread.join()
