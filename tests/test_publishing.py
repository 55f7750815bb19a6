"""A survey's guarded figures in the tables of a dashboard: what they are, what never comes in, and how they go again."""

import functools
import json
import math
import re
import shutil
import stat
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from tests import survey_exports as given
from tests import tiny_evidence
from trends.__main__ import main
from trends.evidence.build import find_faults
from trends.evidence.schema import read_schema
from trends.intake import perturbation, preparing, record_keys, table_files
from trends.intake.mapping_file import read_mapping
from trends.intake.taking import take
from trends.paths import RULES
from trends.statistics import rest
from trends.store.opening import open_store

EVERYBODY = given.people(400)
COUNTED = given.counted(EVERYBODY)
REMARK = "the minister said no"
PUBLISHED = """
[published]
publisher = "A network of cities"
respondents = "Heads of digital in bodies of three countries"
respondent_group = "digital_leaders"
coverage = "open"
method = "Web questionnaire"
url = "https://network.example/survey"
reuse = "open"
fieldwork = "May 2026"
"""
THEMES = {
    "ranked": 'theme = "skills_workforce"\nthemes = { "Cyber security" = "cyber_resilience", "Cloud; hosting" = "budget_value" }',
    "concerns": 'theme = "cyber_resilience"\nthemes = { "Funding" = "budget_value" }',
    "att0": 'theme = "budget_value"',
    "att1": 'theme = "skills_workforce"',
    "att2": 'theme = "cyber_resilience"',
    "use": 'theme = "ai_automation"',
}
TABLES = (*table_files.ORDER, "answer_kinds")


@dataclass(frozen=True)
class Owner:
    """Whoever has the answers: export, mapping and the folder of the dashboard."""

    export: Path
    mapping: Path
    data: Path

    def adds(self, *more: str) -> int:
        return main(["intake", "add", str(self.export), str(self.mapping), "--data", str(self.data), *more])

    def removes(self, survey: str = "invented", year: str = "2026") -> int:
        return main(["intake", "remove", survey, year, "--data", str(self.data)])

    def says(self, change: Callable[[str], str]) -> None:
        self.mapping.write_text(change(self.mapping.read_text(encoding="utf-8")), encoding="utf-8")

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.data / f"{name}.csv", dtype=str, keep_default_na=False)

    def held(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.data.iterdir())}

    def puts(self, files: dict[str, bytes]) -> None:
        for name, held in files.items():
            (self.data / name).write_bytes(held)


def dashboard(folder: Path) -> Path:
    """Return a small dashboard that knows the countries and sectors of the survey."""
    data = tiny_evidence.write(folder / "data")
    tables = table_files.read_tables(data, ("countries", "sectors", "kinds"))
    tables["countries"].add(
        {"country": code, "name": name, "kind": "country", "iso2": code[:2]}
        for code, name in (("AUT", "Austria"), ("TUR", "Türkiye"))
    )
    tables["sectors"].add(
        [
            {
                "sector": "central_government",
                "label": "Central government",
                "definition": "Ministries.",
                "bodies": "ministries",
            },
            {
                "sector": "cross_public_sector",
                "label": "All",
                "definition": "All.",
                "bodies": "public bodies",
                "whole": "true",
            },
        ]
    )
    held = {row["kind"] for row in tables["kinds"].rows}
    kinds = {"adoption", "attitude", "concern", "priority"} - held
    tables["kinds"].add({"kind": kind, "label": kind, "definition": "Invented."} for kind in sorted(kinds))
    for table in tables.values():
        table.path.write_text(table.text(), encoding="utf-8")
    assert find_faults(data) == []
    return data


def owner(
    folder: Path, write: Callable[..., tuple[Path, str]] = given.as_csv, people: list[given.Person] = EVERYBODY
) -> Owner:
    export, text = write(folder, people)
    for question, themes in THEMES.items():
        text = text.replace(f'id = "{question}"', f'id = "{question}"\n{themes}')
    mapping = folder / "mapping.toml"
    mapping.write_text(text + PUBLISHED, encoding="utf-8")
    return Owner(export, mapping, dashboard(folder))


def copied(owned: Owner, folder: Path) -> Owner:
    """Copy all that an owner has into a new folder."""
    shutil.copytree(owned.data.parent, folder)
    return Owner(folder / owned.export.name, folder / owned.mapping.name, folder / owned.data.name)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Owner:
    """What ``ours`` is copied of."""
    return owner(tmp_path_factory.mktemp("untouched"))


@pytest.fixture
def ours(untouched: Owner, tmp_path: Path) -> Owner:
    return copied(untouched, tmp_path / "ours")


@pytest.fixture(scope="module")
def added(untouched: Owner, tmp_path_factory: pytest.TempPathFactory) -> Owner:
    made = copied(untouched, tmp_path_factory.mktemp("added") / "ours")
    assert made.adds() == 0
    return made


@pytest.fixture
def ours_added(added: Owner, tmp_path: Path) -> Owner:
    """What ``ours`` is after adding, the test's own to change."""
    return copied(added, tmp_path / "added")


def of_slice(row: pd.Series) -> list[given.Person]:
    """Return who counts in the slice of a figure."""
    return _who_counts(row["country"], row["sector"], row["body_size"])


@functools.cache
def _who_counts(country: str, sector: str, size: str) -> list[given.Person]:
    return [
        person
        for person in COUNTED
        if country in {"INTL", given.COUNTRIES.get(person.country)}
        and sector in {"cross_public_sector", given.SECTORS.get(person.sector)}
        and size in {"", person.size}
    ]


def answered(row: pd.Series, people: list[given.Person]) -> tuple[list[given.Person], list[given.Person]]:
    """Return of some people the base of a figure, and who gave its answer."""
    item = row["item"]
    if row["question"] == "invented_ranked":
        base = [p for p in people if p.ranked]
        return base, [p for p in base if item in p.ranked]
    if row["question"] == "invented_concerns":
        base = [p for p in people if p.concerns]
        return base, [p for p in base if item in p.concerns]
    if row["question"] == "invented_use":
        base = [p for p in people if p.use]
        return base, [p for p in base if item == p.use]
    at = int(item[-1])
    base = [p for p in people if p.points[at]]
    # Of three points only the highest is agreement.
    return base, [p for p in base if p.points[at] == given.POINTS[-1]]


def test_every_figure_is_the_share_of_those_who_answered_but_for_a_few_persons(added: Owner) -> None:
    findings = added.table("findings")
    figures = findings[findings["question"].str.startswith("invented_")]
    assert set(figures["question"]) == {
        "invented_ranked",
        "invented_concerns",
        "invented_agreement_with_statements",
        "invented_use",
    }
    for _, row in figures.iterrows():
        base, named = answered(row, of_slice(row))
        assert len(base) >= 10, row
        assert abs(int(row["base_n"]) - len(base)) <= 5
        share = 100 * sum(p.weight for p in named) / sum(p.weight for p in base)
        # Five persons more or fewer above and below the line, each of the mean weight, and rounding to whole per cent.
        most = 100 * 5 / int(row["base_n"]) * (1 + share / 100) * 2.2 + 0.5
        assert abs(float(row["value"]) - share) <= most, (row, share)
        assert float(row["effective_base"]) <= int(row["base_n"])


def test_no_group_or_rest_of_one_is_told_that_is_under_ten(added: Owner) -> None:
    findings = added.table("findings")
    figures = findings[findings["question"].str.startswith("invented_")]
    slices = figures.drop_duplicates(["question", "country", "sector", "body_size"])
    assert len(slices) > 20
    for _, row in slices.iterrows():
        inside = {p.number for p in answered(row, of_slice(row))[0]}
        everybody = {p.number for p in answered(row, COUNTED)[0]}
        assert len(inside) >= 10
        assert not 0 < len(everybody - inside) < 10


def test_what_the_dashboard_says_of_the_survey_is_what_the_mapping_says(added: Owner) -> None:
    survey = added.table("surveys").set_index("survey").loc["invented"]
    assert survey["name"] == "Invented"
    assert survey["respondents"] == "Heads of digital in bodies of three countries"
    assert (survey["evidence"], survey["respondent_group"]) == ("self_selected", "digital_leaders")
    wave = added.table("waves").set_index("survey").loc["invented"]
    assert (wave["year"], wave["fieldwork"], wave["coverage"], wave["method"]) == (
        "2026",
        "May 2026",
        "open",
        "Web questionnaire",
    )
    assert "Small random changes protect those who answered (up to ± 5 persons)" in wave["note"]
    assert abs(int(wave["base_n"]) - len(COUNTED)) <= 5 + max(sum(not p.ranked for p in COUNTED), 0)
    questions = added.table("questions").set_index("question")
    told = questions[questions["survey"] == "invented"]
    assert told["note"].to_dict() == {
        "invented_ranked": "Share that placed it among the first 2.",
        "invented_concerns": "Several answers were possible.",
        "invented_agreement_with_statements": "Share that chose “Agree”.",
        "invented_use": "",
    }
    assert told["role"].to_dict()["invented_use"] == "detail"
    assert told["role"].to_dict()["invented_ranked"] == "headline"
    themes = (
        added.table("findings").query("question == 'invented_concerns'").groupby("item")["theme"].unique().str.join(",")
    )
    assert themes.to_dict() == dict.fromkeys(given.CONCERNS, "cyber_resilience") | {"Funding": "budget_value"}
    findings = added.table("findings").merge(added.table("provenance"), on="provenance")
    urls = findings.merge(added.table("documents"), on="document")
    assert set(urls[urls["question"].str.startswith("invented_")]["url"]) == {"https://network.example/survey"}


def test_pages_work_ranges_out_at_the_effective_base(added: Owner, tmp_path: Path) -> None:
    store = open_store(added.data, tmp_path)
    rows = [
        row
        for row in store.ask("findings", **dict.fromkeys(store.queries["findings"].parameters, [])).to_dict("records")
        if row["survey"] == "invented"
    ]
    store.close()
    assert len(rows) > 100
    for row in rows:
        low, high = proportion_confint(
            row["value"] / 100 * row["effective_base"], row["effective_base"], method="wilson"
        )
        assert (row["low"], row["high"]) == pytest.approx((100 * low, 100 * high), abs=0.006)
        assert (row["flag"] if isinstance(row["flag"], str) else None) == (
            "u" if row["base_n"] < 30 or high - low >= 0.3 else None
        )
        assert not row["complete"]
        # Wider than the base alone would give.
        narrow, wide = proportion_confint(row["value"] / 100 * row["base_n"], row["base_n"], method="wilson")
        assert high - low >= wide - narrow - 1e-9


def test_nothing_of_a_respondent_is_anywhere(
    ours_added: Owner, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    again = ours_added
    assert again.adds("--replace") == 0
    assert again.adds("--replace", "--show") == 0
    store = open_store(again.data, tmp_path / "cache")
    store.close()
    said = "".join(capfd.readouterr())
    secrets_of = [f"person{p.number}@" for p in EVERYBODY] + ["body.example", REMARK, "remark; here"]
    identities = [f"n{p.number}," for p in EVERYBODY[:50]]
    places = {
        path: path.read_bytes()
        for folder in (again.data, tmp_path / "cache")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert len(places) > 30
    for secret in secrets_of:
        assert secret not in said
        assert not [path for path, held in places.items() if secret.encode() in held]
    # So few letters stand by chance in what is packed: they are looked for in tables, whose fields end with a comma.
    tables = {path: held.decode() for path, held in places.items() if path.suffix == ".csv"}
    assert len(tables) > 20
    for identity in identities:
        assert identity not in said
        assert not [path for path, held in tables.items() if re.search(rf"\b{identity}", held)]
    # Who answered is told apart by a keyed hash alone, and neither the key nor what it is made with is published.
    key = again.mapping.with_suffix(".secret").read_text(encoding="ascii").strip()
    assert not [path for path, held in places.items() if key.encode() in held]


def test_the_same_answers_give_the_same_figures_as_long_as_the_secret_is_kept(ours_added: Owner) -> None:
    first = ours_added.table("findings")
    secret = ours_added.mapping.with_suffix(".secret")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert ours_added.adds("--replace") == 0
    assert ours_added.table("findings").equals(first)
    secret.unlink()
    assert ours_added.adds("--replace") == 0
    assert not ours_added.table("findings").equals(first)


def test_the_owner_alone_is_told_what_the_changes_cost(ours: Owner, capsys: pytest.CaptureFixture[str]) -> None:
    report = ["intake", "report", str(ours.export), str(ours.mapping)]
    before = sorted(ours.mapping.parent.iterdir())
    assert main([*report, "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)["disclosure_control"]
    assert sorted(ours.mapping.parent.iterdir()) == before
    assert ours.adds() == 0
    (told,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("What protecting")]
    # Of the figures in the tables, by the answers as they were made.
    findings = ours.table("findings")
    apart = []
    for _, row in findings[findings["question"].str.startswith("invented_")].iterrows():
        base, named = answered(row, of_slice(row))
        if int(row["base_n"]) >= 50:
            apart.append(abs(float(row["value"]) - 100 * sum(p.weight for p in named) / sum(p.weight for p in base)))
    mean = sum(apart) / len(apart)
    assert f"{round(mean, 2):.1f} percentage points" in told
    assert f"({len(apart)} figures with a base of 50 or more)" in told
    # With the secret the report tells the same, in words and as data; without one, of changes drawn from the file.
    assert main([*report, "--json"]) == 0
    exact = json.loads(capsys.readouterr().out)["disclosure_control"]
    assert exact == {
        "base_at_least": 50,
        "figures": len(apart),
        "mean_deviation_points": pytest.approx(mean, abs=0.006),
    }
    assert main(report) == 0
    assert told in capsys.readouterr().out
    assert tried["mean_deviation_points"] == pytest.approx(mean, rel=0.5)
    # Nothing in the folder of the dashboard has it.
    assert not any(b"percentage points beside" in content for content in ours.held().values())


def test_no_loss_is_told_while_something_is_open(ours: Owner, capsys: pytest.CaptureFixture[str]) -> None:
    ours.says(lambda text: text.replace('column = "weight"', 'column = "country"'))
    main(["intake", "report", str(ours.export), str(ours.mapping), "--json"])
    assert json.loads(capsys.readouterr().out)["disclosure_control"] is None


def test_an_edition_that_is_there_is_not_added_twice(ours_added: Owner, capsys: pytest.CaptureFixture[str]) -> None:
    before = ours_added.held()
    assert ours_added.adds() == 1
    assert "has invented of 2026 already" in capsys.readouterr().out
    assert ours_added.held() == before


def test_what_is_removed_leaves_no_trace(untouched: Owner, ours_added: Owner) -> None:
    before = untouched.held()
    changed = {name for name, held in ours_added.held().items() if held != before[name]}
    assert changed == {f"{name}.csv" for name in table_files.ORDER}
    assert ours_added.removes() == 0
    assert ours_added.held() == before


def test_a_second_edition_stands_beside_the_first_and_goes_alone(ours_added: Owner) -> None:
    first = ours_added.held()
    ours_added.says(lambda text: text.replace("year = 2026", "year = 2027"))
    assert ours_added.adds() == 0
    waves = ours_added.table("waves")
    assert waves[waves["survey"] == "invented"]["year"].tolist() == ["2026", "2027"]
    questions = ours_added.table("questions")
    assert len(questions[questions["survey"] == "invented"]) == 4
    assert ours_added.removes(year="2027") == 0
    assert ours_added.held() == first


@pytest.mark.parametrize("removing", [False, True], ids=["adding", "removing"])
def test_whenever_it_ends_the_tables_keep_every_rule(
    untouched: Owner,
    ours_added: Owner,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    removing: bool,
) -> None:
    before, whole = untouched.held(), ours_added.held()
    ours = ours_added
    if not removing:
        ours.puts(before)
    steps: list[str] = []
    states: list[dict[str, bytes]] = []
    replaced = Path.replace

    def step(path: Path, target: Path) -> Path:
        steps.append(target.name)
        made = replaced(path, target)
        assert find_faults(ours.data) == [], steps
        states.append({name: held for name, held in ours.held().items() if name.endswith(".csv")})
        return made

    monkeypatch.setattr(Path, "replace", step)
    assert (ours.removes if removing else ours.adds)() == 0
    assert len(steps) == len(table_files.ORDER)
    if removing:
        return
    # Broken off after any step, it can be done again, or undone to the last byte.
    assert ours.held() == whole
    for last in range(1, len(steps)):
        ours.puts(before)
        done: list[Path] = []

        def breaks(path: Path, target: Path, done: list[Path] = done, last: int = last) -> Path:
            if len(done) == last:
                raise OSError(28, "No space left on device")
            done.append(target)
            return replaced(path, target)

        monkeypatch.setattr(Path, "replace", breaks)
        assert ours.adds() == 1
        assert "No space left on device" in capsys.readouterr().out
        monkeypatch.setattr(Path, "replace", replaced)
        broken_off = ours.held()
        # So it stood after this step above, without a fault, and nothing lies beside it.
        assert broken_off == states[last - 1]
        assert ours.adds("--replace") == 0
        assert ours.held() == whole
        ours.puts(broken_off)
        if "waves.csv" in [target.name for target in done]:
            assert ours.removes() == 0
            assert ours.held() == before


def test_nobody_adds_while_somebody_does(ours: Owner, capsys: pytest.CaptureFixture[str]) -> None:
    before = ours.held()
    with table_files.alone(ours.data):
        assert ours.adds() == 1
        assert ours.removes() == 1
    assert capsys.readouterr().out.count("being changed by somebody else") == 2
    assert ours.held() == before


def test_what_others_put_there_is_not_removed(ours: Owner, capsys: pytest.CaptureFixture[str]) -> None:
    before = ours.held()
    assert ours.removes("council_survey", "2024") == 1
    assert "was not put there" in capsys.readouterr().out
    assert ours.removes("council_survey", "1999") == 1
    assert "2021" in capsys.readouterr().out
    assert ours.removes("nobody", "2024") == 1
    assert "nothing has to be taken out, if its id is right" in capsys.readouterr().out
    assert ours.held() == before


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (lambda text: text.replace(PUBLISHED, ""), 1, "key published"),
        (lambda text: text.replace('"digital_leaders"', '"bosses"'), 1, "digital_leaders"),
        (lambda text: text.replace('coverage = "open"', 'coverage = "some"'), 1, "asked_all"),
        (lambda text: text.replace("https://network", "network"), 1, "published.url"),
        (lambda text: text.replace('evidence = "self_selected"', 'evidence = "hearsay"'), 1, "survey.evidence"),
        (lambda text: text.replace('theme = "ai_automation"', 'theme = "ai"'), 1, "ai_automation"),
        (lambda text: text.replace('theme = "ai_automation"', ""), 2, "question use.themes"),
        (lambda text: text.replace('fieldwork = "May 2026"', "threshold = 3"), 1, "5 or more"),
        (lambda text: text.replace('fieldwork = "May 2026"', 'country = "NOR"'), 1, "cannot be called NOR"),
        (lambda text: text.replace('id = "use"', 'id = "use"\nsame_as = "council_use"'), 1, "no question 'council_use'"),
        (lambda text: text.replace('id = "use"', 'id = "use"\ntext = "ranked"'), 1, "are called “ranked”"),
        # The name of another survey: told by the rules of the tables.
        (lambda text: text.replace('name = "Invented"', 'name = "Councils on digital"'), 1, "surveys.csv"),
    ],
)  # fmt: skip
def test_what_is_wrong_or_undecided_is_told_and_nothing_written(
    ours: Owner, capsys: pytest.CaptureFixture[str], change: Callable[[str], str], code: int, told: str
) -> None:
    ours.says(lambda text: text.replace('id = "ranked"', 'id = "ranked"\ntext = "ranked"'))
    ours.says(change)
    before = ours.held()
    assert ours.adds() == code
    assert told in "".join(capsys.readouterr())
    assert ours.held() == before


def test_check_tells_beforehand_what_adding_would_ask(
    ours: Owner, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITAL_TRENDS_DATA", str(ours.data))
    checks = ["intake", "check", str(ours.export), str(ours.mapping)]
    assert main(checks) == 0
    ours.says(lambda text: text.replace(THEMES["use"], "").replace('"digital_leaders"', '"bosses"'))
    assert main(checks) == 1
    told = capsys.readouterr().out
    assert ours.adds() == 1
    assert set(told.splitlines()[-2:]) <= set(capsys.readouterr().out.splitlines())
    assert "question use.themes" in told


def test_a_suggested_theme_can_be_taken_over_as_it_is_printed(ours: Owner, capsys: pytest.CaptureFixture[str]) -> None:
    ours.says(lambda text: text.replace(THEMES["concerns"], ""))
    assert ours.adds() == 2
    told = capsys.readouterr().out
    suggested = tomllib.loads(told.partition("add ")[2].partition(", if that is right")[0])["themes"]
    assert set(suggested) <= set(given.CONCERNS)
    # “Attacks” stand in this dashboard among items of cyber resilience.
    assert suggested["Attacks (phishing, fraud)"] == "cyber_resilience"


def test_a_later_wave_goes_on_with_an_earlier_question_unless_there_is_a_break(ours: Owner) -> None:
    ours.says(
        lambda text: text.replace('id = "invented"', 'id = "council_survey"').replace("year = 2026", "year = 2027")
    )
    ours.says(lambda text: text.replace('id = "concerns"', 'id = "concerns"\nsame_as = "council_barriers"'))
    ours.says(
        lambda text: text.replace('id = "use"', 'id = "use"\nsame_as = "council_tools"\nbreak = "asked otherwise"')
    )
    questions = len(ours.table("questions"))
    surveys = ours.table("surveys")
    assert ours.adds() == 0
    findings = ours.table("findings")
    assert "2027" in set(findings[findings["question"] == "council_barriers"]["year"])
    assert set(findings[findings["question"] == "council_tools"]["year"]) == {"2024"}
    assert ours.table("surveys").equals(surveys)
    told = ours.table("questions").set_index("question")
    assert len(told) == questions + 3
    assert told["note"]["council_survey_use"] == "Not compared with earlier editions: asked otherwise."


@pytest.mark.parametrize(
    "words", ["=cmd|' /C calc'!A0", '<img src=x onerror="1">', "[click](http://x.example)", 'a,b;"c"']
)
def test_options_in_any_words_come_in_as_they_are(tmp_path: Path, words: str) -> None:
    made = owner(tmp_path)
    text = made.export.read_text(encoding="utf-8-sig")
    quoted = words.replace('"', '""')
    made.export.write_text(text.replace("Accessibility", f'"{quoted}"'), encoding="utf-8-sig")
    made.says(lambda told: told.replace('"Accessibility"', given.text(words)))
    code = made.adds()
    items = set(made.table("findings").query("question == 'invented_ranked'")["item"])
    # A formula could be one in whatever opens the table: it is refused, all else is a name.
    assert (code, words in items) == ((0, True) if not words.startswith("=") else (code, code == 0))


def test_rules_that_stand_in_two_places_are_the_same() -> None:
    assert max(abs(change) for _, change, *_ in perturbation.cumulative()) == rest.MOST_CHANGED
    check = next(
        c for c in read_schema(RULES).constraints if (c.table, c.kind, *c.columns) == ("waves", "CHECK", "coverage")
    )
    assert all(f"'{coverage}'" in str(check) for coverage in preparing.COVERAGES)


def test_record_keys_are_spread_evenly_and_each_respondent_has_one(ours: Owner) -> None:
    taken = take(ours.export, read_mapping(ours.mapping))
    one, other = (record_keys.record_keys(taken, secret) for secret in (b"a" * 32, b"b" * 32))
    assert len(set(one)) == len(taken.rows) == len(COUNTED)
    assert not set(one) & set(other)
    assert all(0 <= key < 2**31 for key in one)
    # Of so many even draws the mean is within six standard errors of the middle.
    assert abs(sum(one) / len(one) / 2**31 - 0.5) < 6 / math.sqrt(12 * len(one))
