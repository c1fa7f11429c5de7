#!/usr/bin/env python3
"""Owns the measure of the answers: puts the questions of a bank to mynah and scores the replies.

    evaluate.py --mynah target/release/mynah --models models/starter
    evaluate.py --mynah … --set en/hotel tools-ru --verbose
    evaluate.py --check

A row is
  right    every `want` matches and no `wrong` does
  refused  the reply says that it does not know; right if the row is of the kind "refuse"
  wrong    anything else; harmful too if a `wrong` matches, because somebody would act on it
  error    no reply in time, or none that can be read

README.md beside this file explains the banks. Only the standard library of Python 3.9 is needed, and for --spoken
the program espeak-ng.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
ZONE = ZoneInfo("Europe/London")
FLAGS = re.IGNORECASE | re.DOTALL
KINDS = "fact follow-up yes-no compare two-part list refuse smalltalk tool".split()
VERDICTS = "right refused wrong error".split()
SHORT = 36, 24  # rows of the short sample: about places, about tools

# ---------------------------------------------------------------- banks

Set = collections.namedtuple("Set", "name lang documents rows")


class BankError(Exception):
    """One sentence: which file and line, and what is wrong there."""


def load(path):
    """The rows of one file; whatever is malformed ends it."""
    rows, anytime = [], datetime.datetime(2026, 11, 25, 10, 30, tzinfo=ZONE)
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row.setdefault("wrong", [])
            if not all(isinstance(row[key], str) for key in ("id", "kind", "ask")):
                raise ValueError("id, kind and ask are strings")
            if row["kind"] not in KINDS:
                raise ValueError(f"kind {row['kind']} is none of {', '.join(KINDS)}")
            if row["kind"] == "tool" and not row.get("tool"):
                raise ValueError("a row of the kind tool names its tool")
            if not all(isinstance(row[key], list) for key in ("want", "wrong")):
                raise ValueError("want and wrong are lists")
            for pattern in row["want"] + row["wrong"]:
                for lang in ("en", "ru", "zh"):
                    re.compile(fill(pattern, lang, anytime), FLAGS)
        except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
            raise BankError(f"{path}:{number}: {type(error).__name__}: {error}") from None
        rows.append(row)
    return rows


def find_sets(bank, names=()):
    """The sets of a bank folder; a name is a place (en/hotel), a language (en), or a file of tools (tools-en)."""
    bank, found = Path(bank), []
    for path in sorted(bank.glob("*/*/questions.jsonl")) + sorted(bank.glob("tools-*.jsonl")):
        if path.name == "questions.jsonl":
            lang, name, documents = path.parts[-3], "/".join(path.parts[-3:-1]), path.parent
        else:
            lang, name, documents = path.stem[len("tools-"):], path.stem, None
        if lang not in CLOCKS:
            raise BankError(f"{path}: {lang} is none of the languages {', '.join(CLOCKS)}")
        if not names or name in names or (documents and lang in names):
            found.append(Set(name, lang, documents, load(path)))
    known = {s.name for s in found} | {s.lang for s in found if s.documents}
    lost = [name for name in names if name not in known]
    if lost or not found:
        raise BankError(f"{bank} has no {' and no '.join(lost) or 'questions'}")
    return found


def conversations(rows):
    """Rows that are asked together: those of one conversation, any other alone."""
    groups = {}
    for row in rows:
        number = row.get("conversation")
        groups.setdefault(row["id"] if number is None else number, []).append(row)
    return list(groups.values())


def short(sets):
    """The same small sample every time: always the conversation next that has the most of what was seen the least."""
    seen, chosen = collections.Counter(), set()

    def features(s, row):
        return s.name, (s.lang, row["kind"]), row.get("tool")

    def novelty(candidate):
        s, group = candidate
        return sum((1 + seen[feature]) ** -2 for feature in dict.fromkeys(f for row in group for f in features(s, row))) / len(group) ** 0.7

    for size, part in zip(SHORT, ([s for s in sets if s.documents], [s for s in sets if not s.documents])):
        left, size = [(s, group) for s in part for group in conversations(s.rows)], len(chosen) + size
        while left and len(chosen) < size:
            s, group = best = max(left, key=novelty)
            left.remove(best)
            for row in group:
                seen.update(features(s, row))
                chosen.add((s.name, row["id"]))
    kept = (s._replace(rows=[row for row in s.rows if (s.name, row["id"]) in chosen]) for s in sets)
    return [s for s in kept if s.rows]


# ---------------------------------------------------------------- templates: what depends on the clock

SMALL = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
         "seventeen eighteen nineteen").split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = dict(one="first", two="second", three="third", five="fifth", eight="eighth", nine="ninth", twelve="twelfth")
# Stems of cardinals and ordinals; what follows one of them has at most three letters.
SMALL_RU = ("нол|нул одн|один|перв дв|втор тр|трет|треть четыр|четв[её]рт пят шест сем|седьм вос|восьм девят десят "
            "одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат").split()
TENS_RU = "двадцат тридцат сорок пят[иь]десят шест[иь]десят сем[иь]десят восе?м[иь]десят девяност".split()
HUNDREDS_RU = "ст двести|двухсот триста|тр[её]хсот".split()
HAN = "零一二三四五六七八九"
NEVER = "(?!)"
WEEKDAYS = dict(
    en="Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    ru="понедельник вторник сред четверг пятниц суббот воскресень".split(),
    zh=[f"(?:周|星期|礼拜){day}" for day in "一 二 三 四 五 六 [日天]".split()],
)
MONTHS = dict(
    en="January February March April May June July August September October November December".split(),
    ru="январ феврал март апрел ма[йя] июн июл август сентябр октябр ноябр декабр".split(),
    zh=[rf"(?<!\d){n}\s*月" for n in range(1, 13)],
)


def english(n):
    """A number in words: one hundred and twenty-four."""
    if n < 20:
        return SMALL[n]
    if n < 100:
        return TENS[n // 10 - 2] + (f"-{SMALL[n % 10]}" if n % 10 else "")
    unit, name = (100, "hundred") if n < 1000 else (1000, "thousand")
    return f"{english(n // unit)} {name}" + (f" and {english(n % unit)}" if n % unit else "")


def words(n, lang, ordinal=False):
    """A pattern of the number in words."""
    if lang == "zh":
        hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
        out = (f"{HAN[hundreds]}百" if hundreds else "") + ("零" if hundreds and not tens and ones else "")
        out += (("一?" if tens == 1 else HAN[tens]) + "十" if tens else "") + (HAN[ones] if ones or not n else "")
        return rf"(?<![{HAN}十百])(?:{'[二两]' if n == 2 else out})(?![{HAN}十百])"
    if lang == "ru":
        small = n % 10 if n % 100 >= 20 else n % 100
        parts = [HUNDREDS_RU[n // 100 - 1]] if n >= 100 else []
        parts += [TENS_RU[n // 10 % 10 - 2]] if n % 100 >= 20 else []
        parts += [SMALL_RU[small]] if small or not parts else []
        return r"(?<!\w)" + " ".join(rf"(?:{part})\w{{0,3}}" for part in parts) + r"(?!\w)"
    out = english(n)
    if ordinal:
        head, dash, last = out.rpartition("-")
        out = head + dash + (ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"))
    out = out.replace(" and ", "(?:,? and)? ").replace("-", "[- ]?").replace("one hundred", "(?:one|a) hundred")
    return rf"\b{out}\b"


def number(n, lang):
    return rf"(?<![\d.:]){n}(?!\d|[.:]\d)|{words(n, lang)}"


def day(date, lang):
    return rf"(?<![\d:])0?{date.day}(?!\d|:\d)|{words(date.day, lang, ordinal=True)}|{words(date.day, lang)}"


def english_clock(h, half, m):
    mark, other = "ap" if h < 12 else "pa"
    yield rf"(?<![\d:])0?{half}[:. h]{m:02}(?!\d)(?! ?{other}\.?m)"
    yield rf"(?<![\d:])0?{h}[:. h]{m:02}(?!\d)(?! ?[ap]\.?m)"
    this, following = (rf"(?:{english(n)}|{n})\b" for n in (half, half % 12 + 1))
    if m == 0:
        yield rf"(?<![\d:])\b(?:{english(half)}|0?{half}) ?(?:{mark}\.?m|o['’]?clock|in the )"
        yield {0: "midnight", 12: r"\bnoon|midday"}.get(h, NEVER)
        return
    yield rf"\b{english(half)}[- ](?:oh[- ])?{words(m, 'en')}"
    way, hour, n = ("past|after", this, m) if m <= 30 else ("to|before", following, 60 - m)
    yield rf"(?:{words(n, 'en')}|\b{n}|{ {15: 'quarter', 30: 'half'}.get(n, NEVER) })(?: minutes?)? (?:{way}) {hour}"


def russian_clock(h, half, m):
    part = r"(?:утра|ночи)" if h < 12 else r"(?:дня|вечера)"
    for hour, tail in ((h, ""), (half, rf"(?= (?:мин\w*\.? )?{part})")):
        yield rf"(?<![\d:])0?{hour}[:.\-]{m:02}(?!\d){tail}"
        yield rf"(?<!\d)0?{hour} ?ч(?:ас\w*|\.)?(?: {part})?" + (rf"(?: и)? 0?{m}(?!\d)" if m else r"(?![\w.]| ?\d)") + tail
        yield rf"{words(hour, 'ru')}(?: час\w*)?(?: {part})?" + (f" {words(m, 'ru')}" if m else r"(?: ровно)?$") + tail
    if m == 30:
        yield rf"пол(?:овин\w+ |-?)(?:{SMALL_RU[half % 12 + 1]})"


def chinese_clock(h, half, m):
    part = r"(?:凌晨|早上|清晨|早晨|上午|中午)" if h < 12 else r"(?:中午|下午|傍晚|晚上|今晚|夜里)"
    quarter = {0: r"整|(?!\s*[\d半一二三四五六七八九十零])", 15: "一刻", 30: "半", 45: "三刻"}.get(m, NEVER)
    minutes = rf"\s*(?:0?{m}(?!\d)|零?{words(m, 'zh')}|{quarter})" if m else rf"(?:{quarter})"
    for hour, lead in ((h, ""), (half, rf"{part}\s*")):
        yield rf"(?<!\d){lead}(?<!\d)0?{hour}[:：]{m:02}(?!\d)"
        yield rf"{lead}(?:(?<!\d)0?{hour}|{words(hour, 'zh')})\s*[点时]{minutes}"


CLOCKS = dict(en=english_clock, ru=russian_clock, zh=chinese_clock)


def clock_time(when, lang):
    """A time of day as it may be told, two minutes more or less."""
    ways = {}
    for minutes in range(-2, 3):
        t = when + datetime.timedelta(minutes=minutes)
        ways.update(dict.fromkeys(CLOCKS[lang](t.hour, t.hour % 12 or 12, t.minute)))
    return "|".join(ways)


def yearly(arg, today):
    """The next day of that month and day, today included."""
    month, date = map(int, arg.split("-"))
    this = datetime.date(today.year, month, date)
    return this if this >= today else this.replace(year=today.year + 1)


TEMPLATE = re.compile(r"\{(NOW|TIME|DAYS|WEEKS|WEEKDAY|AGE)(?:([+-]\d+)([dhm]))?(?:@([\w/+-]+))?(?::([^{}]+))?\}")
UNITS = dict(d="days", h="hours", m="minutes")


def fill(pattern, lang, now):
    """Puts what the clock says into a pattern; README.md has the table of templates."""
    def one(match):
        name, shift, unit, zone, arg = match.groups()
        t = now + datetime.timedelta(**{UNITS[unit]: int(shift)}) if shift else now
        t = t.astimezone(ZoneInfo(zone)) if zone else t
        today = t.date()
        if name == "TIME":
            return clock_time(t, lang)
        if name == "NOW":
            return {
                "%-d": lambda: day(today, lang),
                "%A": lambda: WEEKDAYS[lang][today.weekday()],
                "%B": lambda: MONTHS[lang][today.month - 1],
                "%Y": lambda: f"{t.year}|{english(t.year // 100)}[- ]{words(t.year % 100, 'en')}|{words(t.year, 'en')}",
            }[arg]()
        if name == "AGE":
            born = datetime.date.fromisoformat(arg)
            return number(today.year - born.year - ((today.month, today.day) < (born.month, born.day)), lang)
        then = yearly(arg, today)
        if name == "WEEKDAY":
            return WEEKDAYS[lang][then.weekday()]
        left = (then - today).days
        return number(left, lang) if name == "DAYS" else f"{number(left // 7, lang)}|{number(-(-left // 7), lang)}"
    return TEMPLATE.sub(lambda match: f"(?:{one(match)})", pattern)


# ---------------------------------------------------------------- judging

# What a reply says that opens with a refusal, and what marks one anywhere in it. The second is asked only of a reply
# that has not what is wanted: a right answer may well end with "ask the staff".
THINGS = r"(?:information|info|details?|data|records?|answers?|mention)\b"
OPENS = dict(
    en=r"\b(?:i|we)(?:['’]m| am| are)? ?(?:do(?:n['’]?t| not)|can(?:['’]?t|not| not)|could(?:n['’]?t| not)|(?:un|not )able to) (?:\w+ )?"
       rf"(?:(?:know|understand|answer|say|tell you|help|find (?:that|this|it|any\w*))\b|(?:have|find|see) (?:\w+ ){{0,3}}{THINGS})|"
       rf"\bthere(?:['’]s| is| are) no {THINGS}|\bi(?:['’]?m| am) not sure\b|\bdid(?:n['’]?t| not) understand\b",
    ru=r"(?<!\w)(?:не (?:знаю|знаем|наш\w+|понял\w*)|нет (?:\w+ ){0,2}(?:информаци|сведени|данных))",
    zh=r"不知道|不清楚|找不到|没听懂|没有(?:找到|相关|[^，。]{0,6}(?:信息|资料|内容))",
)
MARKS = dict(
    en=r"\b(?:do|does|did)(?:n['’]?t| not) (?:\w+ )?(?:have|know|see|find|understand)\b(?! to)|"
       r"\bcan(?:['’]?t|not) (?:find|say|tell|help|answer)|\bcould(?:n['’]?t| not) find|\bunable to\b|"
       r"\bnot (?:sure|found|mentioned|listed|stated|available|able to)\b|"
       rf"\bno {THINGS}|\bsorry\b|\bafraid\b|\bsay it another way|"
       r"\bask (?:(?:at|the|our|a|any|one|of) )*(?:staff|reception|desk|colleague)",
    ru=r"не (?:знаю|знаем|наш\w+|понял\w*|указан\w*|располагаю|могу (?:сказать|ответить|помочь|найти))|"
       r"нет (?:\w+ ){0,2}(?:информаци|сведени|данных)|извините|простите|к сожалению|(?:спросите|обратитесь|уточните) ",
    zh=r"不知道|不清楚|找不到|没听懂|没有(?:找到|这|相关|该|此|关于|提到|提供|[^，。]{0,6}(?:信息|资料|内容))|抱歉|对不起|"
       r"无法(?:回答|提供|确定)|咨询|询问|问一下|联系",
)
TURNS = r"\b(?:but|however)\b|(?<!\w)(?:но|однако)(?!\w)|但|不过"


def matches(pattern, text, lang, now):
    return re.search(fill(pattern, lang, now), text, FLAGS) is not None


def judge(row, reply, lang, now):
    """(verdict, whether it is harmful, the `want`s that do not match)"""
    text = re.sub(r"[\u00a0\u2009\u202f]", " ", reply.replace("**", "").replace("`", "")).strip()
    missing = [want for want in row["want"] if not matches(want, text, lang, now)]
    if any(matches(wrong, text, lang, now) for wrong in row["wrong"]):
        return "wrong", True, missing
    opening = re.match(r"[^.!?。！？]{0,40}?(?:" + OPENS[lang] + ")", text, FLAGS)
    if row["kind"] not in ("refuse", "smalltalk") and opening and not re.search(TURNS, text, FLAGS):
        return "refused", False, missing
    if not missing:
        return "right", False, missing
    refused = row["kind"] != "refuse" and (opening or re.search(MARKS[lang], text, FLAGS))
    return "refused" if refused else "wrong", False, missing


# ---------------------------------------------------------------- asking

def kill(process):
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)


def objects(lines):
    """The JSON objects among the lines of a pipe."""
    for line in lines:
        with contextlib.suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict):
                yield value


class Program:
    """mynah as one visitor meets it: a configuration, a language, a home, and a time limit for each answer."""

    def __init__(self, command, home, timeout, faketime=None, now=None):
        self.command, self.timeout, self.home = command, timeout, Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("MYNAH_", "XDG_"))}
        self.env.update(HOME=str(home), TZ=ZONE.key)
        if faketime:
            self.env.update(LD_PRELOAD=faketime, FAKETIME=f"@{now:%Y-%m-%d %H:%M:%S}")

    def start(self, *arguments, **pipes):
        return subprocess.Popen([*map(str, (*self.command, *arguments))], env=self.env, cwd=self.home, start_new_session=True,
                                encoding="utf-8", errors="replace", stdout=subprocess.PIPE, **pipes)

    @contextlib.contextmanager
    def limit(self, process):
        watchdog = threading.Timer(self.timeout, kill, [process])
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    def answer(self, value, key, asked, problem):
        """What was answered, or why nothing was; with the moment of asking."""
        out = dict(asked=asked, seconds=round(time.time() - asked, 2))
        if value is None or not isinstance(value.get(key), str):
            return out | dict(error=f"no answer in {self.timeout:g} s" if out["seconds"] >= self.timeout else problem)
        return out | dict(reply=value[key], heard=value.get("transcript"), used=value.get("tool"))

    def once(self, *arguments, key="reply"):
        """A command that prints one object."""
        asked = time.time()
        process = self.start(*arguments, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        with self.limit(process):
            out, err = process.communicate()
        found = [value for value in objects(out.splitlines()) if key in value]
        return self.answer(found[-1] if found else None, key, asked, f"exit {process.returncode}: {err.strip()[-300:]}")

    def ask(self, text):
        return self.once("ask", "--json", "--quiet", "--", text)

    def ask_wav(self, wav):
        return self.once("ask", "--json", "--quiet", "--wav", wav)

    def hear(self, wav):
        return self.once("transcribe", "--json", wav, key="text").get("reply", "")

    def talk(self, texts):
        """One conversation; each question waits for the answer to the one before."""
        process = self.start("talk", "--plain", "--text", "--json", stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        answers = []
        for text in texts:
            asked, turn = time.time(), None
            with self.limit(process), contextlib.suppress(OSError):
                process.stdin.write(" ".join(text.split()) + "\n")
                process.stdin.flush()
                turn = next((value for value in objects(process.stdout) if value.get("event") == "turn"), None)
            answers.append(self.answer(turn, "reply", asked, "the conversation has ended"))
        with self.limit(process), contextlib.suppress(OSError):
            process.stdin.close()
            process.stdout.read()
        kill(process)
        process.wait()
        return answers


def voice_language(voice):
    """Which language a voice of espeak-ng speaks: en-us+m3 → en."""
    lang = re.split(r"[-+]", voice)[0]
    return "zh" if lang == "cmn" else lang


def ask_aloud(program, group, voice):
    """Speaks the questions. `talk --text` has no ears, so in a conversation it is asked what `transcribe` heard."""
    wavs = []
    for row in group:
        wavs.append(program.home / f"{len(wavs)}.wav")
        subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", wavs[-1], "--", row["ask"]], check=True)
    if group[0].get("conversation") is None:
        return [program.ask_wav(wav) for wav in wavs]
    heard = [program.hear(wav) for wav in wavs]
    replies, silence = iter(program.talk([text for text in heard if text.strip()])), dict(error="nothing was heard", seconds=0)
    return [dict(next(replies) if text.strip() else silence, heard=text) for text in heard]


def ask_all(sets, mynah, models=None, jobs=1, timeout=30, now=None, faketime=None, voices=(), told=lambda result: None):
    """Asks every row and returns a result for each, in order; `told` hears of each as it comes.

    Single rows are asked with `ask`, conversations with `talk`. Places keep a home, for what is cached about their
    documents; every question about tools gets a new one, so that no timer is left from the question before.
    """
    speak = {voice_language(voice): voice for voice in reversed(voices)}

    def prepare(folder, s):
        folder.mkdir(parents=True)
        knowledge = ""
        if s.documents:
            shutil.copytree(s.documents, folder / "knowledge", ignore=shutil.ignore_patterns("*.jsonl"))
            knowledge = f"knowledge = [{json.dumps(str(folder / 'knowledge'))}]\n"
        (folder / "config.toml").write_text("[mind]\n" + knowledge, encoding="utf-8")

    def score(s, row, answer):
        result = {key: row[key] for key in ("id", "kind", "tool", "ask", "note") if key in row} | answer | {"set": s.name}
        verdict = "error", False, row["want"]
        if "error" not in answer:
            verdict = judge(row, answer["reply"], s.lang, now or datetime.datetime.fromtimestamp(answer["asked"], ZONE))
        return result | dict(zip(("verdict", "harmful", "missing"), verdict))

    def work(s, folder, group):
        command = [mynah, "--config", folder / "config.toml", *(["--models", models] if models else []), "--lang", s.lang]

        def program(purpose):
            home = f"home-{purpose}-{threading.get_ident()}" if s.documents else f"home-{purpose}-{group[0]['id']}"
            return Program(command, folder / home, timeout, faketime, now)

        talks = group[0].get("conversation") is not None
        asked = program("typed").talk([row["ask"] for row in group]) if talks else [program("typed").ask(group[0]["ask"])]
        results = [score(s, row, answer) for row, answer in zip(group, asked)]
        if s.lang in speak:
            for row, result, answer in zip(group, results, ask_aloud(program("spoken"), group, speak[s.lang])):
                result["spoken"] = score(s, row, answer)
                result["errors"] = word_errors(row["ask"], answer.get("heard") or "", s.lang)
        for result in results:
            told(result)
        return results

    with tempfile.TemporaryDirectory(prefix="mynah-answers-") as root, concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        tasks = []
        for s in sets:
            folder = Path(root) / s.name
            prepare(folder, s)
            tasks += [pool.submit(work, s, folder, group) for group in conversations(s.rows)]
        results = {(result["set"], result["id"]): result for task in tasks for result in task.result()}
    return [results[s.name, row["id"]] for s in sets for row in s.rows]


def tokens(text, lang):
    """What is compared: words without punctuation, English numbers in words, in Chinese every character."""
    text = text.lower().replace("’", "'")
    if lang == "en":
        text = re.sub(r"\d{1,6}", lambda n: f" {english(int(n[0]))} ", re.sub(r"(?<=\d),(?=\d{3})", "", text))
        text = text.replace("-", " ").replace(" and ", " ")
    return re.findall(r"[^\W_]" if lang == "zh" else r"[^\W_](?:[\w']*\w)?", text)


def word_errors(said, heard, lang):
    """(words to change, add or drop, words said)"""
    said, heard = tokens(said, lang), tokens(heard, lang)
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        above, row = row, [i]
        for j, other in enumerate(heard, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (word != other)))
    return row[-1], len(said)


# ---------------------------------------------------------------- checking a bank

PLAIN_REFUSALS = dict(en="I don't have that information.", ru="У меня нет такой информации.", zh="我没有这方面的信息。")


def lines_of(documents):
    for path in sorted(documents.rglob("*")) if documents else ():
        if path.is_file() and path.suffix != ".jsonl":
            yield from filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines()))


def check(sets, now, verbose=False):
    """What is wrong with the banks, a sentence each."""
    owners = {}
    for s in sets:
        lines = list(lines_of(s.documents))
        for row in s.rows:
            where = f"{s.name}: {row['id']}"
            if row["id"] in owners:
                yield f"{where} is an id of {owners[row['id']]} too"
            owners[row["id"]] = s.name
            samples = row.get("sample", [])
            for sample in [samples] if isinstance(samples, str) else samples:
                verdict, _, missing = judge(row, sample, s.lang, now)
                if verdict != "right":
                    yield f"{where}: its own sample {sample!r} is {verdict}, missing {missing}"
            refusal = judge(row, PLAIN_REFUSALS[s.lang], s.lang, now)[0]
            if refusal != ("right" if row["kind"] == "refuse" else "refused") and row["kind"] != "smalltalk":
                yield f"{where}: a plain refusal is {refusal}"
            quotes = [line for line in lines if row["want"] and all(matches(want, line, s.lang, now) for want in row["want"])]
            for line in quotes:
                if row["kind"] != "refuse" and any(matches(wrong, line, s.lang, now) for wrong in row["wrong"]):
                    yield f"{where}: to quote the right line is harmful: {line!r}"
            if verbose and len(quotes) > 1:
                print(f"{where}: {row['ask']} ({row.get('note', '')})", *quotes, sep="\n    ")


# ---------------------------------------------------------------- reporting

def share(part, whole):
    return round(100 * part / whole, 1) if whole else 0.0


def summary(results):
    """How many rows, and how many percent of them are what."""
    count = collections.Counter(result["verdict"] for result in results)
    count["harmful"] = sum(result["harmful"] for result in results)
    return dict(rows=len(results), **{name: share(count[name], len(results)) for name in (*VERDICTS, "harmful")})


def grouped(results, key, order=()):
    """Summaries by place, kind or tool, in the order given, then as they came."""
    names = dict.fromkeys([*order, *(result[key] for result in results if key in result)])
    parts = {name: [result for result in results if result.get(key) == name] for name in names}
    return {name: summary(part) for name, part in parts.items() if part}


def spoken_summary(results):
    """The same of what was spoken, with the word error and what is left of the right answers."""
    results = [result for result in results if "spoken" in result]
    errors, said = (sum(result["errors"][i] for result in results) for i in (0, 1))
    typed = [result["spoken"] for result in results if result["verdict"] == "right"]
    kept = sum(result["verdict"] == "right" for result in typed)
    figures = summary([result["spoken"] for result in results])
    return figures | dict(word_error=share(errors, said), kept=share(kept, len(typed)))


def report(results):
    out = dict(all=summary(results), places=grouped(results, "set"), kinds=grouped(results, "kind", KINDS),
               tools=grouped(results, "tool"))
    aloud = [result for result in results if "spoken" in result]
    if aloud:
        names = dict.fromkeys(result["set"] for result in aloud)
        out["spoken"] = {name: spoken_summary([r for r in aloud if r["set"] == name]) for name in names}
        out["spoken"]["all"] = spoken_summary(aloud)
    return out


def table(title, parts):
    """Prints summaries as lines of percentages."""
    if not parts:
        return
    columns = list(next(iter(parts.values())))
    width = max(map(len, (title, *parts)))
    print(f"{title:<{width}}" + "".join(f"{column.replace('_', ' '):>12}" for column in columns))
    for name, numbers in parts.items():
        print(f"{name:<{width}}" + "".join(f"{numbers[c]:>12}" if c == "rows" else f"{numbers[c]:>12.1f}" for c in columns))
    print()


def show(result):
    """An answer that is not right."""
    for how, this in (("", result), (" spoken", result.get("spoken", dict(verdict="right")))):
        if this["verdict"] != "right":
            heard = f" heard as {this['heard']!r}" if how and this.get("heard") else ""
            print(f"{'harmful' if this['harmful'] else this['verdict']}{how} {this['set']} {this['id']}: {this['ask']}{heard}\n"
                  f"    {this.get('reply', this.get('error'))!r}, not {this.get('note', '')!r}", file=sys.stderr, flush=True)


def options():
    o = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    o.add_argument("--mynah", metavar="PROGRAM", help="the program that is asked")
    o.add_argument("--models", metavar="DIR", type=Path, help="its folder of models")
    o.add_argument("--bank", metavar="DIR", type=Path, default=HERE, help="the folder of questions (the one of this file)")
    o.add_argument("--set", metavar="SET", nargs="+", action="extend", default=[], help="only en/hotel, en, tools-en …")
    o.add_argument("--limit", metavar="N", type=int, help="only the first rows of each set")
    o.add_argument("--short", action="store_true", help=f"a fixed sample of about {sum(SHORT)} rows, of everything something")
    o.add_argument("--spoken", metavar="VOICE", action="append", default=[],
                   help="ask aloud too, with this voice of espeak-ng (en-us+m3, ru, cmn); one for each language")
    o.add_argument("--jobs", metavar="N", type=int, default=1, help="how many are asked at a time (1)")
    o.add_argument("--timeout", metavar="SECONDS", type=float, default=30, help="for one answer (30)")
    o.add_argument("--now", metavar="TIME", type=datetime.datetime.fromisoformat,
                   help="what the program takes for now, e.g. 2026-11-25T10:30")
    o.add_argument("--faketime", metavar="LIB", help="libfaketime.so.1, which makes the program take it for now")
    o.add_argument("--verbose", action="store_true",
                   help="show every answer that is not right; with --check, rows that more than one line of the documents answers")
    o.add_argument("--json", action="store_true", help="print one JSON object: the tables and a result for each row")
    o.add_argument("--min-right", metavar="P", type=float, help="fail if fewer percent are right")
    o.add_argument("--max-wrong", metavar="P", type=float, help="fail if more percent are wrong")
    o.add_argument("--check", action="store_true", help="only check the bank; no program is needed")
    chosen = o.parse_args()
    if not chosen.check and not chosen.mynah:
        o.error("--mynah is needed, or --check")
    if chosen.mynah and not shutil.which(chosen.mynah):
        o.error(f"there is no program {chosen.mynah}")
    if chosen.spoken and not shutil.which("espeak-ng"):
        o.error("--spoken needs the program espeak-ng")
    if chosen.faketime and not chosen.now:
        o.error("--faketime needs --now")
    chosen.now = chosen.now and chosen.now.replace(tzinfo=ZONE)
    chosen.mynah = chosen.mynah and os.path.abspath(shutil.which(chosen.mynah))
    chosen.faketime = os.path.abspath(chosen.faketime) if chosen.faketime and os.path.exists(chosen.faketime) else chosen.faketime
    return chosen


def main():
    chosen = options()
    sets = find_sets(chosen.bank, [name.strip("/") for name in chosen.set])
    if chosen.limit:
        sets = [s._replace(rows=s.rows[:chosen.limit]) for s in sets]
    sets = short(sets) if chosen.short else sets
    if chosen.check:
        complaints = list(check(sets, chosen.now or datetime.datetime.now(ZONE), chosen.verbose))
        print(*complaints, f"{len(sets)} sets, {sum(len(s.rows) for s in sets)} rows, {len(complaints)} complaints", sep="\n")
        return 1 if complaints else 0
    unspoken = {s.lang for s in sets} - {voice_language(voice) for voice in chosen.spoken}
    if chosen.spoken and unspoken:
        print(f"No voice speaks {', '.join(sorted(unspoken))}: only typed questions there.", file=sys.stderr)
    results = ask_all(sets, chosen.mynah, chosen.models and chosen.models.resolve(), chosen.jobs, chosen.timeout, chosen.now,
                      chosen.faketime, chosen.spoken, show if chosen.verbose else lambda result: None)
    figures = report(results)
    if chosen.json:
        print(json.dumps(figures | {"rows": results}, ensure_ascii=False))
    else:
        table("place", figures["places"] | {"all": figures["all"]})
        table("kind", figures["kinds"])
        table("tool", figures["tools"])
        table("spoken", figures.get("spoken"))
    failures = []
    if chosen.min_right is not None and figures["all"]["right"] < chosen.min_right:
        failures.append(f"{figures['all']['right']:.1f} % are right, less than {chosen.min_right:g} %")
    if chosen.max_wrong is not None and figures["all"]["wrong"] > chosen.max_wrong:
        failures.append(f"{figures['all']['wrong']:.1f} % are wrong, more than {chosen.max_wrong:g} %")
    if failures:
        print(" and ".join(failures) + ".", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BankError as error:
        sys.exit(str(error))
