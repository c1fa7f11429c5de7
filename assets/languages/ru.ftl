# Интерфейс на русском.

you = Вы
turns = { $value ->
    [one] { $value } ответ
    [few] { $value } ответа
   *[many] { $value } ответов
}
type-here = Говорите или напишите вопрос. / — команды
search-for = Поиск:{" "}
scrolled = { $value ->
    [one] ниже ещё { $value } строка
    [few] ниже ещё { $value } строки
   *[many] ниже ещё { $value } строк
}
page-foot = Esc — назад
commands = Команды
cut-off = здесь прервано
yes = да
no = нет
unset = не задано
copied = Отправлено в буфер обмена терминала.
nothing-to-copy = Пока нет ответа, который можно скопировать.
forgotten = Разговор забыт.
exported = Разговор сохранён в { $value }.
not-exported = Не удалось записать разговор в { $value }: выберите другое имя: /export ИМЯ.
sound-lost = Потеряно { $value } с звука: машина была слишком занята.
saved = Сохранено.
unknown-command = Команды { $value } нет: введите /, чтобы увидеть список.
no-such-theme = Такой темы нет; есть: { $value }.
theme-needs-name = Укажите тему: /theme ИМЯ; есть: { $value }.
no-conversation = Ответить нельзя: см. сообщение выше. Набранное сохранено.
wrong-key = Ошибка в настройке interface.keys: { $value }. F1 показывает действия.
restarting = Разговор начинается заново с новой настройкой.

# Состояния
state-loading = Загрузка
state-broken = Не работает
state-ready = Готов
state-asleep = Скажите «{ $value }»
state-key = { $value } — говорить
state-listening = Слушаю
state-thinking = Думаю
state-speaking = Говорю
state-muted = Микрофон выключен
state-typing = Только текст
echo = эхо: { $value }
badge-holds = офлайн ✓
badge-partly = офлайн: см. { $value }

# Подсказки
hint-help = помощь
hint-palette = команды
hint-mute = микрофон
hint-search = поиск
hint-settings = настройки
hint-layout = крупно
hint-quit = выход

# Действия
action-send = Отправить набранное
action-new-line = Новая строка
action-back = Назад; прерывает ответ
action-quit = Выйти
action-talk = Нажать и говорить
action-mute = Выключить или включить микрофон
action-palette = Все команды
action-search = Искать в разговоре
action-copy = Скопировать последний ответ
action-export = Записать разговор в файл
action-forget = Забыть разговор
action-page-up = Страница вверх
action-page-down = Страница вниз
action-help = Клавиши и команды
action-latency = Скорость ответов
action-offline = Защита от сети
action-settings = Настройки
action-models = Выбрать модели
action-voices = Выбрать голос
action-devices = Микрофон и динамик
action-layout = Крупные буквы
keys-scroll = Прокрутка на строку; также колесо мыши
keys-history = Предыдущие вопросы
keys-complete = Дополнить команду
command-language = Язык разговора
command-export = Записать в файл: /export talk.json
command-mute = Выключить микрофон
command-unmute = Включить микрофон
command-theme = Другие цвета: /theme light

# Страницы
help-title = Клавиши и команды
latency-title = Скорость ответов
offline-title = Защита от сети
settings-title = Настройки
models-title = Модели
voices-title = Голоса
microphones-title = Микрофоны
loudspeakers-title = Динамики
languages-title = Язык разговора
introduction-title = Добро пожаловать
palette-title = Все команды
nothing-to-choose = Выбирать не из чего.
models-foot = Enter — выбрать. Другие модели: положите файлы в папку моделей.
voices-foot = Пробел — послушать, Enter — выбрать.
devices-foot = Enter — выбрать, Tab — динамики или микрофоны.
languages-foot = Enter — выбрать.
settings-foot = ← → изменить, Del — по умолчанию
default-device = По умолчанию
default-detail = То, что использует система
preview-sentence = Вот так я звучу.
preview-plays = Говорит…
previewing = Говорите: шкала показывает, что слышно.

# Скорость
part-end-of-turn = конец фразы
part-transcript = слова
part-first-token = первый токен
part-first-sound = первый звук
median = медиана { $value }
tokens-per-second = { $value } токенов/с
memory = { $value } МБ
no-turns-yet = Пока нет ответов.

# Загружаемые части
part-hearing = Слух
part-mind = Ум
part-voice = Голос

# Инструменты
tool-timer = таймер
tool-time = время
tool-date = дата
tool-calculate = вычисление
tool-convert = перевод единиц

# Почему всё остаётся здесь
offline-intro = Эти слои удерживают сказанное, набранное и ответы на этой машине; их пределы описаны в docs/security.md. Каждый показан таким, каков он сейчас.
layer-holds = действует
layer-missing = не действует
layer-code = Нет сетевого кода
layer-code-told = Сетевой код есть только в пробах prove-offline.
layer-seccomp = Системные вызовы
layer-seccomp-told = Ядро отказывает в сетевых сокетах, новых программах и подстановке нажатий.
layer-landlock = Файлы
layer-landlock-told = Landlock: доступны только файлы системы, модели, документы и свои файлы, порты TCP недоступны.
layer-privileges = Без новых прав
layer-privileges-told = Ни программа, ни её помощники не могут получить новые права.
layer-broker = Посредник
layer-broker-told = Отдельный процесс запускает голоса и соединяется только со службой голосов и собственным сокетом mynah. Звуком занимается ещё один процесс.
layer-terminal = Терминал
layer-terminal-told = В терминал пишет отдельный процесс, и ничего такого, на что терминал ответил бы.
layer-namespace = Нет доступной сети
layer-namespace-told = Программа работает там, где нет ни одного сетевого интерфейса.

# Настройки
setting-capture-mode = Когда слушать
setting-capture-wake-phrase = Слово для пробуждения
setting-capture-echo = Подавление эха
setting-capture-patience = Терпение, в процентах
setting-capture-hang-over-finished = Самая короткая тишина перед ответом
setting-capture-hang-over-usual = Самая долгая тишина перед ответом
setting-capture-hang-over-unfinished = То же после «и», «в», …
setting-capture-hang-over-daring = Риск ответить слишком рано
setting-hearing-language = Язык разговора
setting-speaking-engine = Чем говорить
setting-speaking-voice = Голос espeak-ng
setting-speaking-rate = Слов в минуту
setting-speaking-pitch = Высота голоса
setting-cues-enabled = Короткие звуки
setting-interface-language = Язык интерфейса
setting-interface-theme = Цвета
setting-interface-layout = Вид
setting-interface-reduced-motion = Меньше движения

# Первый запуск
welcome = mynah отвечает голосом, и ничто не покидает эту машину.
welcome-told = Три коротких шага: микрофон, голос, модели. Потом говорите когда угодно или пишите. Заговорите во время ответа — и он прервётся.
try-microphone = Слышно ли вас?
try-microphone-told = Скажите несколько слов, как собеседнику за столом. Шкала должна двигаться.
no-microphone-yet = Микрофон пока не открыт. Можно писать; позже F7 выбирает микрофон.
say-something = Скажите что-нибудь…
microphone-works = Вас слышно.
understood = Понято: { $value }
try-voice = Слышно ли голос?
try-voice-told = Нажмите пробел: должна прозвучать фраза. Если нет, проверьте динамик; позже F7 выбирает другой, F6 — другой голос.
see-models = Модели
see-models-told = Модели из комплекта знают мало: они нужны, чтобы всё сразу работало. Для настоящей работы положите лучшие модели в папку моделей; «mynah models» показывает хорошие.
introduction-foot = Enter — дальше, Esc — пропустить введение.
introduction-foot-voice = Пробел — послушать, Enter — дальше, Esc — пропустить введение.
introduction-foot-last = Enter — начать.
visit-welcome = Спросите о чём угодно: говорите или наберите вопрос и нажмите Enter.
visit-type-here = Говорите или наберите вопрос
visit-begin = Спросите о чём угодно: говорите, коснитесь экрана или нажмите клавишу
visit-warning = Вы ещё здесь? Разговор сейчас закончится.
operator-title = Страница оператора
operator-pin = PIN-код, затем Enter:
operator-wrong = Неверный PIN-код.
operator-locked = Слишком много попыток. Повторите через { $value } с.
operator-none = У этого киоска нет PIN-кода, или негде сохранить число неверных попыток.
operator-microphone = Выбрать микрофон
operator-loudspeaker = Выбрать динамик
operator-voice = Выбрать голос
operator-volume = Громкость: { $value } % (← →)
operator-diagnosis = Состояние
operator-restart = Начать новое посещение
operator-machine = Перезагрузить компьютер
operator-leave = Завершить работу киоска

# Вопросы перед потерей, и как долго действует изменение
ask-quit = Выйти? Этот разговор не сохраняется. Enter или { $value } — выйти, Esc — остаться.
ask-forget = Забыть этот разговор? Вернуть его нельзя. Enter — забыть, Esc — оставить.
for-this-session = До выхода из mynah; { $value } сохраняет насовсем.
search-found = { $value }
search-nothing = ничего не найдено
only-type-here = Напишите вопрос. / — команды
models-know-english = Модели здесь знают только английский: на вопрос на другом языке можно ответить лишь по документам на этом языке. { $value } показывает модели, «mynah models» — другие.
strip-first-sound = первый звук через { $value }

# Первый экран
first-what = mynah отвечает на вопросы по вашим документам, ведёт таймеры и списки и считает. Ничто не покидает этот компьютер.
first-try-documents = Спросите, например:
first-try = Спросите, например, или добавьте свои документы:
first-types-only = ничем: вопросы пишут
first-better = Здесь только маленькие модели из поставки. { $value } показывает модели; лучшие положите в { $other }.
example-time = Который час?
example-timer = Поставь таймер на пять минут.
example-sum = Сколько будет 15 процентов от 80?

# Группы настроек и пояснения к ним
group-listening = Слух
group-speech = Язык и голос
group-interface = Интерфейс
setting-capture-mode-help = Когда микрофон слушает: всегда, после слова для пробуждения, пока нажата клавиша или никогда.
setting-capture-wake-phrase-help = Слова, с которых начинается вопрос в режиме «после слова».
setting-capture-echo-help = Как mynah не слышит саму себя. Без наушников оставьте включённым.
setting-capture-patience-help = Сколько ждать в конце фразы по сравнению с обычной тишиной.
setting-capture-hang-over-finished-help = Сколько ждать после фразы, которая точно закончена.
setting-capture-hang-over-usual-help = Сколько ждать самое большее, когда неясно, закончена ли фраза.
setting-capture-hang-over-unfinished-help = Сколько ждать самое большее после слов, за которыми что-то следует.
setting-capture-hang-over-daring-help = Ответ начинается, когда вероятность того, что вы продолжите, опустилась до этой. Меньше — позже отвечает, реже перебивает.
setting-hearing-language-help = На каком языке говорите вы и отвечает mynah. Модель речи должна его знать.
setting-speaking-engine-help = Чем говорить: голос Piper естественнее, espeak-ng быстрее.
setting-speaking-voice-help = Имя голоса espeak-ng, например ru.
setting-speaking-rate-help = Как быстро говорит голос.
setting-speaking-pitch-help = Как высоко говорит espeak-ng, от 0 до 99.
setting-cues-enabled-help = Сигналы: микрофон выключен, вопрос принят, ответ готовится, таймер.
setting-interface-language-help = Язык этих страниц. У разговора свой язык.
setting-interface-theme-help = Цвета. «Автоматически» — что умеет терминал.
setting-interface-layout-help = Разговор или буквы, которые видно через всю комнату.
setting-interface-reduced-motion-help = Не двигается ничего лишнего.
value-auto = автоматически
value-hands-free = всегда
value-wake-word = после слова
value-push-to-talk = пока нажата клавиша
value-off = никогда
value-cancel = включено
value-half-duplex = пауза во время речи
value-sound-server = на звуковом сервере
value-none = нет
value-espeak-ng = espeak-ng
value-piper = Piper
value-platform = голоса системы
value-dark = тёмные
value-light = светлые
value-high-contrast = контрастные
value-sixteen = цвета терминала
value-normal = разговор
value-room = крупные буквы
layer-not-promised = здесь не используется
operator-again = Нажмите Enter ещё раз: отменить это нельзя.
visit-welcome-typing = Спросите о чём угодно: наберите вопрос и нажмите Enter.
visit-only-type-here = Наберите вопрос
visit-begin-typing = Спросите о чём угодно: коснитесь экрана или нажмите клавишу

# Состояние на странице оператора
status-no-record = Записей о посещениях нет: ни одно ещё не закончилось, или в папку нельзя писать
status-since = Киоск работает с { $value }
status-visits = Посещений: { $value }
status-broken-off = Прерванных посещений: { $value }
status-last-end = Последнее посещение: { $value }
status-end-over = закончено
status-end-crashed = заменено: произошёл сбой
status-end-hung = заменено: что-то зависло
status-end-stopped = остановлено системой
status-end-left = оператор завершил работу киоска
status-end-machine = оператор перезагрузил компьютер
status-memory = Память этого посещения: { $value } МБ
status-ready = готово
status-loading = загружается
status-level = Микрофон: { $value } дБ
status-no-level = Микрофон: нет
status-microphones = Микрофоны: { $value }
status-loudspeakers = Динамики: { $value }
status-volume = Громкость: { $value } %
status-knowledge = Документы: { $value }
status-protection-holds = Защита: все слои действуют
status-protection-missing = Защита: не действуют: { $value }

# Речь для тех, кто печатает, и выбор одной клавишей
action-speak = Сказать за меня
command-say = Произнести текст как есть
speak-title = Сказать за меня
speak-type-here = Напечатайте, что сказать, и нажмите Enter
speak-no-phrases = Фраз нет: запишите в настройки [speak] phrases = ["…"].
speak-foot = Enter: сказать · 1–9, ↑↓: фраза · Tab: дополнить · Ctrl-R: снова · Esc: стоп
nothing-to-repeat = Пока ничего не было сказано.
scan-title = Одна клавиша: пробел, Enter или щелчок
scan-talk = Говорить
scan-talk-end = Я всё сказал
scan-stop = Стоп
scan-repeat = Повторить
scan-phrases = Фразы
scan-mute = Выключить микрофон
scan-unmute = Включить микрофон
scan-leave = Выйти
scan-leave-really = Точно выйти?
scan-back = Нет, назад
scan-leave-now = Да, выйти

notice-nothing-heard = В записи не слышно слов: говорите громче или ближе к микрофону.
notice-sound-lost = Компьютер слишком занят, часть сказанного потеряна: закройте другие программы или выберите модели поменьше.
notice-turns-dropped = Разговор слишком длинный для модели: она уже не помнит первые вопросы и ответы ({ $value }).
