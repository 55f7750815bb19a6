-- name: counted_lists
-- One row per counted list and theme that the list names. Of each kind each survey counts once, by one list: that of its
-- newest edition; of several of that year the one of all its countries and sectors, then of most respondents, then the longest.
-- Editions of the last four years count, or of the chosen years. Lists have three or more items of three or more themes;
-- see the relation lists.
-- Unit: place: of the theme's highest item in the list, 1 being the first; items: number of items read.
-- Base: base_n answered the list; where that was not published or not read, at least base_at_least and at most base_at_most, as
-- far as that is known. older is the number of surveys left out
-- because their lists are older, older_from and older_to the years of the newest list of each, the same on every row of a
-- kind. Where no list of a kind counts and some are older, that is all its one row says.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction; no year = the last four
--   kind: list of kinds of question; empty = no restriction
with

of_years as (
    select
        *,
        len($year::varchar[]) > 0 or year > (select max(year) from figures) - 4 as is_recent
    from (
        select
            survey,
            survey_name,
            question,
            question_name,
            kind,
            respondents,
            several_told,
            respondent_group_name,
            respondent_place,
            measure,
            year,
            country,
            country_name,
            country_kind,
            region,
            body_size,
            sector,
            sector_name,
            sector_whole,
            theme,
            theme_name,
            place,
            item,
            items,
            base_n,
            base_at_least,
            base_at_most
        from chosen_lists
    )
),

counted as (
    select *
    from of_years
    where is_recent
    qualify
        dense_rank() over (
            partition by kind, survey
            order by
                year desc,
                country_kind = 'country',
                not sector_whole,
                region is not null or body_size is not null,
                base_n desc nulls last,
                items desc,
                question,
                country,
                region,
                body_size,
                sector
        ) = 1
),

older as (
    select
        kind,
        count(*) filter (where not is_counted) as older,
        min(newest) filter (where not is_counted) as older_from,
        max(newest) filter (where not is_counted) as older_to
    from (
        select
            kind,
            survey,
            max(year) as newest,
            bool_or(is_recent) as is_counted
        from of_years
        group by kind, survey
    )
    group by kind
)

select
    older.kind,
    counted.survey,
    counted.survey_name,
    counted.question,
    counted.question_name,
    counted.respondents,
    counted.several_told,
    counted.respondent_group_name,
    counted.respondent_place,
    counted.measure,
    counted.year,
    counted.country_name,
    counted.country_kind,
    counted.region,
    counted.body_size,
    counted.sector_name,
    counted.theme,
    counted.theme_name,
    counted.place,
    counted.item,
    counted.items,
    counted.base_n,
    counted.base_at_least,
    counted.base_at_most,
    older.older,
    older.older_from,
    older.older_to
from older
left join counted using (kind)
order by older.kind, counted.survey_name, counted.place, counted.theme_name
