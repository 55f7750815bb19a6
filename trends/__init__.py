"""Digital Trends: evidence on digital change in public services, and what can honestly be said of it.

Imports go one way: ``data`` <- :mod:`trends.store.store` <- ``queries`` <- ``pages``. Only ``trends.ui`` and the scripts in
``pages`` import Streamlit; everything else here can be used from a notebook or a script.
"""

__version__ = "0.1.0"
