"""The dashboard with a survey of the reader's own."""

from trends.ui import layout, own_survey

layout.question("What does your own survey say?")
own_survey.draw()
