//! Prices, measures, ages and addresses.

use super::reads;
use crate::language::Language::{Chinese, English, Russian};

#[test]
fn prices_are_read_with_their_currency() {
    reads(&[
        ("£5 small / £8 large", English, &["5.00 Pound", "8.00 Pound"]),
        (
            "3 pounds, 40p, 5 quid",
            English,
            &["3.00 Pound", "0.40 Pound", "5.00 Pound"],
        ),
        ("$2.50 and € 3", English, &["2.50 Dollar", "3.00 Euro"]),
        ("from €1,400", English, &["1400.00 Euro"]),
        ("£5–8", English, &["5.00 Pound..8.00 Pound"]),
        ("coffee 50c", English, &["0.50 Dollar"]),
        ("free, but not gluten free or step-free", English, &["free"]),
        (
            "Free of charge up to 24 hours before",
            English,
            &["free", "86400s"],
        ),
        (
            "350 ₽, 2 500 рублей, 45,50 руб.",
            Russian,
            &["350.00 Rouble", "2500.00 Rouble", "45.50 Rouble"],
        ),
        ("100–200 рублей", Russian, &["100.00 Rouble..200.00 Rouble"]),
        ("вход бесплатный", Russian, &["free"]),
        (
            "0.1元, 12块, ¥30, 3块5",
            Chinese,
            &["0.10 Yuan", "12.00 Yuan", "30.00 Yuan", "3.50 Yuan"],
        ),
        ("五毛钱", Chinese, &["0.50 Yuan"]),
        ("扫描免费", Chinese, &["free"]),
        ("£1 a day", English, &["1.00 Pound"]),
    ]);
}

#[test]
fn durations_and_measures_are_read() {
    reads(&[
        (
            "30 min, 2 hrs, 6 weeks, 2 nights",
            English,
            &["1800s", "7200s", "3628800s", "172800s"],
        ),
        ("half an hour", English, &["1800s"]),
        ("1 hour 15 min", English, &["4500s"]),
        ("an hour and a half", English, &["5400s"]),
        ("2½ hours", English, &["9000s"]),
        ("3 to 5 days", English, &["259200..432000s"]),
        ("fifteen minutes late", English, &["900s"]),
        ("25% off, 10 miles, 45 lb", English, &["25%", "16093m", "20412g"]),
        ("1 час 15 минут", Russian, &["4500s"]),
        ("полтора часа, полчаса", Russian, &["5400s", "1800s"]),
        ("до 20 кг, 3,1 метра", Russian, &["20000g", "3m"]),
        ("50 %", Russian, &["50%"]),
        (
            "30天, 一小时, 半小时, 一个半小时",
            Chinese,
            &["2592000s", "3600s", "1800s", "5400s"],
        ),
        ("百分之二十五", Chinese, &["25%"]),
        ("两公里", Chinese, &["2000m"]),
    ]);
}

#[test]
fn ages_are_read() {
    reads(&[
        ("Children under 5: free", English, &["age ..4", "free"]),
        ("Children 5 to 15", English, &["age 5..15"]),
        ("Junior (4–15)", English, &["age 4..15"]),
        ("over 60s", English, &["age 60.."]),
        ("16+", English, &["age 16.."]),
        ("18 and up", English, &["18"]),
        ("age 12", English, &["age 12..12"]),
        ("up to age 12", English, &["age ..12"]),
        ("tables of 8+, cancel 7+ days before", English, &["8", "7"]),
        ("с 10 лет", Russian, &["age 10.."]),
        ("дети до 7 лет", Russian, &["age ..6"]),
        ("Школьник 7–17 лет", Russian, &["age 7..17"]),
        ("от 5 до 12 лет", Russian, &["age 5..12"]),
        ("2 взрослых и до 3 детей", Russian, &["2", "3"]),
        ("16岁以上", Chinese, &["age 16.."]),
        ("3至6岁", Chinese, &["age 3..6"]),
        ("14岁以下", Chinese, &["age ..14"]),
    ]);
}

#[test]
fn ways_to_reach_somebody_are_read_whole() {
    reads(&[
        ("Tel 01632 960 317.", English, &["01632 960 317"]),
        ("call 999 or ring NHS 111", English, &["999", "111"]),
        ("txt Marty 541-555-0163", English, &["541-555-0163"]),
        (
            "feedback@harrowbus.example - we answer",
            English,
            &["feedback@harrowbus.example"],
        ),
        ("prirech-muzey.ru", Russian, &["prirech-muzey.ru"]),
        ("https://a.example/x?y=1.", English, &["https://a.example/x?y=1"]),
        ("+7 (49355) 2-18-70", Russian, &["+7 (49355) 2-18-70"]),
        ("8 (495) 123-45-67", Russian, &["8 (495) 123-45-67"]),
        ("咨询电话：028-6655 0102", Chinese, &["028-6655 0102"]),
        ("手机13800138000", Chinese, &["13800138000"]),
        ("fishsticks88", English, &[]),
    ]);
}
