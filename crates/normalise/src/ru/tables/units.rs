//! Units, currencies and powers of a thousand. To add one, add a row.

use super::super::nouns::{Noun, Pattern};
use super::super::words::Gender;
use Pattern::{Bare, Feminine, FeminineSoft, FeminineVelar, Fixed, Hard, Soft, Velar, Year};

/// The rouble, which may have kopecks after a comma.
pub(crate) const ROUBLE: Noun = Noun::new("рубл", Soft);
/// The hundredth of the rouble.
pub(crate) const KOPECK: Noun = Noun::new("копейк", FeminineVelar("копеек"));
const CENT: Noun = Noun::new("цент", Hard);
const PENNY: Noun = Noun::new("пенс", Hard);

/// Currencies: signs and abbreviations, the noun, the hundredth.
pub(crate) const CURRENCIES: &[(&[&str], Noun, Option<Noun>)] = &[
    (&["₽", "руб.", "руб", "р.", "RUB"], ROUBLE, Some(KOPECK)),
    (&["коп.", "коп"], KOPECK, None),
    (&["$", "USD", "US$"], Noun::new("доллар", Hard), Some(CENT)),
    (
        &["€", "EUR"],
        Noun::new("евро", Fixed(Gender::Masculine)),
        Some(CENT),
    ),
    (&["£", "GBP"], Noun::new("фунт", Hard), Some(PENNY)),
    (&["¥", "JPY"], Noun::new("иен", Feminine("иен")), None),
    (&["CNY"], Noun::new("юан", Soft), None),
    (
        &["₸", "KZT", "тг"],
        Noun::new("тенге", Fixed(Gender::Masculine)),
        None,
    ),
    (
        &["₴", "грн", "грн."],
        Noun::new("гривн", Feminine("гривен")),
        None,
    ),
    (&["BYN"], Noun::with("белорусск", "рубл", Soft), None),
    (&["₺", "TRY"], Noun::new("лир", Feminine("лир")), None),
    (
        &["у.е.", "у. е."],
        Noun::with("условн", "единиц", Feminine("единиц")),
        None,
    ),
];

/// Units: spellings, and the noun. Longer spellings are preferred.
pub(crate) const UNITS: &[(&[&str], Noun)] = &[
    (&["%"], Noun::new("процент", Hard)),
    (&["‰"], Noun::new("промилле", Fixed(Gender::Neuter))),
    (&["°C", "° C", "°С", "° С"], Noun::then("градус", Hard, "Цельсия")),
    (&["°F"], Noun::then("градус", Hard, "Фаренгейта")),
    (&["°"], Noun::new("градус", Hard)),
    (&["мм"], Noun::new("миллиметр", Hard)),
    (&["см"], Noun::new("сантиметр", Hard)),
    (&["м", "m"], Noun::new("метр", Hard)),
    (&["км", "km"], Noun::new("километр", Hard)),
    (
        &["м²", "м2", "кв. м", "кв.м", "кв. м.", "кв.м."],
        Noun::with("квадратн", "метр", Hard),
    ),
    (
        &["см²", "см2", "кв. см"],
        Noun::with("квадратн", "сантиметр", Hard),
    ),
    (
        &["км²", "км2", "кв. км"],
        Noun::with("квадратн", "километр", Hard),
    ),
    (
        &["м³", "м3", "куб. м", "куб.м"],
        Noun::with("кубическ", "метр", Hard),
    ),
    (
        &["см³", "см3", "куб. см"],
        Noun::with("кубическ", "сантиметр", Hard),
    ),
    (&["га"], Noun::new("гектар", Hard)),
    (&["мг"], Noun::new("миллиграмм", Hard)),
    (&["мкг"], Noun::new("микрограмм", Hard)),
    (&["г", "гр", "гр.", "г."], Noun::new("грамм", Hard)),
    (&["кг", "kg"], Noun::new("килограмм", Hard)),
    (&["т"], Noun::new("тонн", Feminine("тонн"))),
    (&["ц"], Noun::new("центнер", Hard)),
    (&["мл"], Noun::new("миллилитр", Hard)),
    (&["л"], Noun::new("литр", Hard)),
    (&["мс"], Noun::new("миллисекунд", Feminine("миллисекунд"))),
    (&["с", "сек", "сек."], Noun::new("секунд", Feminine("секунд"))),
    (&["мин", "мин."], Noun::new("минут", Feminine("минут"))),
    (&["ч", "ч.", "час."], Noun::new("час", Hard)),
    (&["сут", "сут."], Noun::new("сутк", FeminineVelar("суток"))),
    (&["дн", "дн."], Noun::new("дн", Soft)),
    (&["нед", "нед."], Noun::new("недел", FeminineSoft("недель"))),
    (&["мес", "мес."], Noun::new("месяц", Velar("месяцев"))),
    (&["л."], Noun::new("год", Year)),
    (&["км/ч", "км/час"], Noun::then("километр", Hard, "в час")),
    (&["м/с", "м/сек"], Noun::then("метр", Hard, "в секунду")),
    (&["кбит/с"], Noun::then("килобит", Bare, "в секунду")),
    (&["Мбит/с", "Мб/с"], Noun::then("мегабит", Bare, "в секунду")),
    (&["Гбит/с"], Noun::then("гигабит", Bare, "в секунду")),
    (&["об/мин"], Noun::then("оборот", Hard, "в минуту")),
    (&["уд/мин", "уд./мин"], Noun::then("удар", Hard, "в минуту")),
    (&["мг/мл"], Noun::then("миллиграмм", Hard, "на миллилитр")),
    (&["л/100 км"], Noun::then("литр", Hard, "на сто километров")),
    (
        &["ммоль/л"],
        Noun::then("миллимоль", Fixed(Gender::Masculine), "на литр"),
    ),
    (
        &["мм рт. ст.", "мм рт.ст."],
        Noun::then("миллиметр", Hard, "ртутного столба"),
    ),
    (&["КБ", "Кб"], Noun::new("килобайт", Bare)),
    (&["МБ", "Мб", "MB"], Noun::new("мегабайт", Bare)),
    (&["ГБ", "Гб", "GB"], Noun::new("гигабайт", Bare)),
    (&["ТБ", "Тб", "TB"], Noun::new("терабайт", Bare)),
    (&["Гц"], Noun::new("герц", Bare)),
    (&["кГц"], Noun::new("килогерц", Bare)),
    (&["МГц"], Noun::new("мегагерц", Bare)),
    (&["ГГц"], Noun::new("гигагерц", Bare)),
    (&["В"], Noun::new("вольт", Bare)),
    (&["А"], Noun::new("ампер", Bare)),
    (&["Вт"], Noun::new("ватт", Bare)),
    (&["кВт"], Noun::new("киловатт", Bare)),
    (&["кВт·ч", "кВт⋅ч", "кВт*ч"], Noun::new("киловатт-час", Hard)),
    (&["МВт"], Noun::new("мегаватт", Bare)),
    (&["Дж"], Noun::new("джоул", Soft)),
    (&["ккал"], Noun::new("килокалори", FeminineSoft("килокалорий"))),
    (&["кал"], Noun::new("калори", FeminineSoft("калорий"))),
    (&["л. с.", "л.с."], Noun::with("лошадин", "сил", Feminine("сил"))),
    (&["дБ"], Noun::new("децибел", Bare)),
    (&["Па"], Noun::new("паскал", Soft)),
    (&["атм"], Noun::new("атмосфер", Feminine("атмосфер"))),
    (&["шт", "шт."], Noun::new("штук", FeminineVelar("штук"))),
    (
        &["уп", "уп.", "упак."],
        Noun::new("упаковк", FeminineVelar("упаковок")),
    ),
    (&["чел", "чел."], Noun::new("человек", Bare)),
    (&["экз."], Noun::new("экземпляр", Hard)),
    (
        &["ст. л.", "ст.л.", "ст. ложки", "ст. ложка", "ст. ложек"],
        Noun::with("столов", "ложк", FeminineVelar("ложек")),
    ),
    (
        &["ч. л.", "ч.л.", "ч. ложки", "ч. ложка"],
        Noun::with("чайн", "ложк", FeminineVelar("ложек")),
    ),
    (&["стак."], Noun::new("стакан", Hard)),
    (&["зуб."], Noun::new("зубчик", Velar("зубчиков"))),
    (
        &["таб.", "табл."],
        Noun::new("таблетк", FeminineVelar("таблеток")),
    ),
    (&["кап."], Noun::new("капл", FeminineSoft("капель"))),
    (&["стр."], Noun::new("страниц", Feminine("страниц"))),
    (&["га."], Noun::new("гектар", Hard)),
];

/// Powers of a thousand that are abbreviated.
pub(crate) const SCALES: &[(&[&str], Noun)] = &[
    (
        &["тыс.", "тыс", "тысяч", "тысячи", "тысяча"],
        Noun::new("тысяч", FeminineVelar("тысяч")),
    ),
    (
        &["млн", "млн.", "миллионов", "миллиона", "миллион"],
        Noun::new("миллион", Hard),
    ),
    (
        &["млрд", "млрд.", "миллиардов", "миллиарда", "миллиард"],
        Noun::new("миллиард", Hard),
    ),
    (&["трлн", "трлн."], Noun::new("триллион", Hard)),
];
