"""The data API, scripts and headers: everything served over HTTP besides the pages."""
