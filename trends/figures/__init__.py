"""Charts: pure functions, a frame in and a Plotly figure out. How each looks is decided here and nowhere else."""
