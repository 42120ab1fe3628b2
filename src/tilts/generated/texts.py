"""What is written in the files: short Latvian sentences of a made-up office, without a name in them."""

from tilts.generated.draw import Draw

NOTES = (
    "Klientei piezvanīts drošajā laikā, vienojāmies par nākamo tikšanos.",
    "Pārrunājām drošības plānu, papildinājām to ar kaimiņienes tālruni.",
    "Kliente stāsta, ka pēdējā nedēļā mājās bijis mierīgi.",
    "Bērns sāka apmeklēt psihologu, skolotāja redz uzlabojumus.",
    "Sazinājos ar bāriņtiesu par saskarsmes kārtību.",
    "Kliente atnesa dokumentus pieteikumam tiesā, kopā pārbaudījām.",
    "Mājās apmeklēta ģimene; dzīves apstākļi kārtīgi, pārtika pietiek.",
    "Vienojāmies par pabalsta iesniegumu, aizpildīsim nākamajā reizē.",
    "Kliente neatbildēja uz zvanu; rīt zvanīšu vēlreiz norunātajā laikā.",
    "Iespējamais varmāka zvanījis uz darbavietu, par to informēta policija.",
    "Klientei piedāvāta vieta krīzes centrā, pagaidām viņa paliek pie māsas.",
    "Runājām par parādiem un kā tos sadalīt pa mēnešiem.",
)
TOPICS = (
    "Drošības plāns un saziņa",
    "Bērnu reakcijas uz vardarbību",
    "Pieteikums tiesā par pagaidu aizsardzību",
    "Uzturlīdzekļi un saskarsmes kārtība",
    "Sociālās garantijas un pabalsti",
    "Pašvērtējums un robežas",
    "Trauksme un miegs",
    "Darba meklēšana un bērnudārzs",
    "Dzīvesvietas maiņa",
)
TASKS = (
    "Piezvanīt bāriņtiesai",
    "Sagatavot izziņu tiesai",
    "Pieteikt psihologa konsultāciju",
    "Pārbaudīt, vai saņemts pabalsts",
    "Sazināties ar skolu",
    "Nosūtīt rehabilitācijas iesniegumu",
    "Vienoties par mājas apmeklējumu",
)
GOALS = (
    "Ģimene dzīvo drošībā",
    "Bērns atgūst mieru un apmeklē skolu",
    "Kliente ir finansiāli neatkarīga",
    "Vecāki vienojas par saskarsmi bez strīdiem",
)
STEPS = (
    "Iesniegt pieteikumu tiesā",
    "Apmeklēt 10 psihologa konsultācijas",
    "Atrast bērnudārzu",
    "Pieteikties dzīvoklim",
    "Apmeklēt atbalsta grupu",
    "Sakārtot parādu atmaksu",
)
FOUND = ("Plāns tiek pildīts, termiņi atstāti.", "Viens solis pabeigts, mērķis precizēts.", "Vajadzīgs vairāk laika.")
ASKED = ("Psihologa konsultācijas mātei un bērnam.", "Jurista palīdzība.", "Vieta krīzes centrā.", "Grupu nodarbības.")
WHY = "Vairāki izsaukumi pēdējā pusgadā, bailes no atriebības."
CONCLUSION = "Policija pārbauda aizsardzības izpildi, dienests sazinās reizi nedēļā."
REASON = "Atbildes un saruna liecina par to pašu."
ACCOUNT = "Izsaukums pēc kaimiņu zvana; konflikts dzīvoklī, iespējamais varmāka aizvests."


def note(draw: Draw) -> str:
    """A note of one to three sentences."""
    return " ".join(draw.sample(NOTES, draw.randrange(1, 4)))
