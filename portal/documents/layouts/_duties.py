"""What the main grant makes each contract pass on (FS01 to FS11), in our own words."""

from decimal import Decimal

from portal.documents.layouts._parts import eur

Article = tuple[str, tuple[str, ...]]


def articles(ceiling_eur: Decimal, retention_years: int) -> tuple[Article, ...]:
    """The duties as articles, title and points. Source: rules.md 5.3; the codes stand in brackets.

    Units: retention in years after the balance of the main grant.
    """
    return (
        (
            "Support out of the Action",
            (
                f"All grants of the Action to the grantee together are at most {eur(ceiling_eur)} "
                "(FS01).",
                "The amount was fixed by the published criteria: what the project needs, the "
                "limits of the lot, the share of eligible costs and the score (FS02).",
                "Only activities of the closed list of the call are paid for (FS03).",
                "Only organisations of the kinds named in the call may receive support. The "
                "grantee gives no grants out of this grant (FS04).",
                "The award followed the published criteria. If the grantee obtained it by false "
                "statements the contract may be ended and the money claimed back (FS05).",
            ),
        ),
        (
            "Checks",
            (
                "The lead, the European Commission, the European Anti-Fraud Office, the European "
                "Public Prosecutor's Office and the European Court of Auditors may check the use "
                "of the grant, on paper and on the spot (FS06).",
                "The grantee lets them, and whom they appoint, into its premises, papers and "
                "files, and binds its contractors to the same.",
                "A reason for disallowing a cost is given in writing, with its code.",
            ),
        ),
        (
            "Principles",
            (
                "The grantee respects proportionality, openness, sound finance, equal treatment "
                "and non-discrimination (FS07).",
                "No cost is paid twice, no cost from before the start is paid, and no profit is "
                "made. The grantee tells the lead at once of other money for the same project.",
                "The grantee avoids conflicts of interest and tells the lead of any that appears.",
                "The support gives no unfair advantage in a market (FS11).",
                "Purchases follow Annex IV: best value or lowest price, fair competition, no "
                "splitting.",
            ),
        ),
        (
            "Liability and visibility",
            (
                "The grantee answers alone for damage that it or its staff causes. Neither the "
                "lead nor the European Union can be held liable for it (FS08).",
                "The emblem of the European Union and the statement of its funding stand "
                "together, and visibly, on everything that the project publishes, and no other "
                "mark is used for the support (FS08).",
                "Publications carry the disclaimer of the Action. An exception, for the safety of "
                "persons, needs the lead's consent in writing.",
                "Name and seat of the grantee, title and amount of the grant are published, "
                "unless this endangers persons.",
            ),
        ),
        (
            "Information and records",
            (
                "The grantee gives the lead what it needs to report to the donor: procedure, "
                "recipient, amount, results, problems and timetable (FS09).",
                "It keeps the proof of the use of the grant: contracts, payrolls and time sheets, "
                "invoices and receipts, proof of payment, offers, attendance sheets, inventory "
                "(FS10).",
                f"Records are kept for {retention_years} years after the balance of the main grant "
                "is paid, and longer while an audit, an appeal or a claim is open.",
                "Equipment passes to final beneficiaries or local partners at the end, with an "
                "act of transfer.",
            ),
        ),
        (
            "Suspension and end",
            (
                "Either side may suspend the project when it cannot be carried out, and says so "
                "at once.",
                "The lead may end the contract for a serious breach, fraud, corruption or a "
                "lasting standstill; the grantee may end it with two months' notice and reasons.",
                "Money paid too much is paid back within 30 days of the debit note.",
            ),
        ),
    )


def personal_data(controller: str, retention_years: int) -> str:
    """How personal data are treated. Source: rules.md section 10."""
    return (
        f"{controller} is the controller of the personal data in this contract and its file. They "
        "are used to carry out, pay and check the grant, and are given to the partners of the "
        "Action, the donor, its auditors and the bodies named under “Checks”. They are kept for "
        f"{retention_years} years after the balance of the main grant. Persons may ask to see, "
        "correct and receive their data.\n\n"
        "Migrants, victims and minors are never named in reports: only numbers by sex and age "
        "group are given."
    )
