"""Cards of the page on releases: all of them, what one changed in each table, and the findings it turned."""

from collections.abc import Callable, Sequence

import pandas as pd

from trends.cards.card import Card
from trends.cards.source import Source
from trends.cards.table import Role, Table
from trends.evidence.releases import Flip, Release
from trends.subjects.releases import words as release_words
from trends.words import numbers
from trends.words.text import Words, link, say

# The files themselves; who reads a release reads what was written of it.
ITSELF = Source("files of releases, beside the tables", "sources", "as each source says")
COMPARED = (
    "A release names the tables as they were on a day. Rows are compared by the key of their table, findings by the "
    "cards of pages as they are opened without filters."
)
KEPT = "Old tables are not kept here: a link made of an older release opens what is known now, and says what changed."
# How many single corrections are told in words.
TOLD_CORRECTIONS = 20

# Returns the address, below the dashboard's own, of a card under what its page is on.
AddressOf = Callable[[Flip], str]


def list_card(listed: Sequence[Release]) -> Card:
    """Return the card of all releases, the newest first.

    Args:
        listed: the releases, the oldest first, at least one.
    """
    newest = list(reversed(listed))
    shown = pd.DataFrame(
        {
            "release": [each.name for each in newest],
            "released_on": [each.day.isoformat() for each in newest],
            "release_fingerprint": [each.fingerprint for each in newest],
            "compared_with": [each.against for each in newest],
            "rows_added": [each.count("added") for each in newest],
            "rows_corrected": [each.count("corrected") for each in newest],
            "rows_removed": [each.count("removed") for each in newest],
            "findings_turned": pd.array([None if each.not_asked else each.turned for each in newest], dtype="Int64"),
        }
    )
    table = Table.of(
        {
            "Release": [link(each.name, f"releases?release={each.name}") for each in newest],
            "Day": [numbers.day(each.day) for each in newest],
            "Rows added": [numbers.count(each.count("added")) for each in newest],
            "Corrected": [numbers.count(each.count("corrected")) for each in newest],
            "Removed": [numbers.count(each.count("removed")) for each in newest],
            "Findings changed": ["not known" if each.not_asked else numbers.count(each.turned) for each in newest],
            "Compared with": [each.against for each in newest],
        },
        dict.fromkeys(("Rows added", "Corrected", "Removed", "Findings changed"), Role.FIGURE),
    ).stacked()
    return Card(
        key="list",
        title=f"{numbers.counted(len(newest), 'release')}, the last on {numbers.day(newest[0].day)}",
        subtitle="Releases of the evidence, the newest first",
        table=table,
        shown=shown,
        foot=f"Base: {numbers.of_all(len(newest), len(newest), 'release')} told of",
        source=ITSELF,
        about=(COMPARED, KEPT),
    )


def tables_card(release: Release) -> Card | None:
    """Return what a release changed in each table; None where it changed none."""
    changes = [each for each in release.changes if each.changed]
    if not changes:
        return None
    shown = pd.DataFrame(
        {
            "table_name": [each.table for each in changes],
            "rows_now": [each.rows for each in changes],
            "rows_added": [each.added for each in changes],
            "rows_corrected": [each.corrected for each in changes],
            "rows_removed": [each.removed for each in changes],
            "columns_corrected": [
                "; ".join(f"{name}: {count}" for name, count in each.columns.items()) for each in changes
            ],
            "columns_new": ["; ".join(each.new_columns) for each in changes],
        }
    )
    compared = [not each.not_compared for each in changes]
    counts = {"Added": "added", "Corrected": "corrected", "Removed": "removed"}
    table = Table.of(
        {
            "Table": [release_words.spoken(each.table) for each in changes],
            "Rows now": [numbers.count(each.rows) for each in changes],
            **{
                heading: [
                    numbers.count(getattr(each, name)) if known else "–"
                    for each, known in zip(changes, compared, strict=True)
                ]
                for heading, name in counts.items()
            },
            "What": [release_words.table_words(each) for each in changes],
        },
        dict.fromkeys(("Rows now", *counts), Role.FIGURE),
    ).stacked()
    told = release_words.correction_words(changes, TOLD_CORRECTIONS)
    about: list[Words] = []
    if told:
        fields = sum(sum(each.columns.values()) for each in changes)
        about = [say("The first {} of {} corrected fields:", len(told), numbers.count(fields)), *told]
    return Card(
        key="tables",
        title=f"{release_words.called(release)}: {numbers.counted(len(changes), 'table')} changed",
        subtitle=f"Rows added, corrected and removed by {release_words.called(release)}, {numbers.day(release.day)}",
        table=table,
        shown=shown,
        foot=say("Base: all tables of the evidence; compared with {}", release.against),
        source=ITSELF,
        about=about,
        file_words={"release": [release.name]},
    )


def turned_card(release: Release, address_of: AddressOf) -> Card | None:
    """Return the findings a release turned, each with a link to its card; None where it turned none.

    Args:
        release: the release.
        address_of: returns where the card of a finding is.
    """
    flips = release.flips
    if not flips:
        return None
    shown = pd.DataFrame(
        {
            "page": [each.page for each in flips],
            "card": [each.card for each in flips],
            "chosen": ["; ".join(each.choice.values()) for each in flips],
            "turned": [each.kind for each in flips],
            "row_name": [each.row for each in flips],
            "finding_before": [each.before for each in flips],
            "finding_now": [each.after for each in flips],
        }
    )
    table = Table.of(
        {
            "Finding": [link(_named(each), address_of(each)) for each in flips],
            "What": [release_words.KINDS.get(each.kind, each.kind) for each in flips],
            "From what to what": [release_words.flip_words(each) for each in flips],
        }
    ).stacked()
    left = release.turned - len(flips)
    return Card(
        key="turned",
        title=f"{release_words.called(release)} changed {numbers.counted(release.turned, 'finding')}",
        subtitle="Headlines, first places, verdicts and places that are others than before",
        table=table,
        shown=shown,
        foot=say(
            "Base: {} as they are opened without filters{}",
            numbers.counted(release.asked, "page"),
            f"; the first {len(flips)}, {numbers.count(left)} more are only counted" if left > 0 else "",
        ),
        source=ITSELF,
        file_words={"release": [release.name]},
    )


def _named(flip: Flip) -> str:
    return " · ".join([flip.page.capitalize(), *flip.choice.values(), flip.card])
