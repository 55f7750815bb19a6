"""How the scripts of our components reach browsers."""

import json

from trends.figures.browser import CHART_ADDRESS


def script_of(entry: str) -> str:
    """Return what is sent with a component: it imports the script proper, which the browser caches, and calls an entry.

    The address of Streamlit's own script tells the path below which the dashboard is served.
    """
    return f"""
export default async function (given) {{
    const home = new URL("../../", document.querySelector("script[src*='static/js/index']").src);
    return (await import(new URL({json.dumps(CHART_ADDRESS)}, home))).{entry}(given);
}}
"""
