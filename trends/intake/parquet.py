"""Parquet: sizes looked at before reading, every cell handed on as text, a list in a cell in its order."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from trends.intake.problems import refusal
from trends.intake.table import Column, FileOptions, Limits, Table
from trends.intake.typed import BATCH, check_size, text_of


def read_parquet(path: Path, _options: FileOptions, limits: Limits) -> Table:
    """Read a Parquet file; a list in a cell keeps its order.

    Raises:
        IntakeError: it is broken, has structures in its cells, or more than the limits allow.
    """
    try:
        file = pq.ParquetFile(path)
        meta = file.metadata
        check_size(path, len(file.schema_arrow), meta.num_rows, limits)
        unpacked = sum(meta.row_group(at).total_byte_size for at in range(meta.num_row_groups))
        if unpacked > limits.bytes:
            raise refusal(path, f"The file unpacks to {unpacked / 1e6:,.0f} MB.", "leave out columns or split it.")
        columns = [_parquet_column(path, at, each) for at, each in enumerate(file.schema_arrow, 1)]
        for batch in file.iter_batches(BATCH):
            for column, cells in zip(columns, batch.columns, strict=True):
                for cell in cells.to_pylist():
                    column.cells.append(text_of(cell))
    except (pa.ArrowException, OSError) as broken:
        raise refusal(
            path, f"The Parquet file cannot be read: {str(broken).splitlines()[0]}.", "write it again."
        ) from broken
    if not meta.num_rows:
        raise refusal(path, "The Parquet file holds no rows.", "write it with its answers.")
    return Table(path.name, "parquet", columns, range(1, meta.num_rows + 1))


def _parquet_column(path: Path, at: int, given: pa.Field) -> Column:
    kind = given.type
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if pa.types.is_nested(kind) and not (is_list and not pa.types.is_nested(kind.value_type)):
        reason = f"Column '{given.name}' holds structures ({kind})."
        raise refusal(path, reason, "write each part as a column of its own.")
    return Column(at, given.name, given.name, is_list=is_list)
