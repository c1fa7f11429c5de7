"""Names and values: where everything that the model must copy, and cannot know, comes from.

`Names(rng, unseen)` draws people, places, things, times, prices and numbers. Made-up words and full names are
split by a checksum: training draws only one part of them, the evaluation suite only the other.
"""

import zlib

PLACES = (
    "reception restroom elevator cafe exhibition pharmacy library garden shop lobby office bookstore theater gallery "
    "playground archive workshop museum nursery lounge gym pool terrace chapel bakery kiosk kitchen studio cinema "
    "cloakroom auditorium canteen clinic laboratory ward garage restaurant bar bank salon barber school classroom "
    "courtyard fountain greenhouse aquarium planetarium observatory stable barn farm mill printer copier bathroom pond bench hallway veranda bridge tower castle cellar "
    "attic basement hall ballroom court rink arena stadium station platform terminal gate harbor pier dock beach park "
    "forest trail campsite cabin hostel hotel market stall booth store florist butcher laundry sauna spa"
).split()
TWO = (
    "gift shop|help desk|ticket office|reading room|waiting room|study room|meeting room|conference room|parking garage|"
    "parking lot|train station|bus stop|book shop|coffee bar|ice cream stand|first aid room|baby room|music room|dining room|"
    "fitness room|prayer room|quiet room|computer room|lost and found|information desk|check-in desk|main entrance|"
    "side entrance|exit|stairs|children's section|picnic area|play area|smoking area|swimming pool|tennis court|dental office|"
    "eye clinic|blood bank|operating room|emergency room|delivery room|sports hall|concert hall|town hall|post office|"
    "bike shed|boat house|tea house|map room|sculpture garden|rose garden|roof terrace|snack bar|wine cellar"
).split("|")
PLURAL = [
    "restrooms",
    "lockers",
    "toilets",
    "showers",
    "vending machines",
    "phone booths",
    "changing rooms",
    "archives",
    "seminar rooms",
    "offices",
    "tennis courts",
    "parking spaces",
    "water fountains",
    "elevators",
    "gardens",
    "stables",
]
ADJECTIVES = (
    "main old new north south east west upper lower quiet small large blue red green white silver golden family staff "
    "visitor central royal grand little big long round hidden sunny winter summer spring autumn yellow black orange purple "
    "pink gray copper marble wooden glass stone iron crystal maritime medical public private open inner outer"
).split()
ITEMS = (
    "coffee|cup of tea|sandwich|slice of cake|ticket|adult ticket|child ticket|family ticket|student ticket|day ticket|"
    "group ticket|season ticket|guidebook|poster|postcard|map|umbrella|notebook|locker|lemonade|bottle of water|salad|"
    "bowl of soup|croissant|muffin|cookie|pizza|burger|glass of juice|hot chocolate|ice cream|flu vaccine|blood test|"
    "eye test|checkup|library card|membership|copy|scan|stamp|envelope|pen|pencil|magnet|t-shirt|mug|toy|puzzle|candle|"
    "bag|scarf|towel|bicycle|boat|canoe|helmet|wheelchair|audio guide|massage|haircut|room|single room|double room|"
    "parking ticket|bus ticket|x-ray|bandage|vaccination|prescription|passport photo|lesson|piano lesson|late book|"
    "breakfast|lunch|dinner|day pass|key card|blanket|pancake|waffle|pretzel|espresso|cappuccino|milkshake|smoothie"
).split("|")
MASS = (
    "parking|breakfast|lunch|admission|entry|wifi|printing|camping|swimming|storage|delivery|laundry|tea|" "popcorn"
).split("|")
EVENTS = (
    "guided tour|space show|story time|book club|concert|film|workshop|pottery class|yoga class|puppet show|night tour|"
    "choir rehearsal|chess club|lecture|talk|reading|auction|flea market|fire drill|dance class|cooking class|magic show|"
    "quiz night|boat trip|bus tour|castle tour|drawing class|language class|swimming lesson|parade|festival|ceremony|"
    "open day|garden tour|wine tasting|play|opera|ballet|match|race|training|meeting|conference|party|fair|light show"
).split("|")
EXHIBITS = (
    "vase|dinosaur|painting|statue|ship|mask|coin|map|sword|clock|book|tree|bridge|tower|tunnel|whale|shark|bear|crown|"
    "mummy|fossil|meteorite|rocket|telescope|piano|organ|bell|carpet|necklace|globe|engine|train|plane|boat|snake|spider"
).split("|")
THINGS = (
    "water fountain|playground|piano|fireplace|roof terrace|wheelchair ramp|coffee machine|photo booth|gift shop|baby table|"
    "vending machine|prayer corner|bicycle stand|charging station|first aid kit|projector|whiteboard|balcony|sauna|kitchen|"
    "ticket machine|cash machine|mailbox|telephone|defibrillator|fish tank|library|printer|scanner|bar|stage|sandbox"
).split("|")
FOODS = (
    "tomato soup|onion soup|pea soup|lentil stew|fish pie|apple pie|cheese cake|rice pudding|bean salad|"
    "noodle soup|mushroom risotto|potato gratin|carrot cake|lemon tart|pumpkin soup|vegetable curry|"
    "grilled trout"
).split("|")
GOODS = (
    "maps postcards stamps coffee tea sandwiches books magazines newspapers flowers tickets toys cakes "
    "bread cheese fruit candles soap posters jewelry shoes hats medicine glasses batteries snacks drinks "
    "souvenirs honey wine chocolate bandages vitamins pencils paints"
).split()
ROLES = (
    "director|manager|curator|librarian|doctor|nurse|pharmacist|guide|cook|chef|caretaker|owner|teacher|"
    "coach|porter|gardener|barista|dentist|secretary|captain|conductor|receptionist|janitor|principal|"
    "mayor|surgeon|archivist|baker|driver|technician|head|leader|supervisor|trainer|pianist|painter"
).split("|")
WOMEN = (
    "Emma Lisa Anna Mary Sarah Maria Olivia Sophia Julia Laura Alice Clara Eva Helen Irene Jane Karen "
    "Linda Nina Nora Paula Rosa Ruth Sandra Tina Vera Wendy Zoe Amy Beth Carol Diana Ellen Fiona Grace "
    "Hanna Ida Joan Kate Lucy Megan Nancy Polly Rachel Stella Tara Ursula Violet Yara Ingrid Priya "
    "Fatima Mei Aisha Chloe"
).split()
MEN = (
    "David John Tom Peter Adam Ben Carl Daniel Edward Frank George Henry Ian Jack Kevin Leo Mark Nick "
    "Oscar Paul Quentin Robert Simon Tim Victor Walter Alan Brian Chris Dennis Eric Felix Gary Hugo Ivan "
    "James Karl Louis Martin Noah Oliver Philip Ralph Sam Theo Vincent William Xavier Ahmed Chen Raj "
    "Omar Pedro Yusuf"
).split()
SURNAMES = (
    "West Young Park Field Hill Bell Rivers Green Stone Lopez Smith Jones Brown Taylor Wilson Miller "
    "Davis Garcia Moore King Wright Scott Baker Adams Nelson Carter Mitchell Roberts Turner Phillips "
    "Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Cooper Bailey Gray "
    "Wood Brooks Price Long Ross Foster Powell Perry Hughes Fisher Marsh Lake Frost Winter Summer Banks "
    "Waters Forest Snow Lane Church Bishop Knight Fox Wolf Drake Swan Finch Rose Berry Dale Ford Glen "
    "Holt Kerr Lowe Nash Pike Quinn Rowe Shaw Todd Vance Webb York Zimmer Hoffman Tanaka Silva Novak "
    "Rossi Kumar Khan Ivanov Dubois Larsen Costa Okafor Nguyen"
).split()
WORDS = (
    "river blue stone maple harbor eagle silver moon cedar falcon anchor copper meadow lantern willow "
    "summit amber breeze canyon coral crystal dawn ember fern glacier hazel iris jade lagoon marble "
    "nectar ocean pebble quartz raven saffron thunder umber velvet walnut zenith acorn birch cloud dune "
    "echo flame grove heron island jasmine kite lotus mist north opal pine rain shadow tulip vale wave "
    "bridge castle garden lion tiger bear wolf horse apple lemon orange cherry olive pepper ginger mint "
    "honey sugar candle mirror window ladder hammer needle button ribbon paper pencil rocket planet "
    "comet star galaxy desert valley forest mountain winter autumn spring market tower palace temple "
    "abbey union victory liberty queen king prince"
).split()
# The sample knowledge's own things, so that its words are common words; what is said about them is random.
SAMPLE = {
    "place": (
        "clinic|pharmacy|waiting room|library|help desk|reading room|archive|printer|study room|children's section|ticket office|dinosaur exhibition|planetarium|Egyptian collection|"
        "reception|gift shop|exit|cafe|garden|main entrance|parking garage|elevator|train station|museum|exhibition"
    ).split("|"),
    "item": (
        "flu vaccine|blood test|library card|copy|adult ticket|child ticket|family ticket|student ticket|"
        "poster|postcard|map|umbrella|notebook|coffee|cup of tea|sandwich|slice of cake|locker|audio guide|"
        "late book"
    ).split("|"),
    "event": "space show|guided tour|book club|reading|tour".split("|"),
    "exhibit": "oldest vase|largest dinosaur|oldest mummy|largest painting".split("|"),
}
STREETS = "Street Road Lane Square Avenue Alley Hill Way Drive Place".split()
HOUSES = (
    "House Hall Center Museum Park Clinic Library School Gallery Station Tower Castle Hotel Hospital "
    "College Farm Garden Theater Court Mill"
).split()
ORDINALS = "ground first second third fourth fifth sixth seventh eighth ninth tenth top".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()


class Names:
    def __init__(self, rng, unseen=False):
        self.rng, self.unseen, self.known = rng, unseen, []

    def _allowed(self, text):
        return (zlib.crc32(text.lower().encode()) % 8 == 0) == self.unseen

    def _draw(self, make):
        while True:
            text = make()
            if self._allowed(text):
                return text

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return items[int(self.rng.random() * len(items))]

    def number(self, low, high):
        return low + int(self.rng.random() * (high - low + 1))

    def invented(self):
        return self._draw(self._invented)

    def _invented(self):
        onset = "b c d f g h j k l m n p r s t v w z br cr dr fl gr kl pl pr sh sk st th tr ch".split()
        vowel = "a e i o u a e i o ai ea oo ou".split()
        text = "".join(self.pick(onset) + self.pick(vowel) for _ in range(self.pick((1, 1, 2))))
        return text + self.pick("n r s l m nd x th ck rt ra na lo ton ley berg ville son field a o y".split())

    def word(self):
        return self.invented() if self.chance(0.5) else self.pick(WORDS)

    def person(self):
        """(full name, True for a woman)"""
        woman = self.chance(0.5)
        first = self.pick(WOMEN if woman else MEN) if self.chance(0.75) else self.invented().capitalize()
        while True:
            x = self.rng.random()
            last = (
                self.pick(SURNAMES)
                if x < 0.4
                else self.pick(WORDS).capitalize() if x < 0.55 else self.invented().capitalize()
            )
            if self._allowed(first + " " + last):
                break
        return first + " " + last, woman

    def place(self):
        """A place's name as it stands after "the"."""
        if self.chance(0.18):
            return self.pick(SAMPLE["place"])
        x = self.rng.random()
        if x < 0.3:
            return self.pick(PLACES)
        if x < 0.5:
            return self.pick(TWO)
        if x < 0.7:
            return self.pick(ADJECTIVES) + " " + self.pick(PLACES + TWO)
        if x < 0.85:
            return (
                self.pick((self.word(), self.invented().capitalize(), self.pick(WORDS).capitalize()))
                + " "
                + self.pick(
                    (
                        "room hall desk center shop gallery station office wing theater collection exhibition department lab "
                        "suite corner counter"
                    ).split()
                )
            )
        return self.word() + " " + self.pick(PLACES)

    def house(self):
        """The proper name of a whole site, used without an article."""
        if self.chance(0.12):
            return "Harbor House"
        first = self.invented().capitalize() if self.chance(0.6) else self.pick(WORDS).capitalize()
        return first + " " + self.pick(HOUSES)

    def street(self):
        return (self.invented() if self.chance(0.5) else self.pick(WORDS)).capitalize() + " " + self.pick(STREETS)

    def item(self):
        if self.chance(0.15):
            return self.pick(SAMPLE["item"])
        x = self.rng.random()
        if x < 0.6:
            return self.pick(ITEMS)
        return (self.word() if x < 0.85 else self.pick(ADJECTIVES)) + " " + self.pick(ITEMS)

    def event(self):
        if self.chance(0.15):
            return self.pick(SAMPLE["event"])
        x = self.rng.random()
        return (
            self.pick(EVENTS)
            if x < 0.6
            else self.word() + " " + self.pick(EVENTS) if x < 0.85 else self.pick(ADJECTIVES) + " " + self.pick(EVENTS)
        )

    def time(self):
        hour, half = self.number(1, 12), self.pick(("am", "pm"))
        x = self.rng.random()
        if x < 0.62:
            return f"{hour} {half}"
        if x < 0.9:
            return f"{hour}:{self.pick(('15', '30', '45', '00', '10', '20', '40', '50'))} {half}"
        return self.pick(("noon", "midnight", f"{hour} o'clock", f"half past {hour}"))

    def day(self):
        return self.pick(DAYS)

    def floor(self):
        return f"on the {self.pick(ORDINALS)} floor"

    def amount(self):
        x = self.rng.random()
        n = self.number(1, 20) if x < 0.6 else self.number(1, 99) if x < 0.9 else self.number(100, 2500)
        return str(n)

    def price(self):
        x = self.rng.random()
        n = self.amount()
        one = "" if n == "1" else "s"
        if x < 0.6:
            return f"{n} dollar{one}"
        if x < 0.75:
            return f"{n} {self.pick(('euro', 'pound')) + one}"
        if x < 0.87:
            return f"{self.number(2, 99)} cents"
        return f"{n} dollar{one} and {self.pick((20, 25, 50, 75, 90, 95))} cents"

    def digits(self):
        digits = [str(self.number(0, 9)) for _ in range(self.number(3, 7))]
        return " ".join(digits) if self.chance(0.75) else "".join(digits)

    def span(self):
        n = self.number(2, 90)
        return self.pick(
            (
                f"{n} minutes",
                f"{n} minutes",
                f"{self.number(2, 9)} hours",
                "1 hour",
                f"1 hour and {n} minutes",
                f"{self.number(2, 6)} days",
                "half an hour",
                f"{self.number(2, 12)} weeks",
                "an hour and a half",
            )
        )
