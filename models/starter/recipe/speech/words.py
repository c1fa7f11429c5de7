"""Owns the vocabulary: the things, places and people that the sentences talk about."""

DAYS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""".split()
MONTHS = """
January February March April May June July August September October November December
""".split()
PLACES = """\
reception|restroom|restrooms|bathroom|toilet|toilets|elevator|elevators|lift|stairs|entrance|exit|main entrance|
emergency exit|cafe|cafeteria|restaurant|coffee shop|gift shop|bookstore|shop|exhibition|gallery|ticket office|
ticket desk|parking lot|parking garage|car park|pharmacy|emergency room|waiting room|reading room|meeting room|
conference room|study room|computer room|children's section|front desk|information desk|help desk|library|museum|
hospital|clinic|garden|cloakroom|locker room|lockers|auditorium|theater|cinema|lobby|hallway|first floor|
second floor|third floor|ground floor|top floor|basement|water fountain|vending machine|printer|copy machine|
bus stop|train station|taxi stand|bank|post office|cash machine|playground|archive|surgery ward|maternity ward|
laboratory|x-ray department|radiology|dentist|blood bank|checkout|fitting room|customer service|bakery|bike rack|
first aid room|nursery|workshop|lecture hall|office|kitchen|bedroom|living room|pool|gym|park""".replace(
    "\n", ""
).split("|")
PLURAL = {"restrooms", "toilets", "elevators", "stairs", "lockers"}
BUY = """\
ticket|adult ticket|child ticket|student ticket|family ticket|day pass|annual pass|membership|library card|
guided tour|audio guide|coffee|cup of coffee|cup of tea|bottle of water|sandwich|salad|soup|slice of cake|apple|
banana|orange juice|glass of milk|bread|cheese|pizza|map|book|magazine|newspaper|poster|postcard|toy|umbrella|
shirt|jacket|pair of shoes|hat|bag|parking|locker|copy|printing|scan|phone charger|battery|light bulb|lamp|chair|
table|gift card|stamp|pen|pencil|notebook""".replace("\n", "").split("|")
PEOPLE = """\
doctor|nurse|manager|director|librarian|curator|artist|author|guide|receptionist|pharmacist|security guard|
teacher|surgeon|dentist|cleaner|volunteer|driver|visitor|patient|child|parent|student|assistant|owner|painter""".replace(
    "\n", ""
).split("|")
ITEMS = """
book map wheelchair stroller umbrella bag phone wallet key card ticket pass form menu newspaper magazine laptop
computer tablet dvd coat appointment prescription receipt bandage medicine locker seat table room projector
""".split()
DEVICES = """\
light|lights|lamp|heating|fan|television|radio|music|speaker|alarm|door|window|blinds|oven|heater|
air conditioning|camera|screen|volume|dishwasher|washing machine|thermostat""".replace("\n", "").split("|")
ROOMS = """\
kitchen|bedroom|living room|bathroom|office|garage|garden|hallway|basement""".replace("\n", "").split("|")
TOPICS = """\
dinosaur exhibition|modern art exhibition|photography exhibition|history section|science section|poetry reading|
story time|book club|concert|film|lecture|guided tour|workshop|special exhibition|sculpture garden|
opening ceremony|flu vaccine|blood test|visiting hours|summer sale|winter sale|planetarium|Egyptian collection|
impressionist painting|ancient pottery|medieval armor|space show""".replace("\n", "").split("|")
UNITS = [
    ("kilometers", "miles"),
    ("miles", "kilometers"),
    ("meters", "feet"),
    ("feet", "meters"),
    ("centimeters", "inches"),
    ("inches", "centimeters"),
    ("kilograms", "pounds"),
    ("pounds", "kilograms"),
    ("grams", "ounces"),
    ("ounces", "grams"),
    ("liters", "gallons"),
    ("gallons", "liters"),
    ("liters", "pints"),
    ("cups", "milliliters"),
    ("degrees Celsius", "Fahrenheit"),
    ("degrees Fahrenheit", "Celsius"),
    ("hours", "minutes"),
    ("minutes", "seconds"),
    ("days", "hours"),
    ("weeks", "days"),
    ("yards", "meters"),
    ("dollars", "euros"),
    ("euros", "dollars"),
    ("pounds", "dollars"),
    ("tons", "kilograms"),
    ("tablespoons", "teaspoons"),
]
COLORS = """
red blue green yellow black white orange purple pink brown gray
""".split()
WEATHER = """
rain snow sunny cloudy windy cold warm hot foggy stormy
""".split()
FILLER = """
hello goodbye please thanks sorry okay maybe sure right wrong good great bad nice new old big small long short high
low fast slow open closed early late cheap expensive free full empty near far left behind above below between beside
inside outside upstairs downstairs north south east west today tomorrow yesterday tonight morning afternoon evening
night noon midnight week month year hour minute second half quarter always never often sometimes again soon now
later here there everywhere because before after until since during about around under over through without with
from into also only just very really too much many more most less few several each every other another same
different first last next previous i you he she we they it my your his her our their this that these those and but
or if so not no yes can could will would should must may is are was were be have has had do does did go come get
give take make put see look hear listen say tell speak talk ask answer read write walk run drive sit stand wait
start stop begin end finish continue help need want like love know think remember forget find lose buy sell pay cost
borrow return reserve cancel change check call visit meet work play eat drink sleep learn understand explain show
bring send turn switch set man woman boy girl people family friend name number address email password internet wifi
money price coin dollar cent euro food water milk tea sugar salt bread fish chicken rice house home city street road
bridge river mountain country world school university class lesson language English French German Spanish music song
picture story news weather sport football animal dog cat bird horse tree flower sun moon star sky sea beach fire car
bus train bicycle plane ticket station airport body head hand foot eye ear heart pain fever cough headache allergy
insurance
""".split()
FIRST_NAMES = """
Maria Emma Anna Tom Mary Peter John Lisa Sarah David Michael James Robert Linda Susan Karen Laura Julia Nina Paul
Mark Daniel Alice Grace Henry George Kate Helen Martin Oliver Sophie Ben Max Clara Lucy Jack Sam Eva Leo Ruth
""".split()
LAST_NAMES = """
Lopez Field Bell Rivers Green West Young Park Stone Hill Brown White Black Smith Jones Miller Taylor Wilson Moore
Clark Lewis Walker Hall Baker Carter Cooper Reed Cook Morgan Bailey Fisher Wood Hunter Mason Fox Lake Garcia
Martinez Silva Novak Weber Schmidt
""".split()
STREETS = """
Bridge Main High Park Church Station Market River King Queen Mill School Garden Lake Hill Oak Maple Castle Harbor
North South East West Victoria London
""".split()
HOUSES = """\
Harbor House|the museum|the library|the clinic|the gift shop|the cafe|the garden|the parking garage|the pharmacy|
the reading room|the ticket office|the help desk|the reception|the dinosaur exhibition|the planetarium|
the restaurant|the hospital|the bakery|the swimming pool|the bookstore|the archive|the shop|the visitor center|
the aquarium|the gallery|the computer room|the sculpture garden|the gym|the laboratory|the emergency room|
the city hall|the town museum|the maritime museum|the art school|the Egyptian collection|the space show|
the playground|the study room|the market|the theater|the cinema|the post office|the bank""".replace("\n", "").split("|")
ROLES = """\
director|librarian|curator|guide|doctor|nurse|pharmacist|manager|receptionist|curator of the Egyptian collection|
manager of the gift shop|manager of the cafe|director of Harbor House|director of the museum|head of the library|
dentist|surgeon|teacher|owner|security guard|volunteer|gardener|cook|author|guide of the tour|
director of the hospital|curator of the museum|doctor of the clinic|secretary|technician|cleaner|driver|
photographer|scientist|mayor""".replace("\n", "").split("|")
WARES = """\
a coffee|a cup of tea|a cup of coffee|a sandwich|a slice of cake|a poster|a postcard|a map|an umbrella|
a notebook|a copy|a locker|a library card|a flu vaccine|a blood test|an adult ticket|a child ticket|
a family ticket|a student ticket|the audio guide|the guided tour|the space show|parking|an ice cream|
a bottle of water|a bowl of soup|a salad|a pizza|an orange juice|a hot chocolate|a book|a pencil|a pen|a shirt|
a toy|a calendar|a mug|a key ring|a magazine|a newspaper|a scan|a printed page|a day pass|a group ticket|
a senior ticket|a concert ticket|a membership|an X-ray|an eye test|a bandage|a bicycle|a boat trip|the workshop|
the concert|the film|the lecture|the exhibition|a muffin|a cookie|a glass of milk|an apple juice|a croissant|
a breakfast|a lunch|a guide book""".replace("\n", "").split("|")
EVENTS = """\
the space show|the guided tour|story time|the book club|the concert|the film|the lecture|the workshop|
the exhibition|the poetry reading|the opening ceremony|the summer sale|the chess club|the language class|
the yoga class|the puppet show|the knitting group|the science fair|the flea market|the night tour|
the dinosaur show|the music lesson|the reading hour""".replace("\n", "").split("|")
WHERE = """\
on the ground floor|on the first floor|on the second floor|on the third floor|on the fourth floor|
on the top floor|in the basement|in the east wing|in the west wing|in the north wing|in the south wing|
next to the reception|next to the help desk|next to the exit|next to the main entrance|next to the stairs|
next to the train station|next to the clinic|next to the archive|behind the cafe|behind the stairs|
behind Harbor House|opposite the reception|opposite the elevator|above the library|below the cafe|
in front of the museum|near the entrance|in the children's section|in the study room|at the help desk|
at the ticket office|at the reception|in the planetarium|in the garden|in the lobby|across the street|
around the corner|on the left|on the right|at the end of the hallway|between the cafe and the library|
by the window|outside the main entrance|on the roof""".replace("\n", "").split("|")
