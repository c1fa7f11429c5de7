//! Lists of words that decide how a number or an acronym beside them is read. Add words where they belong.

/// Names after "St" that make it a saint even after a name: `Port St. Lucie`.
pub(crate) const SAINTS: &str = "\
    Mary John Paul Peter Andrew Andrews Ives Albans Helens Pancras Louis Lucia Lucie Patrick George James \
    Thomas Michael Nicholas Stephen David Francis Anne Ann Anthony Bernard Catherine Clair Clement Cuthbert \
    Elizabeth Giles Kitts Luke Margaret Mark Martin Matthew Moritz Petersburg Philip Vincent Joseph Bride \
    Tropez";

/// Words that are capitals at the beginning of a sentence without being a name.
pub(crate) const OPENERS: &str = "\
    The A At In On From To Near Visit See Old Great By And For Of With Feast Our Ask Call Meet Dear Is \
    Please Contact Hello Hi Thanks Saint Where Sister Both Between Via Opposite Behind Outside Inside Next \
    When Was Has New Monday Tuesday Wednesday Thursday Friday Saturday Sunday Senior Consultant";

/// Names of monarchs and popes: a Roman numeral after them is an ordinal.
pub(crate) const RULERS: &str = "\
    Louis Henry Charles George Edward William James Richard Elizabeth Mary Philip Peter Catherine Alexander \
    Nicholas Napoleon Paul Benedict Pius Leo Gregory Clement Innocent Urban Ramesses Ramses Frederick \
    Friedrich Wilhelm Ivan Francis Ferdinand Leopold Gustav Christian Haakon Olav Harald Carlos Felipe \
    Albert Rainier Otto Ludwig Constantine Ptolemy Darius Cyrus Alfonso Robert David Stephen John \
    Margrethe Victoria Anne Boniface Sixtus Julius Joseph Max Maximilian Thutmose Gustaf Adolphus Umberto \
    Emmanuel Amenhotep Selim Mehmed Murad Suleiman Theodosius Henri Karl";

/// Acronyms that are words; all others of letters that cannot be pronounced, or of two or three, are spelled.
pub(crate) const ACRONYM_WORDS: &str = "\
    NASA COP UNESCO UNICEF NATO FIFA UEFA OPEC BAFTA RADA LASER AIDS PIN SIM ROM RAM GIF JPEG SARS COVID SCUBA \
    ASCII ASEAN OFSTED OFCOM ACAS SWAT RADAR SONAR IKEA LEGO LAN WAN CAPTCHA VAR POTUS CERN NAFTA PEGI SEN \
    MENSA ZIP BUPA TEFL YOLO DEFRA COBRA NICE BREXIT WASP PAYE ISA TED SAD SAGE EFTA INTERPOL EUROPOL HAZMAT \
    NIMBY GIS CAD";

/// Acronyms that are spelled although they could be pronounced.
pub(crate) const SPELLED: &str = "\
    WHO UCLA RSPCA YMCA YWCA ISBN ISSN IBAN EBITDA HIV USA UAE RAF AGM EV EU UN UK US IT AI AC ID GP PE TV PC OK \
    FAQ DIY RSVP ASAP ETA IOU UFO VIP AED ADHD IVF ECG EEG MRI ICU ENT RIP SOS SUV USB URL HDMI IP NHS OAP \
    ATM CEO CIA FBI BBC ITV IMAX RNLI LGBT BAME IELTS PADI SEO PAT HR PR MOT GDPR GPS EST IMF IOC AOB TBA \
    TBC OTT CEST GMT UTC BST PPE IQ AA RAC BAA TFL UPS DHL IBM AOL MIT LSE UCL";

/// Words of two to four letters that are written in capitals for emphasis.
pub(crate) const SHOUTED: &str = "\
    A I IN ON AT TO OF OR AND THE FOR NOT YOU ALL NEW NO YES IS BE BY AN AS IF MY ME WE HE SO UP GO DO AM \
    ARE OUR YOUR CAN MAY DAY NOW OUT OFF ONE TWO TEN SIX BUY GET SEE ASK PAY WAY WHO HOW WHY ANY BUT HAS HAD \
    HER HIS HIM ITS LET PUT SET USE WAS WET HOT DRY CAR BUS BAR CAT DOG KEY MAN MEN BIG BOX RED TOP END AGE \
    AIR SUN MON TUE WED THU FRI SAT JAN FEB MAR APR JUN JUL AUG SEP OCT NOV DEC OLD ADD AGO ART ATE BAD BAG \
    BED BIT BOY CUP CUT DID EAT EGG FEW FUN GAS HIT ICE JOB LOW LOT MIX OIL OWN RUN SAY SEA SHE SKY TAX TEA \
    TOO TRY WIN WON YET GYM SPA PUB MUM DAD WOW LOL ERA VAN OH HI TOY LAW PUSH PULL STOP FREE SALE EXIT OPEN \
    SHUT";

/// Words after which a number with two or three figures names a thing, and is read in pairs.
pub(crate) const ROOMS: &str = "\
    room rooms suite flat apartment office ward gate platform unit bay hall cabin house studio theatre \
    clinic rm apt highway pitch door desk stand seat boeing airbus";

/// Words after which a number is read digit by digit from three figures on.
pub(crate) const CODES: &str = "\
    bus buses route flight train line tram code pin extension ext channel locker postcode passcode password \
    reference ref id booking order sku case box account coach service barcode model serial ticket area";

/// Words after which groups of figures are a telephone number.
pub(crate) const CALLING: &str = "\
    tel telephone phone call ring text fax mobile dial whatsapp helpline hotline mob emergency sms on cell \
    contact reception landline";

/// Words that make two numbers with a dash between them a score.
pub(crate) const SCORING: &str = "\
    won win wins lost lose loses drew draw drawn beat beats beaten score scored scores final defeat defeated \
    victory led leads lead leading result ended finished tied match game half-time trail trailed thrashed \
    set sets";

/// Words before a year.
pub(crate) const YEARS: &str = "\
    b d in since from until till by of year circa before after around early late summer spring winter autumn \
    january february march april may june july august september october november december established \
    founded est built copyright to during opened born died between through season class vintage edition ad \
    christmas easter c ca mid";
