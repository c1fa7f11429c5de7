//! The tables of Russian: units, currencies, abbreviations, acronyms. Add rows here.

use super::nouns::{Noun, Pattern};
use super::words::Gender;
use Pattern::{
    Bare, Century, Feminine, FeminineSoft, FeminineThird, FeminineVelar, Fixed, Hard, Neuter, Soft, Velar,
    Year,
};

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

/// Nouns that are numbered: "3 этаж" is the third storey, not three of them.
pub(crate) const NUMBERED: &[Noun] = &[
    Noun::new("этаж", Velar("этажей")),
    Noun::new("век", Century),
    Noun::new("класс", Hard),
    Noun::new("курс", Hard),
    Noun::new("подъезд", Hard),
    Noun::new("ряд", Hard),
    Noun::new("зал", Hard),
    Noun::new("квартал", Hard),
    Noun::new("этап", Hard),
    Noun::new("тур", Hard),
    Noun::new("корпус", Hard),
    Noun::new("кабинет", Hard),
    Noun::new("вагон", Hard),
    Noun::new("канал", Hard),
    Noun::new("том", Hard),
    Noun::new("съезд", Hard),
    Noun::new("раздел", Hard),
    Noun::new("мест", Neuter),
    Noun::new("мест", Neuter),
    Noun::new("глав", Feminine("глав")),
    Noun::new("част", FeminineThird),
    Noun::new("смен", Feminine("смен")),
    Noun::new("групп", Feminine("групп")),
    Noun::new("платформ", Feminine("платформ")),
    Noun::new("степен", FeminineThird),
    Noun::new("очеред", FeminineThird),
    Noun::new("половин", Feminine("половин")),
    Noun::new("категори", FeminineSoft("категорий")),
    Noun::new("лини", FeminineSoft("линий")),
    Noun::new("книг", FeminineVelar("книг")),
];

/// When an abbreviation is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Anywhere.
    Any,
    /// Before a number.
    Number,
    /// Before a name that begins with a capital.
    Name,
}

/// Abbreviations, as they are written, and their words. Longer spellings are preferred.
pub(crate) const ABBREVIATIONS: &[(&str, &str, Place)] = &[
    ("и т.д.", "и так далее", Place::Any),
    ("и т. д.", "и так далее", Place::Any),
    ("и т.п.", "и тому подобное", Place::Any),
    ("и т. п.", "и тому подобное", Place::Any),
    ("и др.", "и другие", Place::Any),
    ("и пр.", "и прочее", Place::Any),
    ("т.е.", "то есть", Place::Any),
    ("т. е.", "то есть", Place::Any),
    ("т.к.", "так как", Place::Any),
    ("т. к.", "так как", Place::Any),
    ("т.н.", "так называемый", Place::Any),
    ("т.ч.", "том числе", Place::Any),
    ("т. ч.", "том числе", Place::Any),
    ("до н.э.", "до нашей эры", Place::Any),
    ("до н. э.", "до нашей эры", Place::Any),
    ("н.э.", "нашей эры", Place::Any),
    ("н. э.", "нашей эры", Place::Any),
    ("напр.", "например", Place::Any),
    ("см.", "смотри", Place::Any),
    ("ср.", "сравни", Place::Name),
    ("тел.", "телефон", Place::Any),
    ("моб.", "мобильный", Place::Any),
    ("доб.", "добавочный", Place::Any),
    ("эл. почта", "электронная почта", Place::Any),
    ("ул.", "улица", Place::Any),
    ("пр-т", "проспект", Place::Any),
    ("пр-кт", "проспект", Place::Any),
    ("просп.", "проспект", Place::Any),
    ("пр.", "проспект", Place::Name),
    ("пер.", "переулок", Place::Any),
    ("пл.", "площадь", Place::Any),
    ("наб.", "набережная", Place::Any),
    ("б-р", "бульвар", Place::Any),
    ("бул.", "бульвар", Place::Any),
    ("ш.", "шоссе", Place::Any),
    ("мкр.", "микрорайон", Place::Any),
    ("мкрн", "микрорайон", Place::Any),
    ("а/я", "абонентский ящик", Place::Any),
    ("пос.", "посёлок", Place::Name),
    ("дер.", "деревня", Place::Name),
    ("обл.", "область", Place::Any),
    ("р-н", "район", Place::Any),
    ("респ.", "республика", Place::Any),
    ("д.", "дом", Place::Number),
    ("кв.", "квартира", Place::Number),
    ("корп.", "корпус", Place::Any),
    ("к.", "корпус", Place::Number),
    ("стр.", "страница", Place::Number),
    ("с.", "страница", Place::Number),
    ("эт.", "этаж", Place::Any),
    ("каб.", "кабинет", Place::Any),
    ("оф.", "офис", Place::Number),
    ("ауд.", "аудитория", Place::Any),
    ("пом.", "помещение", Place::Number),
    ("под.", "подъезд", Place::Number),
    ("г.", "город", Place::Name),
    ("ст. м.", "станция метро", Place::Any),
    ("ст.м.", "станция метро", Place::Any),
    ("м.", "метро", Place::Name),
    ("ст.", "станция", Place::Name),
    ("ст.", "статья", Place::Number),
    ("о.", "остров", Place::Name),
    ("оз.", "озеро", Place::Name),
    ("р.", "река", Place::Name),
    ("им.", "имени", Place::Any),
    ("акад.", "академика", Place::Name),
    ("проф.", "профессор", Place::Any),
    ("доц.", "доцент", Place::Name),
    ("д-р", "доктор", Place::Any),
    ("г-н", "господин", Place::Any),
    ("г-жа", "госпожа", Place::Any),
    ("св.", "святой", Place::Name),
    ("рис.", "рисунок", Place::Any),
    ("табл.", "таблица", Place::Number),
    ("гл.", "глава", Place::Number),
    ("п.", "пункт", Place::Number),
    ("пп.", "пункты", Place::Number),
    ("т.", "том", Place::Number),
    ("ч.", "часть", Place::Number),
    ("кн.", "книга", Place::Number),
    ("вып.", "выпуск", Place::Number),
    ("изд.", "издание", Place::Any),
    ("ред.", "редакция", Place::Any),
    ("авт.", "автобус", Place::Number),
    ("макс.", "максимум", Place::Any),
    ("мин.", "минимум", Place::Number),
    ("ок.", "около", Place::Any),
    ("прим.", "примечание", Place::Any),
    ("прибл.", "приблизительно", Place::Any),
    ("вкл.", "включительно", Place::Any),
    ("руб.", "рублей", Place::Any),
    ("коп.", "копеек", Place::Any),
    ("чел.", "человек", Place::Any),
    ("шт.", "штук", Place::Any),
    ("мин.", "минут", Place::Any),
    ("тыс.", "тысяч", Place::Any),
    ("млн", "миллионов", Place::Any),
    ("млрд", "миллиардов", Place::Any),
    ("кол-во", "количество", Place::Any),
    ("ж/д", "железнодорожный", Place::Any),
    ("б/у", "бывший в употреблении", Place::Any),
    ("и.о.", "исполняющий обязанности", Place::Any),
    ("гос.", "государственный", Place::Any),
    ("обл", "область", Place::Number),
];

/// Months: the genitive, and abbreviations.
pub(crate) const MONTHS: [(&str, &[&str]); 12] = [
    ("января", &["янв"]),
    ("февраля", &["фев", "февр"]),
    ("марта", &["мар"]),
    ("апреля", &["апр"]),
    ("мая", &[]),
    ("июня", &["июн"]),
    ("июля", &["июл"]),
    ("августа", &["авг"]),
    ("сентября", &["сен", "сент"]),
    ("октября", &["окт"]),
    ("ноября", &["ноя", "нояб"]),
    ("декабря", &["дек"]),
];

/// Weekdays: abbreviations, nominative, genitive, accusative.
pub(crate) const WEEKDAYS: [(&str, &str, &str, &str); 7] = [
    ("пн", "понедельник", "понедельника", "понедельник"),
    ("вт", "вторник", "вторника", "вторник"),
    ("ср", "среда", "среды", "среду"),
    ("чт", "четверг", "четверга", "четверг"),
    ("пт", "пятница", "пятницы", "пятницу"),
    ("сб", "суббота", "субботы", "субботу"),
    ("вс", "воскресенье", "воскресенья", "воскресенье"),
];

/// Names of letters.
pub(crate) const LETTERS: &[(char, &str)] = &[
    ('А', "а"),
    ('Б', "бэ"),
    ('В', "вэ"),
    ('Г', "гэ"),
    ('Д', "дэ"),
    ('Е', "е"),
    ('Ё', "ё"),
    ('Ж', "жэ"),
    ('З', "зэ"),
    ('И', "и"),
    ('Й', "и краткое"),
    ('К', "ка"),
    ('Л', "эль"),
    ('М', "эм"),
    ('Н', "эн"),
    ('О', "о"),
    ('П', "пэ"),
    ('Р', "эр"),
    ('С', "эс"),
    ('Т', "тэ"),
    ('У', "у"),
    ('Ф', "эф"),
    ('Х', "ха"),
    ('Ц', "цэ"),
    ('Ч', "че"),
    ('Ш', "ша"),
    ('Щ', "ща"),
    ('Ъ', "твёрдый знак"),
    ('Ы', "ы"),
    ('Ь', "мягкий знак"),
    ('Э', "э"),
    ('Ю', "ю"),
    ('Я', "я"),
];

/// Acronyms with a reading of their own.
pub(crate) const READ: &[(&str, &str)] = &[
    ("США", "сэ шэ а"),
    ("ФРГ", "фэ эр гэ"),
    ("ФСБ", "фэ эс бэ"),
    ("ФИО", "фио"),
    ("ФИФА", "фифа"),
    ("ЛФК", "эль эф ка"),
];

/// Acronyms that are words although they do not look like one.
pub(crate) const ACRONYM_WORDS: &str = "ЮНЕСКО НАТО ООН ЮНИСЕФ НАСА УЗИ ЗАГС СНИЛС ОСАГО КАСКО МХАТ ОПЕК УЕФА ВИЧ СПИД \
    ТАСС ОМОН ГУЛАГ ТЮЗ ВАЗ КАМАЗ БАМ НЭП ГОСТ ИКЕА ГАИ ЦУМ ГУМ ВУЗ МИД ТЭЦ ГЭС МАГАТЭ МИСИС \
    ГИТИС РАН КОВИД ЕГАИС ГАЗ РАО ЦИК МКАД АСУ ЛУКОЙЛ ПАО ОАО ЗАО НИИ ДОСААФ САНПИН БАД \
    ДЗОТ ИТАР МАИ ГЭК ДЭЗ ЖЭК ЖЭС РОНО";

/// Acronyms that are spelled although they could be pronounced.
pub(crate) const SPELLED: &str = "ЕГЭ ОГЭ ИНН МОУ ОМС ЭКГ ЭЭГ АТС АЗС ОАЭ АЭС ЭВМ ОРВИ ИП РЖД ЖКХ СМИ ТВ ПК ИТ АО ООО УК ЕС \
    ПДД ОБЖ КПП ОФЗ ВКС НДС НДФЛ МВД МЧС ГИБДД ВГИК";
