"""Sentences as spans: what they are made of, and that no value is ever markup."""

import html as escapes
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from tests.hostile_words import HOSTILE
from trends.words.text import (
    Span,
    Text,
    Words,
    html,
    join,
    link,
    markdown,
    plain,
    say,
    strong,
)

SPLIT = ":color[]"
# Signs of every markup, the words Streamlit looks for, and some letters, spaces and line breaks between them.
PIECES = [*"\\`*_[]()<>~$#|:!&;-+=@.{}^/\"' \t\na1é²\u0301\u00a0", "http", "www.", "a.b", "://", ":smile:", "&amp;", "**", "[^1]", "2. "]  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=12) | st.sampled_from(HOSTILE)
kinds = st.tuples(st.booleans(), st.sampled_from(["", "https://example.org/a_(b)?c=1&copy;=2", "page?x=a b"]))
texts = st.lists(st.builds(lambda words, kind: Span(words, *kind), hostile, kinds), max_size=5).map(
    lambda spans: Text(tuple(spans))
)


def _split(state: StateInline, silent: bool) -> bool:
    """Read Streamlit's empty directive as it does: a piece of its own that shows nothing."""
    if not state.src.startswith(SPLIT, state.pos):
        return False
    if not silent:
        state.push("split", "", 0)
    state.pos += len(SPLIT)
    return True


READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
READER.inline.ruler.before("escape", "split", _split)


def read(source: str) -> list[Token]:
    """Return what a Markdown reader finds in one paragraph; anything but one paragraph fails."""
    tokens = READER.parse(source)
    if not tokens:
        return []
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], source
    return tokens[1].children or []


def pieces(source: str) -> list[str]:
    """Return the words a reader of Markdown finds, in the pieces that Streamlit looks through one by one."""
    found = [""]
    for token in read(source):
        if token.type == "text":
            found[-1] += token.content
        else:
            found.append("")
    return found


def _as_read(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def one_line(words: str) -> str:
    return re.sub(r"\r\n|[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]", " ", words).replace("\0", "\ufffd").strip(" ")


@given(hostile)
def test_a_value_is_read_as_the_words_it_is(words: str) -> None:
    found = read(markdown(words))
    assert {token.type for token in found} <= {"text", "split"}
    # This reader cuts every blank at the ends.
    assert "".join(token.content for token in found).strip() == one_line(words).strip()


@given(hostile)
def test_streamlit_finds_nothing_to_change_after_the_markdown_is_read(words: str) -> None:
    source = markdown(words)
    assert ":material/" not in source
    for piece in pieces(source):
        assert not re.search(r"https?://|www\.|:streamlit:|:material_\w+:", piece, re.IGNORECASE)
        assert not re.search(r"(?a:[-.\w+]+@[-\w]+(\.[-\w]+)+)", piece)
        assert not re.search(r"(?a::\+1:|:-1:|:[\w-]+:)", piece)
        assert not re.search(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)", piece)
    # A directive is a colon and a letter; one that is escaped, or is ours, is none.
    assert not re.search(r"(?<!\\):(?!color\[\])[^\W\d]", source.replace("\\\\", " "))
    assert not re.search(r"(?<!\\)\$", source.replace("\\\\", " "))


@given(texts)
def test_only_spans_are_markup(words: Text) -> None:
    found, shown, is_strong, url = [], "", False, ""
    for token in read(markdown(words)):
        assert token.type in {"text", "split", "strong_open", "strong_close", "link_open", "link_close"}
        is_strong = token.type == "strong_open" or (is_strong and token.type != "strong_close")
        url = str(token.attrs["href"]) if token.type == "link_open" else "" if token.type == "link_close" else url
        found += [(sign, is_strong, url) for sign in token.content]
        shown += token.content
    assert shown.strip() == one_line(words.plain).strip()
    # A blank looks the same strong or not.
    expected = [
        (sign, span.strong, _as_read(span.url))
        for span in words.spans
        for sign in span.text.replace("\0", "\ufffd")
        if not sign.isspace()
    ]
    assert [of_a_kind for of_a_kind in found if not of_a_kind[0].isspace()] == expected


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.tags = "", []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(texts)
def test_html_holds_the_words_and_the_spans_alone(words: Text) -> None:
    reader = _Read()
    reader.feed(html(words))
    reader.close()
    assert reader.words == words.plain
    assert [tag for tag, _ in reader.tags] == [
        tag for span in words.spans for tag in ["a"] * bool(span.url) + ["strong"] * span.strong
    ]
    assert html("<b>'\"&") == escapes.escape("<b>'\"&")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("AI/ML (pilots) – 50 %", "AI/ML (pilots) – 50 %"),
        ("C++ & R&D", "C++ & R&D"),
        ("5 * 3", "5 * 3"),
        ("snake_case", "snake_case"),
        ("Note: at 10:30, well-known. (1) a < b", "Note: at 10:30, well-known. (1) a < b"),
        ("e.g. [x]", r"e.g. \[x\]"),
        ("~10", r"\~10"),
        ("1. First", r"1\. First"),
        ("# No. 1", r"\# No. 1"),
        ("a\n\n- b", "a  - b"),
        ("    code", "code"),
        ("", ""),
        ("Yes!", "Yes!"),
    ],
)
def test_only_what_speaks_markdown_is_escaped(words: str, written: str) -> None:
    assert markdown(words) == written


def test_spans_are_written_as_markdown_and_html() -> None:
    words = say("**{who}** rose to [{n:,} %]({url}).", who="R&D *", n=1200, url="https://example.org/a (b)")
    assert words.plain == "R&D * rose to 1,200 %."
    assert markdown(words) == r"**R&D \*** rose to [1,200 %](https://example.org/a%20%28b%29)."
    assert html(words) == ('<strong>R&amp;D *</strong> rose to <a href="https://example.org/a%20%28b%29">1,200 %</a>.')
    assert markdown(strong(" a ")) == "**a**"
    assert markdown("so" + strong(" a ") + "b") == "so **a** b"
    assert markdown("x" + strong("(a)") + "y") == f"x{SPLIT}**(a)**{SPLIT}y"
    assert markdown("Oh!" + link("x", "page")) == r"Oh\![x](page)"
    assert markdown(strong("a ") + strong(link("b", "page"))) == "**a [b](page)**"


def test_values_are_put_in_as_values() -> None:
    assert say("{} and {name}", "**a**", name="[b](c)").spans == (Span("**a** and [b](c)"),)
    assert say("**{}: {n:.1f}**", "a", n=2).spans == (Span("a: 2.0", strong=True),)
    named = strong("a") + link("b", "page")
    assert say("x {} y", named).spans == (Span("x "), Span("a", strong=True), Span("b", url="page"), Span(" y"))
    assert say("**x {}**", named).spans == (Span("x a", strong=True), Span("b", strong=True, url="page"))
    assert say("[**{}** b]({url})", "a", url="page").spans == (
        Span("a", strong=True, url="page"),
        Span(" b", url="page"),
    )
    assert say("[x](https://example.org/{}/{n})", "a", n=1).spans == (Span("x", url="https://example.org/a/1"),)
    assert say("**[{}]({})** {}", "a", "page", "b").spans == (Span("a", strong=True, url="page"), Span(" b"))
    assert say("[u] few; {{x}}").spans == (Span("[u] few; {x}"),)
    assert say("").spans == ()


@given(texts, hostile)
def test_a_sentence_holds_each_value_whole(words: Text, value: str) -> None:
    assert say("a {} **{b}**", words, b=value) == "a " + words + " " + strong(value)


@pytest.mark.parametrize(
    ("template", "args", "values", "why"),
    [
        ("**a", (), {}, "opens"),
        ("{a}", (), {}, "names “a”"),
        ("{}", (), {}, "more {}"),
        ("a", ("left",), {}, "no place for left"),
        ("a", (), {"b": "x"}, "no place for b"),
        ("{a!r}", (), {"a": "x"}, "the field “a”"),
        ("{a.b}", (), {"a": "x"}, "the field “a.b”"),
        ("{0}", ("x",), {}, "the field “0”"),
        ("{a:>5}", (), {"a": "x"}, "only numbers"),
        ("\ue000", (), {}, "U\\+E000"),
        ("[a]({url})", (), {"url": "javascript:alert(1)"}, "cannot be a link"),
        ("[a]()", (), {}, "empty"),
    ],
)
def test_a_template_that_does_not_hold_together_is_refused(
    template: str, args: tuple[str, ...], values: dict[str, str], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        say(template, *args, **values)


@pytest.mark.parametrize("value", [None, float("nan"), True, b"a", ["a"]])
def test_a_value_that_is_neither_words_nor_a_number_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="a value is a str, a Text or a number"):
        say("{}", value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", " JavaScript:x", "java\nscript:x", "data:text/html,x", "file:///etc", "vbscript:x", "//example.org", "\\\\example.org", "ftp://example.org", "\x01javascript:x"],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="cannot be a link"):
        link("x", url)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a_(b)", "https://example.org/a_%28b%29"),
        ("http://example.org/?a=1&b=2", "http://example.org/?a=1&b=2"),
        ("?a=1&copy;=2", "?a=1&amp;copy;=2"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("/themes?theme=AI and data", "/themes?theme=AI%20and%20data"),
        ('a<b>"c\\`', "a%3Cb%3E%22c%5C%60"),
    ],
)
def test_an_address_stays_whole(url: str, written: str) -> None:
    assert markdown(link("x", url)) == f"[x]({written})"
    (opened, *_) = read(markdown(link("x", url)))
    assert opened.type == "link_open"


def test_a_text_is_no_str() -> None:
    words = strong("a") + "b"
    assert not isinstance(words, str)
    assert (str(words), plain(words), plain("b"), len(words), bool(words), bool(Text())) == (
        "ab",
        "ab",
        "b",
        2,
        True,
        False,
    )
    with pytest.raises(TypeError, match=r"put a Text into a sentence with say\(\)"):
        f"{words}"
    with pytest.raises(TypeError):
        words + 1  # type: ignore[operator]
    assert "x" + words == Text((Span("x"), Span("a", strong=True), Span("b")))
    assert hash(Text((Span("a"), Span(""), Span("b")))) == hash(Text((Span("ab"),)))
    parts: list[Words] = [strong("a"), "b", Text()]
    assert join(", ", parts).spans == (Span("a", strong=True), Span(", b, "))
    assert strong("-").join(["a", "b"]).spans == (Span("a"), Span("-", strong=True), Span("b"))
    assert join(", ", []) == Text()
