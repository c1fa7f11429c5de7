"""Questions and units about any noun of the thesaurus: what visitors ask of a thing, how operators write it.

KINDS[language][kind] = (questions, units). {n} is the thing; the other slots are drawn by `fill`. The two sides of a
kind never share their words on purpose: what links them is what the encoder has to learn.
"""

KINDS = {
    "en": {
        "where": (
            "where is the {n}|where can i find the {n}|how do i get to the {n}|which way to the {n}|is there a {n} around here|"
            "i'm looking for the {n}|whereabouts is the {n}|which floor is the {n} on|do you have a {n}|any {n} nearby|"
            "could you point me to the {n}|i need the {n}|where do i go for the {n}",
            "{n}: {spot}|The {n} is {spot}.|You will find the {n} {spot}.|{n}, {spot}|{n} {spot}, {spot}|Location | {n}: {spot}",
        ),
        "hours": (
            "when is the {n} open|what are the opening hours of the {n}|{n} opening times|what time can i come to the {n}|"
            "is the {n} open on {day}|can i go to the {n} on {day}|what are your hours for the {n}|when can i use the {n}",
            "{n}: {day} to {day}, {time} to {time}|{n} | Mon-Fri: {time}-{time} | Sat: {time}-{time} | Sun: closed|"
            "The {n} is open daily from {time} to {time}.|{n}: open {time}-{time}, {day} until {time}|{n}: closed on {day}s",
        ),
        "close": (
            "when does the {n} close|how late is the {n} open|until when can i use the {n}|what time do you shut the {n}|"
            "last time for the {n} today|what time does the {n} finish",
            "{n}: until {time}|{n}: {time}-{time}|The {n} closes at {time}, on {day}s at {time}.|Last entry to the {n} at {time}|{n} ends at {time}",
        ),
        "open": (
            "when does the {n} open|how early can i come to the {n}|from when is the {n}|what time does the {n} start|"
            "what is the earliest for the {n}|when do you start the {n}",
            "{n}: from {time}|The {n} opens at {time}.|{n}: {time}-{time}|{n} starts at {time}|{n}: doors at {time}",
        ),
        "price": (
            "how much is the {n}|what does the {n} cost|how much do i pay for the {n}|price of the {n}|is the {n} free|"
            "what do you charge for the {n}|what would a {n} set me back|is there a fee for the {n}|how dear is the {n}|{n} price",
            "{n}: {money}|{n} | {money} | {money}|The {n} costs {money}.|{n} {money} per person, {money} for members|"
            "{n}: free of charge|{n} is included|We charge {money} for the {n}.|{n}: {money} a day",
        ),
        "allowed": (
            "can i bring a {n}|is a {n} allowed|are you ok with a {n}|may i use the {n}|am i allowed the {n} here|"
            "do you mind {n}|can we have a {n}|is it all right to have a {n}",
            "{n}: not allowed|{n} welcome|No {n}, please.|{n} only outside|We do not permit {n} {spot}.|{n}: please ask first|Please leave the {n} {spot}.",
        ),
        "phone": (
            "what number do i ring about the {n}|who do i call for the {n}|phone number for the {n}|how can i contact the {n}|"
            "do you have a number for the {n}|how do i get hold of someone about the {n}",
            "{n}: tel. {phone}|{n}, {phone}|Call {phone} for the {n}.|{n}: {phone} or {name}|Questions about the {n}: {phone}",
        ),
        "who": (
            "who is in charge of the {n}|who runs the {n}|who do i talk to about the {n}|who looks after the {n}|"
            "name of the person for the {n}|which of you does the {n}",
            "{n}: {name}|{name} is responsible for the {n}.|{n}: ask {name} {spot}|{name} ({n}), {phone}|{n}, contact: {name}",
        ),
        "book": (
            "do i have to book the {n}|how do i reserve a {n}|can i just turn up for the {n}|do we need an appointment for the {n}|"
            "how far ahead must i book the {n}|how do i sign up for the {n}",
            "{n}: booking required, {phone}|{n} by appointment only|No booking needed for the {n}.|{n}: reserve at least {few} days ahead|"
            "Sign up for the {n} at reception.|{n}: first come, first served",
        ),
        "age": (
            "how old must i be for the {n}|is the {n} suitable for kids|what age is the {n} for|can a {few} year old do the {n}|"
            "minimum age {n}|is there an age limit for the {n}",
            "{n}: from age {few}|{n}, ages {few} to {many}|Children under {few} may use the {n} only with an adult.|{n}: over {many}s only|{n} (up to {few} years)",
        ),
        "duration": (
            "how long does the {n} take|how long is the {n}|how much time do i need for the {n}|how long can i keep the {n}|"
            "for how long is the {n} valid|how many minutes is the {n}",
            "{n}: {many} minutes|The {n} lasts about {few} hours.|{n}: up to {few} weeks|{n} takes {many} minutes|{n}, {few} days at most|{n}: valid for {few} months",
        ),
        "need": (
            "what do i need for the {n}|what do i have to bring to the {n}|do i need my id for the {n}|what papers do you want for the {n}|"
            "what should i wear for the {n}|can i get a {n} without a card",
            "{n}: bring proof of identity|For the {n} you need a passport and a recent bill.|{n}: please bring your own towel|"
            "{n} only with a card|{n}: warm clothes and sturdy shoes|{n} against a deposit of {money}",
        ),
        "count": (
            "how many {n} are there|how many people fit in the {n}|how many {n} can i have|is there a limit on the {n}|"
            "how many spaces in the {n}|how big is the {n}",
            "{n}: {many} places|{few} {n} {spot}|At most {few} {n} per person.|{n} for up to {many} people|There are {many} {n} in all.",
        ),
        "late": (
            "what happens if i miss the {n}|what if i am late for the {n}|can i cancel the {n}|do i get my money back for the {n}|"
            "what if the {n} is broken|what happens if i lose the {n}",
            "{n}: cancel free of charge up to {few} days before|No refund for the {n} after {time}.|Late {n}: {money} per day|"
            "A lost {n} costs {money}.|{n} broken? Tell {name} {spot}.|Missed {n}: {money}",
        ),
    },
    "ru": {
        "where": (
            "где {n}|где находится {n}|как пройти {n}|подскажите где тут {n}|на каком этаже {n}|есть ли у вас {n}|как найти {n}|"
            "а где у вас {n}|куда идти {n}|ищу {n}|в каком кабинете {n}",
            "{n}: {spot}|{n} — {spot}|{n} находится {spot}.|{n}, {spot}|Где: {n}, {spot}|{n} расположен {spot}",
        ),
        "hours": (
            "когда работает {n}|какой график {n}|часы работы {n}|{n} работает в {day}|можно ли прийти в {day} {n}|"
            "до скольки и со скольки {n}|{n} открыт в {day}|режим работы {n}",
            "{n}: {day}–{day}, {time}–{time}|{n} | Будни: {time}–{time} | Суббота: {time}–{time} | Воскресенье: закрыто|"
            "{n} открыт ежедневно с {time} до {time}.|{n}: {time}–{time}, {day} до {time}|{n}: выходной — {day}",
        ),
        "close": (
            "до скольки {n}|во сколько закрывается {n}|до которого часа {n}|когда заканчивается {n}|до какого времени {n}|когда последний {n}",
            "{n}: до {time}|{n}: {time}–{time}|{n} закрывается в {time}.|{n}: вход до {time}|{n} заканчивается в {time}",
        ),
        "open": (
            "во сколько открывается {n}|со скольки {n}|когда начинается {n}|с какого часа {n}|как рано можно {n}|во сколько начало {n}",
            "{n}: с {time}|{n} открывается в {time}.|{n}: {time}–{time}|{n} — начало в {time}|{n} начинается в {time}",
        ),
        "price": (
            "сколько стоит {n}|почём {n}|какая цена {n}|{n} платно|{n} бесплатно или нет|сколько платить {n}|во сколько обойдётся {n}|"
            "сколько берёте {n}|{n} цена",
            "{n}: {money}|{n} | {money} | {money}|{n} стоит {money}.|{n} — {money}, льготный {money}|{n}: бесплатно|{n} входит в стоимость|{n}: {money} в день",
        ),
        "allowed": (
            "можно {n}|можно ли с собой {n}|разрешается {n}|пускают ли {n}|а {n} можно|нельзя {n}|разрешён ли {n}",
            "{n}: запрещено|{n} нельзя|{n} разрешается только {spot}|{n} не допускается.|Просим оставлять {n} {spot}.|{n} — по согласованию",
        ),
        "phone": (
            "по какому телефону {n}|куда звонить {n}|телефон {n}|какой номер {n}|как связаться {n}|дайте номер {n}",
            "{n}: тел. {phone}|{n}, {phone}|{n} — звоните {phone}|{n}: {name}, {phone}|По вопросам {n}: {phone}",
        ),
        "who": (
            "кто отвечает {n}|кто ведёт {n}|к кому обратиться {n}|у кого спросить {n}|как зовут {n}|кто занимается {n}",
            "{n}: {name}|{name} — {n}|{n}, ответственный: {name}|{n}: обращаться к {name}, {spot}|{name} ({n}), {phone}",
        ),
        "book": (
            "нужно ли записываться {n}|как записаться {n}|нужна ли запись {n}|можно без записи {n}|как забронировать {n}|за сколько дней бронировать {n}",
            "{n}: по предварительной записи, {phone}|{n} — без записи|{n}: живая очередь|Бронь {n} — не позднее чем за {few} дня|{n}: запись у администратора",
        ),
        "age": (
            "со скольки лет {n}|с какого возраста {n}|{n} подойдёт детям|можно ли ребёнку {few} лет {n}|ограничение по возрасту {n}|до какого возраста {n}",
            "{n}: с {few} лет|{n}, {few}–{many} лет|Дети до {few} лет — {n} только со взрослыми.|{n}: {many}+|{n} (до {few} лет)",
        ),
        "duration": (
            "сколько длится {n}|сколько по времени {n}|как долго {n}|на сколько дают {n}|сколько действует {n}|сколько минут {n}",
            "{n}: {many} минут|{n} длится {few} часа.|{n} — до {few} недель|{n}: срок {few} дней|{n} действует {few} месяцев",
        ),
        "need": (
            "что нужно {n}|что взять с собой {n}|какие документы {n}|нужен ли паспорт {n}|что надо принести {n}|как оформить {n}",
            "{n}: при себе паспорт и справка|{n} — нужен полис и СНИЛС|{n}: сменная обувь и полотенце|{n} только по карте|{n} под залог {money}|{n}: заявление и фото",
        ),
        "count": (
            "сколько {n}|сколько мест {n}|на сколько человек {n}|сколько {n} можно взять|какой лимит {n}|какого размера {n}",
            "{n}: {many} мест|{few} {n} {spot}|Не больше {few} {n} на человека.|{n} до {many} человек|Всего {many} {n}.",
        ),
        "late": (
            "что будет если опоздать {n}|что если потерял {n}|можно ли отменить {n}|вернут ли деньги {n}|как вернуть {n}|какой штраф {n}",
            "{n}: отмена без удержания за {few} дня|{n} — возврат не позднее {time}|Просрочка {n}: {money} в день|Утеря {n}: {money}|{n} сломан? Сообщите {name}.",
        ),
    },
    "zh": {
        "where": (
            "{n}在哪里|{n}在哪儿|{n}怎么走|请问{n}在几楼|有没有{n}|附近有{n}吗|我想找{n}|去{n}怎么走|{n}在什么地方|哪里有{n}",
            "{n}:{spot}|{n}在{spot}。|{n}位于{spot}|{n} | {spot}|{n}设在{spot}",
        ),
        "hours": (
            "{n}几点开放|{n}什么时间开|{n}的开放时间|{day}{n}开吗|{day}能去{n}吗|{n}营业时间|什么时候可以用{n}",
            "{n}:{day}至{day} {time}-{time}|{n} | 工作日:{time}-{time} | 周末:{time}-{time}|{n}每天{time}至{time}开放。|{n}:{day}休息|{n}开放时间{time}到{time}",
        ),
        "close": (
            "{n}几点关门|{n}开到几点|{n}几点结束|最晚几点去{n}|{n}到几点|{n}什么时候关",
            "{n}:{time}结束|{n}:{time}-{time}|{n}{time}关闭。|{n}最晚入场{time}|{n}到{time}为止",
        ),
        "open": (
            "{n}几点开门|{n}几点开始|{n}从几点|最早几点可以去{n}|{n}什么时候开始",
            "{n}:{time}起|{n}{time}开门。|{n}:{time}-{time}|{n}{time}开始",
        ),
        "price": (
            "{n}多少钱|{n}要钱吗|{n}怎么收费|{n}贵不贵|{n}价格|{n}免费吗|{n}要花多少|{n}几块钱",
            "{n}:{money}|{n} | {money} | {money}|{n}收费{money}。|{n}每人{money},会员{money}|{n}免费|{n}包含在内|{n}每天{money}",
        ),
        "allowed": (
            "可以带{n}吗|能不能{n}|让不让{n}|{n}可以吗|允许{n}吗|{n}行不行|可不可以{n}",
            "{n}:禁止|请勿{n}|不得携带{n}|{n}仅限{spot}|{n}请先询问工作人员|欢迎{n}",
        ),
        "phone": (
            "{n}电话是多少|{n}打什么电话|怎么联系{n}|{n}的号码|关于{n}打给谁|有{n}的电话吗",
            "{n}:电话{phone}|{n},{phone}|{n}咨询{phone}|{n}:{name},{phone}|{n}联系电话{phone}",
        ),
        "who": (
            "{n}谁负责|{n}找谁|谁管{n}|{n}是哪位|{n}问谁|{n}负责人叫什么",
            "{n}:{name}|{name}负责{n}。|{n}请找{name},{spot}|{name}({n}),{phone}|{n}联系人:{name}",
        ),
        "book": (
            "{n}要预约吗|怎么预约{n}|{n}需要提前订吗|可以直接去{n}吗|{n}怎么报名|{n}提前几天约",
            "{n}:需预约,{phone}|{n}无需预约|{n}先到先得|{n}请提前{few}天预订|{n}在前台报名",
        ),
        "age": (
            "{n}几岁可以|小孩能{n}吗|{n}有年龄限制吗|{few}岁孩子可以{n}吗|多大可以{n}",
            "{n}:{few}岁以上|{n},{few}至{many}岁|{few}岁以下儿童{n}须成人陪同|{n}仅限成人|{n}(不超过{few}岁)",
        ),
        "duration": (
            "{n}要多久|{n}多长时间|{n}能用几天|{n}几分钟|{n}可以借多久|{n}有效期多长",
            "{n}:{many}分钟|{n}约{few}小时。|{n}最多{few}周|{n}需{many}分钟|{n}有效期{few}个月",
        ),
        "need": (
            "{n}要带什么|{n}需要什么证件|办{n}要什么材料|{n}要身份证吗|{n}要准备什么|没有卡能{n}吗",
            "{n}:请带身份证|{n}需户口本和照片|{n}请自带毛巾|{n}凭卡使用|{n}押金{money}|{n}须出示医保卡",
        ),
        "count": (
            "{n}有几个|{n}能坐多少人|{n}可以借几本|{n}有多少位置|{n}限几个|{n}有多大",
            "{n}:{many}个|{spot}有{few}个{n}|每人限{few}个{n}|{n}最多{many}人|共有{many}个{n}",
        ),
        "late": (
            "{n}迟到了怎么办|{n}丢了怎么办|{n}可以取消吗|{n}能退吗|{n}坏了找谁|{n}逾期罚多少",
            "{n}:提前{few}天可免费取消|{n}{time}后不退款|{n}逾期每天{money}|{n}遗失赔偿{money}|{n}故障请告知{name}",
        ),
    },
}

SLOTS = {
    "en": {
        "spot": "on the ground floor|beside the entrance|on level {few}|behind the counter|in room {many}|next to the stairs|in the yard|"
        "opposite the lift|in the basement|by the east gate|at the end of the corridor|{many} metres from the gate|in building {letter}",
        "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|bank holiday|weekend",
    },
    "ru": {
        "spot": "на первом этаже|у входа|на {few} этаже|за стойкой|кабинет {many}|рядом с лестницей|во дворе|напротив лифта|в подвале|"
        "у восточных ворот|в конце коридора|в {many} метрах от ворот|корпус {letter}",
        "day": "понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье|праздники|выходные|пн|вт|сб|вс",
    },
    "zh": {
        "spot": "一楼|入口旁边|{few}楼|柜台后面|{many}号房间|楼梯旁|院子里|电梯对面|地下一层|东门旁|走廊尽头|离大门{many}米|{letter}栋",
        "day": "周一|周二|周三|周四|周五|周六|周日|星期天|节假日|周末",
    },
}
SYLLABLES = "ma|ro|lin|ve|ta|sor|el|ka|bri|nor|den|wil|jo|hart|pa|ges|ti|mo|lan|ske|ur|bel|do|fen".split("|")
RUSSIAN = "ма|ро|лин|ве|та|сор|ел|ка|бри|нов|ден|вил|жу|хар|па|ге|ти|мо|лан|ске|ур|бел|до|фен".split("|")
CHINESE = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗", "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平刚桂英"


def word(rng, language):
    if language == "zh":
        return rng.choice(CHINESE[0]) + "".join(rng.choice(CHINESE[1]) for _ in range(rng.randint(1, 2)))
    return "".join(rng.choice(RUSSIAN if language == "ru" else SYLLABLES) for _ in range(rng.randint(2, 3))).capitalize()


def clock(rng, language):
    h, m = rng.randint(6, 22), rng.choice((0, 0, 0, 30, 15, 45))
    if language == "en" and rng.random() < 0.7:
        minutes = f":{m:02}" if m else ""
        return f"{(h - 1) % 12 + 1}{minutes} {'am' if h < 12 else 'pm'}"
    if language == "zh" and rng.random() < 0.4:
        half = "上午" if h < 12 else "下午" if h < 18 else "晚上"
        return f"{half}{(h - 1) % 12 + 1}点" + (f"{m}分" if m else "")
    return f"{h}:{m:02}"


def money(rng, language):
    n = rng.choice((rng.randint(1, 20), rng.randint(2, 30) * 5, rng.randint(1, 40) * 10))
    if language == "ru":
        return rng.choice(("{} ₽", "{} руб.", "{} рублей")).format(n * rng.choice((1, 10)))
    if language == "zh":
        return rng.choice(("{}元", "¥{}", "人民币{}元")).format(n)
    return rng.choice(("£{}", "${}", "{} pounds", "€{}", "£{}.50", "{}p")).format(n)


def phone(rng):
    return "".join(str(rng.randint(0, 9)) for _ in range(rng.choice((3, 6)))) + " " + str(rng.randint(100, 9999))


def fill(rng, language, text, noun):
    """The template with its noun and freshly drawn values."""
    while "{" in text:
        start = text.index("{")
        end = text.index("}", start)
        slot = text[start + 1 : end]
        if slot == "n":
            value = noun
        elif slot in SLOTS[language]:
            value = rng.choice(SLOTS[language][slot].split("|"))
        else:
            value = {
                "time": lambda: clock(rng, language),
                "money": lambda: money(rng, language),
                "phone": lambda: phone(rng),
                "name": lambda: word(rng, language) + ("" if language == "zh" else " " + word(rng, language)),
                "few": lambda: str(rng.randint(2, 12)),
                "many": lambda: str(rng.randint(10, 90)),
                "letter": lambda: rng.choice("ABCDEF"),
            }[slot]()
        text = text[:start] + value + text[end + 1 :]
    return text
