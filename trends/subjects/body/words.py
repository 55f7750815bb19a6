"""What one named public body answered in sentences: how common its answers are, when and by whom, what is not known."""

from collections.abc import Sequence

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.methods import WEAK_BASE
from trends.subjects.bodies.facts import FEW_BODIES
from trends.subjects.bodies.words import share_of, share_words
from trends.subjects.body.facts import (
    Body,
    apart,
    as_most,
    at_top,
    comparable,
    newest,
    ordered,
    part,
    share,
)
from trends.subjects.contents import KeyFigure
from trends.words import grammar, numbers, pieces
from trends.words.asked import FOUND, Wording
from trends.words.text import Words, say

WHICH = "Which public body?"
THIS_BODY = "this body"
# How long the name of a question is in a title with others.
TITLED = 60
BOTH = 2


def about_shares(said: Wording) -> list[str]:
    """Return what is to know of shares of bodies with the same answer or entry."""
    return [
        (
            f"A share is that of bodies listed in the same edition with an {said.one} {said.to} the question, this one "
            "among them."
        ),
        "Shares are counted, not sampled, so they have no range.",
        f"Under {WEAK_BASE} bodies, one body moves a share by more than 3 points: such shares are marked [u].",
        f"Of under {FEW_BODIES} bodies the number stands in place of the share.",
        f"An {said.one} that few share is neither better nor worse for that.",
    ]


def about_top(said: Wording) -> list[str]:
    """Return what is to know of a list of bodies by how many answers or entries they have at the top of the scale."""
    scale = "the scale" if said == FOUND else "the questionnaire's scale"
    return [
        f"The {said.one} at the top is the first step of {scale}, or the one its publisher gave most points.",
        "Whether it is the best for a body, the survey does not say.",
        f"This counts {said.many} and is no ranking of bodies: each question counts as one.",
        "Its publisher made no such count.",
        f"Questions whose {said.many} have no known order are left out.",
    ]


def question(body: Body) -> str:
    """Return the question of the page."""
    return f"{body.name}: what {'is on record of it' if body.said == FOUND else 'did it answer'}?"


def unknown(asked: str) -> Words:
    """Return that no body has an address.

    Args:
        asked: what the address says, as it was given.
    """
    return say("No named public body of this evidence has the address “{}”.", grammar.shortened(asked, TITLED))


def where(body: Body) -> str:
    """Return where a body lies, as in “Tokyo, Japan”; of a body named as its country, its part of the world."""
    own = (body.region, "" if body.is_country else body.country_name)
    return ", ".join(part for part in own if part) or body.subregion


def told_apart(body: Body) -> str:
    """Return a body with what tells it from others of its name, as in “Castro (municipality, Apulia, Italy)”."""
    return f"{body.name} ({', '.join(part for part in (body.one, where(body)) if part)})"


def found_words(row: Row) -> str:
    """Return a body that was found, with what tells it from others, as in “Oslo · municipality · Norway”.

    Args:
        row: of ``queries/body/body_search.sql``.
    """
    country = "" if row["country_name"] == row["name"] else str(row["country_name"])
    parts = (str(row["name"]), str(row["body_type"]), cells.text(row["region"]), country)
    return " · ".join(part for part in parts if part)


def answer(body: Body, rows: Sequence[Row]) -> Words:
    """Return the answer of the page: how many answers it gave, how common they are, and which stands most apart.

    Args:
        body: the body.
        rows: its answers, not empty.
    """
    last = newest(rows)
    edition = grammar.edition(body.survey_name, int(last[0]["year"]))
    count = numbers.counted(len([row for row in last if row["answered"]]), body.said.one, body.said.many)
    named = ", ".join(part for part in (body.one, where(body)) if part)
    said: list[Words] = [say("**{}** ({}): **{}** in {}.", body.name, named, count, edition)]
    held = comparable(last)
    if len(held) == 1:
        only = held[0]
        said.append(
            say(
                "Its {} {} “{}” is “{}”, as **{}**.",
                body.said.one,
                body.said.to,
                _question(only),
                _answer(only),
                _of(only, body.kinds),
            )
        )
    elif held:
        most = f"{len(as_most(last))} of {len(held)}"
        said.append(
            say("**{}** are the {} that over half of all {} {}.", most, body.said.one, body.kinds, body.said.gave)
        )
        if (row := apart(last)) is not None:
            few = _of(row, body.kinds)
            said.append(
                say(
                    "The one that fewest share: “{}” {} “{}”, as **{}**.",
                    _answer(row),
                    body.said.to,
                    _question(row),
                    few,
                )
            )
    if len(asked := ordered(last)) > 1:
        said.append(f"In {at_top(last)} of {len(asked)} its {body.said.one} is the one at the top of the scale.")
    return grammar.sentences(said)


def _of(row: Row, kinds: str) -> str:
    """Return the share of its kind with the same answer, as in “12% of 792 cities”."""
    held = share(row, "kind")
    base = numbers.count(held["base_n"])
    return f"{share_of(held)} {kinds}" if held["base_n"] < FEW_BODIES else f"{share_of(held)} of {base} {kinds}"


def _question(row: Row) -> str:
    return grammar.shortened(str(row["question_name"]), TITLED)


def _answer(row: Row) -> str:
    return grammar.shortened(str(row["answer"]), TITLED)


def part_words(row: Row, whose: str) -> str:
    """Return the share of a part with the same answer, and its base, as in “49% of 62 [u]”; a dash where none is.

    Args:
        row: an answer.
        whose: as :func:`trends.subjects.body.facts.share` has it.
    """
    held = share(row, whose)
    if held["share"] is None:
        return pieces.NONE
    if held["base_n"] < FEW_BODIES:
        return share_words(held)
    flag = " [u]" if held["flag"] else ""
    return f"{share_of(held)} of {numbers.count(held['base_n'])}{flag}"


def top_words(row: Row) -> str:
    """Return the answer at the top of the scale and how many of its kind gave it; a dash where that is not known."""
    if cells.is_missing(row["top"]):
        return pieces.NONE
    if row["answered"] and row["answer"] == row["top"]:
        return "this one"
    return f"{row['top']}: {part_words(row, 'top')}" if row["answered"] else str(row["top"])


def key_figures(body: Body, rows: Sequence[Row]) -> list[KeyFigure]:
    """Return the figures behind the answer."""
    said = body.said
    last, years = newest(rows), sorted({int(row["year"]) for row in rows})
    held = comparable(last)
    figures: list[KeyFigure] = [
        (
            said.many.capitalize(),
            numbers.count(len([row for row in rows if row["answered"]])),
            numbers.years(years[0], years[-1]),
        )
    ]
    if len(held) > 1:
        figures.append(
            ("As over half of its kind", numbers.count(len(as_most(last))), f"of {len(held)} {said.many}, {years[-1]}")
        )
    if len(asked := ordered(last)) > 1:
        figures.append(("At the top of the scale", numbers.count(at_top(last)), f"of {len(asked)} with a known order"))
    return figures


def answers_title(body: Body, rows: Sequence[Row]) -> str:
    """Return the title of the card of all answers: the one that stands apart, or that none does."""
    last = newest(rows)
    held = comparable(last)
    if len(held) == 1:
        return f"{_question(held[0])}: “{_answer(held[0])}”, as {_of(held[0], body.kinds)}"
    if (row := apart(last)) is not None:
        return f"{body.name} stands apart in “{_question(row)}”: “{_answer(row)}”, as {_of(row, body.kinds)}"
    if held and len(as_most(last)) == len(held):
        every = "both questions" if len(held) == BOTH else f"all {len(held)} questions"
        does = f"has the {body.said.one} of" if body.said == FOUND else "answers as"
        do = "" if body.said == FOUND else " do"
        return f"{body.name} {does} over half of the {body.kinds}{do}, in {every}"
    return f"{body.name} in {numbers.counted(len(last), body.said.one, body.said.many)}"


def answers_subtitle(body: Body, rows: Sequence[Row], drawn: int) -> str:
    """Return what the card of all answers shows."""
    said = body.said
    year, held = int(newest(rows)[0]["year"]), len(comparable(newest(rows)))
    edition = grammar.edition(body.survey_name, year)
    if not drawn:
        return f"Each {said.one}, with how many of its kind {said.gave} the same · {edition}"
    cut = f" · the {drawn} that fewest share, of {held}; the table has all" if drawn < held else ""
    return f"Share of all {body.kinds} listed that {said.gave} the same {said.one}, fewest first · {edition}{cut}"


def answers_alt(body: Body, drawn: Sequence[Row]) -> str:
    """Return the chart of answers in words."""
    first, last, year = drawn[0], drawn[-1], int(drawn[0]["year"])

    def end(row: Row, width: int) -> str:
        return f"{grammar.shortened(str(row['question_name']), width)} {share_of(share(row, 'kind'))}"

    def of_width(width: int) -> str:
        ends = f"Fewest: {end(first, width)}; most: {end(last, width)}" if len(drawn) > 1 else end(first, width)
        name = grammar.shortened(body.name, width)
        same = "with the entry of" if body.said == FOUND else "that answer as"
        return f"Bars: share of {body.kinds} {same} {name}, {year}. {ends}. Table follows."

    return grammar.fitting(of_width)


def others_subtitle(body: Body, own: Row) -> str:
    """Return what the card of the only answer that can be compared shows."""
    edition = grammar.edition(body.survey_name, int(own["year"]))
    return f"Share of all {body.kinds} listed by {body.said.one}; that of {body.name} is marked · {edition}"


def others_words(body: Body, others: Sequence[Row]) -> str:
    """Return all answers of its kind to one question with their numbers."""
    told = [f"“{row['answer']}” {numbers.count(row['bodies'])}" for row in others]
    base = numbers.count(others[0]["base_n"])
    return f"{body.said.many.capitalize()} of all {base} {body.kinds}: {grammar.joined(told)}."


def others_alt(body: Body, own: Row, others: Sequence[Row]) -> str:
    """Return the chart of all answers of its kind to one question in words."""
    first, last = others[0], others[-1]

    def end(row: Row, width: int) -> str:
        told = share_of(part(int(row["bodies"]), int(row["base_n"])))
        return f"{grammar.shortened(str(row['answer']), width)} {told}"

    def of_width(width: int) -> str:
        asked = grammar.shortened(str(own["question_name"]), width)
        named = f"{grammar.shortened(body.name, width)}: {grammar.shortened(str(own['answer']), width)}"
        ends = f"Most: {end(first, width)}; least: {end(last, width)}"
        return f"Bars: {body.kinds} by {body.said.one}, {asked}, {own['year']}. {ends}. {named}."

    return grammar.fitting(of_width)


def answers_foot(body: Body, rows: Sequence[Row]) -> str:
    """Return the base of the card of all answers."""
    bases = [int(row["kind_base"]) for row in rows if not cells.is_missing(row["kind_base"])]
    if not bases:
        return f"Base: 1 of its kind ({body.one}); it has no {body.said.one} to compare"
    return f"Base: {_between(bases)} {body.kinds} with an {body.said.one} {body.said.to} the question"


def _between(counts: Sequence[int]) -> str:
    low, high = min(counts), max(counts)
    return numbers.count(low) if low == high else f"{numbers.count(low)} to {numbers.count(high)}"


def likeness(body: Body, found: Sequence[Row]) -> str:
    """Return in what similar bodies are alike, and by which rule those named were chosen; empty where there are none.

    Args:
        body: the body.
        found: rows of ``queries/body/body_alike.sql``.
    """
    if not found:
        return ""
    first = int(found[0]["likeness"])
    of_kind = f"Similar: {body.kinds}"
    region = f"in {body.region}, {body.country_name}" if not body.abroad else f"in {body.subregion}"
    income = f", {grammar.lower_first(body.income)}" if body.abroad and body.income else ""
    alike = {
        1: f"{region}{income}" if body.abroad else region,
        2: f"in {body.subregion}" if body.abroad else f"in {grammar.the(body.country_name)}",
        3: f"in {body.world}",
    }.get(first, "of the same survey")
    others = int(found[0]["found"])
    rest = "" if all(row["likeness"] == first for row in found) else " The next nearest follow."
    most = "have entries for most" if body.said == FOUND else "answered most"
    return (
        f"{of_kind} {alike} ({numbers.counted(others, 'other')}). Those that {most} of the same questions come "
        f"first, then by name.{rest} How large a body is, is not in this evidence."
    )


def side_by_side_title(bodies: Sequence[Body], same: int, questions: int) -> str:
    """Return how many answers several bodies share."""
    named = grammar.joined([each.name for each in bodies])
    return f"{named}: the same answer to {same} of {numbers.counted(questions, 'question')}"


def top_title(body: Body, first: Row, own: int, asked: int) -> str:
    """Return how many bodies gave most answers at the top of the scale, and how many this one gave.

    Args:
        body: the body.
        first: the first row of ``queries/body/body_top.sql``.
        own: how many it gave itself.
        asked: to how many questions.
    """
    many, found = int(first["as_many"]), numbers.count(first["found"])
    if asked == 1:
        gave = f"{body.said.gave} the {body.said.one}"
        return f"{numbers.count(many)} of {found} {body.kinds} {gave} at the top of the scale"
    who = "one" if many == 1 else numbers.count(many)
    return (
        f"Most {body.said.many} at the top of the scale: {first['top']} of {asked}, by {who} of {found} {body.kinds}; "
        f"{body.name}: {own}"
    )


def not_ranked(body: Body) -> str:
    """Return why bodies are not listed by how many answers at the top of the scale they gave."""
    return (
        f"{body.publisher} says of its own index that it is no ranking, so {body.kinds} are not listed here by how "
        f"many {body.said.many} at the top of the scale they {body.said.gave}. The table above has their share of each "
        "question."
    )


def editions(body: Body, waves: Sequence[Row], rows: Sequence[Row]) -> list[Words]:
    """Return when answers were given, to whom, and who published them, one for each edition.

    Args:
        body: the body.
        waves: rows of ``queries/body/body_in_editions.sql``.
        rows: all answers of the body.
    """
    said: list[Words] = []
    given, known = ("found" if body.said == FOUND else "given"), f"{body.said.many} were"
    for wave in waves:
        held = len([row for row in rows if row["year"] == wave["year"] and row["answered"]])
        when = cells.text(wave["fieldwork"])
        notes = [grammar.sentence(cells.text(wave[name])) for name in ("method", "note")]
        name = f" as {wave['name']}" if wave["name"] != waves[0]["name"] else ""
        said.append(
            say(
                "**{}**{}: {} of {}. {} Published by {}; source: [{}]({}). {}",
                str(wave["year"]),
                name,
                numbers.counted(held, body.said.one, body.said.many),
                numbers.counted(int(wave["questions"]), "question"),
                f"{given.capitalize()}: {when}." if when else f"When in that year the {known} {given} is not known.",
                str(wave["publisher"]),
                str(wave["source_name"]),
                str(wave["source_url"]),
                " ".join(note for note in notes if note),
            )
        )
    return said


def missing(body: Body, waves: Sequence[Row], rows: Sequence[Row]) -> list[Words]:
    """Return what is not known of a body, a sentence each."""
    last = waves[0]
    held = [row for row in rows if row["year"] == last["year"]]
    without = [str(row["answer"]) for row in held if not row["answered"]]
    gap = int(last["questions"]) - len(held)
    said: list[Words] = [
        f"Whether this still holds: the last edition read here is of {last['year']}.",
        f"Its size, and how it stands beside bodies of its size: {body.survey_name} does not say it in what was read.",
    ]
    if not body.region and not body.abroad:
        said.append("In which part of its country it lies.")
    if gap > 0:
        said.append(f"{numbers.counted(gap, 'question')} of {last['year']}: no entry of it was published.")
    if without:
        listed = grammar.joined(sorted({grammar.lower_first(each) for each in without}))
        said.append(f"{numbers.counted(len(without), 'question')} of {last['year']}: {listed}.")
    said.append(
        f"What other surveys {'say of it' if body.said == FOUND else 'asked it'}: each names bodies in its own way, so "
        f"their {body.said.many} are not joined here."
    )
    return said


def report(body: Body, address: str) -> Words:
    """Return where a fault is reported; empty where no address is set."""
    return say("Is something on {} wrong? [Report a fault]({}).", body.name, address) if address else ""
