//! The tables of Russian: units, currencies, abbreviations, acronyms. Add rows here.

mod units;

pub(crate) use units::{CURRENCIES, KOPECK, ROUBLE, SCALES, UNITS};

use super::nouns::{Noun, Pattern};
use Pattern::{Century, Feminine, FeminineSoft, FeminineThird, FeminineVelar, Hard, Neuter, Velar};

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
    ("пр.", "проспект", Place::Any),
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
