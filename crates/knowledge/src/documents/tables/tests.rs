//! Tables as people save them.

use super::*;

fn table_of(text: &str) -> Table {
    let document = read(text);
    document
        .blocks
        .into_iter()
        .find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .unwrap()
}

fn rows(table: &Table) -> Vec<(u32, Vec<&str>)> {
    table
        .rows
        .iter()
        .map(|row| (row.line, row.cells.iter().map(String::as_str).collect()))
        .collect()
}

#[test]
fn any_usual_separator_is_found() {
    for text in [
        "Day,Opens,Closes\nMonday,9:00,17:00\n",
        "Day;Opens;Closes\r\nMonday;9:00;17:00\r\n",
        "Day\tOpens\tCloses\nMonday\t9:00\t17:00",
        "sep=;\nDay;Opens;Closes\nMonday;9:00;17:00",
        "Day|Opens|Closes\nMonday|9:00|17:00",
    ] {
        let text = text.replace("\r\n", "\n");
        let table = table_of(&text);
        assert_eq!(table.header, ["Day", "Opens", "Closes"], "{text:?}");
        assert_eq!(table.rows[0].cells, ["Monday", "9:00", "17:00"], "{text:?}");
    }
    let table = table_of("Блюдо;Цена\nБорщ;1,50\nЧай, чёрный;0,80\n");
    assert_eq!(table.header, ["Блюдо", "Цена"]);
    assert_eq!(table.rows[1].cells, ["Чай, чёрный", "0,80"]);
}

#[test]
fn cells_may_be_quoted_and_rows_ragged() {
    let table = table_of("Who,Price\n\"Veterans, \"\"all\"\"\",free\n\nAdult\nChild,£5,half,day\n");
    assert_eq!(
        rows(&table),
        [
            (2, vec!["Veterans, \"all\"", "free"]),
            (4, vec!["Adult"]),
            (5, vec!["Child", "£5", "half", "day"]),
        ]
    );
    let table = table_of("Who,Price\n\"two\nlines\",£5\nAdult,£6\n");
    assert_eq!(
        rows(&table),
        [(2, vec!["two lines", "£5"]), (4, vec!["Adult", "£6"])]
    );
}

#[test]
fn a_lost_quotation_mark_does_not_swallow_the_file() {
    let mut text = "Who,Price\n\"Adult,£5\n".to_owned();
    text.push_str(&"Child,£3\n".repeat(200));
    let table = table_of(&text);
    assert_eq!(table.rows.len(), 201);
    assert_eq!(table.rows[200].line, 202);
}

#[test]
fn a_first_row_like_the_others_is_no_header() {
    for (text, has_header) in [
        (
            "Route,Bay,First bus,Single\nX7,A,05:50,£6.80\n12,B,06:05,£2.40\n",
            true,
        ),
        ("Name,Role\nPriya Nair,Dentist\nTomasz Wilk,Dentist\n", true),
        (",Adult,Child\nSwim,£6,£3\nGym,£9,£5\n", true),
        ("Room,2025,2026\nOak,£110,£115\n", true),
        (",Mon,Tue,Wed\nGround floor,9-5,9-5,closed\n", true),
        ("Monday,9:00-17:00\nTuesday,9:00-17:00\n", false),
        ("Monday,closed\nTuesday,open\n", false),
        ("Phone,01632 960 144\nAddress,14 Orchard Street\n", false),
        ("Adult,£5\nChild,£3\n", false),
        ("Public swim,Main,noon\nLadies,Main,evening\n", false),
        ("活动,日期,时间\n绘本故事会,每周六,10:00-11:00\n", true),
    ] {
        assert_eq!(!table_of(text).header.is_empty(), has_header, "{text}");
    }
}

#[test]
fn a_title_above_the_table_introduces_it() {
    let document = read("Prices from 1 May 2026,,\n,,\nTicket,Adult,Child\nDay,£5,£3\n");
    let [Block::Paragraph(title), Block::Table(table)] = document.blocks.as_slice() else {
        panic!("{document:?}");
    };
    assert_eq!(title[0].text, "Prices from 1 May 2026");
    assert_eq!(table.lead.as_deref(), Some("Prices from 1 May 2026"));
    assert_eq!(table.header, ["Ticket", "Adult", "Child"]);
}

#[test]
fn a_hundred_thousand_rows_are_read() {
    let text = "Name,Price\n".to_owned() + &"Adult,£5\n".repeat(100_000);
    assert_eq!(table_of(&text).rows.len(), 100_000);
}
