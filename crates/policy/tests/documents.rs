//! The small documents of which the tests make faithful rewordings and mash-ups.

/// A museum in English.
pub const MUSEUM: &[&str] = &[
    "The café closes at 5 pm. The shop closes at 8 pm. The café serves soup and sandwiches.",
    "Dogs are not allowed in the galleries. Dogs are allowed in the garden.",
    "Open Monday to Friday 9:00–17:00, Saturday 10:00–16:00. Closed on Sundays.",
    "Adult tickets cost £12, children pay £6. Students pay £8.",
    "The lift is beside the main entrance. Toilets are on the second floor. Lockers cost £1.",
    "Guided tours start at 11:30 and last 45 minutes. Tours are only in English.",
    "Large bags must be left in the lockers. Visitors may take photographs without flash.",
    "Call 020 7946 0018 or write to info@harbour.example. The guide is called Martha Lund.",
];

/// A clinic in English, with headings and a table.
pub const CLINIC: &[&str] = &[
    "# Pharmacy\nOpen daily from 8:30 to 20:00.\nPrescriptions are ready within 2 days.",
    "# Laboratory\nOpen Monday to Thursday from 7:00 to 11:00.\nBlood tests need no appointment.",
    "| Doctor | Room | Day |\n|---|---|---|\n| Dr Nair | B-204 | Tuesday |\n| Dr Olsen | B-117 | Thursday |",
    "Parking is free for the first 2 hours. After that it costs £3 per hour.",
    "Visitors are not admitted after 21:00. The reception never closes.",
    "Bus 12 stops at gate 3. Bus 47 stops at gate 5.",
];

/// A museum in Russian.
pub const RUSSIAN: &[&str] = &[
    "Кафе закрывается в 17:00. Магазин закрывается в 20:00.",
    "Взрослый билет стоит 500 рублей, детский билет стоит 250 рублей.",
    "Собаки не допускаются в залы. Собаки допускаются в сад.",
    "Музей работает с 10:00 до 18:00 ежедневно, кроме понедельника.",
    "Экскурсия начинается в 12:30 и длится два часа. Гардероб находится на первом этаже.",
];

/// A museum in Chinese.
pub const CHINESE: &[&str] = &[
    "咖啡厅下午五点关门。商店晚上八点关门。",
    "成人票50元，儿童票25元。",
    "展厅内不可以拍照。花园内可以拍照。",
    "博物馆周二至周日9:00到17:00开放，周一闭馆。",
    "洗手间在二楼。电梯在入口旁边。",
];
