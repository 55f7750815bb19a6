"""A reader's own survey in their session: the whole dashboard with it, for nobody else, with nothing left behind."""

import base64
import gc
import tempfile
import tomllib
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests import survey_exports as given
from tests import test_forms as coded
from tests import tiny_evidence
from tests.test_publishing import PUBLISHED, THEMES, dashboard
from trends.__main__ import main
from trends.evidence.faults import EvidenceError
from trends.intake import held_file, trial, trial_reading
from trends.intake.mapping_file import mapping_in
from trends.intake.table import Limits
from trends.intake.taking import Taken, take
from trends.paths import ROOT
from trends.serve import identity
from trends.store import leftovers
from trends.store.versions import VERSIONS, current, opened
from trends.ui import own_survey
from trends.ui.held_surveys import HELD, Export, HeldSurveys, Survey

SECRET = b"s" * 32
CONCERNS = "Invented: concerns"


def mapping(folder: Path) -> tuple[Path, str]:
    export, text = given.as_csv(folder, given.people(400))
    for question, themes in THEMES.items():
        text = text.replace(f'id = "{question}"', f'id = "{question}"\ntext = "Invented: {question}"\n{themes}')
    return export, text + PUBLISHED


@pytest.fixture
def export(tmp_path: Path) -> tuple[Path, str]:
    return mapping(tmp_path)


@pytest.fixture(name="small")
def serves_a_small_dashboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small dashboard that is the one served."""
    data = dashboard(tmp_path)
    monkeypatch.setenv("DIGITAL_TRENDS_DATA", str(data))
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(tmp_path / "cache"))
    VERSIONS.close()
    yield data
    VERSIONS.close()


def taken(export: tuple[Path, str]) -> Taken:
    return take(export[0], mapping_in(export[1], export[0].with_name("mapping")))


@pytest.mark.parametrize("write", given.CONTAINERS, ids=lambda write: write.__name__)
def test_every_container_is_read_from_memory_as_from_a_disk(tmp_path: Path, write: object) -> None:
    path, text = write(tmp_path, given.people())  # type: ignore[operator]
    content = path.read_bytes()
    here = take(path, mapping_in(text, path))
    with held_file.held(path.name, content) as held:
        assert held.name == path.name
        # What is on disk is a link to nothing that has a name.
        assert held.is_symlink()
        assert "/proc/self/fd/" in str(held.readlink())
        there = take(held, mapping_in(text, held))
    assert not held.exists()
    assert (there.rows, there.weights) == (here.rows, here.weights)
    assert [list(each.ticks) for each in there.answers] == [list(each.ticks) for each in here.answers]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("../../etc/answers.csv", "answers.csv"),
        ("C:\\surveys\\answers.xlsx", "answers.xlsx"),
        ("", "export"),
        ("...", "export"),
        ("a\x00b\n.csv", "ab.csv"),
        ("x" * 500 + ".parquet", "x" * 92 + ".parquet"),
    ],
)
def test_a_name_leads_nowhere_else(name: str, called: str) -> None:
    with held_file.held(name, b"content") as path:
        assert path.name == called
        assert path.read_bytes() == b"content"


def test_a_version_with_the_survey_is_for_whoever_holds_it_and_goes_with_it(
    small: Path, export: tuple[Path, str], tmp_path: Path
) -> None:
    places = [Path(tempfile.gettempdir()), trial._IN_MEMORY, small, tmp_path / "cache"]  # noqa: SLF001
    public = current()

    def held() -> list[list[Path]]:
        # Other processes have their own folders in those for all.
        ours = leftovers.folder_name(leftovers.TEMPORARY)
        return [
            sorted(each for each in place.iterdir() if each.name.startswith(ours) or place not in places[:2])
            for place in places
            if place.is_dir()
        ]

    before = held()
    answers = taken(export)
    version, done = trial.version_with(answers, trial.prepared(answers, SECRET))
    assert held() == before
    assert not version.store.path.exists()

    def surveys(of: object) -> set[str]:
        store = of.store  # type: ignore[attr-defined]
        rows = store.rows("findings", **dict.fromkeys(store.queries["findings"].parameters, []))
        return {row["survey_name"] for row in rows}

    assert surveys(version) - surveys(public) == {"Invented"}
    assert done.figures > 100
    assert surveys(current()) == surveys(public)
    # The same file makes the same figures, whoever tries it.
    again, _ = trial.version_with(answers, trial.prepared(answers, SECRET))
    assert again.fingerprint == version.fingerprint
    gone = weakref.ref(version)
    del version
    gc.collect()
    assert gone() is None


def test_a_rule_that_would_be_broken_is_told_of_a_tried_survey_too(small: Path, export: tuple[Path, str]) -> None:
    answers = taken(export)
    prepared = trial.prepared(answers, SECRET)
    tiny_evidence.append(small, "findings", "barriers-21-gbr-budget", finding_id="broken", item="None", theme="no such")
    with pytest.raises(EvidenceError, match="no such"):
        trial.version_with(answers, prepared)


def test_what_is_asked_for_longest_ago_is_let_go_where_more_are_shown_than_may_be(small: Path) -> None:
    held = HeldSurveys(most=2)
    names = [held.begin(f"session {at}") for at in range(3)]
    versions = []
    for name in names[:2]:
        version = opened(small, small.parent / "cache")
        versions.append(weakref.ref(version))
        held.show(name, version, "Invented (2026)")
        del version
    # The first is looked at again, so the second is the one to go.
    assert held.of(names[0]).version is not None
    held.show(names[2], opened(small, small.parent / "cache"), "Invented (2026)")
    assert [held.of(name).version is not None for name in names] == [True, False, True]
    gc.collect()
    assert [version() is not None for version in versions] == [True, False]
    assert held.of("a name nobody gave") is None


def test_what_is_held_goes_when_its_reader_has_been_away_for_two_looks() -> None:
    held = HeldSurveys()
    here, gone = held.begin("here"), held.begin("gone")
    held.of(gone).export = Export("export.csv", b"content")
    assert held.look(lambda session: session == "here") == []
    # Whose line broke for a moment keeps it.
    assert held.look(lambda _: True) == []
    assert held.look(lambda session: session == "here") == []
    assert held.of(gone) is not None
    assert held.look(lambda session: session == "here") == ["gone"]
    assert held.of(gone) is None
    assert held.of(here) is not None
    held.forget(here)
    assert held.of(here) is None


@pytest.mark.usefixtures("small")
def test_files_of_the_server_are_not_read(export: tuple[Path, str], tmp_path: Path) -> None:
    secret = tmp_path / "passwords.csv"
    secret.write_text("list_name,name,label\nx,1,hunter2\n", encoding="utf-8")
    text = export[1].replace("[respondents]", f'[file]\nchoices = "{secret}"\n[respondents]')
    found = trial_reading.read(export[0], text, Limits(), SECRET)
    assert [problem.key for problem in found.problems] == ["file.choices"]
    assert "hunter2" not in found.report
    assert found.taken is None


@pytest.mark.usefixtures("small")
def test_what_is_not_said_yet_leaves_the_rest_to_be_read(export: tuple[Path, str]) -> None:
    begun = export[1].replace('publisher = "A network of cities"', 'publisher = ""')
    found = trial_reading.read(export[0], begun, Limits(), SECRET)
    assert [problem.key for problem in found.problems] == ["published.publisher"]
    assert f"{len(given.counted(given.people(400)))} count" in found.report
    assert found.taken is None
    whole = trial_reading.read(export[0], export[1], Limits(), SECRET)
    assert (whole.problems, whole.taken is None) == ([], False)
    assert len(whole.prepared.guarded.figures) > 100
    undecided = trial_reading.read(export[0], export[1].replace(THEMES["use"], ""), Limits(), SECRET)
    assert [problem.key for problem in undecided.problems] == ["question use.themes"]
    assert undecided.taken is None


def test_a_proposed_mapping_asks_for_what_a_dashboard_needs(export: tuple[Path, str], tmp_path: Path) -> None:
    text = trial_reading.proposed(export[0], Limits())
    assert "[published]" in text
    assert trial_reading.read(export[0], text, Limits(), SECRET).report
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"")
    assert trial_reading.proposed(broken, Limits()) == ""


@pytest.mark.usefixtures("small")
def test_a_mapping_that_needs_a_form_is_read_with_the_one_handed_over(tmp_path: Path) -> None:
    exported, form = coded.export(tmp_path), coded.form(tmp_path)
    secret = tmp_path / "passwords.csv"
    secret.write_text("list_name,name,label\nuse,no,hunter2\nuse,try,hunter3\nuse,yes,hunter4\n", encoding="utf-8")
    text = (
        f'[survey]\nname = "Codes"\nyear = 2026\nevidence = "self_selected"\n[file]\nchoices = "{secret}"\n'
        '[[question]]\nid = "ai"\nkind = "adoption"\nanswer = "single"\ncolumn = "q/ai"\nlist = "use"\n'
    )
    alone = trial_reading.read(exported, text, Limits(), SECRET)
    assert [(problem.key, "the form as well" in problem.mend) for problem in alone.problems] == [("file.choices", True)]
    both = trial_reading.read(exported, text, Limits(), SECRET, form=form)
    assert all(label in both.report for label in ("Not used", "Being tried", "In use"))
    assert "hunter" not in both.report
    few = trial_reading.read(exported, text, Limits(bytes=exported.stat().st_size), SECRET, form=form)
    assert [(problem.file, "bytes" in problem.reason) for problem in few.problems] == [(form.name, True)]


@pytest.mark.parametrize("write", [coded.form, coded.table])
@pytest.mark.usefixtures("small")
def test_the_page_proposes_with_the_form_what_the_command_does(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    exported, form = coded.export(tmp_path), write(tmp_path)
    by_command = tomllib.loads(coded.proposed(tmp_path, exported, form).read_text(encoding="utf-8"))
    at = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).switch_page("your_survey.py")
    held = hold(at, exported.read_bytes(), exported.name)
    at.run()
    (mapping,) = [area for area in at.text_area if area.key == own_survey.MAPPING]
    assert "Too little money" not in mapping.value
    held.form = Export(form.name, form.read_bytes())
    at.run()
    assert not at.exception
    (mapping,) = [area for area in at.text_area if area.key == own_survey.MAPPING]
    by_page = tomllib.loads(mapping.value)
    parts = ("question", "dimensions", "respondents", "columns")
    assert [by_page.get(part) for part in parts] == [by_command.get(part) for part in parts]
    lists = len({name for name, *_ in coded.CHOICES})
    assert f"**{form.name}** has {lists} lists of choices".replace("_", "") in words(at).replace("\\", "")
    # What the owner wrote stays, whatever comes after, until they ask for another.
    own = mapping.value.replace("Too little money", "Money")
    mapping.set_value(own).run()
    held.form, held.form_read = Export(form.name, form.read_bytes()), {}
    at.run()
    assert [area.value for area in at.text_area if area.key == own_survey.MAPPING] == [own]
    next(button for button in at.button if button.label == "Propose it anew with the form").click().run()
    assert [tomllib.loads(area.value) for area in at.text_area if area.key == own_survey.MAPPING] == [by_page]
    assert not any(button.label == "Propose it anew with the form" for button in at.button)


@pytest.mark.usefixtures("small")
def test_a_form_with_labels_in_two_languages_waits_for_one_of_them(tmp_path: Path) -> None:
    exported = coded.export(tmp_path)
    both = [(*each, f"fr {each[2]}") for each in coded.CHOICES]
    form = coded.table(tmp_path, both, ("list_name", "name", "label::English (en)", "label::Français (fr)"))
    at = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).switch_page("your_survey.py")
    held = hold(at, exported.read_bytes(), exported.name)
    held.form = Export(form.name, form.read_bytes())
    at.run()
    assert [box.value for box in at.info] == ["The form waits until its language is chosen."]
    for language, label in (("Français (fr)", '"fr Too little money"'), ("English (en)", '"Too little money"')):
        next(box for box in at.selectbox if box.label.startswith("Language")).set_value(language).run()
        assert not at.exception
        (mapping,) = [area.value for area in at.text_area if area.key == own_survey.MAPPING]
        assert label in mapping
    assert '"fr Too little money"' not in mapping


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("form.csv", b"", "empty"),
        ("form.xlsx", b"PK\x03\x04 no workbook", "workbook"),
        ("form.csv", b"list,name,label\na,b,c\n", "no column 'listname'"),
        ("form.xls", b"\xd0\xcf\x11\xe0 an old one", "old"),
        ("form.csv", b"list_name,name,label\n" + b"l,n,t\n" * 60_000, "50,000 rows"),
    ],
)
@pytest.mark.usefixtures("small")
def test_a_form_that_cannot_be_used_is_told_and_left_aside(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    exported = coded.export(tmp_path)
    at = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).switch_page("your_survey.py")
    held = hold(at, exported.read_bytes(), exported.name)
    held.form = Export(name, content)
    at.run()
    assert not at.exception
    said = words(at).replace("\\", "").replace("_", "")
    assert f"**{name}** is left aside" in said
    assert told in said
    assert [bool(area.value) for area in at.text_area if area.key == own_survey.MAPPING] == [True]


def hold(at: AppTest, content: bytes, called: str = "export.csv") -> Survey:
    name = HELD.begin("a session")
    held = HELD.of(name)
    held.export = Export(called, content)
    at.session_state["own_survey_name"] = name
    return held


def page(path: str, export: tuple[Path, str] | None = None) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60)
    if export is not None:
        hold(at, export[0].read_bytes())
        at.session_state[own_survey.MAPPING] = export[1]
    return at.switch_page(path) if path else at


def words(at: AppTest) -> str:
    return "\n".join(
        each.value for kind in (at.markdown, at.caption, at.title, at.header, at.subheader) for each in kind
    )


@pytest.mark.usefixtures("small")
def test_a_session_gets_the_whole_dashboard_and_no_other_does(
    export: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    export[0].with_name("mapping.toml").write_text(export[1], encoding="utf-8")
    at = page("your_survey.py", export).run()
    assert not at.exception
    assert "guarded figures can be shown" in words(at)
    # As the command's report tells of the same file, as long as there is no secret.
    assert main(["intake", "report", str(export[0]), str(export[0].with_name("mapping.toml"))]) == 0
    (loss,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("What protecting")]
    assert loss in words(at)
    (show,) = [button for button in at.button if button.label == "Show the dashboard with my survey"]
    show.click().run()
    assert not at.exception
    assert "With your survey: **Invented (2026)**" in words(at)
    at.switch_page("concerns.py").run()
    assert not at.exception
    assert "With your survey: **Invented (2026)**" in words(at)
    assert any("Invented: concerns" in option for box in at.selectbox for option in box.options)
    other = page("concerns.py").run()
    assert not other.exception
    assert "Invented" not in words(other)
    assert not any("Invented" in option for box in other.selectbox for option in box.options)
    next(button for button in at.button if button.key == "own_survey_out").click().run()
    assert not at.exception
    assert "Invented" not in words(at)
    # The file is still there; forgotten, nothing is.
    at.switch_page("your_survey.py").run()
    assert "guarded figures can be shown" in words(at)
    next(button for button in at.button if button.label == "Forget what you chose").click().run()
    assert not at.exception
    assert "guarded figures can be shown" not in words(at)


@pytest.mark.usefixtures("small")
def test_whoever_loses_their_survey_to_others_is_told_and_goes_on(export: tuple[Path, str]) -> None:
    at = page("your_survey.py", export).run()
    next(button for button in at.button if button.label == "Show the dashboard with my survey").click().run()
    HELD.of(at.session_state["own_survey_name"]).version = None
    gc.collect()
    at.switch_page("concerns.py").run()
    assert not at.exception
    assert "Your survey was let go" in at.warning[0].value
    assert "Invented" not in words(at)
    at.run()
    assert not at.warning


@pytest.mark.usefixtures("small")
def test_a_file_that_says_nothing_true_of_itself_is_told() -> None:
    for content, told in (
        (b"", "empty"),
        (b"PK\x03\x04 no workbook", "this is a workbook"),
        (b"a;b\n1\n", "row 2"),
        (b"\xff\xfe\x00", "error"),
    ):
        at = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).switch_page("your_survey.py")
        hold(at, content)
        at.run()
        assert not at.exception
        assert told in words(at)


@pytest.mark.usefixtures("small")
def test_what_a_browser_hands_over_is_taken_only_whole_and_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", held)

    def hand(name: object, content: object) -> None:
        held[own_survey.KEY] = {"file": {"name": name, "content": content}}
        own_survey._take()  # noqa: SLF001

    def hand_form(name: str, content: bytes) -> None:
        held[own_survey.KEY] = {"form": {"name": name, "content": base64.b64encode(content).decode()}}
        own_survey._take_form()  # noqa: SLF001

    hand("export.csv", "no base64 !")
    hand(3, None)
    assert "own_survey_name" not in held
    monkeypatch.setattr(own_survey, "MOST_BYTES", 10)
    hand("export.csv", base64.b64encode(b"x" * 11).decode())
    assert "at most 10" in str(held["own_survey_said"])
    # Of a file that is too large a browser hands over the size alone.
    held[own_survey.KEY] = {"file": {"name": "export.csv", "size": 12, "content": None}}
    own_survey._take()  # noqa: SLF001
    assert str(held["own_survey_said"]).startswith("The file has 12 bytes")
    assert "below" not in str(held["own_survey_said"])
    assert "own_survey_name" not in held
    # A mapping that comes first is for the export that follows, and for another copy of it.
    hand("mine.toml", base64.b64encode(b"[survey]\n").decode())
    assert "own_survey_said" not in held
    hand("export.csv", base64.b64encode(b"x" * 10).decode())
    assert HELD.of(str(held["own_survey_name"])).export == Export("export.csv", b"x" * 10)
    hand("export.csv", base64.b64encode(b"y" * 10).decode())
    assert held[own_survey.MAPPING] == "[survey]\n"
    hand("another.csv", base64.b64encode(b"z" * 10).decode())
    assert own_survey.MAPPING not in held
    assert HELD.of(str(held["own_survey_name"])).export == Export("another.csv", b"z" * 10)
    hand("larger.csv", base64.b64encode(b"x" * 11).decode())
    assert str(held["own_survey_said"]).endswith("What stands below is of another.csv, which you chose before.")
    assert HELD.of(str(held["own_survey_name"])).export == Export("another.csv", b"z" * 10)
    hand_form("form.xlsx", b"f" * 10)
    both = HELD.of(str(held["own_survey_name"]))
    assert (both.export.name, both.form) == ("another.csv", Export("form.xlsx", b"f" * 10))
    # Each may be as large as the limit, and what is refused leaves the one before.
    hand_form("larger.xlsx", b"f" * 11)
    assert str(held["own_survey_said"]).endswith("What stands below is of form.xlsx, which you chose before.")
    assert both.form == Export("form.xlsx", b"f" * 10)
    hand("another.csv", base64.b64encode(b"y" * 10).decode())
    assert both.form is not None
    hand("third.csv", base64.b64encode(b"y" * 10).decode())
    assert both.form is None
    own_survey._forget()  # noqa: SLF001
    hand_form("form.xlsx", b"f" * 10)
    hand("first.csv", base64.b64encode(b"y" * 10).decode())
    assert HELD.of(str(held["own_survey_name"])).form == Export("form.xlsx", b"f" * 10)


@pytest.mark.usefixtures("small")
def test_the_page_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert identity.is_page("your_survey")
    monkeypatch.setenv("TRENDS_OWN_SURVEYS", "off")
    assert not identity.is_page("your_survey")
