-- How sure a share is, as plain SQL: the same methods as trends/statistics/methods.py, to the last digits.
-- Shares are proportions from 0 to 1. A base is a number of respondents, or an effective base, so
-- it need not be whole. A missing share, a missing base or a base of 0 gives null. A share outside
-- 0 to 1 or a negative base stops the query with a message.
-- Every interval is a 95 % interval. The macros call each other by their plain names: run the file
-- from top to bottom, and query with the database that holds them as the one in use.


-- z95: standard errors either side of the middle that hold 95 % of a normal distribution.
-- Written with an exponent so that it is a double, not a decimal.
create or replace macro z95() as 1.9599639845400536e0;


-- checked_share: a share as a double; rounding error beyond 0 or 1 is cut off.
create or replace macro checked_share(share) as
    case
        when share is null then null
        when isnan(cast(share as double)) then null
        when cast(share as double) between -1e-9 and 1 + 1e-9
            then greatest(0e0, least(1e0, cast(share as double)))
        else error(
            'Share ' || cast(share as varchar) || ' is not usable. A share is a proportion, '
            || 'from 0 to 1; divide percentages by 100.'
        )
    end;


-- checked_base: a base as a positive double; a base of nobody is a missing base.
create or replace macro checked_base(base) as
    case
        when base is null then null
        when isnan(cast(base as double)) then null
        when cast(base as double) > 0 then cast(base as double)
        when cast(base as double) = 0 then null
        else error(
            'Base ' || cast(base as varchar) || ' is not usable. A base is a number of '
            || 'respondents; leave it missing if it is not known.'
        )
    end;


-- effective_base: an aggregate over one row per respondent, the number of equally weighted
-- respondents that would be as informative. Null where there are no respondents or no weight.
-- Source: Kish (1965), Survey Sampling, section 11.7.
create or replace macro effective_base(weight) as
    case
        when sum(cast(weight as double) * cast(weight as double)) > 0
            then sum(cast(weight as double)) * sum(cast(weight as double))
                / sum(cast(weight as double) * cast(weight as double))
    end;


-- base_in_population: the base that carries the finite population correction, to be passed to the
-- macros below. The variance of a share is multiplied by (N - n) / (N - 1), so the base n is divided
-- by it, where more than a tenth of a known population N answered. A complete count gives infinity,
-- hence intervals of no width. A null population leaves the base as it is.
-- Source: Cochran (1977), Sampling Techniques, sections 2.6 and 3.2.
create or replace macro base_in_population(base, population) as
    case
        when population is null then checked_base(base)
        when isnan(cast(population as double)) then checked_base(base)
        when cast(population as double) <= 0 then error(
            'Population ' || cast(population as varchar) || ' is not usable. A population is the '
            || 'number of bodies or people a survey could have reached, so at least 1; '
            || 'leave it missing if it is not known.'
        )
        when checked_base(base) >= cast(population as double) then cast('infinity' as double)
        when checked_base(base) > cast(population as double) / 10
            then checked_base(base) * (cast(population as double) - 1)
                / (cast(population as double) - checked_base(base))
        else checked_base(base)
    end;


-- wilson_low: the lowest true share the observed share is compatible with.
-- Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
create or replace macro wilson_low(share, base) as
    case
        when checked_share(share) is not null and checked_base(base) is not null
            then greatest(0e0, least(
                checked_share(share),
                (
                    checked_share(share)
                    + z95() * z95() / checked_base(base) / 2
                    - z95() * sqrt(
                        checked_share(share) * (1 - checked_share(share)) / checked_base(base)
                        + z95() * z95() / checked_base(base) / (4 * checked_base(base))
                    )
                ) / (1 + z95() * z95() / checked_base(base))
            ))
    end;


-- wilson_high: the highest true share the observed share is compatible with.
-- Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
create or replace macro wilson_high(share, base) as
    case
        when checked_share(share) is not null and checked_base(base) is not null
            then least(1e0, greatest(
                checked_share(share),
                (
                    checked_share(share)
                    + z95() * z95() / checked_base(base) / 2
                    + z95() * sqrt(
                        checked_share(share) * (1 - checked_share(share)) / checked_base(base)
                        + z95() * z95() / checked_base(base) / (4 * checked_base(base))
                    )
                ) / (1 + z95() * z95() / checked_base(base))
            ))
    end;


-- share_difference: the change from share_1 to share_2, a proportion (0.05 is 5 points). Rounding
-- error counts as no change, so that two equal complete counts do not differ.
create or replace macro share_difference(share_1, share_2) as
    case
        when abs(checked_share(share_2) - checked_share(share_1)) < 1e-12 then 0e0
        else checked_share(share_2) - checked_share(share_1)
    end;


-- newcombe_low: the lowest true change from share_1 to share_2, two independent groups.
-- Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
create or replace macro newcombe_low(share_1, base_1, share_2, base_2) as
    share_difference(share_1, share_2)
    - sqrt(
        pow(checked_share(share_2) - wilson_low(share_2, base_2), 2)
        + pow(wilson_high(share_1, base_1) - checked_share(share_1), 2)
    );


-- newcombe_high: the highest true change from share_1 to share_2, two independent groups.
-- Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
create or replace macro newcombe_high(share_1, base_1, share_2, base_2) as
    share_difference(share_1, share_2)
    + sqrt(
        pow(wilson_high(share_2, base_2) - checked_share(share_2), 2)
        + pow(checked_share(share_1) - wilson_low(share_1, base_1), 2)
    );


-- all_looked_at: whether an edition counted, asked or judged all of a group, so that nobody was drawn and nobody came by
-- their own wish.
create or replace macro all_looked_at(coverage) as coverage in ('counted', 'asked_all', 'judged');


-- complete_count: whether a figure stands for all there are: an edition that counted, asked or judged all of a known group,
-- and a base that reaches the number there are. What is not known is not complete.
create or replace macro complete_count(coverage, base, population) as
    coalesce(all_looked_at(coverage) and checked_base(base) >= cast(population as double), false);


-- range_base: the base that a range is worked out at: an effective base where one was published, uncorrected; else the
-- published one, corrected for a known population that is larger; else the least that can have answered, uncorrected, so
-- that the range is too wide rather than too narrow.
create or replace macro range_base(base, at_least, population, effective) as
    case
        when checked_base(effective) is not null then checked_base(effective)
        when checked_base(base) is null then checked_base(at_least)
        when cast(population as double) > checked_base(base) then base_in_population(base, population)
        else checked_base(base)
    end;


-- sampled_share: a figure as a proportion, if a range may be given for it. Null for anything but a share, and where there is
-- no share to speak of: a complete count, in which nothing was sampled, or a number of few bodies.
create or replace macro sampled_share(value, measure, rangeless) as
    case when measure = 'percent' and not rangeless then cast(value as double) / 100 end;


-- weak_flag: u for a share that is weak: its base, or the most that can have answered, is under 30, or its range is 30 points
-- wide or wider; null for any other. The limits are proportions; rounding error does not make a range narrower.
-- Source: National Center for Health Statistics (2017), Data Presentation Standards for Proportions.
create or replace macro weak_flag(base, at_most, low, high) as
    case
        when (low is not null and (checked_base(base) < 30 or high - low >= 0.3e0 - 1e-12)) or checked_base(at_most) < 30
            then 'u'
    end;


-- few_bodies: whether a share or a mean score was worked out here from under 10 bodies, so that single bodies decide it.
create or replace macro few_bodies(measure, origin, base) as
    coalesce(measure in ('percent', 'score') and origin = 'computed' and checked_base(base) < 10, false);
