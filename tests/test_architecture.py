"""The order of imports, read from the files themselves."""

import ast
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    ("ages", "contents", "groups", "matters", "you"),
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
    "lists": {
        "about": "words",
        "across": "words",
        "counted": "facts",
        "succession": "facts",
        "whose": "words",
        "you": "words",
    },
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
        "naming": "facts",
        "pair_words": "words",
        "pair_cards": "cards",
        "pair_view": "view",
    },
    "bodies": {"contrast": "words", "one_part": "words"},
    "places": {"beside": "cards"},
    "body": {"kinds": "words"},
    "overview": {"findings": "view"},
    # The place of an answer stands in the table as well, so the cards need what the chart is made of.
    "themes": {"standing": "words", "strips": "words"},
}
MODULES = sorted(path for path in (ROOT / "trends").rglob("*.py") if path.name != "__init__.py")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_GUIDE = 120


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
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_the_page_on_architecture_is_one_page_and_names_what_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_GUIDE
    named = {name for name in re.findall(r"`([\w./]+/[\w.]*)`", text) if "." in name or name.endswith("/")}
    assert len(named) > 30
    assert [name for name in sorted(named) if not any((ROOT / at / name).exists() for at in ("", "trends"))] == []


# Names that stand for the tables of the evidence, or for the store that is made of them.
EVIDENCE = {"RULES", "data_folder", "current", "Store", "Version", "open_store"}
# Packages that build stores and hold their versions.
HOLDERS = {"evidence", "store"}


def cached(node: ast.FunctionDef) -> bool:
    """Say whether what a function returns is kept with its module."""
    return any(re.search(r"\b(?:functools\.)?(?:lru_)?cache\b", ast.unparse(each)) for each in node.decorator_list)


@dataclass(frozen=True)
class Module:
    """The functions and classes of a module, and what its names stand for: ``names`` of other modules, ``modules`` whole."""

    functions: Mapping[str, Sequence[ast.FunctionDef]]
    names: Mapping[str, tuple[str, str]]
    modules: Mapping[str, str]


def read_module(name: str) -> Module | None:
    """Return a module by its full name; None where there is none."""
    path = ROOT / Path(*name.split(".")).with_suffix(".py")
    return _read(path, path.read_text(encoding="utf-8")) if path.exists() else None


@functools.lru_cache(maxsize=1_000)
def _read(_path: Path, text: str) -> Module:
    tree = ast.parse(text)
    functions = {node.name: [node] for node in tree.body if isinstance(node, ast.FunctionDef)} | {
        node.name: [each for each in node.body if isinstance(each, ast.FunctionDef)]
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    given = [
        (each.asname or each.name, node.module, each.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for each in node.names
    ]
    modules = {alias: f"{module}.{name}" for alias, module, name in given if read_module(f"{module}.{name}")}
    names = {alias: (module, name) for alias, module, name in given if alias not in modules}
    return Module(functions, names, modules)


def of_evidence(name: str) -> list[str]:
    """Return the functions of a module that keep with it what is made of the evidence, by whatever they call."""

    def reaches(module: str, function: str, seen: set[tuple[str, str]]) -> bool:
        known = read_module(module)
        if (module, function) in seen or known is None or module.split(".")[1] in HOLDERS:
            return False
        seen.add((module, function))
        for node in (each for part in known.functions.get(function, ()) for each in ast.walk(part)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known.modules:
                called = known.modules[node.value.id], node.attr
            elif isinstance(node, ast.Name):
                called = known.names.get(node.id, (module, node.id))
            else:
                continue
            if called[1] in EVIDENCE or reaches(*called, seen):
                return True
        return False

    found = read_module(name)
    assert found is not None
    # A method that is kept holds all objects of its class.
    held = {node.name: owner for owner, nodes in found.functions.items() for node in nodes if cached(node)}
    return [function for function, owner in held.items() if reaches(name, owner, set())]


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name not in HOLDERS], ids=name_of)
def test_no_module_keeps_what_is_made_of_the_evidence(path: Path) -> None:
    """It belongs to a version of the store, which frees it, or to what is passed."""
    assert "cache" not in path.read_text(encoding="utf-8") or of_evidence(name_of(path)) == []


def test_the_search_for_what_modules_keep_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    folder = tmp_path / "trends" / "intake"
    folder.mkdir(parents=True)
    (folder / "tables.py").write_text("def rows(name):\n    return (RULES / name).read_text()\n", encoding="utf-8")
    made = folder / "facts.py"
    made.write_text(
        "from functools import cache, lru_cache, cached_property\nimport functools\n"
        "from trends.intake import tables\nfrom trends.intake.tables import rows\n"
        "@cache\ndef one():\n    return two()\n"
        "def two():\n    return tables.rows('a')\n"
        "@lru_cache(maxsize=2)\ndef three(name):\n    return rows(name)\n"
        "@functools.cache\ndef four():\n    return data_folder()\n"
        "@cache\ndef five(name):\n    return name.upper()\n"
        "class Six:\n    @cached_property\n    def six(self):\n        return rows('a')\n",
        encoding="utf-8",
    )
    assert of_evidence("trends.intake.facts") == ["one", "three", "four"]


def test_pages_stay_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "pages").glob("*.py")}
    assert {name: length for name, length in lengths.items() if length >= 80} == {}
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 60
