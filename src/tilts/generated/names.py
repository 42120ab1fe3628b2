"""Given and family names as they are met in Latvia, commonest first; the persons who get them are made up."""

from itertools import accumulate
from typing import NamedTuple

from tilts.generated.draw import Draw

WOMEN = (
    "Anna Kristīne Inese Ilze Inga Marija Līga Ināra Anita Iveta Sandra Dace Zane Daiga Laura Ilona Evija Agnese "
    "Elīna Santa Gunta Aija Vita Liene Baiba Sarmīte Ieva Kristiāna Linda Maija Velta Dzintra Rasma Zinta Ligita"
).split()
MEN = (
    "Jānis Andris Juris Edgars Māris Aivars Mārtiņš Guntis Artūrs Kaspars Ivars Raivis Pēteris Valdis Normunds "
    "Uldis Gints Dainis Aigars Kristaps Reinis Toms Oskars Rihards Armands Viesturs Ainārs Agris Imants Zigmārs"
).split()
GIRLS = (
    "Sofija Emīlija Marta Alise Anna Elza Amēlija Estere Paula Elīza Viktorija Keita Katrīna Luīze Adriāna Nora Rūta"
).split()
BOYS = (
    "Roberts Markuss Gustavs Kārlis Emīls Olivers Jēkabs Daniels Toms Ralfs Rihards Adrians Marks Kristers Hugo Jorens"
).split()
RUSSIAN_WOMEN = "Jeļena Olga Tatjana Svetlana Irina Natālija Valentīna Ludmila Ļubova Oksana Marina Jūlija".split()
RUSSIAN_MEN = "Aleksandrs Vladimirs Sergejs Andrejs Jevgēņijs Igors Dmitrijs Viktors Aleksejs Oļegs Pāvels".split()
RUSSIAN_GIRLS = "Anastasija Darja Sofija Jekaterina Arina Kira Veronika".split()
RUSSIAN_BOYS = "Artjoms Maksims Ņikita Daņils Kirils Timofejs Matvejs".split()

FAMILIES = (
    "Bērziņš/Bērziņa Kalniņš/Kalniņa Ozoliņš/Ozoliņa Jansons/Jansone Ozols/Ozola Liepiņš/Liepiņa Krūmiņš/Krūmiņa "
    "Balodis/Balode Eglītis/Eglīte Zariņš/Zariņa Pētersons/Pētersone Vītols/Vītola Kļaviņš/Kļaviņa Kārkliņš/Kārkliņa "
    "Vanags/Vanaga Dreimanis/Dreimane Grīnbergs/Grīnberga Siliņš/Siliņa Puriņš/Puriņa Apsītis/Apsīte Lapiņš/Lapiņa "
    "Rozītis/Rozīte Āboliņš/Āboliņa Kalējs/Kalēja Kronbergs/Kronberga Strazdiņš/Strazdiņa Priede/Priede "
    "Zālītis/Zālīte Sproģis/Sproģe Skuja/Skuja Briedis/Briede Cīrulis/Cīrule Gailis/Gaile Lācis/Lāce Vilks/Vilka "
    "Lūsis/Lūse Saulītis/Saulīte Upītis/Upīte Ziediņš/Ziediņa Rudzītis/Rudzīte Bite/Bite Roze/Roze Miezis/Mieze "
    "Auziņš/Auziņa Celmiņš/Celmiņa Krastiņš/Krastiņa Freimanis/Freimane Podnieks/Podniece Kārkls/Kārkla Lazda/Lazda "
    "Meiers/Meiere Riekstiņš/Riekstiņa Straume/Straume Tauriņš/Tauriņa Vilciņš/Vilciņa Zvirbulis/Zvirbule"
).split()
RUSSIAN_FAMILIES = (
    "Ivanovs/Ivanova Petrovs/Petrova Vasiļjevs/Vasiļjeva Kuzņecovs/Kuzņecova Smirnovs/Smirnova Popovs/Popova "
    "Mihailovs/Mihailova Andrejevs/Andrejeva Morozovs/Morozova Fjodorovs/Fjodorova Sokolovs/Sokolova Volkovs/Volkova "
    "Pavlovs/Pavlova Novikovs/Novikova Kozlovs/Kozlova"
).split()
RUSSIAN = 0.27
"""So many families of a hundred bear Russian names."""


class Family(NamedTuple):
    """A family name as a man and as a woman bears it, and whether it is a Russian one."""

    man: str
    woman: str
    russian: bool

    def borne_by(self, *, woman: bool) -> str:
        """The name with its right ending."""
        return self.woman if woman else self.man


def _drawn(draw: Draw, names: list[str]) -> str:
    """One of these: the first is met most, the n-th about 1/n as often."""
    weights = accumulate(1 / (rank + 3) for rank in range(len(names)))
    return draw.choices(names, cum_weights=list(weights))[0]


def family_name(draw: Draw) -> Family:
    """The name of a family."""
    russian = draw.happens(RUSSIAN)
    man, _slash, woman = _drawn(draw, RUSSIAN_FAMILIES if russian else FAMILIES).partition("/")
    return Family(man, woman, russian)


def given_name(draw: Draw, family: Family, *, woman: bool, child: bool) -> str:
    """A given name that goes with this family."""
    if family.russian:
        pools = (RUSSIAN_BOYS, RUSSIAN_GIRLS) if child else (RUSSIAN_MEN, RUSSIAN_WOMEN)
    else:
        pools = (BOYS, GIRLS) if child else (MEN, WOMEN)
    return _drawn(draw, pools[woman])


def full_name(draw: Draw, *, woman: bool) -> str:
    """Given and family name of a grown person."""
    family = family_name(draw)
    return f"{given_name(draw, family, woman=woman, child=False)} {family.borne_by(woman=woman)}"
