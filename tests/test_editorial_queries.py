"""Given editorial tables → what pages are told of themes, sectors and the questions of leaders."""

from trends.store.store import Store


def test_a_theme_has_its_question_and_the_questions_of_its_uses(tiny_store: Store) -> None:
    row = tiny_store.ask("theme", theme="ai_automation").iloc[0].to_dict()
    assert [row | {"uses": list(row["uses"])}] == [
        {
            "theme": "ai_automation",
            "label": "AI and automation",
            "question": "What is AI used for?",
            "uses": ["council_tools"],
        }
    ]
    without = tiny_store.ask("theme", theme="budget_value").iloc[0]
    assert without["question"] is None or without["question"] != without["question"]
    assert len(without["uses"]) == 0


def test_a_sector_names_the_one_that_comes_closest(tiny_store: Store) -> None:
    assert tiny_store.ask("sector", sector="health").iloc[0].tolist() == [
        "health",
        "Health",
        "local_government",
        "since councils run clinics here",
    ]
    assert tiny_store.ask("sector", sector="local_government")[["closest", "closest_reason"]].isna().all(axis=None)


def test_the_questions_of_leaders_come_in_order_with_the_theme_by_name(tiny_store: Store) -> None:
    asked = tiny_store.ask("leader_questions")
    assert asked["place"].tolist() == [1, 2]
    assert asked["question"].tolist() == ["What comes first?", "Are we safe?"]
    assert asked["page"].tolist() == ["priorities", "themes"]
    assert asked["theme_name"].fillna("").tolist() == ["", "Cyber resilience"]
