"""A provider of OpenID Connect on loopback, from the package index, whose answers a test may change on their way."""

import base64
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx2 as httpx
from joserfc import jwk
from oidc_provider_mock import User, run_server_in_thread

OWNER, READER, STRANGER, UNVERIFIED = "olga", "rita", "stan", "ulla"
MAILS = {
    OWNER: "Olga@Example.org",
    READER: "rita@example.org",
    STRANGER: "stan@example.net",
    UNVERIFIED: "olga@example.org",
}
USERS = [
    User(sub=OWNER, claims={"email": MAILS[OWNER], "email_verified": True}),
    User(sub=READER, claims={"email": MAILS[READER], "email_verified": True, "groups": ["board", "staff"]}),
    User(sub=STRANGER, claims={"email": MAILS[STRANGER], "email_verified": True}),
    # Says that they are the owner.
    User(sub=UNVERIFIED, claims={"email": MAILS[UNVERIFIED], "email_verified": False}),
]
TOKENS, KEYS = "/oauth2/token", "/jwks"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Provider:
    """Where it is, what it was asked to exchange codes with, and what a test makes of its answer to that.

    Where a test changes answers, the key is the test's, so that it may sign what the provider would not say.
    """

    address: str
    asked: list[dict[str, str]] = field(default_factory=list)
    change: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    key: jwk.RSAKey = field(default_factory=lambda: jwk.RSAKey.generate_key(parameters={"kid": "of the test"}))

    @property
    def metadata(self) -> str:
        """The address at which it says what it offers."""
        return f"{self.address}/.well-known/openid-configuration"

    def between(self, application: Application) -> Application:
        """Return the provider's application with what it exchanges noted and changed."""

        def answering(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            path = environment["PATH_INFO"]
            if path not in {TOKENS, KEYS}:
                return application(environment, start)
            said = environment["wsgi.input"].read(int(environment.get("CONTENT_LENGTH") or 0))
            began: list[Any] = []
            asked = {**environment, "wsgi.input": io.BytesIO(said)}
            given = json.loads(b"".join(application(asked, lambda *told: began.extend(told))))
            if path == TOKENS:
                self.asked.append(dict(parse_qsl(said.decode())))
            if self.change is not None:
                given = {"keys": [self.key.as_dict(private=False)]} if path == KEYS else self.change(given)
            body = json.dumps(given).encode()
            headers = [pair for pair in began[1] if pair[0].casefold() != "content-length"]
            start(began[0], [*headers, ("Content-Length", str(len(body)))])
            return [body]

        return answering


def claims_of(token: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a token says of a person, whoever signed it."""
    part = token["id_token"].split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


@contextmanager
def provided() -> Iterator[Provider]:
    """Run a provider until the block ends."""
    with run_server_in_thread(user_claims=USERS) as server:
        provider = Provider(f"http://localhost:{server.server_port}")
        server.app = provider.between(server.app)
        yield provider


def sent_back(address: str, who: str, *, action: str = "") -> str:
    """Return where the provider leads to after somebody said at its own page who they are, or would not."""
    answer = httpx.post(address, data={"sub": who} | ({"action": action} if action else {}))
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def signed_in(client: Any, path: str, who: str) -> Any:
    """Sign somebody in who asks for a page in a browser; return what they are answered when they come back."""
    led = client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
    assert led.status_code == 302, led.text
    return client.get(sent_back(led.headers["location"], who), follow_redirects=False)
