//! Amounts: money and ages.
//!
//! Owns what they are. How they are written is `money` and `measures`.

/// A currency in which operators write prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Currency {
    /// £
    Pound,
    /// $
    Dollar,
    /// €
    Euro,
    /// ₽
    Rouble,
    /// 元
    Yuan,
    /// 円
    Yen,
}

/// A sum of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Hundredths: pence, cents, kopecks, fen.
    pub minor: i64,
    /// In what; nothing where the text says "free" and names no currency.
    pub currency: Option<Currency>,
    /// The text says that it costs nothing.
    pub free: bool,
}

/// In what an age is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgeUnit {
    /// Years.
    Years,
    /// Months.
    Months,
}

/// An age or a span of ages, both ends included: "under 5" is up to 4, "over 60s" from 60.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Age {
    /// The youngest.
    pub from: Option<u16>,
    /// The oldest.
    pub to: Option<u16>,
    /// Years or months.
    pub unit: AgeUnit,
}

impl Age {
    /// Whether somebody of so many years is meant.
    pub fn covers(self, years: u16) -> bool {
        let age = match self.unit {
            AgeUnit::Years => years,
            AgeUnit::Months => years.saturating_mul(12),
        };
        self.from.is_none_or(|from| from <= age) && self.to.is_none_or(|to| age <= to)
    }
}
