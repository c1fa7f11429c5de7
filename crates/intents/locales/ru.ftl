# What the assistant's tools say in Russian.

list-last = { $rest } и { $last }
list-or = { $rest } или { $last }
yes = Да
no = Нет
about = примерно { $number }
answer-and-more = { $answer }, { $more }
answer-then = { $answer }. { $more }
power-of-ten = { $mantissa } умножить на десять в степени { $exponent }
not-allowed = Здесь я этого не могу.
too-large = Так далеко я считать не умею.
moment-passed = Это время уже прошло. Назовите, пожалуйста, более позднее.
here = здесь

# Money
money-pound = { $number } { $count ->
    [one] фунт
    [few] фунта
   *[other] фунтов
}
money-euro = { $number } евро
money-dollar = { $number } { $count ->
    [one] доллар
    [few] доллара
   *[other] долларов
}
money-rouble = { $number } { $count ->
    [one] рубль
    [few] рубля
   *[other] рублей
}
money-yuan = { $number } { $count ->
    [one] юань
    [few] юаня
   *[other] юаней
}

# Lengths of time
days = { $count } { $count ->
    [one] день
    [few] дня
   *[other] дней
}
hours = { $count } { $count ->
    [one] час
    [few] часа
   *[other] часов
}
minutes = { $count } { $count ->
    [one] минута
    [few] минуты
   *[other] минут
}
minutes-before-seconds = { minutes }
seconds = { $count } { $count ->
    [one] секунда
    [few] секунды
   *[other] секунд
}
days-accusative = { days }
hours-accusative = { hours }
minutes-accusative = { $count } { $count ->
    [one] минуту
    [few] минуты
   *[other] минут
}
seconds-accusative = { $count } { $count ->
    [one] секунду
    [few] секунды
   *[other] секунд
}

# Days
weekday-1 = понедельник
weekday-2 = вторник
weekday-3 = среда
weekday-4 = четверг
weekday-5 = пятница
weekday-6 = суббота
weekday-7 = воскресенье
on-weekday-1 = в понедельник
on-weekday-2 = во вторник
on-weekday-3 = в среду
on-weekday-4 = в четверг
on-weekday-5 = в пятницу
on-weekday-6 = в субботу
on-weekday-7 = в воскресенье
every-weekday-1 = каждый понедельник
every-weekday-2 = каждый вторник
every-weekday-3 = каждую среду
every-weekday-4 = каждый четверг
every-weekday-5 = каждую пятницу
every-weekday-6 = каждую субботу
every-weekday-7 = каждое воскресенье
every-weekdays = { $days }
every-day = каждый день
on-working-days = по будням
on-weekends = по выходным
month-1 = январь
month-2 = февраль
month-3 = март
month-4 = апрель
month-5 = май
month-6 = июнь
month-7 = июль
month-8 = август
month-9 = сентябрь
month-10 = октябрь
month-11 = ноябрь
month-12 = декабрь
month-of-1 = января
month-of-2 = февраля
month-of-3 = марта
month-of-4 = апреля
month-of-5 = мая
month-of-6 = июня
month-of-7 = июля
month-of-8 = августа
month-of-9 = сентября
month-of-10 = октября
month-of-11 = ноября
month-of-12 = декабря
in-month-1 = в январе
in-month-2 = в феврале
in-month-3 = в марте
in-month-4 = в апреле
in-month-5 = в мае
in-month-6 = в июне
in-month-7 = в июле
in-month-8 = в августе
in-month-9 = в сентябре
in-month-10 = в октябре
in-month-11 = в ноябре
in-month-12 = в декабре
date = { $day } { $month } { $year } года
short-date = { $day } { $month }
moment-today = сегодня в { $clock }
moment-tomorrow = завтра, { $onweekday }, в { $clock }
moment-weekday = { $onweekday } в { $clock }
moment-date = { $onweekday }, { $date }, в { $clock }
moment-year = { $onweekday }, { $fulldate }, в { $clock }
moment-repeated = { $days } в { $clock }

# The clock
time-now = Сейчас { $clock }.
time-now-place = { $start } сейчас { $clock }.
time-now-place-day = { $start } сейчас { $clock }, { $onweekday }.
time-zone = Часовой пояс: { $zone }.
time-ahead = Через { $length }{ $place } будет { $clock }.
time-ahead-day = Через { $length }{ $place } будет { $clock }, { $onweekday }.
time-ago = { $length } назад{ $place } было { $clock }.
time-same = { $into } сейчас столько же времени: разницы нет.
time-later = { $into } на { $length } больше.
time-earlier = { $into } на { $length } меньше.
time-until = До { $clock } осталось: { $length }.
time-elsewhere = Когда { $from } { $source }, { $to } { $target }.
time-elsewhere-next = Когда { $from } { $source }, { $to } { $target } следующего дня.
time-elsewhere-before = Когда { $from } { $source }, { $to } { $target } предыдущего дня.

# The calendar
date-today = Сегодня { $weekday }, { $date }.
date-tomorrow = Завтра { $weekday }, { $date }.
date-yesterday = Вчера: { $weekday }, { $date }.
date-that = Это { $weekday }, { $date }.
date-that-past = Это { $weekday }, { $date }.
date-holiday = { $name }: { $weekday }, { $date }.
date-holiday-past = { $name }: { $weekday }, { $date }.
date-next-weekday = { $reply } А ближайший такой день: { $date }.
date-unknown = Не могу определить эту дату.
weekday-is = { $date } — это { $weekday }.
weekday-was = { $date } — это { $weekday }.
month-now = Сейчас { $month } { $year } года.
month-next = Следующий месяц: { $month } { $year } года.
month-last = Прошлый месяц: { $month } { $year } года.
year-now = Сейчас { $year } год.
year-next = Следующий год: { $year }.
year-last = Прошлый год: { $year }.
count-days = { $number } { $count ->
    [one] день
    [few] дня
   *[other] дней
}
count-weeks = { $number } { $count ->
    [one] неделя
    [few] недели
   *[other] недель
}
count-months = { $number } { $count ->
    [one] месяц
    [few] месяца
   *[other] месяцев
}
count-years = { $number } { $count ->
    [one] год
    [few] года
   *[other] лет
}
that-is-today = Это сегодня.
date-until = До { $day } { $count ->
    [one] остался
   *[other] осталось
} { $distance }.
date-since = С { $day } { $count ->
    [one] прошёл
   *[other] прошло
} { $distance }.
date-between = С { $from } по { $to } — { $distance }.
leap-yes = Да, { $year } год високосный.
leap-no = Нет, { $year } год не високосный.
leap-was = Да, { $year } год был високосным.
leap-was-not = Нет, { $year } год не был високосным.
leap-next = Следующий високосный год — { $year }.
age = Тому, кто родился { $date }, сейчас { $count } { $count ->
    [one] год
    [few] года
   *[other] лет
}.
age-of-year = Тому, кто родился в { $year } году, в этом году исполняется { $count } { $count ->
    [one] год
    [few] года
   *[other] лет
}, так что сейчас { $before } или { $count }.
age-not-born = Этот день ещё не наступил.
month-length = Всего { $inmonth } { $year } года { $count } { $count ->
    [one] день
    [few] дня
   *[other] дней
}.
year-length = В { $year } году { $count } { $count ->
    [one] день
    [few] дня
   *[other] дней
}.
day-of-year = Сегодня { $count }-й день года.
week-number = Идёт { $count }-я неделя года.
is-today = { $answer }, сегодня { $weekday }.
is-tomorrow = { $answer }, завтра { $weekday }.
is-that = { $answer }, { $date } — { $weekday }.
left-of-year = { $count ->
    [0] Сегодня последний день года.
    [one] До конца года остался { $count } день.
    [few] До конца года осталось { $count } дня.
   *[other] До конца года осталось { $count } дней.
}
left-of-month = { $count ->
    [0] Сегодня последний день месяца.
    [one] До конца месяца остался { $count } день.
    [few] До конца месяца осталось { $count } дня.
   *[other] До конца месяца осталось { $count } дней.
}
left-of-week = { $count ->
    [0] Сегодня последний день недели.
    [one] До конца недели остался { $count } день.
    [few] До конца недели осталось { $count } дня.
   *[other] До конца недели осталось { $count } дней.
}

# Timers
timer-set = Таймер на { $length } запущен.
timer-set-named = Таймер «{ $lowername }» на { $length } запущен.
timer-how-long = На сколько?
timer-too-long = Таймер может идти не дольше 7 дней.
timer-too-short = На нём осталось меньше.
timer-too-many = Таймеров слишком много. Сначала отмените один из них.
timer-none = Таймеров сейчас нет.
timer-not-found = Такого таймера нет. Идут: { $timers }.
timer-which = Какой таймер: { $timers }?
timer-named = таймер «{ $name }»
timer-of-length = таймер на { $length }
timer-cancelled = Отменён { $timer }.
timer-all-cancelled = Отменены все таймеры: { $count }.
timer-all-paused = Все таймеры на паузе: { $count }.
timer-all-resumed = Все таймеры снова идут: { $count }.
timer-all-changed = Все таймеры изменены: { $count }.
timer-paused = На паузе { $timer }. Осталось: { $length }.
timer-already-paused = { $start } уже на паузе. Осталось: { $length }.
timer-resumed = { $start } снова идёт. Осталось: { $length }.
timer-already-running = { $start } уже идёт. Осталось: { $length }.
timer-restarted = Снова запущен { $timer }: { $length }.
timer-changed = Хорошо, теперь таймер на { $length }.
timer-left = Осталось { $length }: { $timer }.
timer-left-paused = { $start } на паузе. Осталось: { $length }.
timer-added = Добавлено: { $change }. Теперь осталось: { $length }.
timer-taken = Убавлено: { $change }. Теперь осталось: { $length }.
timer-list = { $count ->
    [one] Идёт { $count } таймер: { $timers }.
    [few] Идут { $count } таймера: { $timers }.
   *[other] Идёт { $count } таймеров: { $timers }.
}
timer-entry = осталось { $left }
timer-entry-paused = осталось { $left }, на паузе
timer-entry-named = «{ $name }», осталось { $left }
timer-entry-named-paused = «{ $name }», осталось { $left }, на паузе

# Alarms
alarm-set = Будильник поставлен: { $when }.
alarm-changed = Хорошо, теперь будильник: { $when }.
alarm-what-time = На какое время?
alarm-none = Будильников нет.
alarm-not-found = Такого будильника нет. Есть: { $alarms }.
alarm-which = Какой будильник: { $alarms }?
alarm-cancelled = Будильник отменён: { $alarm }.
alarm-all-cancelled = Отменены все будильники: { $count }.
alarm-too-many = Будильников слишком много. Сначала отмените один из них.
alarm-list = { $count ->
    [one] У вас { $count } будильник: { $alarms }.
    [few] У вас { $count } будильника: { $alarms }.
   *[other] У вас { $count } будильников: { $alarms }.
}
alarm-next = Ближайший будильник: { $when }.

# Reminders
reminder-set = Напомню { $when }: { $text }.
reminder-set-in = Напомню через { $length }, { $when }: { $text }.
reminder-when = Когда напомнить?
reminder-what = О чём напомнить?
reminder-none = Напоминаний нет.
reminder-not-found = Такого напоминания нет.
reminder-entry = { $text }, { $when }
reminder-list = { $count ->
    [one] У вас { $count } напоминание: { $reminders }.
    [few] У вас { $count } напоминания: { $reminders }.
   *[other] У вас { $count } напоминаний: { $reminders }.
}
reminder-which = Какое? { $list }
reminder-cancelled = Напоминание отменено: { $text }.
reminder-all-cancelled = Отменены все напоминания: { $count }.
reminder-too-many = Напоминаний слишком много. Сначала отмените одно из них.

# Ringing
ring-timer = Время вышло: таймер на { $plain }.
ring-timer-late = Таймер на { $plain } закончился, пока я был выключен.
ring-timer-named = Время вышло: таймер «{ $name }».
ring-timer-named-late = Таймер «{ $name }» закончился, пока я был выключен.
ring-alarm = Сейчас { $clock }. Это ваш будильник.
ring-alarm-late = В { $clock } должен был прозвенеть будильник, но я был выключен.
ring-reminder = Напоминаю: { $text }.
ring-reminder-late = Напоминание на { $clock }, с опозданием, потому что я был выключен: { $text }.

# Lists
list-what = Что записать?
list-full = Список полон. Сначала вычеркните что-нибудь.
list-added-shopping = Добавлено в список покупок: { $plain }.
list-added-todo = Добавлено в список дел: { $plain }.
list-added-notes = Записано: { $plain }.
list-removed-shopping = Вычеркнуто из списка покупок: { $entries }.
list-removed-todo = Вычеркнуто из списка дел: { $entries }.
list-removed-notes = Заметка удалена: { $entries }.
list-cleared-shopping = Готово. Список покупок теперь пуст: всё удалено.
list-cleared-todo = Готово. Список дел теперь пуст: всё удалено.
list-cleared-notes = Все заметки удалены.
list-empty-shopping = Список покупок пуст.
list-empty-todo = Список дел пуст.
list-empty-notes = Заметок нет.
list-read-shopping = В списке покупок: { $entries }.
list-read-todo = В списке дел: { $entries }.
list-read-notes = { $count ->
    [one] Есть { $count } заметка: { $entries }.
    [few] Есть { $count } заметки: { $entries }.
   *[other] Есть { $count } заметок: { $entries }.
}
list-on-shopping = Да, в списке покупок есть { $entry }.
list-on-todo = Да, в списке дел есть { $entry }.
list-on-notes = Да, такая заметка есть: { $entry }.
list-not-on-shopping = Нет, в списке покупок этого нет: { $entry }.
list-not-on-todo = Нет, в списке дел этого нет: { $entry }.
list-not-on-notes = Такой заметки нет: { $entry }.
list-count-shopping = { $count ->
    [0] Список покупок пуст.
   *[other] В списке покупок записей: { $count }.
}
list-count-todo = { $count ->
    [0] Список дел пуст.
   *[other] В списке дел записей: { $count }.
}
list-count-notes = { $count ->
    [0] Заметок нет.
   *[other] Заметок: { $count }.
}

# Sums
sum-is = { $question } — { $result }.
sum-result = Получится { $result }.
sum-percent = Это { $result } процентов.
sum-discount = Со скидкой получится { $result }.
sum-each = Это { $result } с каждого.
sum-saving = Экономия — { $result }.
sum-average = Среднее — { $result }.
sum-change = Сдача — { $result }.
sum-tip = Чаевые — { $tip }, всего — { $total }.
sum-goes-into = { $left } помещается в { $right } { $result } раз.
sum-by-zero = На ноль делить нельзя.
sum-not-real = У этого нет действительного результата.
sum-too-large = Это число для меня слишком велико.
sum-equal = Они равны.
sum-first-larger = { $a } больше, чем { $b }.
sum-second-larger = { $b } больше, чем { $a }.
sum-even = { $number } — чётное число.
sum-odd = { $number } — нечётное число.
sum-prime = Да, { $number } — простое число.
sum-not-prime = Нет, { $number } — не простое число.
op-plus = { $a } плюс { $b }
op-minus = { $a } минус { $b }
op-times = { $a } умножить на { $b }
op-over = { $a } разделить на { $b }
op-power = { $a } в степени { $b }
op-squared = { $a } в квадрате
op-cubed = { $a } в кубе
op-root = квадратный корень из { $a }
op-cube-root = кубический корень из { $a }
op-percent-of = { $a } процентов от { $b }
op-plus-percent = { $a } плюс { $b } процентов
op-minus-percent = { $a } минус { $b } процентов
op-remainder = остаток от деления { $a } на { $b }

# Units
convert-is = { $from } — это { $to }.
convert-about = { $from } — это примерно { $to }.
convert-or = { $first }, или { $second }
convert-too-cold = Такого холода не бывает.
convert-currency = Курсов валют у меня нет: они меняются каждый день, а я работаю без интернета.

# Chance
coin-heads = Орёл.
coin-tails = Решка.
coins = Орёл: { $heads }, решка: { $tails }.
dice = Выпало { $rolls }.
dice-several = Выпало { $rolls }, всего { $total }.
random-number = { $number }.
random-pick = { $option }.
random-yes = Да.
random-no = Нет.
card = { $rank } { $suit }.
card-suit-1 = треф
card-suit-2 = бубен
card-suit-3 = червей
card-suit-4 = пик
card-rank-1 = Туз
card-rank-2 = Двойка
card-rank-3 = Тройка
card-rank-4 = Четвёрка
card-rank-5 = Пятёрка
card-rank-6 = Шестёрка
card-rank-7 = Семёрка
card-rank-8 = Восьмёрка
card-rank-9 = Девятка
card-rank-10 = Десятка
card-rank-11 = Валет
card-rank-12 = Дама
card-rank-13 = Король

# Speaking
repeat-nothing = Я ещё ничего не сказал.
speed-slower = Хорошо, медленнее.
speed-faster = Хорошо, быстрее.
patience-more = Хорошо, буду ждать дольше.
patience-less = Хорошо, буду отвечать раньше.
volume-louder = Хорошо, громче.
volume-quieter = Хорошо, тише.
volume-loudest = Это уже самая большая громкость.
volume-quietest = Тише уже нельзя: громкость и так самая маленькая.
volume-set = Хорошо, громкость { $percent } процентов.
volume-is = Громкость { $percent } процентов.
volume-unknown = Могу говорить громче или тише: просто скажите.
stopped = Хорошо.
never-mind = Хорошо, ничего страшного.
language-english = Просто спросите по-английски: я отвечаю на языке вопроса.
language-russian = Просто спросите по-русски: я отвечаю на языке вопроса.
language-chinese = Просто спросите по-китайски: я отвечаю на языке вопроса.

# Talk
help = Спросите меня об этом месте, о времени или о дате. Я умею ставить таймеры, будильники и напоминания, вести список покупок, считать, переводить единицы и бросать кубик. В любой момент скажите «повтори», «громче» или «хватит».
hello-morning = Здравствуйте, доброе утро! Чем могу помочь?
hello-afternoon = Здравствуйте, добрый день! Чем могу помочь?
hello-evening = Здравствуйте, добрый вечер! Чем могу помочь?
good-morning = Доброе утро! Чем могу помочь?
good-afternoon = Добрый день! Чем могу помочь?
good-evening = Добрый вечер! Чем могу помочь?
good-night = Спокойной ночи!
bye = До свидания, всего доброго!
thanks = Пожалуйста!
thanks-bye = Пожалуйста! До свидания, всего доброго!
how-are-you = Спасибо, у меня всё хорошо! Чем могу помочь?
who-are-you = Я Майна, голосовой помощник, и живу в этом устройстве. Задайте вопрос, и я помогу, если смогу.
your-name = Меня зовут Майна.
are-you-human = Нет, я Майна, компьютерная программа с голосом.
are-you-there = Да, я здесь и слушаю. Чем могу помочь?
privacy-listening = Я слушаю, чтобы отвечать, и только на этом устройстве: ничто из сказанного его не покидает.
privacy-recording = Я слушаю, чтобы отвечать. Всё сказанное обрабатывается на этом устройстве и никуда не отправляется.
privacy-online = Нет, я работаю без интернета. Всё происходит на этом устройстве, и ничто из сказанного его не покидает.
compliment = Спасибо, очень приятно! Могу ещё чем-нибудь помочь?
complaint = Мне жаль. Скажите, пожалуйста, по-другому, и я попробую ещё раз.
apology = Ничего страшного!
joke-1 = Почему часы отстали на четыре секунды? Задумались о времени.
joke-2 = Я хотел рассказать шутку о путешествиях во времени, но вам она не понравилась.
joke-3 = Попугай спрашивает попугая: ты умеешь говорить? А ты, отвечает тот, умеешь слушать?
joke-4 = Я рассказал таймеру анекдот. Он смеялся ровно десять секунд.
who-made-you = Меня сделали люди из проекта Mynah: им хотелось помощника, который никуда не уходит со своего устройства.
your-age = Я компьютерная программа, так что дней рождения не считаю.
which-languages = Я говорю по-русски, по-английски и по-китайски.
welcome = Могу ещё чем-нибудь помочь?
agreed = Хорошо. Спрашивайте, если что-нибудь понадобится.

own-tool-late = Инструмент { $tool } не ответил вовремя.
own-tool-broken = У инструмента { $tool } сейчас нет ответа.
own-tool-absent = Инструмент { $tool } не запустился.
