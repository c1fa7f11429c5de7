//! Expressions and their spoken answers.

use super::ToolError;
use super::calculate::calculate;

fn check(expression: &str, spoken: &str) {
    match calculate(expression) {
        Ok(sum) => assert_eq!(sum.spoken, spoken, "{expression}"),
        Err(error) => panic!("{expression}: {error}"),
    }
}

#[test]
fn expressions_in_signs_are_worked_out() {
    for (expression, spoken) in [
        ("25 + 17", "25 plus 17 is 42."),
        ("90-35", "90 minus 35 is 55."),
        ("8 * 7", "8 times 7 is 56."),
        ("84 / 4", "84 divided by 4 is 21."),
        ("7 / 3", "7 divided by 3 is about 2.33."),
        ("0.1 + 0.2", "0.1 plus 0.2 is 0.3."),
        ("15% of 80", "15 percent of 80 is 12."),
        ("15 % of 80", "15 percent of 80 is 12."),
        ("80 + 15%", "80 plus 15 percent is 92."),
        ("80 - 15 percent", "80 minus 15 percent is 68."),
        ("100 + 15% of 80", "100 plus 15 percent of 80 is 112."),
        ("sqrt 81", "The square root of 81 is 9."),
        ("sqrt(81) + 1", "The square root of (81) plus 1 is 10."),
        ("sqrt 2", "The square root of 2 is about 1.41."),
        ("2 ^ 10", "2 to the power of 10 is 1024."),
        ("2 ** -1", "2 to the power of minus 1 is 0.5."),
        ("-2 ^ 2", "Minus 2 to the power of 2 is -4."),
        ("2 + 3 * 4", "2 plus 3 times 4 is 14."),
        ("(2 + 3) * 4", "(2 plus 3) times 4 is 20."),
        ("2(3+4)", "2 (3 plus 4) is 14."),
        ("10 - 4 - 3", "10 minus 4 minus 3 is 3."),
        ("1,000 × 3", "1000 times 3 is 3000."),
        ("5²", "5 squared is 25."),
        ("½ + ½", "0.5 plus 0.5 is 1."),
        ("12 ÷ 5 = ?", "12 divided by 5 is 2.4."),
        ("2 ^ 3 ^ 2", "2 to the power of 3 to the power of 2 is 512."),
    ] {
        check(expression, spoken);
    }
}

#[test]
fn expressions_in_words_are_worked_out() {
    for (expression, spoken) in [
        ("twenty-five plus seventeen", "25 plus 17 is 42."),
        ("What is 8 times 7?", "8 times 7 is 56."),
        ("two hundred and five divided by five", "205 divided by 5 is 41."),
        ("the square root of 81", "The square root of 81 is 9."),
        ("3 x 4", "3 times 4 is 12."),
        ("half of 10", "Half of 10 is 5."),
        ("a third of 10", "A third of 10 is about 3.33."),
        ("twice 21", "Two times 21 is 42."),
        ("five and six", "5 plus 6 is 11."),
        ("3 cubed", "3 cubed is 27."),
        ("minus five times minus two", "Minus 5 times minus 2 is 10."),
        ("two million times three", "2000000 times 3 is 6000000."),
    ] {
        check(expression, spoken);
    }
}

#[test]
fn what_cannot_be_worked_out_is_said() {
    for (expression, error) in [
        ("1 / 0", ToolError::DivisionByZero),
        ("0 ^ -1", ToolError::DivisionByZero),
        ("1 / (2 - 2)", ToolError::DivisionByZero),
        ("sqrt(-4)", ToolError::NotReal),
        ("(-8) ^ 0.5", ToolError::NotReal),
        ("9 ^ 999", ToolError::TooLarge),
        ("9 ^ 9 ^ 9", ToolError::TooLarge),
        ("", ToolError::NotAnExpression),
        ("2 +", ToolError::NotAnExpression),
        ("2 3", ToolError::NotAnExpression),
        ("(2", ToolError::NotAnExpression),
        (") 2 (", ToolError::NotAnExpression),
        ("half", ToolError::NotAnExpression),
        ("rm -rf /", ToolError::NotAnExpression),
        ("1e9", ToolError::NotAnExpression),
        ("1,5 + 2", ToolError::NotAnExpression),
    ] {
        assert_eq!(
            calculate(expression).map(|sum| sum.spoken),
            Err(error),
            "{expression}"
        );
    }
}

#[test]
fn nothing_that_is_long_or_deep_gets_far() {
    assert_eq!(calculate(&"(".repeat(200)), Err(ToolError::TooLong));
    assert_eq!(calculate(&"-".repeat(60)), Err(ToolError::TooLong));
    assert_eq!(calculate(&"1+".repeat(90)), Err(ToolError::TooLong));
    assert_eq!(
        calculate(&vec!["1"; 40].join("+")).unwrap().spoken,
        "The result is 40."
    );
}
