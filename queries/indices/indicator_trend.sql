-- name: indicator_trend
-- One row per chosen country and year of an indicator, and one per year for the middle of the group (country is empty
-- there).
-- Unit: number, and lower and upper (between which half of the group lies): in the unit of the indicator.
-- method_words tells readers how the edition was made; empty where that is known by a code alone.
-- source_url is where a value was read, or all values behind a middle were; empty where these were read in several places.
-- Base: countries is the number of countries behind a median: those of the group measured in every one of the given
-- years that were made in the same way, so that the middle moves with the countries and not with who was measured.
-- Indices have no respondents to count.
-- Parameters:
--   indicator: code of the indicator
--   country: list of country codes; empty = the median alone
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
--   middle_years: list of years for which the middle is worked out
with

measured as (
    select
        readings.*,
        case when method_codes.method is null then readings.method else coalesce(method_codes.words, '') end as method_words
    from readings
    left join method_codes using (method)
    where indicator = $indicator and number is not null
),

of_peers as (
    select *
    from measured
    where
        country_kind = 'country'
        and of_group($peers, un_region, un_subregion, income_group, groups)
        and list_contains($middle_years::integer[], year)
),

throughout as (
    select method, country
    from of_peers
    group by method, country
    having count(*) = (select count(distinct year) from of_peers as others where others.method = of_peers.method)
)

select
    country,
    country_name,
    year,
    method,
    method_words,
    number,
    null::double as lower,
    null::double as upper,
    null::bigint as countries,
    source_url
from measured
where list_contains($country::varchar[], country)
union all by name
select
    null as country,
    'Median' as country_name,
    year,
    any_value(method) as method,
    any_value(method_words) as method_words,
    median(number) as number,
    quantile_cont(number, 0.25) as lower,
    quantile_cont(number, 0.75) as upper,
    count(*) as countries,
    case when count(distinct source_url) = 1 then any_value(source_url) end as source_url
from of_peers
join throughout using (method, country)
group by year
order by country_name, year
