"""Being written."""

from trends.ui import layout

layout.question("sources")
