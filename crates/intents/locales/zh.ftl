# What the assistant's tools say in Chinese.

list-last = { $rest }和{ $last }
list-or = { $rest }还是{ $last }
yes = 是的
no = 不是
about = 约{ $number }
answer-and-more = { $answer }，{ $more }
answer-then = { $answer }。{ $more }
power-of-ten = { $mantissa }乘以10的{ $exponent }次方
not-allowed = 这里不能这样做。
too-large = 这太远了，我算不出来。
moment-passed = 这个时间已经过了，请说一个晚一点的时间。
here = 这里

# Money
money-pound = { $number }英镑
money-euro = { $number }欧元
money-dollar = { $number }美元
money-rouble = { $number }卢布
money-yuan = { $number }元

# Lengths of time
days = { $count }天
hours = { $count }小时
minutes = { $count }分钟
minutes-before-seconds = { $count }分
seconds = { $count }秒
days-accusative = { days }
hours-accusative = { hours }
minutes-accusative = { minutes }
seconds-accusative = { seconds }

# Days
weekday-1 = 星期一
weekday-2 = 星期二
weekday-3 = 星期三
weekday-4 = 星期四
weekday-5 = 星期五
weekday-6 = 星期六
weekday-7 = 星期日
on-weekday-1 = 星期一
on-weekday-2 = 星期二
on-weekday-3 = 星期三
on-weekday-4 = 星期四
on-weekday-5 = 星期五
on-weekday-6 = 星期六
on-weekday-7 = 星期日
every-weekday-1 = 周一
every-weekday-2 = 周二
every-weekday-3 = 周三
every-weekday-4 = 周四
every-weekday-5 = 周五
every-weekday-6 = 周六
every-weekday-7 = 周日
every-weekdays = 每{ $days }
every-day = 每天
on-working-days = 每个工作日
on-weekends = 每个周末
month-1 = 一月
month-2 = 二月
month-3 = 三月
month-4 = 四月
month-5 = 五月
month-6 = 六月
month-7 = 七月
month-8 = 八月
month-9 = 九月
month-10 = 十月
month-11 = 十一月
month-12 = 十二月
month-of-1 = 一月
month-of-2 = 二月
month-of-3 = 三月
month-of-4 = 四月
month-of-5 = 五月
month-of-6 = 六月
month-of-7 = 七月
month-of-8 = 八月
month-of-9 = 九月
month-of-10 = 十月
month-of-11 = 十一月
month-of-12 = 十二月
in-month-1 = 一月
in-month-2 = 二月
in-month-3 = 三月
in-month-4 = 四月
in-month-5 = 五月
in-month-6 = 六月
in-month-7 = 七月
in-month-8 = 八月
in-month-9 = 九月
in-month-10 = 十月
in-month-11 = 十一月
in-month-12 = 十二月
date = { $year }年{ $monthnumber }月{ $day }日
short-date = { $monthnumber }月{ $day }日
moment-today = 今天{ $clock }
moment-tomorrow = 明天{ $clock }
moment-weekday = { $onweekday }{ $clock }
moment-date = { $date }，{ $onweekday }，{ $clock }
moment-year = { $fulldate }，{ $onweekday }，{ $clock }
moment-repeated = { $days }{ $clock }

# The clock
time-now = 现在是{ $clock }。
time-now-place = { $place }现在是{ $clock }。
time-now-place-day = { $place }现在是{ $onweekday }{ $clock }。
time-zone = 时区是{ $zone }。
time-ahead = { $length }后{ $place }是{ $clock }。
time-ahead-day = { $length }后{ $place }是{ $onweekday }{ $clock }。
time-ago = { $length }前{ $place }是{ $clock }。
time-same = { $to }和{ $from }的时间一样。
time-later = { $to }比{ $from }早{ $length }，也就是快{ $length }。
time-earlier = { $to }比{ $from }晚{ $length }，也就是慢{ $length }。
time-until = 离{ $clock }还有{ $length }。
time-elsewhere = { $from }{ $source }的时候，{ $to }是{ $target }。
time-elsewhere-next = { $from }{ $source }的时候，{ $to }是第二天{ $target }。
time-elsewhere-before = { $from }{ $source }的时候，{ $to }是前一天{ $target }。

# The calendar
date-today = 今天是{ $date }，{ $weekday }。
date-tomorrow = 明天是{ $date }，{ $weekday }。
date-yesterday = 昨天是{ $date }，{ $weekday }。
date-that = 那天是{ $date }，{ $weekday }。
date-that-past = 那天是{ $date }，{ $weekday }。
date-holiday = { $name }是{ $date }，{ $weekday }。
date-holiday-past = { $name }是{ $date }，{ $weekday }。
date-next-weekday = { $reply }最近的一个是{ $date }。
date-unknown = 这个日期我算不出来。
weekday-is = { $date }是{ $weekday }。
weekday-was = { $date }是{ $weekday }。
month-now = 现在是{ $year }年{ $month }。
month-next = 下个月是{ $year }年{ $month }。
month-last = 上个月是{ $year }年{ $month }。
year-now = 今年是{ $year }年。
year-next = 明年是{ $year }年。
year-last = 去年是{ $year }年。
count-days = { $number }天
count-weeks = { $number }个星期
count-months = { $number }个月
count-years = { $number }年
that-is-today = 就是今天。
date-until = 离{ $day }还有{ $distance }。
date-since = 从{ $day }到今天有{ $distance }。
date-between = 从{ $from }到{ $to }有{ $distance }。
leap-yes = 是的，{ $year }年是闰年。
leap-no = 不是，{ $year }年不是闰年，是平年。
leap-was = 是的，{ $year }年是闰年。
leap-was-not = 不是，{ $year }年不是闰年，是平年。
leap-next = 下一个闰年是{ $year }年。
age = { $date }出生的人现在{ $count }岁。
age-of-year = { $year }年出生的人今年满{ $count }岁，生日没到的话是{ $before }岁。
age-not-born = 那一天还没到。
month-length = { $year }年{ $month }有{ $count }天。
year-length = { $year }年有{ $count }天。
day-of-year = 今天是今年的第{ $count }天。
week-number = 这是今年的第{ $count }周。
is-today = { $answer }，今天是{ $weekday }。
is-tomorrow = { $answer }，明天是{ $weekday }。
is-that = { $answer }，{ $date }是{ $weekday }。
left-of-year = { $count ->
    [0] 今天是今年的最后一天。
   *[other] 今年还剩{ $count }天。
}
left-of-month = { $count ->
    [0] 今天是这个月的最后一天。
   *[other] 这个月还剩{ $count }天。
}
left-of-week = { $count ->
    [0] 今天是这个星期的最后一天。
   *[other] 这个星期还剩{ $count }天。
}

# Timers
timer-set = 好的，{ $length }的计时器开始了。
timer-set-named = 好的，{ $lowername }计时器开始了，{ $length }。
timer-how-long = 要计时多久？
timer-too-long = 计时器最长七天。
timer-too-short = 计时器剩下的时间没有那么多。
timer-too-many = 计时器太多了，请先取消一个。
timer-none = 现在没有计时器。
timer-not-found = 没有这个计时器。现在有：{ $timers }。
timer-which = 哪一个计时器：{ $timers }？
timer-named = { $name }计时器
timer-of-length = { $length }的计时器
timer-cancelled = 已取消{ $timer }。
timer-all-cancelled = 已取消全部{ $count }个计时器。
timer-all-paused = 已暂停全部{ $count }个计时器。
timer-all-resumed = 全部{ $count }个计时器继续计时。
timer-all-changed = 已更改全部{ $count }个计时器。
timer-paused = 已暂停{ $timer }，还剩{ $length }。
timer-already-paused = { $timer }已经暂停了，还剩{ $length }。
timer-resumed = { $timer }继续计时，还剩{ $length }。
timer-already-running = { $timer }正在计时，还剩{ $length }。
timer-restarted = { $timer }重新开始，{ $length }。
timer-changed = 好的，计时器改成{ $length }了。
timer-left = { $timer }还剩{ $length }。
timer-left-paused = { $timer }暂停中，还剩{ $length }。
timer-added = 已加{ $change }，现在还剩{ $length }。
timer-taken = 已减{ $change }，现在还剩{ $length }。
timer-list = 现在有{ $count }个计时器：{ $timers }。
timer-entry = 还剩{ $left }
timer-entry-paused = 暂停中还剩{ $left }
timer-entry-named = { $name }还剩{ $left }
timer-entry-named-paused = { $name }暂停中还剩{ $left }

# Alarms
alarm-set = 好的，闹钟设在{ $when }。
alarm-changed = 好的，闹钟改到{ $when }了。
alarm-what-time = 要几点的闹钟？
alarm-none = 现在没有闹钟。
alarm-not-found = 没有这个闹钟。现在有：{ $alarms }。
alarm-which = 哪一个闹钟：{ $alarms }？
alarm-cancelled = 已取消{ $alarm }的闹钟。
alarm-all-cancelled = 已取消全部{ $count }个闹钟。
alarm-too-many = 闹钟太多了，请先取消一个。
alarm-list = 现在有{ $count }个闹钟：{ $alarms }。
alarm-next = 下一个闹钟是{ $when }。

# Reminders
reminder-set = 好的，{ $when }提醒你：{ $text }。
reminder-set-in = 好的，{ $length }后，也就是{ $when }，提醒你：{ $text }。
reminder-when = 什么时候提醒你？
reminder-what = 提醒你什么事？
reminder-none = 现在没有提醒。
reminder-not-found = 没有这个提醒。
reminder-entry = { $when }，{ $text }
reminder-list = 现在有{ $count }个提醒：{ $reminders }。
reminder-which = 哪一个？{ $list }
reminder-cancelled = 已取消提醒：{ $text }。
reminder-all-cancelled = 已取消全部{ $count }个提醒。
reminder-too-many = 提醒太多了，请先取消一个。

# Ringing
ring-timer = 时间到，{ $length }的计时器响了。
ring-timer-late = { $length }的计时器在我关机的时候到时间了。
ring-timer-named = 时间到，{ $name }计时器响了。
ring-timer-named-late = { $name }计时器在我关机的时候到时间了。
ring-alarm = 现在是{ $clock }，闹钟响了。
ring-alarm-late = { $clock }的闹钟该响的时候我关机了。
ring-reminder = 提醒你：{ $text }。
ring-reminder-late = { $clock }的提醒，因为关机晚了：{ $text }。

# Lists
list-what = 要加什么？
list-full = 清单满了，请先划掉一些。
list-added-shopping = 已加到购物清单：{ $plain }。
list-added-todo = 已加到待办清单：{ $plain }。
list-added-notes = 记下了：{ $plain }。
list-removed-shopping = 已从购物清单划掉：{ $entries }。
list-removed-todo = 已从待办清单划掉：{ $entries }。
list-removed-notes = 已删除笔记：{ $entries }。
list-cleared-shopping = 购物清单已清空。
list-cleared-todo = 待办清单已清空。
list-cleared-notes = 笔记已全部删除。
list-empty-shopping = 购物清单是空的。
list-empty-todo = 待办清单是空的。
list-empty-notes = 没有笔记。
list-read-shopping = 购物清单上有：{ $entries }。
list-read-todo = 待办清单上有：{ $entries }。
list-read-notes = 有{ $count }条笔记：{ $entries }。
list-on-shopping = 有，{ $entry }在购物清单上。
list-on-todo = 有，{ $entry }在待办清单上。
list-on-notes = 有一条笔记：{ $entry }。
list-not-on-shopping = 购物清单上没有{ $entry }。
list-not-on-todo = 待办清单上没有{ $entry }。
list-not-on-notes = 没有这条笔记：{ $entry }。
list-count-shopping = { $count ->
    [0] 购物清单是空的。
   *[other] 购物清单上有{ $count }样东西。
}
list-count-todo = { $count ->
    [0] 待办清单是空的。
   *[other] 待办清单上有{ $count }件事。
}
list-count-notes = { $count ->
    [0] 没有笔记。
   *[other] 有{ $count }条笔记。
}

# Sums
sum-is = { $question }等于{ $result }。
sum-result = 等于{ $result }。
sum-percent = 是百分之{ $result }。
sum-discount = 打折后是{ $result }。
sum-each = 每人{ $result }。
sum-saving = 能省{ $result }。
sum-average = 平均是{ $result }。
sum-change = 找{ $result }。
sum-tip = 小费{ $tip }，一共{ $total }。
sum-goes-into = { $right }里有{ $result }个{ $left }。
sum-by-zero = 不能除以零。
sum-not-real = 这个没有实数结果。
sum-too-large = 这个数太大了。
sum-equal = 它们一样大。
sum-first-larger = { $a }比{ $b }大。
sum-second-larger = { $b }比{ $a }大。
sum-even = { $number }是偶数。
sum-odd = { $number }是奇数。
sum-prime = 是的，{ $number }是质数。
sum-not-prime = 不是，{ $number }不是质数。
op-plus = { $a }加{ $b }
op-minus = { $a }减{ $b }
op-times = { $a }乘以{ $b }
op-over = { $a }除以{ $b }
op-power = { $a }的{ $b }次方
op-squared = { $a }的平方
op-cubed = { $a }的立方
op-root = { $a }的平方根
op-cube-root = { $a }的立方根
op-percent-of = { $b }的百分之{ $a }
op-plus-percent = { $a }加百分之{ $b }
op-minus-percent = { $a }减百分之{ $b }
op-remainder = { $a }除以{ $b }的余数

# Units
convert-is = { $from }是{ $to }。
convert-about = { $from }约是{ $to }。
convert-or = { $first }，或者{ $second }
convert-too-cold = 没有这么冷的温度。
convert-currency = 我没有汇率：汇率每天都变，而我不联网。

# Chance
coin-heads = 正面。
coin-tails = 反面。
coins = { $heads }个正面，{ $tails }个反面。
dice = 掷出了{ $rolls }。
dice-several = 掷出了{ $rolls }，一共{ $total }。
random-number = { $number }。
random-pick = 我选{ $plain }。
random-yes = 是。
random-no = 否。
card = { $suit }{ $rank }。
card-suit-1 = 梅花
card-suit-2 = 方块
card-suit-3 = 红桃
card-suit-4 = 黑桃
card-rank-1 = A
card-rank-2 = 2
card-rank-3 = 3
card-rank-4 = 4
card-rank-5 = 5
card-rank-6 = 6
card-rank-7 = 7
card-rank-8 = 8
card-rank-9 = 9
card-rank-10 = 10
card-rank-11 = J
card-rank-12 = Q
card-rank-13 = K

# Speaking
repeat-nothing = 我还什么都没说呢。
speed-slower = 好的，我说慢一点。
speed-faster = 好的，我说快一点。
patience-more = 好的，我会多等一会儿。
patience-less = 好的，我会早点回答。
volume-louder = 好的，声音调大了。
volume-quieter = 好的，声音调小了。
volume-loudest = 声音已经最大了。
volume-quietest = 声音已经最小了。
volume-set = 好的，音量调到百分之{ $percent }。
volume-is = 现在的音量是百分之{ $percent }。
volume-unknown = 我可以大声一点或者小声一点，说一声就行。
stopped = 好的。
never-mind = 好的，没关系。
language-english = 直接用英语问我就行，我用提问的语言回答。
language-russian = 直接用俄语问我就行，我用提问的语言回答。
language-chinese = 直接用中文问我就行，我用提问的语言回答。

# Talk
help = 你可以问我这里的事，也可以问时间和日期。我会设计时器、闹钟和提醒，记购物清单，算数，换算单位，掷骰子。随时可以说“再说一遍”“大声点”或者“停”。
hello-morning = 早上好！有什么可以帮你？
hello-afternoon = 下午好！有什么可以帮你？
hello-evening = 晚上好！有什么可以帮你？
good-morning = 早上好！有什么可以帮你？
good-afternoon = 下午好！有什么可以帮你？
good-evening = 晚上好！有什么可以帮你？
good-night = 晚安，好梦！
bye = 再见，祝你愉快！
thanks = 不客气！
thanks-bye = 不客气，再见，祝你愉快！
how-are-you = 我很好，谢谢！有什么可以帮你？
who-are-you = 我是Mynah，住在这台机器里的语音助手。有问题可以问我，能帮的我就帮。
your-name = 我叫Mynah。
are-you-human = 不是，我是Mynah，一个会说话的电脑程序。
are-you-there = 我在，正听着呢。有什么可以帮你？
privacy-listening = 我听是为了回答你，而且只在这台机器上，你说的话不会离开这里。
privacy-recording = 我听是为了回答你。你说的话只在这台机器上处理，不会发到任何地方。
privacy-online = 没有，我不联网。一切都在这台机器上，你说的话不会离开这里。
compliment = 谢谢夸奖！还有什么可以帮你？
complaint = 不好意思。请换个说法，我再试一次。
apology = 没关系！
joke-1 = 时钟为什么慢了四秒？因为它还想再来一份。
joke-2 = 我本来想讲一个关于时间旅行的笑话，可是你后来不喜欢。
joke-3 = 两只鹦鹉见面，一只说：“你好！”另一只说：“你好！”聊了一整天。
joke-4 = 我给计时器讲了个笑话，它笑了整整十秒。
who-made-you = 我是Mynah项目的人做的，他们想要一个不离开机器的助手。
your-age = 我是电脑程序，不过生日。
which-languages = 我会说中文、英语和俄语。
welcome = 还有什么可以帮你？
agreed = 好的，还有需要随时问我。

own-tool-late = { $tool } 工具没有及时回答。
own-tool-broken = { $tool } 工具现在没有答案。
own-tool-absent = { $tool } 工具无法启动。
