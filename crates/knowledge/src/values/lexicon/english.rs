//! English words of days, times and amounts, as people write them on notices and say them.
//!
//! Owns the words alone; what is done with them is not its matter.

use jiff::civil::Weekday;

use super::Term;
use crate::values::amount::Currency;
use crate::values::calendar::{Holiday, Season, WeekdaySet};

/// Words with one meaning, parted by strokes.
pub(super) const TERMS: &[(&str, Term)] = &[
    // Days of the week
    ("monday|mondays|monday's|mon|mons", Term::Weekday(Weekday::Monday)),
    (
        "tuesday|tuesdays|tuesday's|tue|tues|tu",
        Term::Weekday(Weekday::Tuesday),
    ),
    (
        "wednesday|wednesdays|wednesday's|weds",
        Term::Weekday(Weekday::Wednesday),
    ),
    ("wed", Term::WeakWeekday(Weekday::Wednesday)),
    (
        "thursday|thursdays|thursday's|thu|thur|thurs",
        Term::Weekday(Weekday::Thursday),
    ),
    ("friday|fridays|friday's|fri|fris", Term::Weekday(Weekday::Friday)),
    (
        "saturday|saturdays|saturday's|sats",
        Term::Weekday(Weekday::Saturday),
    ),
    ("sat", Term::WeakWeekday(Weekday::Saturday)),
    ("sunday|sundays|sunday's|suns", Term::Weekday(Weekday::Sunday)),
    ("sun", Term::WeakWeekday(Weekday::Sunday)),
    (
        "weekday|weekdays|week days|wkday|wkdays|working days|midweek|during the week",
        Term::Weekdays(WeekdaySet::WORKING),
    ),
    (
        "weekend|weekends|week-end|week-ends|wkend|wkends|wknd|wknds|w/end|w/ends|at the weekend",
        Term::Weekdays(WeekdaySet::WEEKEND),
    ),
    (
        "daily|every day|everyday|evry day|each day|7 days a week|seven days a week|all week|all days|\
         any day|every day of the week|all week long",
        Term::Weekdays(WeekdaySet::ALL),
    ),
    // Months and seasons
    ("january|jan", Term::Month(1)),
    ("february|feb", Term::Month(2)),
    ("march|mar", Term::WeakMonth(3)),
    ("april|apr", Term::Month(4)),
    ("may", Term::WeakMonth(5)),
    ("june|jun", Term::Month(6)),
    ("july|jul", Term::Month(7)),
    ("august", Term::Month(8)),
    ("aug", Term::Month(8)),
    ("september|sept|sep", Term::Month(9)),
    ("october|oct", Term::Month(10)),
    ("november|nov", Term::Month(11)),
    ("december|dec", Term::Month(12)),
    ("spring", Term::WeakSeason(Season::Spring)),
    ("summer|summers|summertime", Term::Season(Season::Summer)),
    ("autumn", Term::Season(Season::Autumn)),
    ("fall", Term::WeakSeason(Season::Autumn)),
    ("winter|winters|wintertime", Term::Season(Season::Winter)),
    // Holidays
    (
        "bank holiday|bank holidays|bank hols|bank hol|public holiday|public holidays",
        Term::Holiday(Holiday::Bank),
    ),
    (
        "holidays|national holidays|national holiday|federal holidays|federal holiday|statutory holidays|\
         legal holidays|major holidays",
        Term::Holiday(Holiday::Public),
    ),
    (
        "day before a bank holiday|day before bank holidays|day before public holidays|eve of bank holidays",
        Term::Holiday(Holiday::PublicEve),
    ),
    (
        "christmas|xmas|christmas time|christmas week|xmas week|xmas wk",
        Term::Holiday(Holiday::Christmas),
    ),
    ("christmas eve|xmas eve", Term::Holiday(Holiday::ChristmasEve)),
    ("christmas day|xmas day", Term::Holiday(Holiday::ChristmasDay)),
    (
        "boxing day|st stephen's day|st. stephen's day",
        Term::Holiday(Holiday::BoxingDay),
    ),
    (
        "new year's eve|new years eve|new year eve|nye",
        Term::Holiday(Holiday::NewYearsEve),
    ),
    (
        "new year's day|new years day|new year day|new year's|new years|new year",
        Term::Holiday(Holiday::NewYearsDay),
    ),
    ("good friday", Term::Holiday(Holiday::GoodFriday)),
    ("shrove tuesday", Term::Holiday(Holiday::ShroveTuesday)),
    ("pancake day", Term::Holiday(Holiday::ShroveTuesday)),
    ("ash wednesday", Term::Holiday(Holiday::AshWednesday)),
    ("mothering sunday", Term::Holiday(Holiday::MotheringSunday)),
    ("palm sunday", Term::Holiday(Holiday::PalmSunday)),
    ("remembrance sunday", Term::Holiday(Holiday::RemembranceSunday)),
    ("black friday", Term::Holiday(Holiday::BlackFriday)),
    ("easter|easter weekend", Term::Holiday(Holiday::Easter)),
    ("easter sunday|easter day", Term::Holiday(Holiday::EasterSunday)),
    ("easter monday", Term::Holiday(Holiday::EasterMonday)),
    ("memorial day", Term::Holiday(Holiday::MemorialDay)),
    ("independence day", Term::Holiday(Holiday::IndependenceDay)),
    ("labor day|labour day", Term::Holiday(Holiday::LaborDay)),
    (
        "thanksgiving|thanksgiving day",
        Term::Holiday(Holiday::Thanksgiving),
    ),
    (
        "school holidays|school hols|summer holidays|easter holidays|christmas holidays|winter holidays|spring break|\
         school summer holidays|half term|half-term|term time|term-time|university holidays|during term|\
         outside term|school holiday",
        Term::Holiday(Holiday::School),
    ),
    (
        "chinese new year|lunar new year|spring festival",
        Term::Holiday(Holiday::SpringFestival),
    ),
    // Times of day
    ("am|a.m.|a.m|a. m.|in the morning|this morning", Term::Am),
    (
        "pm|p.m.|p.m|p. m.|in the afternoon|this afternoon|this evening",
        Term::Pm,
    ),
    (
        "in the evening|of an evening|at night|in the night|tonight",
        Term::Evening,
    ),
    (
        "morning|mornings|morn|breakfast|breakfasts|brunch|this morning|tomorrow morning",
        Term::MorningHint,
    ),
    (
        "afternoon|afternoons|evening|evenings|eve|night|nights|nite|nites|dinner|dinners|supper|tonight|lunch|\
         tea time|teatime|nightly",
        Term::EveningHint,
    ),
    ("o'clock|oclock|o clock|hours sharp|sharp|on the dot", Term::Hour),
    ("noon|midday|mid-day|12 noon|twelve noon|12 midday", Term::Noon),
    (
        "midnight|midnite|mid-night|12 midnight|twelve midnight",
        Term::Midnight,
    ),
    ("half", Term::Half),
    ("quarter|a quarter", Term::Quarter),
    ("past|after", Term::Past),
    // Units
    ("second|seconds|sec|secs", Term::Seconds(1)),
    (
        "minute|minutes|min|mins|minutes'|minute's|minit|minits",
        Term::Seconds(60),
    ),
    ("hour|hours|hr|hrs|h|hour's|hours'", Term::Seconds(3600)),
    (
        "day|days|night|nights|nite|nites|days'|day's",
        Term::Seconds(86_400),
    ),
    (
        "working day|working days|business days|business day",
        Term::Seconds(86_400),
    ),
    ("week|weeks|wk|wks|weeks'|week's", Term::Seconds(604_800)),
    ("fortnight|fortnights", Term::Seconds(1_209_600)),
    ("month|months|month's|months'|mths", Term::Seconds(2_592_000)),
    ("year|years|yr|yrs|year's|years'", Term::Years),
    (
        "years old|year old|year-old|years of age|yrs old|yr old|yo|y/o|year olds|year-olds",
        Term::YearsOld,
    ),
    ("mile|miles|mi", Term::Length(1_609_344_000)),
    ("yard|yards|yd|yds", Term::Length(914_400)),
    ("foot|feet|ft", Term::Length(304_800)),
    ("inch|inches", Term::Length(25_400)),
    (
        "km|kilometre|kilometres|kilometer|kilometers|kms",
        Term::Length(1_000_000_000),
    ),
    ("m|metre|metres|meter|meters", Term::Length(1_000_000)),
    (
        "cm|centimetre|centimetres|centimeter|centimeters",
        Term::Length(10_000),
    ),
    ("mm|millimetre|millimetres", Term::Length(1000)),
    ("kg|kgs|kilo|kilos|kilogram|kilograms", Term::Mass(1_000_000)),
    ("g|gram|grams|gramme|grammes", Term::Mass(1000)),
    ("lb|lbs", Term::Mass(453_592)),
    ("oz|ounce|ounces", Term::Mass(28_350)),
    ("stone", Term::Mass(6_350_293)),
    ("percent|per cent|pct", Term::Percent),
    // Money
    ("pound|pounds|quid|gbp|pound's", Term::Currency(Currency::Pound)),
    ("dollar|dollars|bucks|buck|usd", Term::Currency(Currency::Dollar)),
    ("euro|euros|eur", Term::Currency(Currency::Euro)),
    (
        "rouble|roubles|ruble|rubles|rub",
        Term::Currency(Currency::Rouble),
    ),
    ("yuan|rmb|cny", Term::Currency(Currency::Yuan)),
    ("yen|jpy", Term::Currency(Currency::Yen)),
    ("p|pence", Term::Cents(Some(Currency::Pound))),
    ("cent|cents|c", Term::Cents(None)),
    ("penny", Term::Cents(Some(Currency::Pound))),
    (
        "free|free of charge|for free|no charge|without charge|at no charge|no cost|free entry|free admission|costs nothing",
        Term::Free,
    ),
    (
        "gluten|nut|nuts|dairy|sugar|interest|step|smoke|lactose|alcohol|feel|barrier|fat|egg|caffeine|allergen|\
         hands|duty|meat|milk|fragrance|scent|car|traffic|cruelty|plastic",
        Term::NotFree,
    ),
    // Numbers
    ("zero|nought", Term::Cardinal(0)),
    ("one", Term::Cardinal(1)),
    ("two", Term::Cardinal(2)),
    ("three", Term::Cardinal(3)),
    ("four", Term::Cardinal(4)),
    ("five", Term::Cardinal(5)),
    ("six", Term::Cardinal(6)),
    ("seven", Term::Cardinal(7)),
    ("eight", Term::Cardinal(8)),
    ("nine", Term::Cardinal(9)),
    ("ten", Term::Cardinal(10)),
    ("eleven", Term::Cardinal(11)),
    ("twelve", Term::Cardinal(12)),
    ("thirteen", Term::Cardinal(13)),
    ("fourteen", Term::Cardinal(14)),
    ("fifteen", Term::Cardinal(15)),
    ("sixteen", Term::Cardinal(16)),
    ("seventeen", Term::Cardinal(17)),
    ("eighteen", Term::Cardinal(18)),
    ("nineteen", Term::Cardinal(19)),
    ("twenty", Term::Cardinal(20)),
    ("thirty", Term::Cardinal(30)),
    ("forty|fourty", Term::Cardinal(40)),
    ("fifty", Term::Cardinal(50)),
    ("sixty", Term::Cardinal(60)),
    ("seventy", Term::Cardinal(70)),
    ("eighty", Term::Cardinal(80)),
    ("ninety", Term::Cardinal(90)),
    ("hundred", Term::Scale(100)),
    ("thousand", Term::Scale(1000)),
    ("million", Term::Scale(1_000_000)),
    ("first", Term::Ordinal(1)),
    ("second", Term::Ordinal(2)),
    ("third", Term::Ordinal(3)),
    ("fourth", Term::Ordinal(4)),
    ("fifth", Term::Ordinal(5)),
    ("sixth", Term::Ordinal(6)),
    ("seventh", Term::Ordinal(7)),
    ("eighth", Term::Ordinal(8)),
    ("ninth", Term::Ordinal(9)),
    ("tenth", Term::Ordinal(10)),
    ("eleventh", Term::Ordinal(11)),
    ("twelfth", Term::Ordinal(12)),
    ("thirteenth", Term::Ordinal(13)),
    ("fourteenth", Term::Ordinal(14)),
    ("fifteenth", Term::Ordinal(15)),
    ("sixteenth", Term::Ordinal(16)),
    ("seventeenth", Term::Ordinal(17)),
    ("eighteenth", Term::Ordinal(18)),
    ("nineteenth", Term::Ordinal(19)),
    ("twentieth", Term::Ordinal(20)),
    ("thirtieth", Term::Ordinal(30)),
    ("last", Term::Last),
    // Small words
    ("every|each", Term::Every),
    ("of|the|in", Term::Particle),
    (
        "of the month|of each month|of every month|in the month|of month|each month|every month|a month",
        Term::OfMonth,
    ),
    (
        "to|till|til|'til|until|through|thru|thro|up to|and runs to|- to|tot|up until",
        Term::To,
    ),
    ("from|starting at|starting|starts at", Term::From),
    ("and|&|+|or|also|plus|as well as", Term::And),
    (
        "at|until|till|til|'til|from|after|before|by|closes|opens|since|past|around|about|shuts|starts|ends|\
         close at|open at|off at|'til|untill|not before|not after|from about|piper at|kick off|kicks off",
        Term::At,
    ),
    ("between", Term::Between),
    ("under|below|younger than", Term::Under),
    ("over|above|older than", Term::Over),
    (
        "and under|or under|and younger|or younger|and below|or below",
        Term::OrUnder,
    ),
    (
        "and over|or over|and older|or older|and up|and above|or above|or more",
        Term::OrOver,
    ),
    (
        "child|children|kid|kids|adult|adults|senior|seniors|junior|juniors|youth|youths|toddler|toddlers|pupils|teens|teenagers|student|people|\
         young people|ages|age|aged|baby|babies|boys|girls|childrens|children's",
        Term::Child,
    ),
    ("age|aged|ages|up to age|from age", Term::Aged),
    (
        "tel|tel.|telephone|phone|call|ring|mobile|text|txt|fax|hotline|emergency|nhs|whatsapp|dial|cabs|reach",
        Term::Telephone,
    ),
    (
        "open|opens|opening|hours|closed|shut|opening hours|opening times",
        Term::Opening,
    ),
    (
        "end of|mid|early|late|start of|beginning of|middle of|the end of",
        Term::Vague,
    ),
];
