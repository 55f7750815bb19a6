"""Digital Trends: evidence on digital change in public services, and what can honestly be said of it.

Imports go one way, from the ground up: paths and statistics, words and evidence, cards and store, figures and request,
subjects, export, and on top what readers meet: ``ui`` and ``serve``. Only ``trends.ui`` and the scripts in ``pages``
import Streamlit; everything else here can be used from a notebook or a script.
"""

__version__ = "0.1.0"
