-- Macros of texts and choices, for all that is joined from the tables; they go into the store as they stand. Those of
-- statistics have a file of their own.

-- What bodies of a kind are called together, as in “Cities”: findings name kinds of body in the plural, bodies have one each.
create macro several(body_type) as
    case when ends_with(body_type, 'y') then left(body_type, -1) || 'ies' else body_type || 's' end;

-- A text in the form in which answers are compared: without regard to case, outer blanks and form of apostrophe.
create macro as_matched(text) as lower(replace(trim(text), '’', ''''));

-- A text in the form in which it is searched: lower case, without accents, as it is typed where a keyboard lacks its letters.
create macro plain(text) as as_typed(text);

-- A name as it stands within a sentence, as `lower_first` of the words has it: “NHS trusts” and “London boroughs” keep their
-- capitals.
create macro within_sentence(name) as
    case
        when regexp_matches(name, '^(\p{Lu}\p{Lu}|London\b|Tokyo\b|\w+[a-z]\p{Lu})') then name
        else lower(left(name, 1)) || substr(name, 2)
    end;

-- When answers were gathered, where that names years and the year of the edition is none of them, so that readers are told
-- both; empty else. “2022/23” and “2020-21” name two years each.
create macro gathered_in_other_years(fieldwork, year) as
    case
        when
            regexp_matches(fieldwork, '\b\d{4}\b')
            and not regexp_matches(fieldwork, '\b(' || year || '|\d{4}[/-]' || right(year::varchar, 2) || ')\b')
            then fieldwork
    end;

-- Whether a plain text holds all of the words, in any order.
create macro holds_words(words, plain_text) as
    words = '' or list_bool_and(list_transform(string_split(plain(words), ' '), lambda word: contains(plain_text, word)));

-- Whether a country is of a group: a UN region, UN subregion, income group or membership; an empty name stands for all.
create macro of_group(peers, un_region, un_subregion, income_group, memberships) as
    peers = ''
    or coalesce(peers in (un_region, un_subregion, income_group), false)
    or coalesce(list_contains(memberships, peers), false);

-- How well a list is founded: 0 on a base of 30 or more or on all there are, 1 on one of which the most it can be is known, 2
-- on an unknown one, 3 on fewer. A weak figure is never headlined, one of whose base nothing is known only where there is no other.
create macro founded(complete, base_n, base_at_least, base_at_most) as case
    when complete or coalesce(base_n, base_at_least) >= 30 then 0
    when base_n is null and base_at_most >= 30 then 1
    when base_n is null and base_at_most is null then 2
    else 3
end;

create macro is_last_edition(later_years, chosen_years) as case
    when len(chosen_years::varchar[]) = 0 then len(later_years) = 0
    else not list_has_any(later_years::varchar[], chosen_years::varchar[])
end;
