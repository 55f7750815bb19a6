"""Holm's adjustment by statsmodels, the oracle of ours."""

import gc
from collections.abc import Sequence
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
from statsmodels.stats.multitest import multipletests


def holm(
    p_values: Sequence[float] | npt.NDArray[np.float64], alpha: float = 0.05
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Return which hypotheses are rejected, and the adjusted p values.

    Args:
        p_values: of the hypotheses that are tested together.
        alpha: the chance that any is rejected wrongly.
    """
    # It searches all that is held in memory for garbage each time, after many tests for half a second.
    with patch.object(gc, "collect"):
        rejected, adjusted, _, _ = multipletests(p_values, alpha=alpha, method="holm")
    return rejected, adjusted
