"""The settings of nginx that are shipped: what servers need from it in every place, and as patient as they are."""

import re

from trends.paths import ROOT
from trends.serve.patience import TAKEN_SECONDS, WHOLE_SECONDS

CONF = re.sub(r"#.*", "", (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8"))
PLACES = re.findall(r"location [^{]*\{([^{}]*)\}", CONF)


def test_every_place_passes_on_who_asked_and_for_which_host() -> None:
    # A place with one of its own takes over none of those around it.
    assert len(PLACES) == 2
    for place in PLACES:
        assert "proxy_pass http://dashboard;" in place
        assert "proxy_set_header" not in place
    passed = dict(re.findall(r"proxy_set_header ([\w-]+) (\S+);", CONF))
    assert passed == {
        "Host": "$http_host",
        "X-Forwarded-Proto": "$scheme",
        # Appended to what a reader says, the first of the list would be theirs to choose.
        "X-Forwarded-For": "$remote_addr",
        "Upgrade": "$http_upgrade",
        "Connection": "$connection_upgrade",
    }


def test_it_waits_as_long_as_the_server_does() -> None:
    seconds = {name: float(said) for name, said in re.findall(r"(\w+_timeout) (\d+)s;", CONF)}
    assert seconds["client_header_timeout"] == seconds["client_body_timeout"] == WHOLE_SECONDS
    assert seconds["send_timeout"] == TAKEN_SECONDS


def test_its_log_names_no_reader_and_no_choice() -> None:
    (told,) = re.findall(r"log_format \w+ '([^']*)';", CONF)
    assert set(re.findall(r"\$\w+", told)) == {
        *("$time_iso8601", "$request_method", "$uri", "$status", "$body_bytes_sent", "$request_time"),
    }
