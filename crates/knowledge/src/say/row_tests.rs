//! How rows of tables are said.

use super::*;

fn said(cells: &[(&str, &str)]) -> String {
    let cells: Vec<Cell> = cells
        .iter()
        .map(|(header, text)| Cell {
            header: (*header).into(),
            text: (*text).to_owned(),
        })
        .collect();
    let columns: Vec<usize> = (1..cells.len()).collect();
    row(&cells, &columns)
}

#[test]
fn a_day_without_hours_is_closed_whatever_its_column_is_called() {
    for (cells, expected) in [
        (&[("Day", "Sunday"), ("Open", "closed")][..], "Sunday: closed"),
        (
            &[("Day", "Sunday"), ("Hours", "Closed until 20 December")],
            "Sunday: closed until 20 December",
        ),
        (
            &[("День", "Воскресенье"), ("Часы работы", "выходной")],
            "Воскресенье: выходной",
        ),
        (&[("星期", "星期日"), ("开放时间", "闭馆")], "星期日：闭馆"),
        // Hours keep their header, and so does a column that names what is closed.
        (&[("Day", "Monday"), ("Open", "9–5")], "Monday: open 9–5"),
        (
            &[("Place", "Annexe"), ("Library", "closed"), ("Cafe", "10–4")],
            "Annexe: library closed, cafe 10–4",
        ),
        // What is closed on a day does not name the day's row.
        (
            &[("Day", "Sunday"), ("Library", "closed"), ("Cafe", "10–4")],
            "Sunday: library closed, cafe 10–4",
        ),
    ] {
        assert_eq!(said(cells), expected);
    }
}
