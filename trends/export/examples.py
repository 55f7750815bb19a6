"""How to read the data with a spreadsheet or a program: code that runs as it stands, for an address of this server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

# For whom the examples ask, where the evidence knows it; else for the first country.
COUNTRY = "NZL"
_READ_IN_PYTHON = "import pandas\n\nfigures = pandas.read_csv"
COLUMNS = "survey_name,year,item,value,unit"
EXPLAINED = """\
An empty field means not known, not asked or not published. It never means zero.
CSV is UTF-8 with a byte order mark, so that Excel reads names such as Māori; in Python open it as utf-8-sig, or ask \
with bom=0.
A country, a year and so on may be given as a code or as the name readers see; several values repeat the parameter.
Filters of other tables are left aside and named in the header X-Filters-Left-Aside, on the cover of workbooks, and in \
JSON with about=1.
Answers have ETag and Last-Modified; who sends them back is told 304 until evidence, code or day have changed. \
The header X-Evidence names the evidence.
With limit the header Link leads to the rows that follow, in one order that stays the same for one evidence.
Parquet is sent in parts where a program asks for them (Range); text is sent compressed (gzip) where it is taken.
Each row names its source, licence and terms; cite the source.
""".splitlines()


@dataclass(frozen=True)
class Example:
    """A way to read the data: key, title, what to do, and the code."""

    key: str
    title: str
    how: str
    code: str


def examples(host: str, names: Mapping[str, Mapping[str, str]]) -> list[Example]:
    """Return the examples for figures of one country.

    Args:
        host: scheme, host and path the dashboard is served at, as in “https://example.org/trends”.
        names: the values of each filter, name by code.
    """
    country = COUNTRY if COUNTRY in names["country"] else next(iter(names["country"]))
    query = urlencode({"country": country})
    csv, parquet = f"{host}/api/v1/findings.csv?{query}", f"{host}/api/v1/findings.parquet?{query}"
    few = f"{host}/api/v1/findings.csv?{urlencode({'country': country, 'columns': COLUMNS, 'bom': 0}, safe=',')}"
    excel, *others = ways(csv, parquet=parquet, few=few, columns=("survey_name", "year", "item", "value"))
    power_query = Example(
        "power-query",
        "Excel and Power BI, in the advanced editor",
        "Names and numbers come as they should, whatever the language of the computer:",
        f'let\n    File = Csv.Document(Web.Contents("{csv}"), [Delimiter = ",", Encoding = 65001]),\n'
        "    Figures = Table.PromoteHeaders(File)\nin\n"
        '    Table.TransformColumnTypes(Figures, {{"value", type number}, {"year", Int64.Type}}, "en-US")',
    )
    return [excel, power_query, *others]


def ways(csv: str, *, parquet: str = "", few: str = "", columns: Sequence[str] = ()) -> list[Example]:
    """Return how a file at an address is read with each program.

    Args:
        csv: the whole address of the file, filters included.
        parquet: that of the same rows as Parquet, where they are served so.
        few: that of few columns without a byte order mark, for sheets; else they take the file.
        columns: what is shown of the rows; none = all.
    """
    frame = f"figures[[{', '.join(map(_quoted, columns))}]]" if columns else "figures"
    in_r = f"figures[c({', '.join(map(_quoted, columns))})]" if columns else "figures"
    read = f"read_parquet('{_sql(parquet)}')" if parquet else f"read_csv('{_sql(csv)}')"
    sql = f"install httpfs;\nload httpfs;\nselect {', '.join(columns) or '*'}\nfrom {read}\n"
    return [
        Example("excel", "Excel", "Data, Get Data, From Web; then paste the address:", csv),
        Example("sheets", "Google Sheets", "In a cell:", f'=IMPORTDATA("{few or csv}", ",", "en_US")'),
        Example(
            "pandas", "Python with pandas", "", f'import pandas\n\nfigures = pandas.read_csv("{csv}")\nprint({frame})'
        ),
        Example("r", "R", "", f'figures <- read.csv("{csv}", fileEncoding = "UTF-8-BOM", na.strings = "")\n{in_r}'),
        Example(
            "duckdb",
            "DuckDB",
            "It reads only the columns that the question names:" if parquet else "",
            f"{sql}order by year desc\nlimit 10;" if parquet else f"{sql}limit 10;",
        ),
        Example("curl", "curl", "", f'curl --compressed --fail --output figures.csv "{csv}"'),
    ]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _sql(address: str) -> str:
    return address.replace("'", "%27")
