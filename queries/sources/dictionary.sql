-- name: dictionary
-- One row per column of the evidence tables: the data dictionary.
-- Unit: none.
-- Base: none.
-- Parameters: none
select
    columns.table_name,
    tables.comment as table_comment,
    columns.column_name,
    columns.data_type,
    columns.comment
from duckdb_columns() as columns
join duckdb_tables() as tables on columns.table_oid = tables.table_oid
where not columns.internal and columns.comment is not null
order by columns.table_name, columns.column_index
