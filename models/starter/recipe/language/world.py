"""What one conversation can know: entities, statements about them, and the passages an operator made of them."""

from collections import defaultdict
from dataclasses import dataclass

import contents
import facts
import forms
import sample_place
import money
import people
import when
import where

SAME = {  # groups that already answer a question of this group, in part: no refusal beside them
    "open": {"open", "hours", "open on day", "days"},
    "close": {"close", "hours"},
    "hours": {"open", "close", "hours", "open on day", "days", "closed"},
    "closed": {"closed", "days", "open on day", "hours"},
    "open on day": {"open", "hours", "days", "closed", "open on day"},
    "days": {"open", "close", "hours", "closed", "open on day", "days"},
    "cost": {"cost", "cost free"},
    "cost free": {"cost", "cost free"},
    "where": {"where", "starts"},
    "starts": {"starts", "get on"},
    "get on": {"starts", "get on"},
    "get": {"get", "dish"},
    "has": {"has", "count"},
    "who": {"who", "made"},
    "what": {"what", "is", "about"},
    "made": {"made", "who"},
}


@dataclass
class Passage:
    heading: str
    text: str

    def line(self):
        return f"{self.heading}: {self.text}"


def cap(text):
    return text[0].upper() + text[1:]


class World:
    def __init__(self, n, passages, most=4, words=60):
        self.n, self.passages, self.facts, self.statements = n, [], [], []
        n.known = []
        self.home = []
        title = facts.site(n) if n.chance(0.45) else facts.place(n)
        known = [facts.place(n) for _ in range(n.number(0, 3))]
        n.known = [e.text for e in known + [title]]
        self.known = known
        for index in range(passages):
            n.known = n.known[-6:]
            self._passage(title, index, most, words)
        self.answers = defaultdict(set)
        for fact in self.facts:
            for q in fact.asks:
                self.answers[q.lower()].add(fact.answer)
            for q, answer in fact.polar + fact.also:
                self.answers[q.lower()].add(answer)
        if not self.passages:
            self.passages.append(Passage("Welcome", "You are welcome."))
        self.text = " ".join(p.line() for p in self.passages).lower()

    def _entity(self):
        n = self.n
        if self.known and n.chance(0.5):
            return self.known.pop()
        x = n.rng.random()
        e = (
            facts.place
            if x < 0.5
            else facts.item if x < 0.68 else facts.event if x < 0.86 else facts.exhibit if x < 0.94 else facts.site
        )(n)
        n.known.append(e.text) if e.kind in ("place", "event") else None
        return e

    def _passage(self, title, index, most, words):
        n = self.n
        x = n.rng.random()
        lines = []
        if x < 0.16:  # a category: several things, one attribute each
            kind, form, heads = n.pick(
                (
                    ("item", money.cost, ("Prices", "Price list", "Menu", "Tickets", "Shop")),
                    ("item", money.cost, ("Prices", "Tickets", "Menu")),
                    ("place", when.moment, ("Opening hours", "Hours")),
                    ("place", where.where, ("Rooms", "Directions", "Map", "Where to find us")),
                    ("place", people.who, ("Staff", "People", "Team")),
                    ("event", when.starts, ("Program", "Events", "Today")),
                    ("site", sample_place.rule, ("Rules", "House rules", "Good to know")),
                    ("place", contents.phone, ("Numbers", "Contact", "Phone numbers")),
                    ("place", when.closed, ("Closing days", "Opening days")),
                )
            )
            heading = n.pick(heads) if n.chance(0.5) else f"{cap(title.name)}, {n.pick(heads)}"
            count = n.number(2, max(2, most))
            if form is sample_place.rule:
                e = title
                lines = [sample_place.rule(n, e) for _ in range(count)]
            else:
                alike = (
                    facts.alike(n, kind, count)
                    if n.chance(0.4)
                    else [
                        {"item": facts.item, "place": facts.place, "event": facts.event}[kind](n) for _ in range(count)
                    ]
                )
                lines = [form(n, e) for e in alike]
            texts = [s.text for s in lines]
        else:
            if index == 0 or n.chance(0.25):
                e = title
                heading = (
                    cap(e.name)
                    if n.chance(0.7)
                    else n.pick(("Welcome", "About", "Visit", "Information", cap(e.name) + ", General"))
                )
            else:
                e = self._entity()
                heading = cap(e.name) if n.chance(0.35) else f"{cap(title.name)}, {cap(e.name)}"
            used, lines, texts = set(), [], []
            pronoun = n.chance(0.35)
            for _ in range(n.number(1, most)):
                subject = e
                if lines and n.chance(0.2):
                    subject = self._entity()
                form = forms.draw_form(n, subject.kind, used if subject is e else set())
                if subject is e:
                    used.add(form)
                if form is where.where and subject.text[0] == "a":
                    continue
                statement = form(n, subject)
                have = self.groups(subject) | {f.group for s in lines for f in s.facts if f.entity.text == subject.text}
                if any(
                    f.entity.text == subject.text
                    and (f.group in have or f.group in ("open", "close", "hours", "days") and SAME[f.group] & have)
                    for f in statement.facts
                ) and n.chance(0.85):
                    continue
                before = lines[-1].facts[0].entity.text if lines else ""
                use_short = pronoun and statement.short and subject is e and before == e.text and n.chance(0.8)
                lines.append(statement)
                texts.append(statement.short if use_short else statement.text)
                if form is people.who and n.chance(0.35):  # a doctor and a nurse
                    lines.append(people.who(n, subject))
                    texts.append(lines[-1].text)
            if not lines:
                return
        kept, total = [], len(heading.split())
        for statement, text in zip(lines, texts):
            total += len(text.split())
            if kept and total > words:
                break
            kept.append(text)
            self.statements.append(statement)
            for fact in statement.facts:
                fact.passage = len(self.passages)
                self.facts.append(fact)
        self.passages.append(Passage(heading, " ".join(kept)))

    def only(self, question, answer):
        return self.answers[question.lower()] == {answer}

    def groups(self, entity):
        return {
            f.group.split()[0] if f.group.startswith(("count", "is ")) else f.group
            for f in self.facts
            if f.entity.text == entity.text
        }
