"""Names as readers write them: one form to compare, other names of countries, and the nearest to what is not known."""

import unicodedata
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.reading import EVIDENCE
from trends.__main__ import main
from trends.evidence.schema import CREATES, read_schema
from trends.paths import RULES
from trends.request.filters import FilterError, Vocabulary, read_parameters
from trends.request.names import MOST_OFFERED, nearest
from trends.store.store import Store
from trends.words.folding import folded

# Marks, blanks and forms of apostrophe that no reader types in one way.
ASIDE = "'’`´.,-–/() \t\N{NO-BREAK SPACE}"
ACCENTS = "\N{COMBINING ACUTE ACCENT}\N{COMBINING DIAERESIS}\N{COMBINING CEDILLA}\N{COMBINING CIRCUMFLEX ACCENT}"


def other_names() -> list[tuple[str, str]]:
    table = pd.read_csv(EVIDENCE / "country_names.csv", dtype=str, keep_default_na=False)
    return list(table[["name", "country"]].itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def known(store: Store) -> Vocabulary:
    return Vocabulary.of(store)


# One form ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Côte d’Ivoire", "cotedivoire"),
        ("COTE D'IVOIRE", "cotedivoire"),
        ("Türkiye", "turkiye"),
        ("U.K.", "uk"),
        (" u k ", "uk"),
        ("St. Kitts & Nevis", "stkittsandnevis"),
        ("Guinea-Bissau", "guineabissau"),
        ("Føroyar", "foroyar"),
        ("KIBRIS / Kıbrıs", "kibriskibris"),
        ("Þingeyri, Œuvres æ STRAẞE, Łódź, Đà, ħ", "thingeyrioeuvresaestrasselodzdah"),
        ("日本", "日本"),
        ("Ελλάς", "ελλασ"),
        ("Ελλά/Σ", "ελλασ"),
        ("…", ""),
        ("", ""),
    ],
)
def test_case_accents_marks_and_blanks_make_no_other_name(written: str, form: str) -> None:
    assert folded(written) == form


@given(st.text())
@example("ß & İ ŉ ǰ ϓ ＆ ᾲ Ⅷ ﬁ")
def test_a_form_is_its_own_form_and_holds_letters_and_digits_alone(text: str) -> None:
    form = folded(text)
    assert folded(form) == form
    assert {unicodedata.category(letter)[0] for letter in form} <= {"L", "N"}
    assert folded(unicodedata.normalize("NFC", text)) == folded(unicodedata.normalize("NFD", text)) == form


@given(st.data())
def test_a_name_is_understood_however_it_is_written(known: Vocabulary, data: st.DataObject) -> None:
    usual = [(name, code) for code, name in known.names["country"].items()]
    name, code = data.draw(st.sampled_from(other_names() + usual))
    written = ""
    for letter in name:
        written += data.draw(st.sampled_from([letter, letter.upper(), letter.lower()]))
        written += data.draw(st.text(ASIDE, max_size=1))
        # An accent on a letter of another script would be a second letter.
        if letter.isascii() and letter.isalpha():
            written += data.draw(st.text(ACCENTS, max_size=1))
    assert known.code("country", written) == code


def test_the_rules_of_the_evidence_compare_names_in_the_same_form() -> None:
    # Letters of other scripts that carry marks may differ; they are compared with themselves alone.
    names = [name for name, _ in other_names() if unicodedata.normalize("NFKD", name[0]).isascii()]
    assert len(names) > 500
    with duckdb.connect() as con:
        for statement in read_schema(RULES).statements:
            made = CREATES.match(statement)
            if made and made[1] == "macro":
                con.execute(statement)
        rows = con.execute("select name, as_place(name) from unnest(?) as listed (name)", [names]).fetchall()
    assert [(name, form) for name, form in rows if folded(name) != form] == []


# Other names of countries --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("UK", "United Kingdom"),
        ("u.k.", "United Kingdom"),
        ("Great Britain", "United Kingdom"),
        ("USA", "United States"),
        ("U.S.", "United States"),
        ("America", "United States"),
        ("UAE", "United Arab Emirates"),
        ("Holland", "Netherlands"),
        ("Turkey", "Türkiye"),
        ("Turkiye", "Türkiye"),
        ("Czech Republic", "Czechia"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
        ("Ivory Coast", "Côte d’Ivoire"),
        ("South Korea", "South Korea"),
        ("Republic of Korea", "South Korea"),
        ("Aotearoa", "New Zealand"),
        ("Deutschland", "Germany"),
        ("Burma", "Myanmar"),
        ("Swaziland", "Eswatini"),
        ("Viet Nam", "Vietnam"),
        ("Russian Federation", "Russia"),
        ("Congo-Kinshasa", "DR Congo"),
        ("Trinidad and Tobago", "Trinidad & Tobago"),
        ("EU", "European Union (27 members)"),
    ],
)
def test_usual_names_mean_the_country_they_are_usual_for(known: Vocabulary, written: str, usual: str) -> None:
    code = known.code("country", written)
    assert code is not None
    assert known.name("country", code) == usual
    assert read_parameters(known, ["country"], [("country", written), ("country", usual)]) == {"country": [code]}


def test_other_names_are_those_of_countries_alone(known: Vocabulary) -> None:
    assert known.code("sector", "UK") is None
    assert known.code("sector", "Local-government") is None


def test_every_code_and_usual_name_still_means_what_it_meant(known: Vocabulary) -> None:
    for code, name in known.names["country"].items():
        assert known.code("country", code) == known.code("country", name) == code


def test_the_command_line_understands_other_names_and_offers_the_nearest(
    unchanged: Path, tiny_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def printed(*given: str) -> tuple[int, str, str]:
        code = main(["cards", "concerns", "--data", str(unchanged), "--cache", str(tiny_cache), *given])
        return code, *capsys.readouterr()

    assert printed("--country", "u.k.") == printed("--country", "GBR")
    first = main(["cards", "--data", str(unchanged), "--cache", str(tiny_cache), "concerns"]), *capsys.readouterr()
    assert first == printed()
    assert printed("--my-country", "Noreg") == printed("--my-country", "NOR")
    for option in ("--country", "--my-country"):
        code, said, refused = printed(option, "Norvay")
        assert (code, said) == (2, "")
        assert "Did you mean Norway (NOR)?" in refused
    # What a page has no choice of is refused, and not passed over.
    code, said, refused = printed("--choose", "colour=red")
    assert (code, said) == (2, "")
    assert "The page concerns has no choice 'colour'; its choices are question, " in refused


# The nearest to what is not known ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "written", "names"),
    [
        ("country", "Austrlia", ["Australia", "Austria"]),
        ("country", "New Zeeland", ["New Zealand"]),
        ("country", "Hollland", ["Netherlands"]),
        ("country", "Atlantis", []),
        ("country", "England", ["United Kingdom"]),
        ("country", "bogota", ["Colombia"]),
        ("country", "X", []),
        ("country", "", []),
        ("theme", "cyber", ["Cyber resilience"]),
        ("sector", "local goverment", ["Local government", "Central government"]),
    ],
)
def test_the_nearest_names_are_found_and_none_where_none_is_near(
    known: Vocabulary, field: str, written: str, names: list[str]
) -> None:
    assert [known.name(field, code) for code in known.nearest(field, written)] == names


@pytest.mark.parametrize(("year", "near"), [("2030", ["2026"]), ("1066", []), ("2025.", ["2025"]), ("²", [])])
def test_of_years_the_next_one_is_the_nearest(year: str, near: list[str]) -> None:
    assert nearest(year, {str(each): str(each) for each in range(2015, 2027)}) == near


@given(st.text(), st.dictionaries(st.text(max_size=12).map(folded), st.sampled_from("abcde"), max_size=8))
@example("9" * 10_000, {"2024": "2024"})
def test_whatever_is_written_a_few_of_the_known_are_offered_once_each(text: str, named: dict[str, str]) -> None:
    found = nearest(text, named)
    assert len(found) == len(set(found)) <= MOST_OFFERED
    assert set(found) <= set(named.values())
    assert found == nearest(text, dict(reversed(named.items())))


def test_a_refusal_offers_the_nearest_in_words_and_as_codes(known: Vocabulary) -> None:
    with pytest.raises(FilterError) as refused:
        read_parameters(known, ["country", "sector"], [("country", "Austrlia"), ("sectr", "health"), ("country", "Q")])
    country, parameter, nothing = refused.value.problems
    assert country["nearest"] == ["AUS", "AUT"]
    assert str(country["message"]).endswith("Did you mean Australia (AUS) or Austria (AUT)?")
    assert parameter["nearest"] == ["sector"]
    assert str(parameter["message"]).endswith("Did you mean sector?")
    assert nothing["nearest"] == []
    assert "Did you mean" not in str(nothing["message"])
