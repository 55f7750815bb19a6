"""What draws on the page: the only part of the package that imports Streamlit, besides the scripts in ``pages``."""
