//! Faithful rewordings: most of them may be said.

use crate::documents::{CHINESE, CLINIC, MUSEUM, RUSSIAN};
use mynah_knowledge::language::Language;
use mynah_policy::check;

type Case = (&'static [&'static str], &'static str, &'static str);

/// The passages, the question, the reply.
const CASES: &[Case] = &[
    (MUSEUM, "When does the café close?", "The café closes at 5 pm."),
    (
        MUSEUM,
        "When does the café close?",
        "It closes at five in the afternoon.",
    ),
    (MUSEUM, "When does the café close?", "At 17:00."),
    (MUSEUM, "When does the café close?", "The café shuts at 5 pm."),
    (MUSEUM, "When does the café close?", "At 5 pm the café closes."),
    (
        MUSEUM,
        "When do the café and the shop close?",
        "The café closes at 5 pm and the shop closes at 8 pm.",
    ),
    (MUSEUM, "How late is the shop open?", "The shop closes at eight."),
    (
        MUSEUM,
        "Can I get soup in the café?",
        "Yes, the café serves soup and sandwiches.",
    ),
    (
        MUSEUM,
        "Are dogs allowed in the garden?",
        "Yes, dogs are allowed in the garden.",
    ),
    (
        MUSEUM,
        "Are dogs allowed in the garden?",
        "Yes, they are permitted in the garden.",
    ),
    (
        MUSEUM,
        "Can I bring my dog into the galleries?",
        "No, dogs are not allowed in the galleries.",
    ),
    (
        MUSEUM,
        "Are dogs allowed in the galleries?",
        "Sorry, dogs aren't allowed in the galleries.",
    ),
    (
        MUSEUM,
        "Where are dogs allowed?",
        "In the garden, dogs are allowed.",
    ),
    (
        MUSEUM,
        "When are you open on Saturday?",
        "On Saturday we are open from 10 to 4.",
    ),
    (
        MUSEUM,
        "When are you open on Saturday?",
        "We are open on Saturday from 10:00 to 16:00.",
    ),
    (
        MUSEUM,
        "When do you open on Saturday?",
        "We open at 10 on Saturday.",
    ),
    (
        MUSEUM,
        "When are you open from Monday to Friday?",
        "We are open Monday to Friday from nine to five.",
    ),
    (MUSEUM, "Are you open on Sunday?", "No, we are closed on Sundays."),
    (MUSEUM, "Are you open on Sundays?", "We're closed on Sundays."),
    (
        MUSEUM,
        "What does a ticket for an adult cost?",
        "Adult tickets cost 12 pounds.",
    ),
    (MUSEUM, "What do children pay?", "Children pay £6."),
    (MUSEUM, "What do children pay?", "Kids pay six pounds."),
    (MUSEUM, "What do students pay?", "For students it costs £8."),
    (
        MUSEUM,
        "How much for adults and children?",
        "Adult tickets cost £12, and children pay £6.",
    ),
    (
        MUSEUM,
        "Where is the lift?",
        "The lift is beside the main entrance.",
    ),
    (
        MUSEUM,
        "Where is the elevator?",
        "You can find the elevator next to the main entrance.",
    ),
    (
        MUSEUM,
        "Where are the toilets?",
        "The toilets are on the second floor.",
    ),
    (
        MUSEUM,
        "Where are the restrooms?",
        "They are located on the second floor.",
    ),
    (MUSEUM, "How much is a locker?", "Lockers cost one pound."),
    (
        MUSEUM,
        "When do tours start?",
        "Guided tours start at half past eleven and last 45 minutes.",
    ),
    (MUSEUM, "When do tours start?", "Guided tours start at 11:30."),
    (
        MUSEUM,
        "How long do guided tours last?",
        "Guided tours take 45 minutes.",
    ),
    (
        MUSEUM,
        "In which language are the tours?",
        "Tours are only in English.",
    ),
    (
        MUSEUM,
        "Where do I leave my large bag?",
        "Large bags must be left in the lockers.",
    ),
    (
        MUSEUM,
        "May I take photographs?",
        "Visitors may take photos without flash.",
    ),
    (
        MUSEUM,
        "How do I reach you?",
        "Call 020 7946 0018 or write to info@harbour.example.",
    ),
    (MUSEUM, "Who is the guide?", "The guide is called Martha Lund."),
    (MUSEUM, "Who is the guide?", "Our guide is called Martha Lund."),
    (
        CLINIC,
        "When is the pharmacy open?",
        "The pharmacy is open daily from 8:30 to 20:00.",
    ),
    (
        CLINIC,
        "When is the pharmacy open?",
        "The pharmacy is open every day from 8:30 am to 8 pm.",
    ),
    (
        CLINIC,
        "When does the pharmacy close?",
        "The pharmacy closes at 8 pm daily.",
    ),
    (
        CLINIC,
        "When is the laboratory open?",
        "The laboratory is open Monday to Thursday from 7:00 to 11:00.",
    ),
    (
        CLINIC,
        "Do blood tests need an appointment?",
        "No, blood tests need no appointment.",
    ),
    (CLINIC, "Where is Dr Nair?", "Dr Nair is in room B-204."),
    (
        CLINIC,
        "Which day is Dr Olsen here?",
        "Dr Olsen is here on Thursday.",
    ),
    (
        CLINIC,
        "Is parking free?",
        "Yes, parking is free for the first two hours.",
    ),
    (CLINIC, "Where does bus 12 stop?", "Bus 12 stops at gate 3."),
    (
        CLINIC,
        "Are visitors admitted after 21:00?",
        "No, visitors are not admitted after 9 pm.",
    ),
    (
        CLINIC,
        "When does the reception close?",
        "The reception never closes.",
    ),
    (
        RUSSIAN,
        "Когда закрывается кафе?",
        "Кафе закрывается в пять часов вечера.",
    ),
    (RUSSIAN, "Когда закрывается кафе?", "Оно закрывается в 17:00."),
    (
        RUSSIAN,
        "Сколько стоит детский билет?",
        "Детский билет стоит 250 рублей.",
    ),
    (
        RUSSIAN,
        "Можно ли с собакой в сад?",
        "Да, собаки допускаются в сад.",
    ),
    (
        RUSSIAN,
        "Когда работает музей?",
        "Музей работает ежедневно, кроме понедельника, с 10 до 18.",
    ),
    (
        RUSSIAN,
        "Когда начинается экскурсия?",
        "Экскурсия начинается в половине первого и длится 2 часа.",
    ),
    (RUSSIAN, "Где гардероб?", "Гардероб расположен на первом этаже."),
    (CHINESE, "咖啡厅几点关门？", "咖啡厅下午5点关门。"),
    (CHINESE, "咖啡厅几点关门？", "咖啡厅17:00关闭。"),
    (CHINESE, "成人票多少钱？", "成人票是50元。"),
    (CHINESE, "花园内可以拍照吗？", "可以的，花园内可以拍照。"),
    (CHINESE, "洗手间在哪里？", "卫生间位于二楼。"),
    (CHINESE, "电梯在哪里？", "电梯在入口旁边。"),
];

#[test]
fn most_faithful_rewordings_may_be_said() {
    let refused: Vec<String> = CASES
        .iter()
        .filter_map(|(passages, question, reply)| {
            let reason = check(reply, passages, question, Language::of(reply)).err()?;
            Some(format!("{reply} [{question}]: {reason}"))
        })
        .collect();
    let share = 100 - refused.len() * 100 / CASES.len();
    println!(
        "{} rewordings, {share} % may be said; refused:\n{}",
        CASES.len(),
        refused.join("\n")
    );
    assert!(CASES.len() >= 60 && share >= 80, "{}", refused.join("\n"));
}
