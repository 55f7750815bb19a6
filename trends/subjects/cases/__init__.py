"""Case studies: who has done it, and what came of it."""
