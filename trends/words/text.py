"""Sentences as spans: plain words, strong words and links, and the one place that escapes them for each markup.

Names of items, countries, bodies and cases come from files that others write, so a name can look like markup: an item
called ``![x](http://…)`` would load a picture, ``[click](…)`` would be a link. Therefore a value is never pasted into
a marked-up string: ``say`` puts it into a sentence as a value, and ``markdown``, ``html`` and ``plain`` escape it when
the sentence is drawn.

What was tried for Markdown: Streamlit makes links of addresses, pictures of ``:streamlit:`` and ``:material_…:``, and
arrows of ``->`` *after* the Markdown is read, so neither a backslash nor an entity keeps them apart. A character of no
width does, but is copied along with the words. An empty ``:color[]`` splits the words in two pieces for Streamlit's
reader and leaves nothing but an empty span on the page. ``st.text``, which needs no escape, was no way out: it knows no
strong words and no links, and titles, captions, tabs and cells are drawn as Markdown all the same.
"""

import html as _html
import numbers
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any, NoReturn, TypeAlias

# Splits words in two for Streamlit, and shows nothing.
_SPLIT = ":color[]"
# Stands for a value while a template is read; a template that holds it is refused.
_HOLE = "\ue000"
_HOLES = re.compile(f"({_HOLE})")
_MARKUP = re.compile(r"(?P<strong>\*\*)|\[(?P<name>[^\[\]]*)\]\((?P<url>[^()\s]*)\)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = ("http", "https", "mailto")
_CODE = re.compile(r"[\w./-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UNSAFE_IN_ADDRESSES = re.compile(r"[\s()<>\"\\`]")
_LINE_BREAK = re.compile(r"\r\n|[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
_BLANKS = string.whitespace + "\u00a0\u1680\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_FREE = {"", " ", *string.punctuation}
_ENTITY = re.compile(r"&(?=#?\w+;)")

# What Markdown, or Streamlit after it, would read as something else than words; the first that fits counts.
_SPEAKS = re.compile(
    r"""
      (?P<arrow>(?<![^\s\ufeff])(?:<->|->|<-|--|>=|<=|~=)(?![^\s\ufeff]))  # drawn as one sign between spaces
    | (?P<address>(?<=http)s?:(?=//)|www(?=\.)|(?<=[-.+0-9A-Za-z_])@(?=[-0-9A-Za-z_]))  # made a link
    | (?P<sign>:(?=material[/_]|[-+0-9A-Za-z_]+:))                         # an icon, a logo or an emoji
    | (?P<escape>
        [\\`\[\]~$]
      | (?<![^\W_])_|_(?![^\W_])                                           # inside a word it is harmless
      | (?<!\s)\*|\*(?!\s)                                                 # between spaces it is harmless
      | <(?=[A-Za-z/!?])                                                   # HTML or an address
      | &(?=\#?\w+;)                                                       # a sign by its name
      | :(?=[^\W\d]|:)                                                     # a directive such as :red[…]
      )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STARTS_BLOCK = re.compile(
    r"(?P<before>(?:\d{1,9}(?=[.)](?:\s|$)))?)(?P<mark>[.)]|>|\#{1,6}(?=\s|$)|[-+*](?=\s|$)|-(?=[-\s]*$))"
)


@dataclass(frozen=True)
class Span:
    """Words of one kind: plain, strong or a name of code, and a link where there is an address.

    Raises:
        ValueError: if the address is none that a link of ours may lead to, or a name of code is none.
    """

    text: str
    strong: bool = False
    url: str = ""
    code: bool = False

    def __post_init__(self) -> None:
        if self.url:
            _check_address(self.url)
        if self.code and not _CODE.fullmatch(self.text):
            raise ValueError(
                f"{self.text!r} is no name of code, which holds letters, digits and . / _ - alone; write it as words."
            )


@dataclass(frozen=True)
class Text:
    """A sentence or a part of one: spans in their order, neighbours of one kind made one and empty ones left out.

    It is no ``str``, and an f-string that holds one is refused, so that no sentence can lose its spans unseen.
    """

    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", _merged(self.spans))

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)

    def join(self, parts: "Iterable[Words]") -> "Text":
        """Return the parts with this text between them, as ``str.join`` does."""
        return _joined(self, parts)

    def __add__(self, other: "Words") -> "Text":
        return Text(self.spans + spans_of(other)) if isinstance(other, (str, Text)) else NotImplemented

    def __radd__(self, other: str) -> "Text":
        return Text(spans_of(other) + self.spans) if isinstance(other, str) else NotImplemented

    def __len__(self) -> int:
        return len(self.plain)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __str__(self) -> str:
        return self.plain

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError(
            f"The text “{self.plain}” stands in an f-string or in str.format: "
            "put a Text into a sentence with say(), an f-string would lose its spans."
        )


# A str is plain words: nothing in it is ever markup.
Words: TypeAlias = str | Text


def say(template: str, /, *args: Words | int, **values: Words | int) -> Text:
    """Return a sentence of ours with values put in as values.

    Args:
        template: a literal: ``**…**`` is strong, ``[…](…)`` a link, ``{name}`` or ``{}`` a value, ``{{`` a brace. A
            number may have a format, as in ``{n:,}``. A link's address may be a value: ``[{name}]({url})``.
        args: values for ``{}``, in their order.
        values: values by name. They are never parsed. Inside ``**…**`` they are strong; a Text keeps its own strong
            words and links.

    Raises:
        ValueError: if the template does not hold together, a value is missing or left over, or an address is refused.
        TypeError: if a value is neither words nor a number.
    """
    if _HOLE in template:
        raise ValueError(
            f"The template {template!r} holds the character U+E000, which stands for values: leave it out."
        )
    skeleton, put_in = _filled(template, args, values)
    return Text(tuple(_parsed(skeleton, iter(put_in), template)))


def strong(text: Words) -> Text:
    """Return words as strong ones."""
    return Text(tuple(replace(span, strong=True) for span in spans_of(text)))


def link(text: Words, url: str) -> Text:
    """Return words as a link.

    Raises:
        ValueError: if the address is empty or none that a link may lead to.
    """
    _check_address(url)
    return Text(tuple(replace(span, url=url) for span in spans_of(text)))


def code(name: str) -> Text:
    """Return a name of code, such as that of a column.

    Raises:
        ValueError: if it holds more than letters, digits and ``. / _ -``.
    """
    return Text((Span(name, code=True),))


def join(separator: str, parts: Iterable[Words]) -> Text:
    """Return the parts with a separator of plain words between them, as ``str.join`` does."""
    return _joined(separator, parts)


def plain(words: Words) -> str:
    """Return the words alone, without strong ones and links."""
    return words if isinstance(words, str) else words.plain


def markdown(words: Words) -> str:
    """Return words for whatever Streamlit draws as Markdown: they show as written, and only spans are markup.

    The answer is one paragraph: line breaks become spaces, and spaces at either end go. Streamlit draws as Markdown
    all texts, headings, captions, boxes, cells and headings of ``st.table``, figures of ``st.metric``, help, labels of
    widgets, tabs and expanders, and the options of pills, segments and radio buttons. Options of ``st.selectbox`` and
    ``st.multiselect``, placeholders, alternative texts and ``st.text`` are plain words: give them ``plain``. The label
    of an input is also read aloud as it is written, so it should hold nothing that must be escaped. ``st.badge``
    escapes brackets once more, which breaks these: write ``:gray-badge[…]`` in ``st.markdown`` instead.
    """
    spans = _one_line(spans_of(words))
    runs = [(is_strong, _run(run)) for is_strong, run in groupby(spans, lambda span: span.strong)]
    written = ""
    for position, (is_strong, run) in enumerate(runs):
        if not is_strong:
            written += run
            continue
        following = runs[position + 1][1] if position + 1 < len(runs) else ""
        written += _starred(run, written[-1:], following[:1])
    return _STARTS_BLOCK.sub(r"\g<before>\\\g<mark>", written, count=1) if _STARTS_BLOCK.match(written) else written


def html(words: Words) -> str:
    """Return words for HTML: strong ones as ``strong``, links as ``a``, everything else escaped."""
    written = []
    for span in spans_of(words):
        inner = f"<code>{_html.escape(span.text)}</code>" if span.code else _html.escape(span.text)
        inner = f"<strong>{inner}</strong>" if span.strong else inner
        written.append(f'<a href="{_html.escape(_encoded(span.url))}">{inner}</a>' if span.url else inner)
    return "".join(written)


def spans_of(words: Words) -> tuple[Span, ...]:
    """Return the spans of words; plain words are one."""
    return (Span(words),) if isinstance(words, str) else words.spans


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    # Every sentence comes through here, most of them with nothing to merge.
    merged: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        last = merged[-1] if merged else None
        if last and (last.strong, last.url, last.code) == (span.strong, span.url, span.code):
            merged[-1] = Span(last.text + span.text, last.strong, last.url, last.code)
        else:
            merged.append(span)
    return tuple(merged)


def _joined(separator: Words, parts: Iterable[Words]) -> Text:
    spans: list[Span] = []
    for position, part in enumerate(parts):
        spans += (spans_of(separator) if position else ()) + spans_of(part)
    return Text(tuple(spans))


def _filled(template: str, args: tuple[Any, ...], values: Mapping[str, Any]) -> tuple[str, list[tuple[Span, ...]]]:
    """Return a template with a hole for each value, and the values in the order of the holes."""
    skeleton, put_in, used, taken = "", [], set(), 0
    for literal, name, spec, conversion in string.Formatter().parse(template):
        skeleton += literal
        if name is None:
            continue
        if conversion or (name and not name.isidentifier()):
            raise ValueError(f"The template {template!r} has the field “{name}”: write {{name}} or {{}} and no more.")
        if name and name not in values:
            raise ValueError(f"The template {template!r} names “{name}”, which is not given: pass {name}=….")
        if not name and taken >= len(args):
            raise ValueError(
                f"The template {template!r} has more {{}} than the {len(args)} values given: pass them all."
            )
        value = values[name] if name else args[taken]
        taken += not name
        used.add(name)
        skeleton += _HOLE
        put_in.append(_value_spans(value, spec or "", template))
    left_over = [*(str(value) for value in args[taken:]), *(name for name in values if name not in used)]
    if left_over:
        raise ValueError(f"The template {template!r} has no place for {', '.join(left_over)}: name it or drop it.")
    return skeleton, put_in


def _value_spans(value: Any, spec: str, template: str) -> tuple[Span, ...]:
    if isinstance(value, (str, Text)):
        if spec:
            raise ValueError(f"The template {template!r} has the format “{spec}” for words: only numbers have one.")
        return spans_of(value)
    if isinstance(value, numbers.Real) and not isinstance(value, bool) and value == value:  # noqa: PLR0124 - no NaN
        return (Span(format(value, spec)),)
    raise TypeError(f"The template {template!r} is given {value!r}: a value is a str, a Text or a number.")


def _parsed(skeleton: str, values: Iterator[tuple[Span, ...]], template: str) -> list[Span]:
    """Return the spans of a template with holes; ``values`` gives the value of each next hole."""
    spans: list[Span] = []
    is_strong, position = False, 0

    def put(words: str) -> None:
        for part in _HOLES.split(words):
            for span in next(values) if part == _HOLE else (Span(part),):
                spans.append(replace(span, strong=True) if is_strong and not span.strong else span)

    for found in _MARKUP.finditer(skeleton):
        put(skeleton[position : found.start()])
        position = found.end()
        if found["strong"]:
            is_strong = not is_strong
            continue
        # The words come before the address, so their values do.
        inner = _parsed(found["name"], islice(values, found["name"].count(_HOLE)), template)
        address = "".join(
            "".join(span.text for span in next(values)) if part == _HOLE else part
            for part in _HOLES.split(found["url"])
        )
        _check_address(address)
        spans += [replace(span, strong=span.strong or is_strong, url=span.url or address) for span in inner]
    put(skeleton[position:])
    if is_strong:
        raise ValueError(f"The template {template!r} opens ** and does not close it: close it, or write one star.")
    return spans


def _check_address(url: str) -> None:
    why = ""
    if not url:
        why = "it is empty"
    elif _CONTROL.search(url):
        why = "it holds a control character or a line break"
    elif (scheme := _SCHEME.match(url.strip())) and scheme[1].lower() not in _SCHEMES:
        why = f"it begins with “{scheme[0]}”"
    elif re.match(r"[/\\]{2}", url.strip()):
        why = "it leads to another host without saying how"
    if why:
        raise ValueError(
            f"The address {url!r} cannot be a link: {why}. "
            "A link leads to http, https or mailto, or to a page of the dashboard (a relative address)."
        )


def _encoded(url: str) -> str:
    """Return an address with what would end a link early, or be read otherwise by a browser, percent-encoded."""
    return _UNSAFE_IN_ADDRESSES.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url.strip())


def _one_line(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans without line breaks, and without spaces at either end: there they would be code or nothing."""
    lined = list(_merged(_with_text(span, _LINE_BREAK.sub(" ", span.text)) for span in spans))
    while lined and not (first := lined[0].text.lstrip(" ")):
        lined.pop(0)
    if lined:
        lined[0] = _with_text(lined[0], first)
    while lined and not (last := lined[-1].text.rstrip(" ")):
        lined.pop()
    if lined:
        lined[-1] = _with_text(lined[-1], last)
    return tuple(lined)


def _with_text(span: Span, text: str) -> Span:
    return span if text == span.text else replace(span, text=text)


def _run(spans: Iterable[Span]) -> str:
    """Return spans that are all strong, or all not, with their links."""
    written = ""
    for span in spans:
        words = f"`{span.text}`" if span.code else _escaped(span.text)
        if span.url:
            # A link after an exclamation mark would be a picture; an entity in an address, the sign it names.
            written = f"{written[:-1]}\\!" if written.endswith("!") else written
            words = f"[{words}]({_ENTITY.sub('&amp;', _encoded(span.url))})"
        written += words
    return written


def _starred(run: str, before: str, after: str) -> str:
    """Return a run as a strong one between two signs, which may be none."""
    bare = run.strip(_BLANKS)
    if not bare:
        return run
    lead, _, trail = run.partition(bare)
    # Stars mark something where a letter stands inside of them, or no letter outside.
    opening = "" if lead or bare[0].isalnum() or before in _FREE else _SPLIT
    closing = "" if trail or bare[-1].isalnum() or after in _FREE else _SPLIT
    return f"{lead}{opening}**{bare}**{closing}{trail}"


def _escaped(text: str) -> str:
    return _SPEAKS.sub(_as_written, text.replace("\x00", "\ufffd"))


def _as_written(found: re.Match[str]) -> str:
    words = found[0]
    if found["arrow"]:
        return _SPLIT.join("\\" + sign if sign in "<>~" else sign for sign in words)
    if found["address"]:
        return words.replace(":", "\\:") + _SPLIT
    return f"\\:{_SPLIT}" if found["sign"] else f"\\{words}"
