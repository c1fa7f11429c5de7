//! Chinese words of days, times and amounts, simplified and traditional.
//!
//! Owns the words alone; what is done with them is not its matter. Numbers in characters are `numerals`.

use jiff::civil::Weekday;

use super::Term;
use crate::values::amount::Currency;
use crate::values::calendar::{Holiday, Season, WeekdaySet};

/// Words with one meaning, parted by strokes.
pub(super) const TERMS: &[(&str, Term)] = &[
    // Days of the week
    ("周一|星期一|礼拜一|週一|禮拜一", Term::Weekday(Weekday::Monday)),
    ("周二|星期二|礼拜二|週二|禮拜二", Term::Weekday(Weekday::Tuesday)),
    (
        "周三|星期三|礼拜三|週三|禮拜三",
        Term::Weekday(Weekday::Wednesday),
    ),
    ("周四|星期四|礼拜四|週四|禮拜四", Term::Weekday(Weekday::Thursday)),
    ("周五|星期五|礼拜五|週五|禮拜五", Term::Weekday(Weekday::Friday)),
    ("周六|星期六|礼拜六|週六|禮拜六", Term::Weekday(Weekday::Saturday)),
    (
        "周日|周天|星期日|星期天|礼拜天|礼拜日|週日|禮拜天|禮拜日",
        Term::Weekday(Weekday::Sunday),
    ),
    ("工作日|平日|平时|周中", Term::Weekdays(WeekdaySet::WORKING)),
    (
        "周末|週末|双休日|雙休日|星期六日|周六日",
        Term::Weekdays(WeekdaySet::WEEKEND),
    ),
    (
        "每天|每日|天天|逐日|全周|一周七天|每一天",
        Term::Weekdays(WeekdaySet::ALL),
    ),
    // Seasons; months are a number and 月
    ("春季|春天|春", Term::WeakSeason(Season::Spring)),
    ("夏季|夏天", Term::Season(Season::Summer)),
    ("秋季|秋天", Term::Season(Season::Autumn)),
    ("冬季|冬天", Term::Season(Season::Winter)),
    // Holidays
    (
        "法定节假日|节假日|法定假日|公众假期|公共假期|假日|公休日|法定节日|节日|國定假日|公眾假期|假期",
        Term::Holiday(Holiday::Public),
    ),
    (
        "节假日前一天|节前一天|节假日前夕",
        Term::Holiday(Holiday::PublicEve),
    ),
    ("元旦|新年", Term::Holiday(Holiday::NewYearsDay)),
    ("圣诞节|圣诞|聖誕節", Term::Holiday(Holiday::ChristmasDay)),
    ("平安夜", Term::Holiday(Holiday::ChristmasEve)),
    (
        "春节|過年|过年|春節|春节期间|春节假期",
        Term::Holiday(Holiday::SpringFestival),
    ),
    (
        "除夕|大年三十|除夕夜|年三十",
        Term::Holiday(Holiday::LunarNewYearsEve),
    ),
    (
        "正月初一|大年初一|初一|农历正月初一|年初一",
        Term::Holiday(Holiday::LunarNewYearsDay),
    ),
    ("清明节|清明|清明節", Term::Holiday(Holiday::Qingming)),
    (
        "劳动节|五一|勞動節|五一假期|五一劳动节",
        Term::Holiday(Holiday::MayDay),
    ),
    ("端午节|端午|端午節", Term::Holiday(Holiday::DragonBoat)),
    ("中秋节|中秋|中秋節", Term::Holiday(Holiday::MidAutumn)),
    (
        "国庆节|国庆|國慶|十一假期|國慶節|国庆假期|国庆期间",
        Term::Holiday(Holiday::NationalDay),
    ),
    ("寒暑假|暑假|寒假|寒暑假期间", Term::Holiday(Holiday::School)),
    // Times of day
    ("上午|早上|早晨|清晨|早|清早|一早", Term::Am),
    ("下午|午后|傍晚", Term::Pm),
    ("晚上|晚间|夜里|夜间|晚|今晚", Term::Evening),
    ("凌晨|半夜|深夜", Term::Night),
    ("中午", Term::Midday),
    ("点|點|点钟|點鐘|时|時|点整|时整", Term::Hour),
    ("分|分钟|分鐘", Term::Minute),
    ("正午|中午十二点|中午12点|中午12:00", Term::Noon),
    (
        "午夜|零点|零时|子夜|半夜十二点|晚上十二点|夜里十二点|晚上12点",
        Term::Midnight,
    ),
    ("半", Term::Half),
    ("刻|刻钟", Term::Quarter),
    ("过", Term::Past),
    ("差", Term::Lacking),
    // Units
    ("秒|秒钟", Term::Seconds(1)),
    ("分钟|分鐘|分", Term::Seconds(60)),
    ("小时|个小时|钟头|个钟头|小時|個小時|个钟", Term::Seconds(3600)),
    ("刻钟", Term::Seconds(900)),
    ("天|日|晚|夜|个工作日|工作日|天内", Term::Seconds(86_400)),
    ("周|星期|个星期|礼拜|个礼拜|週", Term::Seconds(604_800)),
    ("个月|個月", Term::Seconds(2_592_000)),
    ("年", Term::Years),
    ("岁|周岁|歲|週歲", Term::YearsOld),
    ("公里|千米", Term::Length(1_000_000_000)),
    ("米|公尺", Term::Length(1_000_000)),
    ("里", Term::Length(500_000_000)),
    ("厘米|公分", Term::Length(10_000)),
    ("毫米", Term::Length(1000)),
    ("公斤|千克", Term::Mass(1_000_000)),
    ("斤", Term::Mass(500_000)),
    ("克", Term::Mass(1000)),
    ("两", Term::Mass(50_000)),
    // Money
    (
        "元|块|块钱|塊|元钱|圆|元人民币|人民币",
        Term::Currency(Currency::Yuan),
    ),
    ("美元|美金", Term::Currency(Currency::Dollar)),
    ("欧元", Term::Currency(Currency::Euro)),
    ("英镑", Term::Currency(Currency::Pound)),
    ("卢布", Term::Currency(Currency::Rouble)),
    ("日元", Term::Currency(Currency::Yen)),
    ("角|毛|毛钱|角钱", Term::Jiao),
    ("分钱", Term::Cents(Some(Currency::Yuan))),
    ("免费|免費|不收费|不要钱|不收钱|不用钱|无需付费|免票", Term::Free),
    // Small words
    ("最后一个|最后|最後一個|最后1个", Term::Last),
    ("每|每个|逢|每個", Term::Every),
    ("的|个", Term::Particle),
    ("每月|每个月|当月|每個月", Term::OfMonth),
    ("至|到|直到", Term::To),
    ("从|自|由|從", Term::From),
    ("和|与|及|、|以及|跟|或", Term::And),
    ("在|于|到|从|至|自|约|大约|截至|截止", Term::At),
    ("以下|及以下|以内|以里", Term::OrUnder),
    ("未满|不满|不足", Term::Under),
    ("以上|及以上|起", Term::OrOver),
    ("年满|满", Term::Over),
    ("儿童|孩子|小孩|少儿|幼儿|青少年", Term::Child),
    ("电话|热线|手机|拨打|致电|電話|打|传真|咨询电话", Term::Telephone),
    (
        "开放|营业|开馆|开门|闭馆|关门|休息|开放时间|营业时间|開放|營業",
        Term::Opening,
    ),
    ("初|中旬|上旬|下旬|月初|月底|中", Term::Vague),
];
