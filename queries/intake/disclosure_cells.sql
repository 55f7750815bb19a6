-- name: disclosure_cells
-- One row per option and shown group of a question: count and base, both changed by their cell keys.
-- The key of a cell is a hash of the sums of record keys over the cell and over its base, of the question and of the
-- option; the key of a base is that of its own sum alone, so that the same persons are one base in every question.
-- Unit: share and true_share from 0 to 1 (weighted); base in persons, changed and never under the threshold; effective_base by Kish.
-- Base: base, of everybody in the base of the question and in the group; persons and true_share are true and never published.
-- Parameters:
--   question_number: the number of the question
--   question: its name
--   threshold: the least base that is published
with shown_strata as (
    select membership.group_number, membership.stratum
    from membership
    semi join (select group_number from shown where question_number = $question_number) as of_question using (group_number)
),
shown_bases as (
    select
        group_number,
        sum(persons)::bigint as persons,
        sum(keys)::bigint as keys,
        sum(weights) as weights,
        sum(squares) as squares
    from (select * from bases where question_number = $question_number)
    join shown_strata using (stratum)
    group by group_number
),
of_question as materialized (select * from ticks where question_number = $question_number),
counted_cells as (
    select
        option,
        group_number,
        sum(persons)::bigint as persons,
        sum(keys)::bigint as keys,
        sum(weights) as weights
    from of_question
    join shown_strata using (stratum)
    group by option, group_number
),
options as (select distinct option from of_question),
cells as (
    select
        $question::varchar as question,
        options.option::varchar as option,
        shown_bases.group_number,
        coalesce(counted_cells.persons, 0) as persons,
        coalesce(counted_cells.keys, 0) as keys,
        shown_bases.persons as base_persons,
        shown_bases.keys as base_keys,
        -- Mean weight of the cell beside that of its base; nobody has none.
        coalesce(counted_cells.weights / counted_cells.persons, 0)
            / (shown_bases.weights / shown_bases.persons) as relative_weight,
        shown_bases.weights * shown_bases.weights / (shown_bases.persons * shown_bases.squares) as efficiency
    from shown_bases
    cross join options
    left join counted_cells
        on counted_cells.option = options.option and counted_cells.group_number = shown_bases.group_number
),
-- The first 32 bits of a hash, as a number from 0 to 1; sums and names are parted by a character no name has.
drawn as (
    select
        *,
        ('0x' || substr(sha256(concat_ws(chr(31), keys, base_keys, question, option)), 1, 8))::ubigint / 4294967296.0
            as cell_drawn,
        ('0x' || substr(sha256(concat_ws(chr(31), base_keys, base_keys, '', '')), 1, 8))::ubigint / 4294967296.0
            as base_drawn,
        least(persons, (select max(count) from perturbation)) as cell_row,
        least(base_persons, (select max(count) from perturbation)) as base_row
    from cells
),
changed as (
    select
        drawn.*,
        drawn.persons + of_cell.change as changed_persons,
        greatest(drawn.base_persons + of_base.change, $threshold::bigint) as base
    from drawn
    asof join perturbation as of_cell
        on of_cell.count = drawn.cell_row and drawn.cell_drawn >= of_cell.drawn_from
    asof join perturbation as of_base
        on of_base.count = drawn.base_row and drawn.base_drawn >= of_base.drawn_from
)
select
    question,
    option,
    group_number,
    base_persons as persons,
    base,
    least(changed_persons * relative_weight / base, 1) as share,
    persons * relative_weight / base_persons as true_share,
    base * efficiency as effective_base
from changed
order by group_number, option
