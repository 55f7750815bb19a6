"""Charts as SVG, drawn without a browser: for plain pages, pictures by address and print."""
