"""A small but complete body of evidence, invented, in which every rule of ``schema.sql`` holds.

Its figures are few and round, so that the answer to a question can be worked out by hand:

- ``council_survey`` drew councils at random in 2021, 2022, 2023 and 2024; from 2023 on its method is another one.
  2024 has no published base of the wave, and its list of priorities was not read to the end.
- ``health_poll`` asked whoever wished to answer; 40 did in 2023 and 8 in 2024.
- ``body_register`` holds the answers of named bodies: four in 2023, five in 2024. In 2023 they were asked about a
  strategy only; in 2024 Bergen left that question out and the hospital the one about training.
- ``service_index`` scores three countries; from 2023 on its method is another one. One indicator gives letters.
- Three cases were compared again (curated), two come from a register (inventory); two share a place.
"""

import csv
import io
from pathlib import Path

TABLES = {
    "kinds": """\
kind,label,definition
adoption,In use,What bodies have or do.
concern,Concern,What worries respondents.
maturity,Maturity,How far bodies have come.
priority,Priority,What respondents put first.
""",
    "measures": """\
measure,label,unit,definition
answer,Answer of a body,category,The answer of a named body.
count,Number,number,How many there were.
mentioned,Named,named,Named without a figure.
percent,Share,%,"Share of those who answered, from 0 to 100."
rank,Rank,place,Place in a list; 1 is the top.
score,Score,points,Points on a scale.
""",
    "evidence_kinds": """\
evidence,label,definition,limits
census,All bodies,Every body answered.,It speaks for the whole group.
expert_score,Expert score,Experts judged.,It cannot say what leaders think.
random_sample,Random sample,Respondents were drawn at random.,It speaks for its list.
self_selected,Self-selected,Whoever wished to answer did.,It cannot speak for others.
""",
    "respondent_groups": """\
respondent_group,label,definition,place
bodies,Bodies as such,A form filled in for the body.,4
body_leaders,Leaders of bodies,Chief executives and managers.,2
digital_leaders,Digital leaders,Heads of digital and IT.,1
staff,Staff,Employees.,3
""",
    "reuse_terms": """\
reuse,label,definition
facts_only,Facts only,No licence was seen.
open,Open,May be reused freely.
""",
    "statuses": """\
status,label,definition
ended,Ended,No longer running.
in_use,In use,Running in daily work.
planned,Planned,Not yet running.
""",
    "outcome_kinds": """\
outcome_kind,label,definition
aim,Aim,Nothing came of it yet.
measured,Measured result,Users or staff have it better by so much.
prize,Prize,It won an award.
""",
    "sectors": """\
sector,label,definition,closest,closest_reason,bodies,whole,shown_first
health,Health,Hospitals and health services.,local_government,since councils run clinics here,public bodies,,
local_government,Local government,Councils.,,,municipalities,,true
""",
    "themes": """\
theme,label,definition,question,shown_first
ai_automation,AI and automation,Machines that learn or follow steps.,What is AI used for?,
budget_value,Budget and value for money,Money.,,
cyber_resilience,Cyber resilience,Safety from attack.,Are we safe from attack?,true
skills_workforce,"Skills, staff and training",What staff can do.,Have we the people and skills?,
""",
    "prompts": """\
theme,prompt
cyber_resilience,"If systems failed on Monday, who would decide what?"
skills_workforce,Which skills do we buy because we have not trained them?
skills_workforce,Who here could teach others?
""",
    "leader_questions": """\
place,question,page,theme
1,What comes first?,priorities,
2,Are we safe?,themes,cyber_resilience
""",
    "answer_kinds": """\
answer,role,scale,place
Not answered,no_answer,,
Other,outside,,
Yes,on_scale,plans,1
Planned,on_scale,plans,2
No,on_scale,plans,3
""",
    "country_groups": """\
name,membership,in_sentences
G7,G7,the G7
High income,,high income
LOLA,"LOLA, linked societies",LOLA
OECD,OECD,the OECD
""",
    "glossary": """\
term,definition
Base,How many answered.
Wave,An edition of a survey.
""",
    "countries": """\
country,name,kind,iso2,un_region,un_subregion,income_group,groups,stands_for
GBR,United Kingdom,country,GB,Europe,Northern Europe,High income,OECD;LOLA;G7,
INTL,Several countries,several,,,,,,
KEN,Kenya,country,KE,Africa,Sub-Saharan Africa,Lower middle income,,
NOR,Norway,country,NO,Europe,Northern Europe,High income,OECD,
""",
    "country_names": """\
country,name
GBR,Great Britain
GBR,UK
NOR,Noreg
""",
    "sources": """\
source_id,title,publisher,homepage_url,licence,reuse,read_on,note
body_register,Register of bodies,Ministry,https://example.org/register,Public domain,open,2025-01-31,
council_survey,Councils on digital,Town League,https://example.org/councils,Open licence 1.0,open,2025-01-31,
health_poll,Health poll,Clinic Press,https://example.org/health,,facts_only,2025-02-01,"Read in part, by hand."
press_pieces,Press pieces,Several papers,,,facts_only,2025-02-01,
service_index,Service index,Index House,https://example.org/index,Open licence 1.0,open,2025-01-31,
""",
    "known_editions": """\
source_id,year,state,url,note
council_survey,2024,in_part,https://example.org/councils,Some tables were read.
health_poll,2024,last,https://example.org/health,The poll was given up.
service_index,2025,unread,https://example.org/index,It was not found.
""",
    "documents": """\
document,url
body_register-00000a,https://example.org/register/bodies.csv
council_survey-00000a,https://example.org/councils/2024.pdf
council_survey-00000b,https://example.org/councils/2021.pdf
health_poll-00000a,https://example.org/health/poll
press_pieces-00000a,https://example.org/press/leeds
press_pieces-00000b,https://example.org/press/oslo
service_index-00000a,https://example.org/index/data.csv
""",
    "provenance": """\
provenance,document,locator
body_register-00000a-1,body_register-00000a,
council_survey-00000a-1,council_survey-00000a,table 1
council_survey-00000a-2,council_survey-00000a,table 2
council_survey-00000b-1,council_survey-00000b,"table 1, page 7"
health_poll-00000a-1,health_poll-00000a,article body
service_index-00000a-1,service_index-00000a,column total
""",
    "surveys": """\
survey,name,publisher,respondents,evidence,respondent_group,frequency,source_id,method_note,several_countries
body_register,Register of bodies,Ministry,Public bodies,census,bodies,yearly,body_register,Every body must answer.,
council_survey,Councils on digital,Town League,Leaders of councils,random_sample,digital_leaders,yearly,council_survey,Drawn from a list.,
health_poll,Health poll,Clinic Press,Hospital managers,self_selected,body_leaders,,health_poll,,
""",
    "waves": """\
survey,year,fieldwork,base_n,population,coverage,method,note
body_register,2023,,4,,counted,Every body must answer,
body_register,2024,,5,,counted,Every body must answer,
council_survey,2021,May 2021,100,,sampled,Postal questionnaire,
council_survey,2022,May 2022,120,,sampled,Postal questionnaire,
council_survey,2023,May 2023,150,,sampled,Web questionnaire,The questionnaire moved to the web.
council_survey,2024,,,,sampled,Web questionnaire,
health_poll,2023,,40,,open,Open web form,
health_poll,2024,,8,,open,Open web form,
""",
    "questions": """\
question,survey,kind,label,measure,theme,role,role_reason,note,score_note,respondents,respondent_group
council_barriers,council_survey,concern,What holds councils back,percent,,headline,,Several answers were allowed.,,,
council_priorities,council_survey,priority,What councils put first,rank,,headline,,,,,
council_projects,council_survey,adoption,Digital projects begun,count,,detail,It asks for a number alone.,,,,
council_tools,council_survey,adoption,Tools in use,mentioned,,headline,,,,,
health_barriers,health_poll,concern,What holds hospitals back,percent,,headline,,,,,
health_readiness,health_poll,maturity,How ready hospitals are,score,,detail,Its answers are points.,"1, not at all, to 5, fully.",,Managers of hospitals,
register_strategy,body_register,adoption,Strategy for AI,answer,ai_automation,headline,,,"Score: 2 yes, 1 planned, 0 no.",,
register_strategy_share,body_register,adoption,Bodies with a strategy for AI,percent,,headline,,Worked out from the answers.,,,
register_training,body_register,maturity,Training of staff,answer,skills_workforce,headline,,,,,
""",
    "sector_respondents": """\
survey,sector,respondents
body_register,health,Hospitals
body_register,local_government,Municipalities
""",
    "theme_uses": """\
theme,question
ai_automation,council_tools
""",
    "matters": """\
matter,label,apart
gbr_parts,Skills in parts of the United Kingdom,
gbr_strategy,Strategies for AI,
hospitals,Skills and money in hospitals,Two questions.
nor_and_kenya,Skills in Norway and Kenya,Two places.
""",
    "same_matter": """\
matter,place,question,item,country,region,sector,body_size,called,counts
gbr_parts,1,council_barriers,Lack of skills,GBR,London,local_government,,London,councils of London
gbr_parts,2,council_barriers,Lack of skills,GBR,,local_government,Small councils,small ones,small councils
gbr_strategy,1,register_strategy,Yes,,,,,all bodies,bodies of all places
gbr_strategy,2,register_strategy_share,Has a strategy,GBR,,local_government,,councils,councils of one country
hospitals,1,health_barriers,Lack of skills,GBR,,health,,,
hospitals,9,health_barriers,Tight budgets,GBR,,health,,,
nor_and_kenya,1,council_barriers,Lack of skills,GBR,,local_government,,,
nor_and_kenya,2,council_barriers,Lack of skills,NOR,,local_government,,,
nor_and_kenya,3,health_barriers,Lack of skills,KEN,,health,,,
""",
    "method_codes": """\
method,words
Open web form,Web form open to all
""",
    "item_stages": """\
question,item,stage
council_tools,Chatbot,in_use
council_tools,One login,planned
""",
    "item_points": """\
question,item,polarity
health_readiness,Skills of staff,positive
""",
    "body_sizes": """\
body_size,inhabitants,side
Small councils,5000,up_to
""",
    "complete_lists": """\
question,year
council_priorities,2022
council_priorities,2023
""",
    "full_lists": """\
survey,year,body_type
body_register,2024,Hospital
""",
    "part_questions": """\
question,part
council_tools,councils that use any
""",
    "findings": """\
finding_id,question,year,country,region,sector,body_size,item,theme,value,tied,base_n,base_at_least,base_at_most,effective_base,origin,provenance,note
barriers-21-gbr-budget,council_barriers,2021,GBR,,local_government,,Tight budgets,budget_value,60,,100,,,,published,council_survey-00000b-1,
barriers-21-gbr-skills,council_barriers,2021,GBR,,local_government,,Lack of skills,skills_workforce,40,,100,,,,published,council_survey-00000b-1,
barriers-22-gbr-attack,council_barriers,2022,GBR,,local_government,,Cyber attacks,cyber_resilience,30,,120,,,,published,council_survey-00000b-1,
barriers-22-gbr-budget,council_barriers,2022,GBR,,local_government,,Tight budgets,budget_value,60,,,,,,published,council_survey-00000b-1,Base not printed.
barriers-22-gbr-skills,council_barriers,2022,GBR,,local_government,,Lack of skills,skills_workforce,45,,120,,,,published,council_survey-00000b-1,
barriers-23-gbr-attack,council_barriers,2023,GBR,,local_government,,Cyber attacks,cyber_resilience,50,,150,,,,published,council_survey-00000a-1,
barriers-23-gbr-budget,council_barriers,2023,GBR,,local_government,,Tight budgets,budget_value,50,,150,,,,published,council_survey-00000a-1,
barriers-23-gbr-skills,council_barriers,2023,GBR,,local_government,,Lack of skills,skills_workforce,55,,150,,,,published,council_survey-00000a-1,
barriers-24-gbr-attack,council_barriers,2024,GBR,,local_government,,Cyber attacks,cyber_resilience,35,,150,,,,published,council_survey-00000a-1,
barriers-24-gbr-budget,council_barriers,2024,GBR,,local_government,,Tight budgets,budget_value,52,,150,,,,published,council_survey-00000a-1,
barriers-24-gbr-skills,council_barriers,2024,GBR,,local_government,,Lack of skills,skills_workforce,70,,150,,,,published,council_survey-00000a-1,
barriers-24-gbr-skills-london,council_barriers,2024,GBR,London,local_government,,Lack of skills,skills_workforce,80,,25,,,,published,council_survey-00000a-1,
barriers-24-gbr-skills-small,council_barriers,2024,GBR,,local_government,Small councils,Lack of skills,skills_workforce,60,,60,,,,published,council_survey-00000a-1,
barriers-24-nor-budget,council_barriers,2024,NOR,,local_government,,Tight budgets,budget_value,33.3,,30,,,,published,council_survey-00000a-1,
barriers-24-nor-skills,council_barriers,2024,NOR,,local_government,,Lack of skills,skills_workforce,66.7,,30,,,,published,council_survey-00000a-1,
priorities-22-gbr-ai,council_priorities,2022,GBR,,local_government,,Use AI,ai_automation,3,,,,,,published,council_survey-00000b-1,
priorities-22-gbr-secure,council_priorities,2022,GBR,,local_government,,Secure systems,cyber_resilience,2,,,,,,published,council_survey-00000b-1,
priorities-22-gbr-train,council_priorities,2022,GBR,,local_government,,Train staff,skills_workforce,1,,,,,,published,council_survey-00000b-1,
priorities-23-gbr-ai,council_priorities,2023,GBR,,local_government,,Use AI,ai_automation,2,true,,,,,published,council_survey-00000a-2,
priorities-23-gbr-secure,council_priorities,2023,GBR,,local_government,,Secure systems,cyber_resilience,1,,,,,,published,council_survey-00000a-2,
priorities-23-gbr-train,council_priorities,2023,GBR,,local_government,,Train staff,skills_workforce,2,true,,,,,published,council_survey-00000a-2,
priorities-24-gbr-ai,council_priorities,2024,GBR,,local_government,,Use AI,ai_automation,1,,,,,,published,council_survey-00000a-2,
priorities-24-gbr-train,council_priorities,2024,GBR,,local_government,,Train staff,skills_workforce,2,,,,,,published,council_survey-00000a-2,
projects-24-gbr,council_projects,2024,GBR,,local_government,,Projects,budget_value,1250,,150,,,,published,council_survey-00000a-2,
tools-24-gbr-chatbot,council_tools,2024,GBR,,local_government,,Chatbot,ai_automation,1,,,,,,published,council_survey-00000a-2,
tools-24-gbr-login,council_tools,2024,GBR,,local_government,,One login,cyber_resilience,1,,,,,,published,council_survey-00000a-2,
health-23-gbr-budget,health_barriers,2023,GBR,,health,,Tight budgets,budget_value,75,,40,,,,published,health_poll-00000a-1,
health-23-gbr-skills,health_barriers,2023,GBR,,health,,Lack of skills,skills_workforce,50,,40,,,,published,health_poll-00000a-1,
health-24-gbr-budget,health_barriers,2024,GBR,,health,,Tight budgets,budget_value,87.5,,8,,,,published,health_poll-00000a-1,
health-24-gbr-skills,health_barriers,2024,GBR,,health,,Lack of skills,skills_workforce,62.5,,8,,,,published,health_poll-00000a-1,
health-24-intl-skills,health_barriers,2024,INTL,,health,,Lack of skills,skills_workforce,48,,,,,,published,health_poll-00000a-1,
health-24-ken-skills,health_barriers,2024,KEN,,health,,Lack of skills,skills_workforce,20,,,,30,,published,health_poll-00000a-1,
ready-24-gbr-attack,health_readiness,2024,GBR,,health,,Safety from attack,cyber_resilience,2.75,,8,,,,published,health_poll-00000a-1,
ready-24-gbr-skills,health_readiness,2024,GBR,,health,,Skills of staff,skills_workforce,3.5,,8,,,,published,health_poll-00000a-1,
strategy-23-gbr,register_strategy_share,2023,GBR,,local_government,,Has a strategy,ai_automation,50,,2,,,,computed,body_register-00000a-1,
strategy-24-gbr,register_strategy_share,2024,GBR,,local_government,,Has a strategy,ai_automation,100,,2,,,,computed,body_register-00000a-1,
""",
    "bodies": """\
body_id,survey,year,country,region,sector,body_type,name
bath-2023,body_register,2023,GBR,,local_government,Council,Bath
leeds-2023,body_register,2023,GBR,Yorkshire,local_government,Council,Leeds
oslo-2023,body_register,2023,NOR,,local_government,Municipality,Oslo
oslo-hospital-2023,body_register,2023,NOR,,health,Hospital,Oslo Hospital
bath-2024,body_register,2024,GBR,,local_government,Council,Bath
leeds-2024,body_register,2024,GBR,Yorkshire,local_government,Council,Leeds
oslo-2024,body_register,2024,NOR,,local_government,Municipality,Oslo
oslo-hospital-2024,body_register,2024,NOR,,health,Hospital,Oslo Hospital
bergen-2024,body_register,2024,NOR,,local_government,Municipality,Bergen
""",
    "answers": """\
body_id,question,answer,score
bath-2023,register_strategy,No,0
leeds-2023,register_strategy,Yes,2
oslo-2023,register_strategy,Planned,1
oslo-hospital-2023,register_strategy,No,0
bath-2024,register_strategy,Yes,2
leeds-2024,register_strategy,Yes,2
oslo-2024,register_strategy,Yes,2
oslo-hospital-2024,register_strategy,Planned,1
bath-2024,register_training,Every year,
leeds-2024,register_training,Never,
oslo-2024,register_training,Every year,
bergen-2024,register_training,Never,
""",
    "series": """\
series,name,publisher,first_year,last_year,evidence,source_id,method_note,caution,ranked
service_index,Service index,Index House,2022,2024,expert_score,service_index,Experts visit websites.,It is not a ranking of countries.,false
""",
    "indicators": """\
indicator,series,label,definition,unit,higher_is_better,theme_group,theme,coverage,leads
service_band,service_index,Band,"A, the best, to D",group,true,summary,budget_value,judged,
service_offline,service_index,Services still on paper,Share of services,percent,false,parts,skills_workforce,judged,
service_open,service_index,Openness,0 closed to 1 open,index_0_1,true,parts,cyber_resilience,judged,
service_total,service_index,Total,0 to 100,score_0_100,true,summary,budget_value,judged,true
""",
    "composite_parts": """\
indicator,part
service_total,service_offline
""",
    "indicator_values": """\
indicator,year,country,value,method,note,provenance
service_band,2024,GBR,A,Visits by two experts,,service_index-00000a-1
service_band,2024,KEN,B,Visits by two experts,,service_index-00000a-1
service_band,2024,NOR,A,Visits by two experts,,service_index-00000a-1
service_offline,2024,GBR,4,Visits by two experts,,service_index-00000a-1
service_offline,2024,KEN,31,Visits by two experts,,service_index-00000a-1
service_offline,2024,NOR,2.5,Visits by two experts,,service_index-00000a-1
service_open,2024,GBR,0.75,Visits by two experts,,service_index-00000a-1
service_open,2024,NOR,1,Visits by two experts,,service_index-00000a-1
service_total,2022,GBR,70,Visits by one expert,,service_index-00000a-1
service_total,2022,KEN,40,Visits by one expert,,service_index-00000a-1
service_total,2022,NOR,80,Visits by one expert,,service_index-00000a-1
service_total,2023,GBR,72,Visits by two experts,,service_index-00000a-1
service_total,2023,KEN,45,Visits by two experts,,service_index-00000a-1
service_total,2023,NOR,90,Visits by two experts,,service_index-00000a-1
service_total,2024,GBR,75,Visits by two experts,,service_index-00000a-1
service_total,2024,INTL,79,Visits by two experts,Mean of the three.,service_index-00000a-1
service_total,2024,KEN,75,Visits by two experts,,service_index-00000a-1
service_total,2024,NOR,87,Visits by two experts,,service_index-00000a-1
""",
    "cases": """\
case_id,collection,title,organisation,country,place,latitude,longitude,sector,level,year_started,year_ended,year_reported,status,themes,technologies,outcome,outcome_kind,told_by,summary,source_id,document
leeds-chatbot,curated,Chatbot for residents,Leeds,GBR,Leeds,53.8,-1.55,local_government,local,2021,,2023,in_use,ai_automation;skills_workforce,chatbot;cloud,"Calls fell by 1,200 a month.",measured,body,"Answers ""where is my bin"" at night.",press_pieces,press_pieces-00000a
leeds-register,inventory,Letter sorting,Leeds,GBR,Leeds,53.8,-1.55,local_government,local,2022,,2024,in_use,ai_automation,machine learning,,,,Sorts letters.,body_register,body_register-00000a
nairobi-register,inventory,Licences online,,KEN,,,,local_government,national,,,2024,planned,,,,,,,body_register,body_register-00000a
oslo-sensors,curated,Sensors on wards,Oslo Hospital,NOR,Oslo,59.91,10.75,health,regional,2022,2024,,ended,budget_value,sensors,,,,Beds report when they are free.,press_pieces,press_pieces-00000b
several-login,curated,One login across borders,,INTL,,,,health,international,2024,2026,2024,planned,cyber_resilience,,,,,One login for three countries.,press_pieces,press_pieces-00000b
""",
}


def write(folder: Path) -> Path:
    """Write the tables into ``folder`` and return it; the rules they are held against are the project's own."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, text in TABLES.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def read_rows(folder: Path, table: str) -> list[list[str]]:
    """Return the rows of a table as text, the header first."""
    return list(csv.reader(io.StringIO((folder / f"{table}.csv").read_text(encoding="utf-8"), newline="")))


def write_rows(folder: Path, table: str, rows: list[list[str]]) -> None:
    """Write the rows of a table, the header first."""
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def row_number(folder: Path, table: str, *key: str) -> int:
    """Return the number of the one row whose first fields are ``key``; the header is row 1."""
    found = [number for number, row in enumerate(read_rows(folder, table), start=1) if row[: len(key)] == list(key)]
    assert len(found) == 1, f"{table} has {len(found)} rows that begin with {key}"
    return found[0]


def change(folder: Path, table: str, key: tuple[str, ...] | str, column: str, value: str) -> int:
    """Write ``value`` into one field of the row whose first fields are ``key``; return the row's number."""
    rows = read_rows(folder, table)
    number = row_number(folder, table, *((key,) if isinstance(key, str) else key))
    rows[number - 1][rows[0].index(column)] = value
    write_rows(folder, table, rows)
    return number


def append(folder: Path, table: str, like: tuple[str, ...] | str, **fields: str) -> int:
    """Append a row that is like the row whose first fields are ``like`` but for ``fields``; return its number."""
    rows = read_rows(folder, table)
    number = row_number(folder, table, *((like,) if isinstance(like, str) else like))
    row = dict(zip(rows[0], rows[number - 1], strict=True)) | fields
    assert list(row) == rows[0], f"{table} has no column {set(row) - set(rows[0])}"
    write_rows(folder, table, [*rows, list(row.values())])
    return len(rows) + 1


def remove(folder: Path, table: str, *key: str) -> None:
    """Remove the row whose first fields are ``key``."""
    rows = read_rows(folder, table)
    del rows[row_number(folder, table, *key) - 1]
    write_rows(folder, table, rows)


def without_column(folder: Path, table: str, column: str) -> None:
    """Make a table one of the day before it had a column."""
    header, *rows = read_rows(folder, table)
    at = header.index(column)
    write_rows(folder, table, [row[:at] + row[at + 1 :] for row in (header, *rows)])
