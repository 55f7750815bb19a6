"""Signing in with a real provider on loopback: who is let in, who is not, and that nothing of it is told to others."""

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from itsdangerous import TimestampSigner
from joserfc import jwk, jwt
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import InvalidStatus

from tests.connected import Reader
from tests.provider import (
    MAILS,
    OWNER,
    READER,
    STRANGER,
    UNVERIFIED,
    Provider,
    claims_of,
    provided,
    sent_back,
    signed_in,
)
from tests.serving import LOOPBACK, ROOT, Server, free_port, served
from trends.serve import roles
from trends.serve.problems import MEDIA_TYPE
from trends.serve.roles import Role
from trends.serve.sign_in import BACK, BEGUN, SignIn

HOST = "https://trends.example.org"
SECRET = "a secret of this dashboard alone"  # noqa: S105 - of the test
PAGE = {"Accept": "text/html,*/*"}
COMPONENT = "digital_trends.own_survey"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provided() as started:
        yield started


@pytest.fixture(autouse=True)
def _unchanged(provider: Provider) -> Iterator[None]:
    yield
    provider.change = None


def settings_of(provider: Provider, address: str = HOST) -> dict[str, str]:
    return {
        roles.METADATA: provider.metadata,
        roles.CLIENT: "trends",
        roles.SECRET: SECRET,
        roles.ADDRESS: address,
        roles.OWNERS: "olga@example.org",
        roles.READERS: "groups=board",
    }


# In process: the flow and what goes wrong in it ----------------------------------------------------------------------


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    while (await socket.receive())["type"] == "websocket.receive":
        pass


def client_of(base: str = "") -> TestClient:
    routes = [
        WebSocketRoute("/{path:path}", stream),
        Route("/{path:path}", lambda _: PlainTextResponse("read", headers={"Cache-Control": "public"})),
    ]
    application = Starlette(routes=routes, middleware=[Middleware(SignIn, base=base)])
    return TestClient(application, base_url=HOST)


@pytest.fixture
def client(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    for name, said in settings_of(provider).items():
        monkeypatch.setenv(name, said)
    return client_of()


def given() -> roles.Settings:
    found = roles.settings()
    assert found is not None
    return found


def test_without_settings_everything_is_as_open_as_before() -> None:
    client = client_of()
    answer = client.get("/your_survey")
    assert (answer.text, answer.headers["cache-control"]) == ("read", "public")
    assert not answer.cookies
    assert client.get("/sign-out").text == "read"
    with client.websocket_connect("/_stcore/stream"):
        pass


def test_a_reader_comes_back_to_what_they_asked_for(client: TestClient, provider: Provider) -> None:
    led = client.get("/read/themes?topic=Skills+%26+people", headers=PAGE, follow_redirects=False)
    asked = {name: said[0] for name, said in parse_qs(urlsplit(led.headers["location"]).query).items()}
    assert led.headers["location"].startswith(provider.address)
    assert asked["redirect_uri"] == f"{HOST}/{BACK}"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["state"]
    assert asked["nonce"]
    answer = client.get(sent_back(led.headers["location"], READER), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HOST}/read/themes?topic=Skills+%26+people")
    # What the provider would check the challenge with.
    digest = hashlib.sha256(provider.asked[-1]["code_verifier"].encode()).digest()
    assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    kept = [said for said in answer.headers.get_list("set-cookie") if said.startswith(f"{roles.COOKIE}=")]
    (attributes,) = [{part.strip().casefold() for part in said.split(";")[1:]} for said in kept]
    assert attributes == {"httponly", "secure", "samesite=lax", "path=/", f"max-age={8 * 3600}"}
    assert answer.headers["cache-control"] == "private, no-store"
    read = client.get("/api/v1/findings.csv")
    assert (read.text, read.headers["cache-control"]) == ("read", "private, no-store")
    # What was begun is forgotten: the browser keeps the role alone.
    assert [cookie.name for cookie in client.cookies.jar] == [roles.COOKIE]


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        (OWNER, "/your_survey", 200),
        (OWNER, "/concerns", 200),
        (READER, "/concerns", 200),
        (READER, "/your_survey", 403),
    ],
)
def test_the_page_of_owners_is_theirs_alone(client: TestClient, who: str, page: str, status: int) -> None:
    assert signed_in(client, "/", who).status_code == 303
    answer = client.get(page, headers=PAGE, follow_redirects=False)
    assert answer.status_code == status
    if status == 403:
        assert "This page is for owners" in answer.text
        told = client.get(page)
        assert (told.status_code, told.headers["content-type"]) == (403, MEDIA_TYPE)
        assert told.json()["type"].endswith("/api/v1/#role")


@pytest.mark.parametrize("who", [STRANGER, UNVERIFIED])
def test_who_is_neither_owner_nor_reader_is_told_so(client: TestClient, who: str) -> None:
    answer = signed_in(client, "/", who)
    assert answer.status_code == 403
    assert "not among its readers" in answer.text
    assert roles.COOKIE not in client.cookies
    assert MAILS[who] not in answer.text
    assert client.get("/api/v1/findings.csv").status_code == 401


@pytest.mark.parametrize(
    "path", ["/api/v1/findings.csv", "/", "/read/concerns", "/card/a/b.svg", "/media/a.csv", "/mcp"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_program_is_told_to_sign_in(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (401, MEDIA_TYPE)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["cache-control"] == "private, no-store"
    told = answer.json()
    assert (told["status"], told["type"], told["instance"]) == (401, "/api/v1/#sign-in", path)


def test_a_frame_and_a_script_are_not_led_away(client: TestClient) -> None:
    for place in ("iframe", "empty"):
        answer = client.get(
            "/embed/countries/standing", headers=PAGE | {"Sec-Fetch-Dest": place}, follow_redirects=False
        )
        assert answer.status_code == 401


def test_a_program_may_send_what_the_cookie_holds(client: TestClient) -> None:
    value = roles.signed(Role.READER, given())
    assert client.get("/api/v1/findings.csv", headers={"Authorization": f"Bearer {value}"}).status_code == 200
    assert client.get("/api/v1/findings.csv", headers={"Authorization": f"Basic {value}"}).status_code == 401


@pytest.mark.parametrize("base", ["", "/trends"])
def test_what_machines_ask_and_what_is_needed_to_sign_in_is_open(
    client: TestClient, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client
    monkeypatch.setenv(roles.ADDRESS, f"{HOST}{base}")
    below = client_of(base)
    for path in (
        "_stcore/health",
        "api/v1/ready",
        "api/v1/health",
        "robots.txt",
        ".well-known/security.txt",
        "static/a.js",
    ):
        assert below.get(f"{base}/{path}").text == "read"
    for path in ("api/v1/health.csv", "sitemap.xml", "static", "metrics", "_stcore/host-config"):
        assert below.get(f"{base}/{path}").status_code == 401
    answer = signed_in(below, f"{base}/concerns", READER)
    assert answer.headers["location"] == f"{HOST}{base}/concerns"
    assert below.get(f"{base}/concerns").text == "read"


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example/x",
        "/%2F%2Fevil.example",
        "/\\evil.example",
        "/x?to=https://evil.example",
        "/%0d%0aSet-Cookie:a=b",
    ],
)
def test_nobody_is_led_elsewhere(client: TestClient, asked: str) -> None:
    led = client.get(f"{HOST}{asked}", headers=PAGE | {"Host": "evil.example"}, follow_redirects=False)
    assert parse_qs(urlsplit(led.headers["location"]).query)["redirect_uri"] == [f"{HOST}/{BACK}"]
    # The same browser at the address that readers know.
    for said in led.headers.get_list("set-cookie"):
        client.cookies.set(*said.partition(";")[0].split("=", 1))
    answer = client.get(sent_back(led.headers["location"], READER), follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{HOST}/")
    assert "a" not in client.cookies


def test_an_address_too_long_for_a_cookie_leads_to_its_page(client: TestClient) -> None:
    assert signed_in(client, f"/concerns?country={'x' * 3000}", READER).headers["location"] == f"{HOST}/concerns"


def test_what_comes_back_has_to_belong_to_what_was_begun(client: TestClient) -> None:
    led = [client.get("/", headers=PAGE, follow_redirects=False).headers["location"] for _ in range(2)]
    back = [sent_back(each, READER) for each in led]
    state = [parse_qs(urlsplit(each).query)["state"][0] for each in led]
    for wrong in (
        f"/{BACK}",
        # The code of one sign-in to another one, whose verifier and nonce are others.
        back[0].replace(state[0], "another"),
        f"/{BACK}?state={state[0]}&code=guessed",
        f"/{BACK}?state={state[0]}&error=access_denied&error_description=words",
    ):
        answer = client.get(wrong, follow_redirects=False)
        assert (answer.status_code, roles.COOKIE in client.cookies) == (400, False)
        assert "words" not in answer.text
    # Somebody else's browser has begun nothing; the one that has is let in, once.
    assert client_of().get(back[1], follow_redirects=False).status_code == 400
    assert client.get(back[1], follow_redirects=False).status_code == 303
    assert client.get(back[1], follow_redirects=False).status_code == 400


@pytest.mark.parametrize("part", ["nonce", "client_id"])
def test_what_is_said_for_another_sign_in_or_client_is_refused(client: TestClient, part: str) -> None:
    led = client.get("/", headers=PAGE, follow_redirects=False).headers["location"]
    said = parse_qs(urlsplit(led).query)[part][0]
    answer = client.get(sent_back(led.replace(f"{part}={said}", f"{part}=another"), READER), follow_redirects=False)
    assert (answer.status_code, roles.COOKIE in client.cookies) == (400, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1_700_000_000},
        {"nonce": "another"},
        {"sub": ""},
        {"key": "another"},
        {"alg": "none"},
        {"id_token": None},
        {"id_token": "no token"},
    ],
    ids=str,
)
def test_only_what_the_provider_signed_for_this_sign_in_counts(
    client: TestClient, provider: Provider, wrong: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    def changed(token: dict[str, Any]) -> dict[str, Any]:
        if "id_token" in wrong:
            rest = {name: value for name, value in token.items() if name != "id_token"}
            return rest | ({"id_token": wrong["id_token"]} if wrong["id_token"] else {})
        claims = claims_of(token) | {name: value for name, value in wrong.items() if name not in {"key", "alg"}}
        if "alg" in wrong:
            head, body = (encoded(part) for part in ({"alg": "none"}, claims))
            return token | {"id_token": f"{head}.{body}."}
        key = jwk.RSAKey.generate_key() if "key" in wrong else provider.key
        return token | {"id_token": jwt.encode({"alg": "RS256", "kid": "of the test"}, claims, key)}

    provider.change = changed
    answer = signed_in(client, "/", READER)
    assert answer.status_code in {400, 503}
    assert roles.COOKIE not in client.cookies
    assert client.get("/api/v1/findings.csv").status_code == 401
    told = caplog.text + answer.text
    assert "Signing in failed" in told
    for secret in (SECRET, *MAILS.values(), provider.asked[-1]["code"], provider.asked[-1]["code_verifier"]):
        assert secret not in told


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def test_a_token_the_test_signs_without_a_fault_is_taken(client: TestClient, provider: Provider) -> None:
    # Else the faults above could be refused for another reason.
    head = {"alg": "RS256", "kid": "of the test"}
    provider.change = lambda token: token | {"id_token": jwt.encode(head, claims_of(token), provider.key)}
    assert signed_in(client, "/", READER).status_code == 303


def test_a_provider_that_is_away_is_told_in_words(monkeypatch: pytest.MonkeyPatch, provider: Provider) -> None:
    for name, said in settings_of(provider).items():
        monkeypatch.setenv(name, said)
    monkeypatch.setenv(roles.METADATA, f"http://{LOOPBACK}:{free_port()}/.well-known/openid-configuration")
    client = client_of()
    answer = client.get("/", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "Signing in does not work at the moment" in answer.text
    assert client.get("/sign-out").status_code == 200


def values(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return values that show no sign-in, by what is wrong with them."""
    assert client
    good, owner = roles.signed(Role.READER, given()), roles.signed(Role.OWNER, given())
    role, when, sign = good.split(".")
    wrong = {
        "nothing": "",
        "words": "owner",
        "of another role": ".".join((owner.split(".")[0], when, sign)),
        "changed": good[:-2] + ("AA" if good[-2:] != "AA" else "BB"),
        "without a sign": f"{role}.{when}",
        "for another purpose": str(roles.signer(given(), BEGUN).dumps("owner")),
        "of no role": str(roles.signer(given(), roles.COOKIE).dumps("king")),
    }
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - given().seconds - 2)
        wrong["too old"] = roles.signed(Role.OWNER, given())
    with monkeypatch.context() as other:
        other.setenv(roles.OWNERS, "rita@example.org")
        wrong["of other settings"] = roles.signed(Role.OWNER, given())
    return wrong


def test_what_was_forged_changed_or_is_too_old_lets_nobody_in(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in values(client, monkeypatch).values():
        cookie = {"Cookie": f"{roles.COOKIE}={value}"}
        assert client.get("/api/v1/findings.csv", headers=cookie).status_code == 401
        assert client.get("/", headers=cookie | PAGE, follow_redirects=False).status_code == 302
        with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/_stcore/stream", headers=cookie):
            pass
        assert refused.value.code == 1008
    good = {"Cookie": f"{roles.COOKIE}={roles.signed(Role.READER, given())}"}
    assert client.get("/api/v1/findings.csv", headers=good).status_code == 200


def test_an_open_page_ends_with_its_sign_in(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - given().seconds + 2)
        cookie = {"Cookie": f"{roles.COOKIE}={roles.signed(Role.READER, given())}"}
    with client.websocket_connect("/_stcore/stream", headers=cookie) as page:
        with pytest.raises(WebSocketDisconnect) as ended:
            page.receive_text()
        assert ended.value.code == 1008


def test_signing_out_forgets_the_role_and_leads_to_the_provider(client: TestClient, provider: Provider) -> None:
    signed_in(client, "/", READER)
    answer = client.get("/sign-out", headers=PAGE)
    assert f'href="{provider.address}/' in answer.text
    assert roles.COOKIE not in client.cookies
    assert client.get("/concerns").status_code == 401


# A server of two processes -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(
    provider: Provider, unchanged: Path, tiny_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    port = free_port()
    environment = settings_of(provider, f"http://{LOOPBACK}:{port}") | {
        "DIGITAL_TRENDS_DATA": str(unchanged),
        "DIGITAL_TRENDS_CACHE": str(tiny_cache),
        "TRENDS_WORKERS": "2",
    }
    command = ["trends", "serve", "--address", LOOPBACK, "--port", str(port)]
    with served(command, port, tmp_path_factory.mktemp("sign_in"), ROOT, environment) as started:
        yield started


def browser_of(server: Server, who: str, page: str = "/concerns") -> httpx.Client:
    """Return a browser in which somebody has signed in."""
    client = httpx.Client(base_url=server.address, timeout=60)
    assert signed_in(client, page, who).headers["location"] == f"{server.address}{page}"
    return client


def components_on(server: Server, client: httpx.Client, page: str) -> tuple[set[str], str]:
    """Return the components that a page draws over a real connection, and all that it was sent as text."""

    async def drawn() -> tuple[set[str], str]:
        reader = await Reader.on(server, page, cookie=f"{roles.COOKIE}={client.cookies[roles.COOKIE]}")
        found = {
            told.delta.new_element.bidi_component.component_name
            for told in reader.messages
            if told.WhichOneof("type") == "delta"
        }
        said = " ".join(str(told) for told in reader.messages)
        await reader.leave()
        return found, said

    return asyncio.run(drawn())


def test_who_has_not_signed_in_sees_nothing(server: Server, provider: Provider) -> None:
    for path in ("/", "/concerns", "/read/concerns", "/your_survey", "/places/new-zealand"):
        led = httpx.get(server.address + path, headers=PAGE)
        assert led.status_code == 302
        assert led.headers["location"].startswith(f"{provider.address}/")
        assert led.headers["cache-control"] == "private, no-store"
    refused = (
        "/api/v1/findings.csv",
        "/",
        "/feed.atom",
        "/sitemap.xml",
        "/_stcore/agent/interact",
        "/card/concerns/a.svg",
    )
    assert {httpx.get(server.address + path).status_code for path in refused} == {401}
    assert httpx.get(f"{server.address}/api/v1/health").status_code == 200
    with pytest.raises(InvalidStatus) as connected:
        asyncio.run(Reader.on(server, "concerns"))
    assert connected.value.response.status_code == 403


def test_a_reader_has_every_page_but_that_of_owners(server: Server) -> None:
    client = browser_of(server, READER)
    for path in ("/concerns", "/read/concerns", "/api/v1/findings.csv", "/api/v1/", "/sitemap.xml"):
        # Whichever of the two processes answers.
        answers = [client.get(path) for _ in range(4)]
        assert {(each.status_code, each.headers["cache-control"]) for each in answers} == {(200, "private, no-store")}
    drawn, said = components_on(server, client, "concerns")
    assert "digital_trends.parts" in drawn
    assert "Signed in as reader" in said
    assert "/sign-out" in said
    assert client.get("/your_survey", headers=PAGE).status_code == 403
    drawn, said = components_on(server, client, "your_survey")
    assert COMPONENT not in drawn
    assert "What does your own survey say?" not in said


def test_an_owner_has_the_page_of_owners_too(server: Server) -> None:
    client = browser_of(server, OWNER, "/your_survey")
    assert client.get("/your_survey", headers=PAGE).status_code == 200
    drawn, said = components_on(server, client, "your_survey")
    assert COMPONENT in drawn
    assert "Signed in as owner" in said


def test_a_file_of_a_session_is_for_who_is_signed_in(server: Server) -> None:
    client = browser_of(server, READER)

    async def offered() -> list[int]:
        reader = await Reader.on(server, "sources", cookie=f"{roles.COOKIE}={client.cookies[roles.COOKIE]}")
        address = await reader.file(next(iter(reader.offered_files())))
        # Over connections of their own, which either process may take.
        found = [
            (await asyncio.to_thread(httpx.get, server.address + address, headers=said)).status_code
            for said in 8 * [{"Cookie": f"{roles.COOKIE}={client.cookies[roles.COOKIE]}"}] + [{}]
        ]
        await reader.leave()
        return found

    assert asyncio.run(offered()) == [*([200] * 8), 401]


def test_the_log_of_the_server_names_nobody_and_no_secret(server: Server, provider: Provider) -> None:
    client = browser_of(server, READER)
    httpx.get(f"{server.address}/{BACK}?state=guessed&code=guessed-code")
    log = server.log.read_text()
    secrets = {*MAILS.values(), READER, SECRET, "guessed-code", client.cookies[roles.COOKIE]}
    secrets |= {asked[name] for asked in provider.asked for name in ("code", "code_verifier")}
    assert [secret for secret in secrets if secret in log] == []


@pytest.mark.browser
def test_a_browser_signs_in_reads_and_signs_out(server: Server, provider: Provider, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{server.address}/concerns")
    assert page.url.startswith(provider.address)
    page.locator("input[name=sub]").fill(READER)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{server.address}/concerns")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Signed in as reader")).to_be_visible()
    expect(page.get_by_role("link", name="Your survey")).to_have_count(0)
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.goto(f"{server.address}/concerns")
    assert page.url.startswith(provider.address)
    page.close()
