//! Days: of the week, of the month, of the year.
//!
//! Owns what they are and whether a date is among them. How they are written is `days` and `dates`; when a holiday
//! falls is `holidays`.

use jiff::civil::{Date, Weekday};

/// A set of days of the week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct WeekdaySet(u8);

impl WeekdaySet {
    /// No day.
    pub const NONE: Self = Self(0);
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);

    /// The set of one day.
    pub fn of(day: Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    /// From one day to another, over the end of the week where need be.
    pub fn between(from: Weekday, to: Weekday) -> Self {
        let mut set = Self::of(from);
        let mut day = from;
        while day != to {
            day = day.wrapping_add(1);
            set = set.union(Self::of(day));
        }
        set
    }

    /// Whether it has the day.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & Self::of(day).0 != 0
    }

    /// The days of either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The days of both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// How many days it has.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether it has no day.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::Monday
            .cycle_forward()
            .take(7)
            .filter(move |&day| self.contains(day))
    }
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter()
            .fold(Self::NONE, |set, day| set.union(Self::of(day)))
    }
}

/// Which of a month's Saturdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nth {
    /// The first, second, third, fourth or fifth.
    Number(u8),
    /// The last.
    Last,
}

/// A day of the week counted within its month: the first Saturday, the last Friday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NthWeekday {
    /// Which.
    pub nth: Nth,
    /// The day.
    pub day: Weekday,
}

impl NthWeekday {
    /// Whether the date is such a day.
    pub fn contains(self, date: Date) -> bool {
        let day = date.day();
        date.weekday() == self.day
            && match self.nth {
                Nth::Number(nth) => (day - 1) / 7 + 1 == i8::try_from(nth).unwrap_or(0),
                Nth::Last => day + 7 > date.days_in_month(),
            }
    }
}

/// A date, in every year where it names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayDate {
    /// The year, if it is named.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month, 1 to 31.
    pub day: i8,
}

impl DayDate {
    /// A date that some year has.
    pub fn new(year: Option<i16>, month: i8, day: i8) -> Option<Self> {
        // Of a date without a year, the year with a 29 February knows all days.
        Date::new(year.unwrap_or(2024), month, day).ok()?;
        Some(Self { year, month, day })
    }

    /// Whether the date is that day.
    pub fn contains(self, date: Date) -> bool {
        self.year.is_none_or(|year| year == date.year()) && self.month_and_day() == (date.month(), date.day())
    }

    fn month_and_day(self) -> (i8, i8) {
        (self.month, self.day)
    }
}

/// From one date to another, both included; over the New Year where the dates name no year and `to` is before `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day.
    pub from: DayDate,
    /// The last day.
    pub to: DayDate,
}

impl DateRange {
    /// Whether the date is in it.
    pub fn contains(self, date: Date) -> bool {
        let day = (date.month(), date.day());
        let (from, to) = (self.from.month_and_day(), self.to.month_and_day());
        match (self.from.year, self.to.year) {
            (None, None) if from <= to => from <= day && day <= to,
            (None, None) => from <= day || day <= to,
            (from_year, to_year) => {
                // A year that stands only at one end holds for the other too, but for a New Year between them.
                let over_new_year = i16::from(to < from);
                let first = from_year.or_else(|| to_year?.checked_sub(over_new_year));
                let last = to_year.or_else(|| from_year?.checked_add(over_new_year));
                let (Some(first), Some(last)) = (first, last) else {
                    return false;
                };
                let day = (date.year(), day);
                (first, from) <= day && day <= (last, to)
            }
        }
    }
}

/// A quarter of the year that a text names and does not date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// Spring.
    Spring,
    /// Summer.
    Summer,
    /// Autumn.
    Autumn,
    /// Winter.
    Winter,
}

/// A day or some days that have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// Holidays of the state, 法定节假日: which days they are is the country's affair.
    Public,
    /// Bank or public holidays, as they are called in Britain and Ireland.
    Bank,
    /// The day before a public holiday.
    PublicEve,
    /// Christmas, without the day: 25 December and some days around it.
    Christmas,
    /// 24 December.
    ChristmasEve,
    /// 25 December.
    ChristmasDay,
    /// 26 December.
    BoxingDay,
    /// 31 December.
    NewYearsEve,
    /// 1 January.
    NewYearsDay,
    /// Friday before Easter.
    GoodFriday,
    /// 47 days before Easter Sunday.
    ShroveTuesday,
    /// 46 days before Easter Sunday.
    AshWednesday,
    /// Britain's: three weeks before Easter Sunday.
    MotheringSunday,
    /// A week before Easter Sunday.
    PalmSunday,
    /// The second Sunday in November.
    RemembranceSunday,
    /// The day after Thanksgiving.
    BlackFriday,
    /// Easter without the day: Good Friday to Easter Monday.
    Easter,
    /// Easter Sunday.
    EasterSunday,
    /// Easter Monday.
    EasterMonday,
    /// Last Monday of May.
    MemorialDay,
    /// 4 July.
    IndependenceDay,
    /// First Monday of September.
    LaborDay,
    /// Fourth Thursday of November.
    Thanksgiving,
    /// Easter of the Russian church.
    OrthodoxEaster,
    /// 7 January.
    OrthodoxChristmas,
    /// 8 March.
    WomensDay,
    /// 9 May.
    VictoryDay,
    /// 12 June.
    RussiaDay,
    /// 春节: the first days of the Chinese year, from its eve on.
    SpringFestival,
    /// 除夕: the eve of the Chinese New Year.
    LunarNewYearsEve,
    /// 正月初一: the Chinese New Year's Day.
    LunarNewYearsDay,
    /// 清明
    Qingming,
    /// 劳动节, 1 May and the days after it.
    MayDay,
    /// 端午
    DragonBoat,
    /// 中秋
    MidAutumn,
    /// 国庆, 1 October and the days after it.
    NationalDay,
    /// School holidays: the school's affair.
    School,
}
