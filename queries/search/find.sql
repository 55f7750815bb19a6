-- name: find
-- One row per thing that a text finds, the kind with the best one first: at most some of each kind, best first.
-- Unit: score: 2 where the text is a whole name, else up to 1: the share of the text's words that are found, rare words
-- counting more, those found with slips of the keyboard, by their beginning or beside the name less.
-- Base: none.
-- named is the name that was found, which is another one than name where readers know a place by several; found is the
-- number of things of the kind, is_typed whether a word of the text is there as it was typed, or begins one.
-- Parameters:
--   words: list of the words a reader typed, in the form in which words are compared, once each
--   compact: what they typed without blanks and signs, in that form
--   kinds: list of the kinds wanted; of an empty one, all
--   skip: how many of each kind are passed over
--   most: how many rows of each kind at the most
with

-- The kinds in the order in which they stand where all fit alike, and by how much that of a kind counts.
kinds (kind, kind_place, ahead) as (
    values
        ('place', 1, 0.15), ('region', 2, 0.1), ('theme', 3, 0.15), ('sector', 4, 0.15), ('item', 5, 0.05),
        ('question', 6, 0.05), ('survey', 7, 0.05), ('index', 8, 0.05), ('word', 9, 0), ('body', 10, 0), ('case', 11, 0)
),

-- With how many letters that may be wrong, missing, too many or swapped.
typed as (
    select
        word,
        length(word) as letters,
        letters_of(word) as mask,
        case when length(word) >= 8 then 2 when length(word) >= 4 then 1 else 0 end as slips
    from (select unnest($words::varchar[]) as word)
),

whole as (
    select
        $compact::varchar as compact,
        length($compact::varchar) as letters,
        letters_of($compact::varchar) as mask,
        case when length($compact::varchar) >= 8 then 2 when length($compact::varchar) >= 5 then 1 else 0 end as slips
),

-- Words that a typed one may mean, and how well each fits. A single letter means itself alone.
meant as (
    select
        typed.word as typed,
        search_words.word,
        search_words.entries,
        case
            when search_words.word = typed.word then 1.0
            when starts_with(search_words.word, typed.word) then 0.7 + 0.2 * typed.letters / search_words.letters
            else 0.6
        end as fit
    from typed
    join search_words
        on (
            starts_with(search_words.word, typed.word)
            and (typed.letters > 1 or search_words.letters = 1)
            and (not search_words.is_short or search_words.word = typed.word)
        )
        or (
            typed.slips > 0
            and not search_words.is_short
            and search_words.letters between typed.letters - typed.slips and typed.letters + typed.slips
            and bit_count(xor(search_words.mask, typed.mask)) <= 2 * typed.slips
            and damerau_levenshtein(search_words.word, typed.word) <= typed.slips
        )
),

-- Words that are found often tell least; one that is found nowhere counts as a common one.
weighed as (
    select
        typed.word as typed,
        coalesce(max(meant.fit) = 1, false) as is_word,
        ln(1 + 20000 / coalesce(sum(meant.entries), 200)) as weight,
        sum(ln(1 + 20000 / coalesce(sum(meant.entries), 200))) over () as whole_weight,
        count(*) over () as words
    from typed
    left join meant on typed.word = meant.typed
    group by typed.word
),

-- A word that is one was not mistyped, unless a place was meant.
hits as (
    select
        findable_words.entry,
        findable_words.number,
        findable_words.held,
        weighed.words,
        weighed.weight / weighed.whole_weight * max(meant.fit * findable_words.strength) as part,
        bool_or(meant.fit > 0.6) as is_typed
    from meant
    join weighed using (typed)
    join findable_words using (word)
    where
        (meant.fit > 0.6 or not weighed.is_word or findable_words.kind = 'place')
        and (meant.fit = 1 or not findable_words.is_short)
    group by
        findable_words.entry, findable_words.number, findable_words.held, weighed.typed, weighed.words, weighed.weight,
        weighed.whole_weight
),

-- The fewer words a name has besides, the better; a name that is not the usual one counts less unless it is whole.
scored as (
    select
        entry,
        number,
        sum(part) * (0.85 + 0.15 * least(1, words / held)) * case when number = 1 then 1 else 0.9 end as score,
        bool_or(is_typed) as is_typed
    from hits
    group by entry, number, words, held
    union all
    select
        names.entry,
        names.number,
        case when names.compact = whole.compact then 2.0 else 0.8 end as score,
        names.compact = whole.compact as is_typed
    from findable_names as names
    join whole
        on names.compact = whole.compact
        or (
            whole.slips > 0
            and names.kind not in ('body', 'case')
            and names.letters between whole.letters - whole.slips and whole.letters + whole.slips
            and bit_count(xor(names.mask, whole.mask)) <= 2 * whole.slips
            and damerau_levenshtein(names.compact, whole.compact) <= whole.slips
        )
    where names.compact <> ''
),

best as (
    select
        entry,
        -- Rounded, so that in what order it was added up never decides.
        round(max(score), 6) as score,
        arg_max(number, (round(score, 6), -number)) as number,
        bool_or(is_typed) as is_typed,
        round(max(max(score)) over (), 6) as best_score
    from scored
    group by entry
),

-- Where nothing holds most of the words, what comes nearest to it.
placed as (
    select
        findables.*,
        best.score,
        best.number,
        best.is_typed,
        max(best.score) over (partition by kind) as best_of_kind,
        count(*) over (partition by kind) as found,
        row_number() over (
            partition by kind order by best.score desc, findables.weight desc, length(findables.name), findables.name, entry
        ) as place
    from best
    join findables using (entry)
    where best.score >= least(0.5, 0.8 * best.best_score)
)

select
    placed.kind,
    placed.code,
    placed.name,
    findable_names.name as named,
    placed.about,
    placed.theme,
    placed.survey,
    placed.question,
    placed.answered,
    placed.year,
    placed.page,
    placed.score,
    placed.is_typed,
    placed.found
from placed
join findable_names using (entry, number)
join kinds on placed.kind = kinds.kind
where
    (len($kinds::varchar[]) = 0 or placed.kind in (select unnest($kinds::varchar[])))
    and placed.place between $skip + 1 and $skip + $most
order by placed.best_of_kind + kinds.ahead desc, kinds.kind_place, placed.place
