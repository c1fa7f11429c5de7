//! Currencies and the letters that multiply amounts. To add one, add a row.

/// A currency: its name for one and for several, and that of its hundredth.
#[derive(Debug)]
pub(crate) struct Currency {
    pub(crate) signs: &'static [&'static str],
    pub(crate) one: &'static str,
    pub(crate) many: &'static str,
    /// Names of the hundredth for one and for several; empty if nobody uses it.
    pub(crate) cent: (&'static str, &'static str),
}

const fn currency(
    signs: &'static [&'static str],
    one: &'static str,
    many: &'static str,
    cent: (&'static str, &'static str),
) -> Currency {
    Currency {
        signs,
        one,
        many,
        cent,
    }
}

const CENT: (&str, &str) = ("cent", "cents");

/// Currencies, with the signs and codes that stand before or after an amount.
pub(crate) const CURRENCIES: &[Currency] = &[
    currency(&["£", "GBP"], "pound", "pounds", ("penny", "pence")),
    currency(&["US$", "USD"], "U S dollar", "U S dollars", CENT),
    currency(
        &["A$", "AU$", "AUD"],
        "Australian dollar",
        "Australian dollars",
        CENT,
    ),
    currency(&["C$", "CA$", "CAD"], "Canadian dollar", "Canadian dollars", CENT),
    currency(&["NZ$", "NZD"], "New Zealand dollar", "New Zealand dollars", CENT),
    currency(&["HK$", "HKD"], "Hong Kong dollar", "Hong Kong dollars", CENT),
    currency(&["S$", "SGD"], "Singapore dollar", "Singapore dollars", CENT),
    currency(&["$"], "dollar", "dollars", CENT),
    currency(&["€", "EUR"], "euro", "euros", CENT),
    currency(&["JPY", "¥"], "yen", "yen", ("", "")),
    currency(&["CNY", "RMB", "CN¥"], "yuan", "yuan", ("", "")),
    currency(&["₹", "INR", "Rs", "Rs."], "rupee", "rupees", ("paisa", "paise")),
    currency(&["₽", "RUB"], "rouble", "roubles", ("kopeck", "kopecks")),
    currency(&["₩", "KRW"], "won", "won", ("", "")),
    currency(&["₺", "TRY"], "lira", "lira", ("kurus", "kurus")),
    currency(&["₪", "ILS"], "shekel", "shekels", ("agora", "agorot")),
    currency(&["₴", "UAH"], "hryvnia", "hryvnias", ("kopeck", "kopecks")),
    currency(&["฿", "THB"], "baht", "baht", ("satang", "satang")),
    currency(&["₫", "VND"], "dong", "dong", ("", "")),
    currency(&["₦", "NGN"], "naira", "naira", ("kobo", "kobo")),
    currency(&["R$", "BRL"], "real", "reais", ("centavo", "centavos")),
    currency(&["CHF"], "Swiss franc", "Swiss francs", ("centime", "centimes")),
    currency(&["zł", "PLN"], "zloty", "zlotys", ("grosz", "groszy")),
    currency(&["SEK"], "Swedish krona", "Swedish kronor", ("", "")),
    currency(&["NOK"], "Norwegian krone", "Norwegian kroner", ("", "")),
    currency(&["DKK"], "Danish krone", "Danish kroner", ("", "")),
    currency(&["kr"], "krone", "kroner", ("", "")),
    currency(&["ZAR"], "rand", "rand", CENT),
    currency(&["AED"], "dirham", "dirhams", ("", "")),
    currency(&["BTC", "₿"], "bitcoin", "bitcoin", ("", "")),
];

/// Letters after an amount of money that multiply it.
pub(crate) const SCALES: &[(&str, &str)] = &[
    ("k", "thousand"),
    ("K", "thousand"),
    ("m", "million"),
    ("M", "million"),
    ("mn", "million"),
    ("mio", "million"),
    ("bn", "billion"),
    ("B", "billion"),
    ("b", "billion"),
    ("tn", "trillion"),
    ("thousand", "thousand"),
    ("million", "million"),
    ("billion", "billion"),
    ("trillion", "trillion"),
];
