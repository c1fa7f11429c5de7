# What the assistant's tools say in English. Every key here must be in every other language.

list-last = { $rest } and { $last }
list-or = { $rest } or { $last }
yes = Yes
no = No
about = about { $number }
answer-and-more = { $answer }, { $more }
answer-then = { $answer }. { $more }
power-of-ten = { $mantissa } times ten to the power of { $exponent }
not-allowed = I can't do that here.
too-large = That is too far away for me to work out.
moment-passed = That time has already passed. Please give me a later one.
here = here

# Money, where English has no sign for it
money-pound = £{ $number }
money-euro = €{ $number }
money-dollar = ${ $number }
money-rouble = { $number } { $count ->
    [one] rouble
   *[other] roubles
}
money-yuan = { $number } yuan

# Lengths of time
days = { $count } { $count ->
    [one] day
   *[other] days
}
hours = { $count } { $count ->
    [one] hour
   *[other] hours
}
minutes = { $count } { $count ->
    [one] minute
   *[other] minutes
}
minutes-before-seconds = { minutes }
seconds = { $count } { $count ->
    [one] second
   *[other] seconds
}
days-accusative = { days }
hours-accusative = { hours }
minutes-accusative = { minutes }
seconds-accusative = { seconds }

# Days
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
on-weekday-1 = on Monday
on-weekday-2 = on Tuesday
on-weekday-3 = on Wednesday
on-weekday-4 = on Thursday
on-weekday-5 = on Friday
on-weekday-6 = on Saturday
on-weekday-7 = on Sunday
every-weekday-1 = Monday
every-weekday-2 = Tuesday
every-weekday-3 = Wednesday
every-weekday-4 = Thursday
every-weekday-5 = Friday
every-weekday-6 = Saturday
every-weekday-7 = Sunday
every-weekdays = every { $days }
every-day = every day
on-working-days = on weekdays
on-weekends = at weekends
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-of-1 = January
month-of-2 = February
month-of-3 = March
month-of-4 = April
month-of-5 = May
month-of-6 = June
month-of-7 = July
month-of-8 = August
month-of-9 = September
month-of-10 = October
month-of-11 = November
month-of-12 = December
in-month-1 = January
in-month-2 = February
in-month-3 = March
in-month-4 = April
in-month-5 = May
in-month-6 = June
in-month-7 = July
in-month-8 = August
in-month-9 = September
in-month-10 = October
in-month-11 = November
in-month-12 = December
date = { $day } { $month } { $year }
short-date = { $day } { $month }
moment-today = { $clock } today
moment-tomorrow = { $clock } tomorrow, { $weekday }
moment-weekday = { $clock } { $onweekday }
moment-date = { $clock } { $onweekday }, { $date }
moment-year = { $clock } { $onweekday }, { $fulldate }
moment-repeated = { $clock } { $days }

# The clock
time-now = It's { $clock }.
time-now-place = It's { $clock } { $place }.
time-now-place-day = It's { $clock } { $onweekday } { $place }.
time-zone = The time zone is { $zone }.
time-ahead = In { $length } it will be { $clock }{ $place }.
time-ahead-day = In { $length } it will be { $clock } { $onweekday }{ $place }.
time-ago = { $length } ago it was { $clock }{ $place }.
time-same = It's the same time in { $to } as { $infrom }.
time-later = { $to } is { $length } ahead of { $from }.
time-earlier = { $to } is { $length } behind { $from }.
time-until = It's { $length } until { $clock }.
time-elsewhere = When it's { $source } { $from }, it's { $target } { $to }.
time-elsewhere-next = When it's { $source } { $from }, it's { $target } the next day { $to }.
time-elsewhere-before = When it's { $source } { $from }, it's { $target } the day before { $to }.

# The calendar
date-today = Today is { $weekday }, { $date }.
date-tomorrow = Tomorrow is { $weekday }, { $date }.
date-yesterday = Yesterday was { $weekday }, { $date }.
date-that = That is { $weekday }, { $date }.
date-that-past = That was { $weekday }, { $date }.
date-holiday = { $name } is { $onweekday }, { $date }.
date-holiday-past = { $name } was { $onweekday }, { $date }.
date-next-weekday = { $reply } The one this week is { $date }.
date-unknown = I can't work out that date.
weekday-is = { $date } is a { $weekday }.
weekday-was = { $date } was a { $weekday }.
month-now = It's { $month } { $year }.
month-next = Next month is { $month } { $year }.
month-last = Last month was { $month } { $year }.
year-now = It's { $year }.
year-next = Next year is { $year }.
year-last = Last year was { $year }.
count-days = { $number } { $count ->
    [one] day
   *[other] days
}
count-weeks = { $number } { $count ->
    [one] week
   *[other] weeks
}
count-months = { $number } { $count ->
    [one] month
   *[other] months
}
count-years = { $number } { $count ->
    [one] year
   *[other] years
}
that-is-today = That's today.
date-until = It's { $distance } until { $day }.
date-since = It's { $distance } since { $day }.
date-between = From { $from } to { $to } it's { $distance }.
leap-yes = Yes, { $year } is a leap year.
leap-no = No, { $year } is not a leap year.
leap-was = Yes, { $year } was a leap year.
leap-was-not = No, { $year } was not a leap year.
leap-next = The next leap year is { $year }.
age = Someone born on { $date } is { $count } { $count ->
    [one] year
   *[other] years
} old.
age-of-year = Someone born in { $year } turns { $count } this year, so they are { $before } or { $count }.
age-not-born = That day has not come yet.
month-length = { $month } { $year } has { $count } days.
year-length = { $year } has { $count } days.
day-of-year = Today is day { $count } of the year.
week-number = It's week { $count }.
is-today = { $answer }, today is { $weekday }.
is-tomorrow = { $answer }, tomorrow is { $weekday }.
is-that = { $answer }, { $date } is a { $weekday }.
left-of-year = { $count ->
    [0] Today is the last day of the year.
    [one] There is 1 day left in the year.
   *[other] There are { $count } days left in the year.
}
left-of-month = { $count ->
    [0] Today is the last day of the month.
    [one] There is 1 day left in the month.
   *[other] There are { $count } days left in the month.
}
left-of-week = { $count ->
    [0] Today is the last day of the week.
    [one] There is 1 day left in the week.
   *[other] There are { $count } days left in the week.
}

# Timers
timer-set = Timer set for { $length }.
timer-set-named = { $name } timer set for { $length }.
timer-how-long = For how long?
timer-too-long = A timer can run for 7 days at most.
timer-too-short = There isn't that much time left on it.
timer-too-many = Too many timers are running. Please cancel one first.
timer-none = No timers are running.
timer-not-found = There is no such timer. Running: { $timers }.
timer-which = Which timer: { $timers }?
timer-named = the { $name } timer
timer-of-length = the { $length } timer
timer-cancelled = Cancelled { $timer }.
timer-all-cancelled = Cancelled all { $count } timers.
timer-all-paused = Paused all { $count } timers.
timer-all-resumed = All { $count } timers are running again.
timer-all-changed = Changed all { $count } timers.
timer-paused = Paused { $timer }, with { $length } left.
timer-already-paused = { $start } is already paused, with { $length } left.
timer-resumed = { $start } is running again, with { $length } left.
timer-already-running = { $start } is already running, with { $length } left.
timer-restarted = Started { $timer } again: { $length }.
timer-changed = Okay, the timer is now set for { $length }.
timer-left = { $length } left on { $timer }.
timer-left-paused = { $start } is paused, with { $length } left.
timer-added = Added { $change }. { $length } left now.
timer-taken = Took off { $change }. { $length } left now.
timer-list = { $count ->
    [one] One timer is running: { $timers }.
   *[other] { $count } timers are running: { $timers }.
}
timer-entry = { $left } left
timer-entry-paused = { $left } left, paused
timer-entry-named = { $name } with { $left } left
timer-entry-named-paused = { $name } with { $left } left, paused

# Alarms
alarm-set = Alarm set for { $when }.
alarm-changed = Okay, the alarm is now set for { $when }.
alarm-what-time = For what time?
alarm-none = You have no alarms set.
alarm-not-found = There is no such alarm. You have { $alarms }.
alarm-which = Which alarm: { $alarms }?
alarm-cancelled = Cancelled the alarm for { $alarm }.
alarm-all-cancelled = Cancelled all { $count } alarms.
alarm-too-many = There are too many alarms. Please cancel one first.
alarm-list = { $count ->
    [one] You have one alarm: { $alarms }.
   *[other] You have { $count } alarms: { $alarms }.
}
alarm-next = The next alarm is at { $when }.

# Reminders
reminder-set = I'll remind you at { $when }: { $text }.
reminder-set-in = I'll remind you in { $length }, at { $when }: { $text }.
reminder-when = When shall I remind you?
reminder-what = What shall I remind you of?
reminder-none = You have no reminders.
reminder-not-found = There is no such reminder.
reminder-entry = { $text }, at { $when }
reminder-list = { $count ->
    [one] You have one reminder: { $reminders }.
   *[other] You have { $count } reminders: { $reminders }.
}
reminder-which = Which one? { $list }
reminder-cancelled = Cancelled the reminder: { $text }.
reminder-all-cancelled = Cancelled all { $count } reminders.
reminder-too-many = There are too many reminders. Please cancel one first.

# Ringing
ring-timer = Time's up: the { $length } timer.
ring-timer-late = The { $length } timer ran out while I was off.
ring-timer-named = Time's up: the { $name } timer.
ring-timer-named-late = The { $name } timer ran out while I was off.
ring-alarm = It's { $clock }. This is your alarm.
ring-alarm-late = I was off at { $clock }, when your alarm was set.
ring-reminder = A reminder: { $text }.
ring-reminder-late = A reminder, for { $clock } and late because I was off: { $text }.

# Lists
list-what = What shall I put on it?
list-full = The list is full. Please take something off it first.
list-added-shopping = Added { $plain } to the shopping list.
list-added-todo = Added { $plain } to the to-do list.
list-added-notes = Noted: { $plain }.
list-removed-shopping = Removed { $entries } from the shopping list.
list-removed-todo = Removed { $entries } from the to-do list.
list-removed-notes = Deleted the note: { $entries }.
list-cleared-shopping = Cleared. The shopping list is empty now.
list-cleared-todo = Cleared. The to-do list is empty now.
list-cleared-notes = Deleted all notes.
list-empty-shopping = The shopping list is empty.
list-empty-todo = The to-do list is empty.
list-empty-notes = There are no notes.
list-read-shopping = On the shopping list: { $entries }.
list-read-todo = On the to-do list: { $entries }.
list-read-notes = { $count ->
    [one] There is one note: { $entries }.
   *[other] There are { $count } notes: { $entries }.
}
list-on-shopping = Yes, { $entry } is on the shopping list.
list-on-todo = Yes, { $entry } is on the to-do list.
list-on-notes = Yes, there is a note: { $entry }.
list-not-on-shopping = No, { $entry } is not on the shopping list.
list-not-on-todo = No, { $entry } is not on the to-do list.
list-not-on-notes = There is no note about { $entry }.
list-count-shopping = { $count ->
    [0] The shopping list is empty.
    [one] There is one thing on the shopping list.
   *[other] There are { $count } things on the shopping list.
}
list-count-todo = { $count ->
    [0] The to-do list is empty.
    [one] There is one thing on the to-do list.
   *[other] There are { $count } things on the to-do list.
}
list-count-notes = { $count ->
    [0] There are no notes.
    [one] There is one note.
   *[other] There are { $count } notes.
}

# Sums
sum-is = { $question } is { $result }.
sum-result = That's { $result }.
sum-percent = That's { $result } percent.
sum-discount = With the discount that's { $result }.
sum-each = That's { $result } each.
sum-saving = You save { $result }.
sum-average = The average is { $result }.
sum-change = You get { $result } back.
sum-tip = The tip is { $tip }, and the total { $total }.
sum-goes-into = { $left } goes into { $right } { $result } times.
sum-by-zero = You can't divide by zero.
sum-not-real = That has no real number as its result.
sum-too-large = That number is too large for me.
sum-equal = They are equal.
sum-first-larger = { $a } is more than { $b }.
sum-second-larger = { $b } is more than { $a }.
sum-even = { $number } is even.
sum-odd = { $number } is odd.
sum-prime = Yes, { $number } is a prime number.
sum-not-prime = No, { $number } is not a prime number.
op-plus = { $a } plus { $b }
op-minus = { $a } minus { $b }
op-times = { $a } times { $b }
op-over = { $a } divided by { $b }
op-power = { $a } to the power of { $b }
op-squared = { $a } squared
op-cubed = { $a } cubed
op-root = the square root of { $a }
op-cube-root = the cube root of { $a }
op-percent-of = { $a } percent of { $b }
op-plus-percent = { $a } plus { $b } percent
op-minus-percent = { $a } minus { $b } percent
op-remainder = the remainder of { $a } divided by { $b }

# Units
convert-is = { $from } is { $to }.
convert-about = { $from } is about { $to }.
convert-or = { $first }, or { $second }
convert-too-cold = Nothing can be that cold.
convert-currency = I have no exchange rates: they change daily, and I am offline.

# Chance
coin-heads = Heads.
coin-tails = Tails.
coins = { $heads } heads and { $tails } tails.
dice = You rolled a { $rolls }.
dice-several = You rolled { $rolls }, { $total } in total.
random-number = { $number }.
random-pick = { $option }.
random-yes = Yes.
random-no = No.
card = The { $rank } of { $suit }.
card-suit-1 = clubs
card-suit-2 = diamonds
card-suit-3 = hearts
card-suit-4 = spades
card-rank-1 = ace
card-rank-2 = two
card-rank-3 = three
card-rank-4 = four
card-rank-5 = five
card-rank-6 = six
card-rank-7 = seven
card-rank-8 = eight
card-rank-9 = nine
card-rank-10 = ten
card-rank-11 = jack
card-rank-12 = queen
card-rank-13 = king

# Speaking
repeat-nothing = I haven't said anything yet.
speed-slower = Okay, slower.
speed-faster = Okay, faster.
patience-more = Okay, I will give you more time.
patience-less = Okay, I will answer sooner.
volume-louder = Okay, louder.
volume-quieter = Okay, quieter.
volume-loudest = That is as loud as it goes.
volume-quietest = That is as quiet as it goes.
volume-set = Okay, the volume is at { $percent } percent.
volume-is = The volume is at { $percent } percent.
volume-unknown = I can make it louder or quieter: just say so.
stopped = Okay.
never-mind = Okay, no problem.
language-english = Just ask me in English: I answer in the language of the question.
language-russian = Just ask me in Russian: I answer in the language of the question.
language-chinese = Just ask me in Chinese: I answer in the language of the question.

# Talk
help = You can ask me a question about this place, or the time and the date. I can set timers, alarms and reminders, keep a shopping list, do sums, convert units, and roll dice. Say "repeat", "louder" or "stop" at any time.
hello-morning = Hello, good morning! How can I help?
hello-afternoon = Hello, good afternoon! How can I help?
hello-evening = Hello, good evening! How can I help?
good-morning = Good morning! How can I help?
good-afternoon = Good afternoon! How can I help?
good-evening = Good evening! How can I help?
good-night = Good night, sleep well!
bye = Goodbye, and have a nice day!
thanks = You're welcome!
thanks-bye = You're welcome. Goodbye, and have a nice day!
how-are-you = I'm very well, thank you! How can I help?
who-are-you = I'm Mynah, a voice assistant that lives in this machine. Ask me a question, and I'll help if I can.
your-name = My name is Mynah.
are-you-human = No, I'm Mynah, a computer program with a voice.
are-you-there = Yes, I'm here and listening. How can I help?
privacy-listening = I listen so that I can answer you, and only on this machine: nothing you say leaves it.
privacy-recording = I listen in order to answer. What you say is worked out on this machine, and nothing is sent anywhere.
privacy-online = No, I'm offline. Everything happens on this machine, and nothing you say leaves it.
compliment = Thank you, that's kind! Is there anything else I can help with?
complaint = I'm sorry about that. Please say it another way, and I'll try again.
apology = No problem at all!
joke-1 = Why did the clock go back four seconds? It was still hungry.
joke-2 = I would tell you a joke about time travel, but you didn't like it.
joke-3 = What do you call a parrot that flew away? A polygon.
joke-4 = I told my timer a joke. It laughed for exactly ten seconds.
who-made-you = I was built by the people of the Mynah project, who wanted an assistant that stays on one machine.
your-age = I'm a computer program, so I don't count birthdays.
which-languages = I speak English, Russian and Chinese.
welcome = Is there anything else I can help with?
agreed = Good. Just ask if you need anything else.

own-tool-late = The { $tool } tool did not answer in time.
own-tool-broken = The { $tool } tool has no answer now.
own-tool-absent = The { $tool } tool could not be started.
