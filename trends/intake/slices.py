"""Where the figures of a group stand in a dashboard: country, region, sector and size of body."""

from collections.abc import Mapping
from dataclasses import dataclass

from trends.intake.mapping import Published
from trends.intake.problems import Problem, Severity
from trends.intake.taking import Taken

SEVERAL_COUNTRIES = "INTL"
SEVERAL_SECTORS = "cross_public_sector"


@dataclass(frozen=True)
class Slice:
    """Whom a figure speaks of; region and body_size are empty where it is all of them."""

    country: str
    region: str
    sector: str
    body_size: str


@dataclass(frozen=True)
class Slices:
    """What everybody together is called, and the country each region lies in, where it is one.

    ``not_told`` are codes of groups that are called as everybody is: beside the whole, their part has no name.
    """

    country: str
    sector: str
    country_of: Mapping[str, str]
    not_told: frozenset[str] = frozenset()

    def of(self, group: Mapping[str, str | None]) -> Slice | None:
        """Return where a group stands; None where no name tells it: a region of several countries, or one not told.

        Args:
            group: country, sector, size and region it is restricted to, None = all.
        """
        country, region = group["country"], group["region"]
        if country in self.not_told or group["sector"] in self.not_told:
            return None
        if region and not country:
            country = self.country_of.get(region)
            if country is None:
                return None
        return Slice(country or self.country, region or "", group["sector"] or self.sector, group["size"] or "")


def slices_of(taken: Taken, published: Published) -> tuple[Slices, list[Problem]]:
    """Return where figures stand, and what has to be said in the mapping for that."""
    codes = {each.dimension.name: each.of(taken.rows) for each in taken.placed}
    problems: list[Problem] = []
    country = published.country or _whole(codes.get("country"), SEVERAL_COUNTRIES)
    sector = published.sector or _whole(codes.get("sector"), SEVERAL_SECTORS)
    not_told = set()
    for name, found, example in (("country", country, "GBR"), ("sector", sector, "local_government")):
        if not found:
            problems.append(
                Problem(
                    Severity.DECISION,
                    taken.mapping.path.name,
                    f"No answer says the {name}, so it is not known whom the figures speak of.",
                    f'add {name} = "{example}", or whatever code it is.',
                    key=f"published.{name}",
                )
            )
        elif len(set(codes.get(name, ())) - {None}) > 1 and found in codes[name]:
            if not getattr(published, name):
                not_told.add(found)
                continue
            problems.append(
                Problem(
                    Severity.ERROR,
                    taken.mapping.path.name,
                    f"Everybody together cannot be called {found}: a part of those who answered is.",
                    f"leave {name} out, or use a code that stands for several.",
                    key=f"published.{name}",
                )
            )
    within: dict[str, set[str]] = {}
    if "region" in codes:
        for region, of_country in zip(
            codes["region"], codes.get("country") or [country] * len(taken.rows), strict=True
        ):
            if region:
                within.setdefault(region, set()).add(of_country or "")
    country_of = {region: min(held) for region, held in within.items() if len(held) == 1 and "" not in held}
    return Slices(country, sector, country_of, frozenset(not_told)), problems


def _whole(codes: list[str | None] | None, several: str) -> str:
    """Return what everybody together is: the one code that all of them have, several where they have more."""
    if not codes:
        return ""
    held = set(codes)
    return str(next(iter(held))) if len(held) == 1 and None not in held else several
