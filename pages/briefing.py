"""Findings to be handed on."""

from trends.ui import briefing, layout

layout.question("What will you hand on?")
briefing.draw()
