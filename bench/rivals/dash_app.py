"""The evidence in Plotly Dash: two filters, four charts, a table. Served by ``gunicorn bench.rivals.dash_app:server``.

One callback answers with all that changed, the tables are read once, and only what is shown is sent.
"""

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, callback, dcc, html

from bench.rivals import evidence

READ = evidence.read()
CHARTS = ("shares", "standing", "trend", "of_sectors")

app = Dash("Digital trends in Dash", title="Digital trends in Dash", update_title="")
server = app.server


def _filter(name: str, label: str, options: list[str]) -> html.Div:
    return html.Div(
        [
            html.Label(label, htmlFor=name),
            dcc.Dropdown(options, [], id=name, multi=True, placeholder=f"All {name}"),
        ]
    )


app.layout = html.Div(
    style={"display": "flex", "gap": "2rem", "fontFamily": "sans-serif"},
    children=[
        html.Div(
            [_filter("countries", "Country", READ.countries), _filter("sectors", "Sector", READ.sectors)],
            style={"width": "280px", "flex": "none"},
        ),
        html.Main(
            [
                html.H1("Digital trends"),
                html.P(id="words"),
                html.Div(
                    [dcc.Graph(id=name, style={"height": "400px"}) for name in CHARTS],
                    style={"display": "grid", "gridTemplateColumns": "1fr 1fr"},
                ),
                html.Div(id="table"),
            ],
            style={"flex": "1", "minWidth": "0"},
        ),
    ],
)


def _table(rows: pd.DataFrame) -> html.Table:
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in rows.columns]))
    body = [html.Tr([html.Td(cell) for cell in row]) for row in rows.itertuples(index=False)]
    return html.Table([head, html.Tbody(body)])


def choose(
    countries: list[str] | None, sectors: list[str] | None
) -> tuple[str, go.Figure, go.Figure, go.Figure, go.Figure, html.Table]:
    """Return the sentence, the four figures and the table of what is chosen."""
    shown = evidence.drawn(READ, countries or [], sectors or [])
    return shown.words, *shown.figures, _table(shown.table)


callback(
    Output("words", "children"),
    *(Output(name, "figure") for name in CHARTS),
    Output("table", "children"),
    Input("countries", "value"),
    Input("sectors", "value"),
)(choose)
