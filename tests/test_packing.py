"""What is packed for the wire: the way a browser takes, once for each content, and nothing lost where that fails."""

import gzip
import os
import resource
from pathlib import Path

import brotli
import pytest

from trends.serve import packing

TEXT = b"The same words again. " * 200
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("BR", "br"),
        ("br;q=0.001", "br"),
        ("gzip;q=0.0, br; q = 0.000", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("gzip, *;q=0", "gzip"),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("xbr, gzipped", ""),
        ("", ""),
    ],
)
def test_a_browser_gets_what_it_takes(accepted: str, taken: str) -> None:
    assert packing.way(accepted) == taken


def test_what_is_not_offered_is_not_chosen() -> None:
    assert packing.way("br, gzip;q=0.8", ("gzip",)) == "gzip"
    assert packing.way("br", ("gzip",)) == ""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize("way", packing.WAYS)
def test_a_content_is_packed_once(way: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = packing.kept(TEXT, way)
    assert UNPACKED[way](first) == TEXT
    assert len(first) < len(TEXT) / 10
    assert len(list((cache / "packed").iterdir())) == 1

    def never(_body: bytes) -> bytes:
        raise AssertionError("Packed once more.")

    monkeypatch.setattr(packing, "TIGHTLY", {way: never})
    assert packing.kept(TEXT, way) == first
    with pytest.raises(AssertionError):
        packing.kept(TEXT + b"!", way)


@pytest.mark.parametrize("way", packing.WAYS)
def test_without_a_folder_to_write_to_it_is_packed_once_all_the_same(
    way: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_UNWRITTEN", {})
    cache.write_text("no folder")
    first = packing.kept(TEXT, way)
    assert UNPACKED[way](first) == TEXT
    monkeypatch.setattr(packing, "TIGHTLY", {})
    assert packing.kept(TEXT, way) == first


def test_what_has_no_room_leaves_no_half_of_itself(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_UNWRITTEN", {})
    # A process may be kept from writing files longer than so, which fails as on a full disk.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    text = os.urandom(100_000)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        packed = packing.kept(text, "gzip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert gzip.decompress(packed) == text
    assert list((cache / "packed").iterdir()) == []


def test_what_is_short_or_not_asked_for_packed_stays_as_it_is(cache: Path) -> None:
    short = TEXT[: packing.SHORTEST - 1]
    assert packing.kept(short, "br") is short
    assert packing.kept(TEXT, "") is TEXT
    assert not cache.exists()


@pytest.mark.parametrize("way", packing.WAYS)
def test_what_is_packed_for_one_reader_comes_out_whole(way: str) -> None:
    assert UNPACKED[way](packing.FAST[way](TEXT)) == TEXT
