"""Of how many a figure of a survey speaks, worked out from the CSV files alone."""

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from soak.ranges import ALL, is_complete

Row = Mapping[str, Any]


class Reached:
    """The bodies and people that figures speak of: those of the edition, of a part of it, or of a list of names."""

    def __init__(self, table: Callable[[str], Sequence[Mapping[str, str]]]) -> None:
        """Take the tables.

        Args:
            table: gives the rows of a table by its name, each column as text.
        """
        self._table = table
        self._waves = {(row["survey"], row["year"]): row for row in table("waves")}
        self._surveys = {row["question"]: row["survey"] for row in table("questions")}

    def of(self, row: Row, wave: Mapping[str, str]) -> float | None:
        """Return how many there are of whom a figure speaks; None where that is not known."""
        base, all_of_it = row["base_n"], _number(wave["population"])
        if base is None:
            return None
        edition = (row["survey"], str(row["year"]))
        if any(each["question"] == row["question"] for each in self._table("part_questions")):
            return float(base) if edition in self._complete_editions else None
        part = (
            row["survey"],
            str(row["year"]),
            row["country"],
            row["sector"],
            row["region"] or "",
            row["body_size"] or "",
        )
        if row["origin"] == "computed" and self._listed.get(part, 0) >= base:
            return float(self._listed[part])
        if base == _number(wave["base_n"]):
            return all_of_it
        if edition in self._complete_editions:
            of_all, short = self._wholes
            told = of_all[edition]
            other = bool(told) and (row["country"], row["sector"]) not in told
            few = wave["coverage"] != "asked_all" and all_of_it is not None and 2 * base <= all_of_it
            if row["region"] or row["body_size"] or other or few:
                return None if (row["question"], str(row["year"])) in short else float(base)
        return all_of_it if wave["coverage"] in ALL and all_of_it is not None and 2 * base > all_of_it else None

    @functools.cached_property
    def _listed(self) -> Counter[tuple[str, ...]]:
        """How many named bodies each part of an edition has, of editions that name all their bodies."""
        named = Counter((row["survey"], row["year"]) for row in self._table("bodies"))
        whole = {
            key
            for key, wave in self._waves.items()
            if wave["coverage"] in ALL and key in named and named[key] == _number(wave["population"])
        }
        counted: Counter[tuple[str, ...]] = Counter()
        for body in self._table("bodies"):
            edition, kind = (body["survey"], body["year"]), body["body_type"]
            in_full = edition in whole or self._in_full[edition] == self._kinds[edition]
            if not in_full and kind not in self._in_full[edition]:
                continue
            several = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
            for place in {"", body["region"], body["region"].split(": ")[0]}:
                for kinds in ("", several) if in_full else (several,):
                    counted[*edition, body["country"], body["sector"], place, kinds] += 1
        return counted

    @functools.cached_property
    def _kinds(self) -> dict[tuple[str, ...], set[str]]:
        """The kinds of named bodies of each edition."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for body in self._table("bodies"):
            found[body["survey"], body["year"]].add(body["body_type"])
        return found

    @functools.cached_property
    def _in_full(self) -> dict[tuple[str, ...], set[str]]:
        """The kinds of body of each edition that are listed in full where no source has their number."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for row in self._table("full_lists"):
            wave = self._waves[row["survey"], row["year"]]
            if wave["coverage"] in ALL and not wave["population"]:
                found[row["survey"], row["year"]].add(row["body_type"])
        return found

    @functools.cached_property
    def _complete_editions(self) -> set[tuple[str, ...]]:
        """The editions in which all there are have an answer."""
        found = {key for key, kinds in self._in_full.items() if kinds and kinds == self._kinds[key]}
        for key, wave in self._waves.items():
            base = _number(wave["base_n"])
            if base is not None and is_complete(wave["coverage"], base, _number(wave["population"])):
                found.add(key)
        return found

    @functools.cached_property
    def _wholes(self) -> tuple[dict[tuple[str, ...], set[tuple[str, str]]], set[tuple[str, str]]]:
        """Whom the wholes of complete editions are told of with the base of all; and questions some did not answer."""
        of_all: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
        short: set[tuple[str, str]] = set()
        parts = {each["question"] for each in self._table("part_questions")}
        for row in self._table("findings"):
            edition = (self._surveys[row["question"]], row["year"])
            base, wave = _number(row["base_n"]), self._waves[edition]
            if base is None or row["region"] or row["body_size"] or edition not in self._complete_editions:
                continue
            everybody, there = _number(wave["base_n"]), _number(wave["population"])
            if base == everybody:
                of_all[edition].add((row["country"], row["sector"]))
            elif everybody and there and there / 2 < base < everybody and row["question"] not in parts:
                short.add((row["question"], row["year"]))
        return of_all, short


def _number(text: str) -> float | None:
    return float(text) if text else None
