"""The kernel: what every area stands on and that knows no area.

Nouns: Base and transaction (db), Money and UtcDateTime (types), now (clock), RuleBroken and
NotAllowed (errors), Actor and Verdict (access), Move (lifecycle), Text (text), amounts (money),
country names (countries).
"""
