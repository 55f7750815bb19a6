"""The order of imports, read from the files themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from trends.paths import ROOT

# From the ground up: a module imports from its own line and the lines before it.
LAYERS = (
    ("paths", "statistics"),
    ("words", "evidence"),
    ("cards", "store", "intake"),
    ("figures", "request"),
    ("subjects",),
    ("export",),
    ("ui", "serve"),
    ("commands",),
    ("__main__",),
)
SUBJECTS = (
    ("ages", "contents", "matters", "you"),
    ("indices", "bodies", "movers", "sources", "releases"),
    ("lists", "cases"),
    ("themes",),
    ("sectors", "places", "body"),
    ("overview",),
    ("search",),
    ("registry",),
)
# Inside a subject; a file of another name is named beside the step it belongs to.
STEPS = ("facts", "words", "cards", "view")
BESIDE = {
    "lists": {"about": "words", "across": "words", "counted": "facts", "succession": "facts", "you": "words"},
    "movers": {"tables": "cards", "you": "words", "rows": "words", "counts": "words"},
    "indices": {
        "trends": "cards",
        "parts": "cards",
        "maps": "cards",
        "titles": "words",
        "together": "words",
        "coverage": "words",
        "pairs": "facts",
        "weighted": "facts",
        "pair_words": "words",
        "pair_cards": "cards",
        "pair_view": "view",
    },
    "bodies": {"contrast": "words"},
    "places": {"beside": "cards"},
    "body": {"kinds": "words"},
    "overview": {"findings": "view"},
    # The place of an answer stands in the table as well, so the cards need what the chart is made of.
    "themes": {"standing": "words", "strips": "words"},
}
MODULES = sorted(path for path in (ROOT / "trends").rglob("*.py") if path.name != "__init__.py")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """Yield the modules a file imports, by full name; a name imported from a module counts as that module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                full = ROOT / Path(*node.module.split("."), each.name)
                is_module = full.with_suffix(".py").exists() or full.is_dir()
                yield f"{node.module}.{each.name}" if is_module else node.module


def place(name: str, steps: tuple[tuple[str, ...], ...]) -> int:
    found = [at for at, step in enumerate(steps) if name in step]
    assert found, f"{name} has no place in the order of imports; give it one in {Path(__file__).name}."
    return found[0]


def step_of(subject: str, module: str) -> int:
    return STEPS.index(BESIDE.get(subject, {}).get(module, module))


def faults(path: Path) -> list[str]:
    """Return the imports of a file that go against the order."""
    mine = name_of(path).split(".")
    wrong = []
    for name in imported(path):
        theirs = name.split(".")
        if theirs[0] != "trends" or len(theirs) < 2:
            continue
        here, there = place(mine[1], LAYERS), place(theirs[1], LAYERS)
        against = here < there
        if mine[1] == theirs[1] == "subjects" and len(mine) > 2 and len(theirs) > 2:
            if mine[2] == theirs[2]:
                against = len(mine) > 3 and len(theirs) > 3 and step_of(mine[2], mine[3]) < step_of(mine[2], theirs[3])
            else:
                against = place(mine[2], SUBJECTS) <= place(theirs[2], SUBJECTS)
        if against:
            wrong.append(name)
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    assert faults(path) == []


def test_the_search_for_wrong_imports_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    for folder, text in (
        ("trends/words", "from trends.cards import card"),
        ("trends/subjects/lists", "from trends.subjects.themes import view"),
        ("trends/subjects/indices", "from trends.subjects.lists import facts"),
        ("trends/subjects/cases", "from trends.subjects.cases import cards"),
    ):
        made = tmp_path / folder / "facts.py"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(text, encoding="utf-8")
    for known in ("trends/cards/card.py", "trends/subjects/themes/view.py", "trends/subjects/cases/cards.py"):
        made = tmp_path / known
        made.parent.mkdir(parents=True, exist_ok=True)
        made.touch()
    found = {name_of(path): faults(path) for path in sorted((tmp_path / "trends").rglob("facts.py"))}
    assert found == {
        "trends.subjects.cases.facts": ["trends.subjects.cases.cards"],
        "trends.subjects.indices.facts": ["trends.subjects.lists.facts"],
        "trends.subjects.lists.facts": ["trends.subjects.themes.view"],
        "trends.words.facts": ["trends.cards.card"],
    }


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_pages_and_their_widgets_know_streamlit_and_only_figures_know_plotly(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    folder = path.relative_to(ROOT).parts[1]
    assert "streamlit" not in roots or folder == "ui"
    # What draws a page hands over Plotly's own script, which is served and not drawn with.
    assert "plotly" not in roots or folder == "figures" or path.name == "assets.py"


def test_words_give_out_nothing_in_the_name_of_others() -> None:
    tree = ast.parse((ROOT / "trends" / "words" / "__init__.py").read_text(encoding="utf-8"))
    assert [type(node).__name__ for node in tree.body] == ["Expr"]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # A docstring explains and does not make a function longer.
    lengths = {
        node.name: node.end_lineno - (node.body[0].end_lineno if ast.get_docstring(node) else node.lineno)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno and node.body[0].end_lineno
    }
    assert len(text.splitlines()) <= LONGEST_FILE * 1.05
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION * 1.2} == {}


def test_pages_stay_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "pages").glob("*.py")}
    assert {name: length for name, length in lengths.items() if length >= 80} == {}
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 60
