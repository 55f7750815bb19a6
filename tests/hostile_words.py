"""Words that look like markup, and a page of Streamlit that draws each in every kind of place words stand in.

Run by ``test_text_browser.py`` as a script of its own; every place has a container whose key names it.
"""

from collections.abc import Callable

import streamlit as st

from trends.cards.table import Table
from trends.export.card_html import head_markup, row_markup
from trends.words import text

HOSTILE = (
    "![x](http://127.0.0.1:9/pixel.png)",
    "[click](http://127.0.0.1:9/)",
    "see http://example.org/a?b=1&c=2 there",
    "HTTPS://EXAMPLE.ORG",
    "www.example.org and a.b@example.org",
    "<http://example.org>",
    '<img src="http://127.0.0.1:9/p.png" onerror="alert(1)">',
    "<b>bold</b> <!-- gone -->",
    "&amp; &lt; &#42; R&D",
    "*a* **b** ***c*** * d",
    "_a_ __b__ snake_case _",
    "`code` ``code``",
    "~~gone~~ ~10 ~= ~",
    "$x^2$ and $$y$$ cost $5 or $6",
    ":smile: :+1: :100: 10:30:45 :smile:x:tada:",
    ":material/home: :material_home: :streamlit:",
    ":red[r] :blue-background[b] :small[s] :x{y} :color[c]{foreground=red} :help[h]",
    "::leaf[a] :::container",
    ":::note",
    "# heading",
    "> quote",
    ">= 5",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "2) item",
    "---",
    "***",
    "- - -",
    "~~~ fence",
    "``` fence",
    "[^1] and [^1]: note",
    "[ref]: http://example.org",
    "| a | b |",
    "a -> b <- c <-> d -- e >= f <= g",
    "--",
    "<->",
    "-> --@b.example www.a.b --",
    "\\*a\\* \\ \\",
    "AI/ML (pilots) – 50 %",
    "C++ & R&D, e.g. [x]; 5 * 3 = 15, ~10",
    "**x",
    ":streamlit::material/home::smile:",
    "x:www.example.org:smile:",
    "{a} {{b}} :a[b]{c=d}",
    "$a$ :smile:",
)
# One of each kind, for places that Streamlit draws as it draws the others.
FEW = (0, 2, 4, 9, 13, 14, 15, 16, 20, 25, 28, 35)

# How each place draws words (escaped, as they are) under a key of its own.
EVERYWHERE: dict[str, Callable[[str, str, str], object]] = {
    "markdown": lambda shown, _words, _key: st.markdown(shown),
    "strong": lambda _shown, words, _key: st.markdown(text.markdown(text.say("a**{}**b", words))),
    "link": lambda _shown, words, _key: st.markdown(text.markdown(text.say("Oh!**[{}](/page)**", words))),
    "header": lambda shown, _words, _key: st.header(shown),
    "metric": lambda shown, _words, _key: st.metric(shown, 1),
    "button": lambda shown, _words, key: st.button(shown, key=key),
}
SOMETIMES: dict[str, Callable[[str, str, str], object]] = {
    "title": lambda shown, _words, _key: st.title(shown),
    "caption": lambda shown, _words, _key: st.caption(shown),
    "info": lambda shown, _words, _key: st.info(shown),
    "badge": lambda shown, _words, _key: st.markdown(f":gray-badge[{shown}]"),
    "expander": lambda shown, _words, _key: st.expander(shown),
    "popover": lambda shown, _words, _key: st.popover(shown),
    "tabs": lambda shown, _words, _key: st.tabs([shown]),
    "page": lambda shown, _words, _key: st.page_link("http://127.0.0.1:9", label=shown),
    "labelled": lambda shown, _words, key: st.selectbox(shown, ["a"], key=key),
    "checkbox": lambda shown, _words, key: st.checkbox(shown, key=key),
    "pills": lambda _shown, words, key: st.pills("Pills", [words], format_func=text.markdown, key=key),
    "segments": lambda _shown, words, key: st.segmented_control(
        "Segments", [words], format_func=text.markdown, key=key
    ),
    "radio": lambda _shown, words, key: st.radio("Radio", [words], format_func=text.markdown, key=key),
    # Streamlit draws these as plain words, so they stand as they are.
    "chosen": lambda _shown, words, key: st.selectbox("Chosen", [words], key=key),
    "several": lambda _shown, words, key: st.multiselect("Several", [words], default=[words], key=key),
    "text": lambda _shown, words, _key: st.text(words),
}


def draw() -> None:
    """Draw every word in each place, and all of them as cells, headings and options."""
    for number, words in enumerate(HOSTILE):
        places = EVERYWHERE | SOMETIMES if number in FEW else EVERYWHERE
        for place, drawn in places.items():
            with st.container(key=f"{place}-{number}"):
                drawn(text.markdown(words), words, f"widget-{place}-{number}")
    with st.container(key="table"):
        table = Table.of({"cell": HOSTILE, **dict.fromkeys(HOSTILE, [""] * len(HOSTILE))})
        st.html(f"<table><thead>{head_markup(table)}</thead><tbody>{''.join(row_markup(table))}</tbody></table>")
    with st.container(key="options"):
        st.selectbox("Options", HOSTILE, index=None)


if __name__ == "__main__":
    draw()
