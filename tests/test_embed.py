"""Cards to be shown in pages of others: what they hold, how large they are, and who may frame them."""

import html
import re
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from trends.export import embed
from trends.request.request import request_of
from trends.serve import embeds, headers, policy
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain

CARD = "/embed/countries/standing"
FRAMES = "content-security-policy"


def application(*further: Route) -> Starlette:
    return Starlette(routes=[*embeds.ROUTES, *further], middleware=[Middleware(headers.SecurityHeaders)])


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    assert store.fingerprint
    with TestClient(application()) as client:
        yield client


@pytest.mark.parametrize("query", [[], [("country", "New Zealand")]])
def test_every_card_is_small_and_whole(client: TestClient, query: list[tuple[str, str]]) -> None:
    """Title, base, source, day and the way to the live page stand in each; none is larger than 150 KB."""
    asked, _ = request_of(query)
    for name in registry.PAGES:
        for card in registry.contents(name, asked).cards:
            answer = client.get(f"/embed/{name}/{card.key}", params=dict(query))
            assert answer.status_code == 200, card.key
            assert len(answer.content) <= 150_000, card.key
            said = html.unescape(re.sub(r"<[^>]*>", "", answer.text))
            for words in (plain(card.title), card.source.name, asked.version.fingerprint, "open it with all"):
                assert words in said, (card.key, words)
            assert ("<svg" in answer.text) == (card.chart is not None)
            assert "\ue001" not in answer.text
            assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize(
    ("setting", "allowed"),
    [
        ("", "'self'"),
        ("https://www.example.org, *.example.com:8443", "'self' https://www.example.org *.example.com:8443"),
        ("*", "'self' *"),
        ("https://a.example; script-src * javascript:alert(1)", "'self' *"),
    ],
)
def test_only_hosts_of_the_setting_may_frame(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, setting: str, allowed: str
) -> None:
    """What would end the policy or begin another one is no host, and is left out."""
    monkeypatch.setenv(embed.SETTING, setting)
    for address in (CARD, "/embed/countries/none", "/embed/nowhere/none"):
        answer = client.get(address)
        assert answer.headers[FRAMES].split("; ")[-1] == f"frame-ancestors {allowed}"
        assert ("x-frame-options" in answer.headers) == (allowed == "'self'")
    assert client.get("/elsewhere").headers["x-frame-options"] == "SAMEORIGIN"


def test_what_is_not_there_is_said(client: TestClient) -> None:
    assert client.get("/embed/nowhere/none").status_code == 404
    lost = client.get("/embed/countries/none")
    assert (lost.status_code, "standing" in lost.text) == (404, True)
    assert client.get(CARD, params={"country": "Atlantis"}).status_code == 400


def test_link_of_another_release_says_so(client: TestClient) -> None:
    fingerprint = request_of([])[0].version.fingerprint
    assert "The link to this" not in client.get(CARD, params={"release": fingerprint}).text
    said = client.get(CARD, params={"release": "<b>old"}).text
    assert "names release “&lt;b&gt;old”, of which nothing is known here" in said
    assert f"what stands here is of evidence {fingerprint}" in said


@pytest.mark.browser
def test_frame_is_as_high_as_the_card(store: Store, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page around gets the height from the card, so that no part of it is hidden."""
    assert store.fingerprint
    monkeypatch.setenv(embed.SETTING, "*")
    page_around = f"""<iframe src="{CARD}" title="card" width="100%" height="50"></iframe><script>
        addEventListener("message", ({{data, source}}) => {{
            const frame = document.querySelector("iframe");
            if (frame.contentWindow === source && data?.type === "{embed.MESSAGE}") frame.height = data.height;
        }})</script>"""
    # The page around is one of another site, with a policy of its own.
    their_own = {policy.POLICY: "default-src 'self' 'unsafe-inline'"}
    app = application(Route("/around", lambda _: HTMLResponse(page_around, headers=their_own)))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        page = chromium.new_page(viewport={"width": 900, "height": 800})
        page.goto(f"http://127.0.0.1:{port}/around")
        inside = page.frame_locator("iframe")
        expect(inside.locator("svg").first).to_be_visible()
        page.wait_for_function("() => document.querySelector('iframe').height > 300")
        assert inside.locator("html").evaluate("html => html.scrollHeight <= innerHeight + 1")
        page.close()
    finally:
        server.should_exit = True
        thread.join()
