from datetime import date

import pytest

from trends.words import statement


def test_the_statement_is_filled_in_and_younger_than_a_year() -> None:
    text = statement.text()
    assert "{" not in text
    assert f"{statement.TESTED.year}" in text
    assert (date.today() - statement.TESTED).days < 365  # noqa: DTZ011 - a day, as the reader's calendar says


def test_the_contact_is_the_one_set_for_this_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITAL_TRENDS_CONTACT", "access@council.example")
    assert "access@council.example" in statement.text()


def test_the_statement_has_the_parts_a_public_body_must_publish() -> None:
    text = statement.text()
    for part in ("partially compliant", "version 2.2", "does not work", "Tell us", "How it was tested", "prepared on"):
        assert part in text
