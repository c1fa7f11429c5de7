//! Why a tool cannot do what it was called for.
//!
//! Owns the sentences: each can be spoken to the person who asked.

/// Why a tool cannot do what it was called for; its text is an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToolError {
    /// There is no such tool.
    #[error("I can't do that.")]
    UnknownTool,
    /// An argument is a list, an object or a truth value.
    #[error("I did not understand that. Please say it another way.")]
    WrongArgument,
    /// An argument, or what it stands for, is beyond all bounds.
    #[error("That is too long for me to work out.")]
    TooLong,
    /// A division by zero.
    #[error("I can't divide by zero.")]
    DivisionByZero,
    /// The even root of a negative number.
    #[error("That has no real result.")]
    NotReal,
    /// The result is above 10 to the power of 308.
    #[error("That number is too large for me.")]
    TooLarge,
    /// Not an expression.
    #[error("I did not understand the sum. Please say it another way, such as 25 plus 17.")]
    NotAnExpression,
    /// Not a number.
    #[error("I did not understand the number. Please say it another way.")]
    NotANumber,
    /// A unit is missing.
    #[error("Please say which units, such as 5 kilometers to miles.")]
    NoUnit,
    /// An unknown unit.
    #[error("I don't know the unit '{0}'.")]
    UnknownUnit(String),
    /// Units of different kinds.
    #[error("I can't convert {0} to {1}.")]
    DifferentKinds(&'static str, &'static str),
    /// A currency.
    #[error("I don't have exchange rates.")]
    Currency,
    /// A temperature below absolute zero.
    #[error("Nothing is that cold.")]
    TooCold,
    /// An unknown day.
    #[error("I can tell the date of today, tomorrow and yesterday.")]
    NotADay,
    /// An unknown action of the timer.
    #[error("I can set a timer, cancel it, or say how much time is left.")]
    UnknownAction,
    /// A timer without a duration, or with one that cannot be read.
    #[error("I did not understand how long. Please say it another way, such as 5 minutes.")]
    NotADuration,
    /// A timer below a second.
    #[error("A timer needs at least 1 second.")]
    TooShort,
    /// A timer above 7 days.
    #[error("A timer can run for 7 days at most.")]
    TooLongATime,
    /// All timers are in use.
    #[error("Too many timers are running. Please cancel them first.")]
    TooManyTimers,
}
