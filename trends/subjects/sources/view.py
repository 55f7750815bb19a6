"""The view of sources: the surveys that filters and a search select."""

import pandas as pd

from trends.subjects.sources import cards as source_cards
from trends.ui.kept import kept
from trends.ui.session import ask


@kept
def survey_list(search: str) -> pd.DataFrame:
    return ask("survey_list", search=search)


@kept
def survey_table(search: str) -> pd.DataFrame:
    return source_cards.survey_table(survey_list(search))
