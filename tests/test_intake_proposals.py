"""What `intake init` proposes of an export: ticks told from plain answers, personal columns and weights in other languages."""

import csv
import itertools
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from trends.__main__ import main
from trends.intake.joined import is_plain, may_be_ticks, ticks
from trends.intake.mapping_file import mapping_of, read_mapping
from trends.intake.personal import is_mail, is_personal, is_weight, looks_like_name
from trends.intake.problems import Severity
from trends.intake.proposal import propose
from trends.intake.readers import read
from trends.intake.report import report
from trends.intake.table import Column
from trends.intake.taking import take, taken

WORRIES = (
    "Lack of funding",
    "Attacks (phishing, fraud)",
    "Old systems, and their upkeep",
    "Public trust",
    "None of these",
)


def written(folder: Path, columns: dict[str, list[str]], name: str = "export.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(zip(*columns.values(), strict=True))
    return path


def joined(separator: str, others: dict[int, str], people: int = 60) -> tuple[list[str], Counter[str]]:
    """Return cells of ticks in the order of the form, the text of “other” last, and how often each option is ticked."""
    draw = random.Random(3)  # noqa: S311 (invented answers are no secret)
    cells, ticked = [], Counter[str]()
    for number in range(people):
        chosen = [option for option in WORRIES[:4] if draw.random() < 0.4] or [WORRIES[4]]
        ticked.update(chosen)
        if number in others and WORRIES[4] not in chosen:
            chosen.append(others[number])
            ticked["Other (please specify)"] += 1
        cells.append(separator.join(chosen))
    return cells, ticked


@pytest.mark.parametrize("separator", [", ", ",", ";", "; ", " | ", "\n"])
def test_ticks_of_one_cell_come_apart_where_the_cells_show_it(tmp_path: Path, separator: str) -> None:
    others = {3: "Staff turnover", 8: "Shadow IT", 21: "Shadow IT", 30: "EU rules, and more", 44: "EU rules, and more"}
    cells, ticked = joined(separator, others)
    path = written(tmp_path, {"What worries you most?": cells, "n": [str(n) for n in range(len(cells))]})
    proposal = propose(read(path))
    question = next(q for q in proposal.document["question"] if q["answer"] == "multi")
    assert question["separator"] == separator
    assert set(question["options"]) == set(WORRIES)
    assert question["exclusive"] == ["None of these"]
    # What only few gave, always last, may be an option or a text of “other”: asked, and read as the latter.
    (asked,) = question["decide"]
    assert "Shadow IT" in asked
    assert "EU rules" in asked
    assert "Staff turnover" not in asked
    del question["decide"]
    told = report(taken(proposal.table, mapping_of(proposal.document, path)))
    counted = {o["label"]: o["n"] for q in told["questions"] if q["kind"] == "multi" for o in q["options"]}
    assert counted == ticked


@pytest.mark.parametrize(
    "answers",
    [
        {"Yes, fully": 20, "Yes, partly": 15, "No, but it is planned": 8, "No": 6},
        {"Agree, strongly": 9, "Agree, somewhat": 14, "Disagree, somewhat": 8, "Disagree, strongly": 5},
        {"In use": 10, "In pilot": 10, "Not used; not planned": 10, "Not used; planned": 7},
        {"500–1,999": 9, "2,000 or more": 6, "1–99": 8},
        {"not used": 5, "in use": 6, "in pilot": 4},
    ],
)
def test_plain_answers_with_a_separator_in_them_stay_whole(answers: dict[str, int]) -> None:
    assert ticks(answers) is None
    assert is_plain(answers)


def test_cells_of_two_readings_are_asked() -> None:
    # Three answers by three degrees: as likely one choice of nine as two ticks of six.
    product = {f"{a}, {b}": 5 for a in ("Legal", "Money", "Staff") for b in ("at once", "this year", "later")}
    found = ticks(product)
    assert found is not None
    assert any("plain answers" in each for each in found.decide)
    # As plain answers too: where as many wholes as parts recur, they are read as such.
    square = {f"{how}, {much}": 6 for how in ("Agree", "Disagree") for much in ("strongly", "somewhat")}
    assert ticks(square) is None
    assert "several ticks joined" in may_be_ticks(square)[0]
    assert "several ticks joined" in may_be_ticks({"AI": 3, "AI;Budget": 2, "Budget, law": 3})[0]
    assert may_be_ticks({"Yes, fully": 3, "Yes, partly": 4, "No": 2}) == []
    # Two options that nobody ticked apart are one with a comma in it, or two.
    together = ticks({"Law, Money": 4, "Law, Money, Staff": 3, "Staff": 5, "Staff, Trust": 4, "Trust": 3})
    assert together is not None
    assert together.options == ("Law, Money", "Staff", "Trust")
    assert any("one option, or two" in each for each in together.decide)


def test_the_separator_is_the_one_that_says_the_cells_shortest() -> None:
    options = ("Data quality, sharing", "Rules (EU, others), and laws", "Remote work")
    given = {";".join(each): 9 for count in (1, 2, 3) for each in itertools.combinations(options, count)}
    found = ticks(given)
    assert found is not None
    assert (found.separator, set(found.options)) == (";", set(options))


def test_spaces_beside_a_separator_make_no_other_option(tmp_path: Path) -> None:
    cells = ["Law;Money", "Law; Money", "Money", "Law", "Money;Staff", "Law;Staff", "Staff", "Law;Money; Staff"]
    path = written(tmp_path, {"concerns": cells, "n": list("abcdefgh")})
    proposal = propose(read(path))
    told = report(taken(proposal.table, mapping_of(proposal.document, path)))
    assert {o["label"]: o["n"] for o in told["questions"][0]["options"]} == {"Law": 5, "Money": 5, "Staff": 4}


def test_codes_of_ticks_are_no_numbers_with_decimals(tmp_path: Path) -> None:
    cells = ["1,2", "1,2,3", "3", "2,3", "1", "1,3", "2", "1,2", "2,3", "1,2,3"]
    path = written(tmp_path, {"channels": cells, "share": ["1,5", "2,5", "7", "3", "4,5", "5", "6", "7,5", "8", "9"]})
    proposed = {q["column"]: q for q in propose(read(path)).document["question"]}
    assert (proposed["channels"]["answer"], proposed["channels"]["options"]) == ("multi", ["1", "2", "3"])
    assert proposed["share"]["answer"] == "number"


def test_what_one_person_wrote_becomes_no_option_and_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = ["In use"] * 4 + ["Not used"] * 3 + ["Ask Kari Nordmann"]
    path = written(tmp_path, {"use of AI": cells, "agree": ["Agree", "Disagree"] * 4})
    target = tmp_path / "mapping.toml"
    assert main(["intake", "init", str(path), "--into", str(target)]) == 0
    (use,) = (question for question in read_mapping(target).questions if question.answer == "single")
    assert use.options == ("In use", "Not used")
    assert "row 9" in use.decide[0]
    capsys.readouterr()
    assert main(["intake", "check", str(path), str(target), "--json"]) == 2
    # The row is told once, by the decision.
    told = [each for each in json.loads(capsys.readouterr().out)["problems"] if each["key"].startswith("question")]
    assert [each["key"] for each in told] == [f"question {use.id}.decide"]
    assert main(["intake", "report", str(path), str(target)]) == 2
    assert main(["intake", "check", str(path)]) == 0
    assert "Kari" not in capsys.readouterr().out + target.read_text(encoding="utf-8")


def test_an_option_is_named_by_what_several_ticked_or_is_asked(tmp_path: Path) -> None:
    columns = {"w_1": ["Law", "", "Law", ""], "w_2": ["", "Ask Kari Nordmann", "", ""], "w_3": ["Trust"] * 4}
    proposal = propose(read(written(tmp_path, columns)))
    (question,) = proposal.document["question"]
    assert question["columns"] == {"w_1": "Law", "w_2": "2", "w_3": "Trust"}
    assert question["decide"] == [
        "What does “w_2” stand for? The export names a number alone: write the options in columns."
    ]
    assert "Kari" not in proposal.toml()


def test_columns_of_one_heading_are_addressed_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = "id,use,use,twice,twice\n"
    rows = [f"r{n},{'yes' if n % 3 else 'no'},{'a' if n % 2 else 'b'},{n} mine,{n} own" for n in range(12)]
    path = tmp_path / "export.csv"
    path.write_text(heads + "\n".join(rows) + "\n", encoding="utf-8")
    target = tmp_path / "mapping.toml"
    assert main(["intake", "init", str(path), "--into", str(target)]) == 0
    proposed = read_mapping(target)
    assert [question.columns for question in proposed.questions] == [(("#2", ""),), (("#3", ""),)]
    assert proposed.ignore == ("id", "#4", "#5")
    assert "2 columns are called “use”: here they are #2, #3." in target.read_text(encoding="utf-8")
    found = take(path, proposed)
    assert {problem.severity for problem in found.problems} == {Severity.DECISION}
    assert {problem.key for problem in found.problems} == {"survey.name", "survey.year", "survey.evidence"}
    options = {o["label"]: o["n"] for q in report(found)["questions"] for o in q["options"]}
    assert options == {"no": 4, "yes": 8, "b": 6, "a": 6}
    # Without a mapping nobody has said which is which.
    capsys.readouterr()
    assert main(["intake", "check", str(path)]) == 1


def column(heading: str, *cells: str, text: str = "") -> Column:
    made = Column(1, heading, text or heading)
    for cell in cells:
        made.cells.append(cell)
    return made


@pytest.mark.parametrize(
    "heading",
    [
        "E-Mail-Adresse", "Adresse e-mail", "Courriel", "Correo electrónico", "E-post", "Epostadress", "E-mailadres",
        "Vorname", "Nachname", "Prénom", "Nom de famille", "Apellidos", "Fornavn", "Etternavn", "Förnamn", "Efternamn",
        "Voornaam", "Achternaam", "Telefonnummer", "Téléphone", "Teléfono", "Telefoonnummer", "Mobilnummer", "Tlf.",
        "Anschrift", "Straße", "Adresse postale", "Code postal", "Dirección", "Gateadresse", "Postnummer", "Adres",
        "RecipientLastName", "ipaddr. IP address", "Fødselsdato",
    ],
)  # fmt: skip
def test_headings_of_who_answered_are_known_in_eight_languages(heading: str) -> None:
    assert is_personal(column(heading, "x", "y", "z"))


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("V12", ("a@b.example", "", "c@d.example", "none")),
        ("V13", ("192.0.2.1", "2001:db8::1", "198.51.100.7")),
        ("V14", ("+47 555 01 234", "0555 123 45 67", "555-010-1234", "no")),
        ("Nom", ("Anne Dupont", "Jean de la Tour", "Zoé Petit")),
        ("Ihr Name, falls Sie mögen", ("Kari Nordmann", "Ole", "", "Åse Berg")),
    ],
)
def test_cells_show_who_answered_whatever_the_heading_is(heading: str, cells: tuple[str, ...]) -> None:
    assert is_personal(column(heading, *cells))


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("How satisfied are people with services by telephone and e-mail?", ("Very", "Not", "Very", "A little")),
        ("Contact by e-mail", ("Yes", "No", "Yes", "Yes", "No", "No")),
        ("Nombre d'employés", ("12", "400", "35", "1200")),
        ("Which skills does your plan address by next year?", ("Data", "Cloud", "Data", "Data")),
        ("Budget", ("0.43829152", "0.12345678", "10000000")),
        ("Started on", ("2026-08-20", "01.02.2026", "9/2/2026 13:19:56")),
        ("Name of the programme you use most", ("eID", "eID", "Portal", "Portal", "eID")),
    ],
)
def test_questions_about_addresses_and_names_are_no_personal_columns(heading: str, cells: tuple[str, ...]) -> None:
    assert not is_personal(column(heading, *cells))


@pytest.mark.parametrize(
    "heading",
    ["weight", "wt. Weight (set by the office)", "Gewicht", "Gewichtungsfaktor", "Poids", "Pondération", "Peso",
     "Ponderación", "Vekt", "Vikt", "Vægt", "Wegingsfactor", "survey_weight"],
)  # fmt: skip
def test_weights_are_known_by_their_heading_and_numbers(heading: str) -> None:
    assert is_weight(column(heading, "0.4", "1,2", "n/a", "1"))
    assert not is_weight(column(heading, "much", "little", "1"))


def test_one_column_is_the_weight_and_another_is_told(tmp_path: Path) -> None:
    numbers = ["0.5", "1", "1.5", "1"]
    proposal = propose(read(written(tmp_path, {"w": numbers, "Gewicht 2": numbers, "use": ["yes", "no"] * 2})))
    assert proposal.document["weight"] == {"column": "w"}
    assert proposal.document["columns"]["ignore"] == ["Gewicht 2"]
    assert "# “Gewicht 2” is called a weight too" in proposal.toml()


def test_weights_are_not_found_where_something_else_begins_so() -> None:
    assert not is_weight(column("Viktigaste frågan", "1", "2"))
    assert not is_weight(column("How much weight does the budget for new services have?", "1", "2"))
    assert is_mail(column("Kontakt", "a@b.example", "c@d.example"))
    assert not is_mail(column("E-mail for staff is encrypted by default", "yes", "no"))
    assert [
        text for text in ("Kari Nordmann", "Ole von der Aa", "Not used", "Oslo", "R2 D2") if looks_like_name(text)
    ] == [
        "Kari Nordmann",
        "Ole von der Aa",
    ]


def test_a_mark_that_ticks_each_option_alike_is_no_name_of_them(tmp_path: Path) -> None:
    ticked = {
        "worry[money]": ["Y", ""] * 20,
        "worry[people]": ["Y", "Y", "", ""] * 10,
        "n": [str(n) for n in range(40)],
    }
    question = propose(read(written(tmp_path, ticked))).document["question"][0]
    assert list(question["columns"].values()) == ["money", "people"]
    # Of tools that write the option into the cell it is the option.
    named = {
        "Q5_1": ["Too little money", ""] * 20,
        "Q5_2": ["Too few people", "Too few people", "", ""] * 10,
        "n": ticked["n"],
    }
    question = propose(read(written(tmp_path, named))).document["question"][0]
    assert list(question["columns"].values()) == ["Too little money", "Too few people"]
