"""What does the evidence say now?"""

import streamlit as st

from trends.subjects.overview import view as overview_view
from trends.ui import card, empty, layout, overview
from trends.ui.session import ask
from trends.words import numbers

total = ask("totals", kind=[]).iloc[0]
cases = ask("case_totals", technology=[], status=[], collection=[], search="").iloc[0]

layout.question("Where is digital in public services going?", overview_view.answer())
layout.you(overview_view.you())
overview.own_doors()

layout.key_figures(
    [
        ("Figures from surveys", f"{total['figures']:,}", f"{total['with_base']:,} with a published base"),
        ("Surveys", f"{total['surveys']:,}", numbers.years(total["first_year"], total["last_year"])),
        ("Countries and groups", f"{total['countries']:,}", "in the surveys"),
        ("Case studies", f"{cases['cases']:,}", f"{cases['curated']:,} checked twice"),
    ]
)

if not total["figures"]:
    empty.nothing_here("survey figure")

st.header("Ten questions leaders ask", anchor=False)
overview.questions()

for kind, words in (("priority", "priorities"), ("concern", "concerns")):
    if leading := overview_view.leading_card(kind, words):
        card.draw(leading, page="overview", first=True)

newest = overview_view.newest_table()
if len(newest):
    st.header("What stands first in the newest editions", anchor=False)
    st.caption(
        "One row per question. Bases, wordings and respondents differ, so these figures do not rank against each other."
    )
    st.table(
        newest,
        border="horizontal",
        hide_index=True,
        alt="What stands first in the newest editions",
    )
