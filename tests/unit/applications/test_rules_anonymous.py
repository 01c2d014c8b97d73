"""What is left of an application when nobody must know who applies."""

from portal.applications.rules.anonymous import MASK, anonymous

KEPT = {
    "title": "Zora on the road",
    "organisation": {
        "legal_name": "Udruženje Zora", "acronym": "ZR", "email": "office@zora.example",
        "representative_name": "Ana Anić", "city": "Niš", "country": "RS",
        "legal_form": "Association", "mission": "Udruženje Zora helps.", "website": None,
        "other_representatives": [{"name": "Bojan Bojić"}], "staff_full_time": 4,
    },
    "partners": [
        {"relation": "co_applicant", "name": "Agimi", "country": "XK", "role": "Agimi trains.",
         "has_mandate": True, "mandate": {"name": "Drita D.", "text": "For Agimi."}},
    ],
    "texts": [{"text": "AGIMI and Bojan Bojić work; the dawn, zora, is early. Agimit too.",
               "rows": [["office@zora.example", "Drita D. ran it"]]}],
    "documents": [{"name": "Statut Zora.PDF", "label": "Statute", "size": 3}],
    "declaration": {"statements": ["honest"], "name": "Ana Anić", "place": "Niš"},
    "submitted_by": "Ceca Cecić",
}  # fmt: skip


def test_every_known_name_is_left_out_and_the_rest_stays():
    made = anonymous(KEPT, number="X-0001")

    assert made["organisation"]["legal_name"] == "X-0001"
    assert (made["organisation"]["country"], made["organisation"]["staff_full_time"]) == ("RS", 4)
    assert made["organisation"]["mission"] == f"{MASK} helps."
    assert made["organisation"]["other_representatives"] == []
    assert made["partners"] == [
        {"relation": "co_applicant", "name": "Co-applicant 1", "country": "XK",
         "role": f"{MASK} trains.", "has_mandate": None, "mandate": None}
    ]  # fmt: skip
    assert made["texts"][0]["text"] == (
        f"{MASK} and {MASK} work; the dawn, zora, is early. Agimit too."
    )
    assert made["texts"][0]["rows"] == [[MASK, f"{MASK} ran it"]]
    assert made["documents"] == [{"name": "Annex 1 (PDF)", "label": "Statute", "size": 3}]
    assert made["declaration"] == {"statements": ["honest"]}
    assert KEPT["documents"][0]["name"] == "Statut Zora.PDF"
