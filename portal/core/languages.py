"""Languages an application may be written in, each by its own code."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.core.text import N_, Text

LANGUAGES: Mapping[str, Text] = MappingProxyType(
    {
        "en": N_("English"),
        "sq": N_("Albanian"),
        "bs": N_("Bosnian"),
        "hr": N_("Croatian"),
        "cnr": N_("Montenegrin"),
        "mk": N_("Macedonian"),
        "rom": N_("Romani"),
        "sr": N_("Serbian"),
        "tr": N_("Turkish"),
    }
)
