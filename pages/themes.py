"""Everything known on one theme."""

import streamlit as st

from trends import casebook, themes
from trends.ui import card, layout
from trends.ui.evidence import ask, is_narrow, palette, vocabulary

CASES = 6
INDICATORS = 5
FIRST = "Cyber resilience"

names = vocabulary().names["theme"]
offered = {name: code for code, name in names.items()}
heading = st.container()
topic = st.selectbox(
    "Theme of this page", sorted(offered), index=sorted(offered).index(FIRST), key="topic", bind="query-params"
)
theme = [offered[topic]]
priorities, concerns = (ask("leading_themes", theme=[], kind=[kind]) for kind in ("priority", "concern"))
standing = themes.standing(priorities, concerns, topic)
cases = ask("case_list", theme=theme, technology=[], status=[], collection=["curated"], search="", most=CASES)
with heading:
    layout.question(f"{topic}: what is known?")
    if not ask("totals", theme=theme, kind=[]).iloc[0]["figures"] and cases.empty:
        layout.nothing_here(f"evidence on the theme {topic.lower()}", theme=theme)

for words, kinds, key in (
    ("What leaders say", themes.SAID, "said"),
    ("What bodies do", themes.DONE, "done"),
):
    st.header(words, anchor=False)
    frame = ask("theme_evidence", theme=theme, kind=list(kinds))
    if frame.empty:
        st.markdown(f"No survey read here has a figure on {topic.lower()} for this choice.")
    else:
        behind = {"theme": theme, "kind": list(kinds)}
        title = standing if key == "said" else themes.holdings(frame, topic)
        made = themes.side_by_side_card(frame, title, topic, key, palette(), behind, narrow=is_narrow())
        card.draw(made, page="themes")

st.header("How countries compare", anchor=False)
indicators = ask("indicator_list", theme=theme, country=[], year=[])
if indicators.empty:
    st.markdown("No index read here measures this theme.")
for row in indicators.head(INDICATORS).to_dict("records"):
    st.page_link(
        "countries.py",
        label=f"{row['series_name']}: {row['indicator_name']} ({row['countries']} countries)",
        icon=":material/public:",
        query_params={"theme": topic},
    )

st.header("Who has done it", anchor=False)
if cases.empty:
    st.markdown("No checked case read here belongs to this theme.")
else:
    st.table(
        casebook.case_table(cases, narrow=is_narrow()),
        border="horizontal",
        hide_index=True,
        alt=f"Checked cases on {topic}",
    )
st.page_link("cases.py", label="All cases on this theme", icon=":material/work:", query_params={"theme": topic})

prompts = ask("theme_prompts", theme=theme)
if len(prompts):
    st.header("What to ask on Monday", anchor=False)
    st.markdown("\n".join(f"- {prompt}" for prompt in prompts["prompt"]))
