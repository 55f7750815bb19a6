"""Headers that hold browsers to what a page may do, on every kind of answer; browsers hold pages to it in their tests."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from tests.reading import reading_from
from trends.serve import api, headers, policy

POLICY = policy.POLICY.casefold()
ADDRESSES = (
    "/api/v1/findings.csv?country=NZL",
    "/api/v1/nothing.csv",
    "/api/v1/",
    "/read/priorities",
    "/read/nowhere",
    "/nowhere",
    "/embed/countries/standing",
    "/card/countries/standing.svg",
    "/card/countries/standing.png",
    "/feed.atom",
    "/robots.txt",
)


def parts_of(said: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in said.split(";")}


@pytest.fixture(scope="module")
def client(unchanged: Path, tiny_cache: Path) -> Iterator[TestClient]:
    application = Starlette(
        routes=headers.routes(""),
        middleware=[Middleware(headers.SecurityHeaders), Middleware(headers.PageHead)],
        exception_handlers={Exception: api.unexpected_error},
    )
    with reading_from(unchanged, tiny_cache), TestClient(application, raise_server_exceptions=False) as opened:
        yield opened


def test_an_answer_to_an_error_has_them_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(api, "current", fails)
    answer = client.get("/api/v1/health")
    assert answer.status_code == 500
    for name, said in policy.ALWAYS.items():
        assert answer.headers[name] == said


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers(client: TestClient, address: str) -> None:
    answer = client.get(address)
    for name, said in policy.ALWAYS.items():
        assert answer.headers[name] == said
    if answer.headers["content-type"].startswith(("text/html", "image/svg")):
        parts = parts_of(answer.headers[POLICY])
        assert parts["default-src"] == ["'none'"]
        assert not {"*", "'unsafe-inline'", "'unsafe-eval'", "https:"} & set(parts["script-src"])


@pytest.mark.parametrize(
    "address", ["/api/v1/pages", "/read/priorities", "/read/nowhere", "/card/countries/standing.svg"]
)
@pytest.mark.parametrize("takes", ["gzip", "identity"])
def test_what_an_answer_varies_by_is_said_in_one_header_each_name_once(
    unchanged: Path, tiny_cache: Path, address: str, takes: str
) -> None:
    """As served, Streamlit packs what we did not, and adds its own name to the header."""
    application = Starlette(
        routes=headers.routes(""), middleware=[Middleware(headers.SecurityHeaders), Middleware(GZipMiddleware)]
    )
    with reading_from(unchanged, tiny_cache), TestClient(application) as client:
        said = client.get(address, headers={"Accept-Encoding": takes}).headers.get_list("vary")
    assert len(said) == 1
    assert [name.strip().casefold() for name in said[0].split(",")] == ["accept-encoding"]


@pytest.mark.parametrize("address", [each for each in ADDRESSES if "embed" in each or "read" in each or "now" in each])
def test_every_script_of_a_document_is_the_one_its_policy_names(client: TestClient, address: str) -> None:
    answer = client.get(address)
    if not answer.headers["content-type"].startswith("text/html"):
        return
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts}
    allowed = set(parts_of(answer.headers[POLICY])["script-src"])
    assert hashes <= allowed
    assert not re.search(r"<[^>]*\son\w+=", answer.text), "No policy lets a handler in an attribute run."


def test_the_mark_of_scripts_is_new_each_time_and_on_every_one() -> None:
    page = b"<head><script>1</script><script src=x></script></head><noscript>scripts</noscript>"
    (one, said), (other, _) = policy.with_nonce(page), policy.with_nonce(page)
    assert one != other
    marks = re.findall(rb'<script nonce="([^"]+)"', one)
    assert len(marks) == 2
    assert {f"'nonce-{mark.decode()}'" for mark in marks} <= set(parts_of(said)["script-src"])
    assert re.sub(rb' nonce="[^"]+"', b"", one) == page


@pytest.mark.parametrize(("said", "only"), [("1", True), (" Yes ", True), ("", False), ("0", False)])
def test_where_there_is_tls_alone_browsers_and_cookies_keep_to_it(
    said: str, only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(policy.HTTPS_ONLY, said)
    cookies = ["session=a; Path=/", "safe=b; secure; HttpOnly"]
    answer = MutableHeaders(raw=[(b"set-cookie", cookie.encode()) for cookie in cookies])
    policy.add(answer)
    assert answer.get(policy.TRANSPORT) == ("max-age=31536000" if only else None)
    assert answer.getlist("set-cookie") == ([f"{cookies[0]}; Secure", cookies[1]] if only else cookies)


def test_a_setting_of_tls_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match=r"TRENDS_HTTPS_ONLY is 'perhaps'"):
        policy.is_https_only("perhaps")
