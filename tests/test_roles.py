"""The settings of signing in, and which role follows from what a provider says of somebody."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from tests.serving import LOOPBACK, ROOT
from trends.serve import roles, serve_command
from trends.serve.roles import Role
from trends.serve.sign_in import SignIn

SECRET = "a secret of this dashboard alone"  # noqa: S105 - of the test
WHOLE = {
    roles.METADATA: "https://id.example.org/.well-known/openid-configuration",
    roles.CLIENT: "trends",
    roles.SECRET: SECRET,
    roles.ADDRESS: "https://trends.example.org/",
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({roles.SECRET: ""}, "TRENDS_SIGN_IN_SECRET do not"),
        ({roles.METADATA: "", roles.CLIENT: "", roles.SECRET: "", roles.ADDRESS: "", roles.OWNERS: "a@b.c"}, "in part"),
        ({roles.SECRET: "short"}, "TRENDS_SIGN_IN_SECRET has 5 characters"),
        ({roles.SECRET_FILE: "/nowhere/secret"}, "both set"),
        ({roles.SECRET: "", roles.SECRET_FILE: "/nowhere/secret"}, "'/nowhere/secret', which cannot be read"),
        ({roles.METADATA: "http://id.example.org/x"}, "TRENDS_SIGN_IN is 'http://id.example.org/x'"),
        ({roles.ADDRESS: "trends.example.org"}, "TRENDS_SIGN_IN_ADDRESS is 'trends.example.org'"),
        ({roles.ADDRESS: "https://me@trends.example.org"}, "without user"),
        ({roles.OWNERS: "olga@example.org olga"}, "TRENDS_SIGN_IN_OWNERS has 1 of 2 entries"),
        ({roles.HOURS: "0"}, "TRENDS_SIGN_IN_HOURS is '0'"),
    ],
)
def test_half_or_wrong_settings_refuse_the_start_in_words(
    changed: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, said in (WHOLE | changed).items():
        monkeypatch.setenv(name, said)
    assert serve_command.main(["--address", LOOPBACK, "--port", "0"]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert SECRET not in said
    with pytest.raises(ValueError, match="TRENDS_SIGN_IN"):
        SignIn(Starlette())
    # What uvicorn and Streamlit load.
    with pytest.raises(ValueError, match="TRENDS_SIGN_IN"):
        runpy.run_path(str(ROOT / "app.py"))


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    for name, said in (WHOLE | {roles.SECRET: "", roles.SECRET_FILE: str(tmp_path / "secret")}).items():
        monkeypatch.setenv(name, said)
    given = roles.settings()
    assert given is not None
    assert (given.secret, given.address) == (SECRET, "https://trends.example.org")
    assert SECRET not in repr(given)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "OLGA@example.org", "email_verified": True}, Role.OWNER),
        ({"email": "olga@example.org", "email_verified": "true"}, Role.OWNER),
        ({"email": "olga@example.org", "email_verified": "false"}, None),
        ({"email": "olga@example.org"}, None),
        ({"email": "notolga@example.org", "email_verified": True}, None),
        ({"groups": ["owners", "others"]}, Role.OWNER),
        ({"groups": "owners"}, Role.OWNER),
        ({"groups": ["owners2"]}, None),
        ({"groups": {"owners": True}}, None),
        ({"email": "eva@council.example", "email_verified": True}, Role.READER),
        ({"email": "eva@evil@council.example", "email_verified": True}, None),
        ({"email": "eva@sub.council.example", "email_verified": True}, None),
        ({"email": ["eva@council.example"], "email_verified": True}, None),
        ({}, None),
    ],
)
def test_roles_follow_from_what_the_provider_says(claims: dict[str, Any], role: Role | None) -> None:
    given = roles.Settings(
        "", "", SECRET, "https://a.example", ("olga@example.org", "groups=owners"), ("@council.example",)
    )
    assert roles.role_of(claims, given) is role
    # Where no reader is named, the provider alone decides who reads.
    assert roles.role_of({}, roles.Settings("", "", SECRET, "https://a.example")) is Role.READER
