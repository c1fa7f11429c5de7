"""Dialogues: several visitors' questions about one world, and the one right answer to each.

Questions are only asked when the world gives them exactly one answer; a refusal only when it gives none.
"""

import random
from dataclasses import dataclass, field

import facts
import forms
import sample_place
import joins
import asr_noise
import talk
import tools
from names import Names
from world import SAME, World

REFUSAL = talk.REFUSAL


@dataclass
class Turn:
    user: str
    reply: str
    kind: str
    passages: list = field(default_factory=list)  # shown for the first time before this question
    result: str = ""  # what the program says after a tool call
    about: str = ""  # the name of what it is about


class Dialogue:
    """Draws turns about one world; knows what the last turn was about."""

    def __init__(self, n, world):
        self.n, self.world = n, world
        self.subject, self.group = None, None
        self.joins = joins.joins(n, world)

    def turn(self, kind):
        return getattr(self, kind.replace("-", "_"))()

    def _fact(self, usable):
        facts = [f for f in self.world.facts if usable(f)]
        return self.n.pick(facts) if facts else None

    def fact(self):
        for _ in range(8):
            f = self._fact(lambda f: f.asks or f.also)
            if not f:
                return None
            if f.also and self.n.chance(0.12) or not f.asks:
                q, answer = self.n.pick(f.also)
            else:
                q, answer = self.n.pick(f.asks), f.answer
            if self.world.only(q, answer) and not self._is_joined(q):
                self.subject, self.group = f.entity, f.group
                return Turn(q, answer, "fact")

    def yes_no(self):
        for _ in range(8):
            f = self._fact(lambda f: f.polar)
            if not f:
                return None
            q, answer = self.n.pick(f.polar)
            if self.world.only(q, answer):
                self.subject, self.group = f.entity, None
                return Turn(q, answer, "yes-no")

    def _is_joined(self, question):
        return any(question == q for q, _, _ in self.joins)

    def joined(self):
        if not self.joins:
            return None
        q, answer, e = self.n.pick(self.joins)
        self.subject, self.group = e, None
        return Turn(q, answer, "joined")

    def refusal(self):
        n, w = self.n, self.world
        x = n.rng.random()
        if x < 0.12:
            self.subject = self.group = None
            return Turn(talk.world(n), REFUSAL, "refusal")
        for _ in range(12):
            known = [f.entity for f in w.facts if f.entity.kind in forms.FORMS]
            if x < 0.6 and known:  # another attribute of a known entity
                e = n.pick(known)
                have = w.groups(e)
            else:  # an unknown entity, often of a known kind
                kind = n.pick(known).kind if known and n.chance(0.8) else n.pick(list(forms.FORMS))
                e = {
                    "place": facts.place,
                    "site": facts.site,
                    "item": facts.item,
                    "event": facts.event,
                    "exhibit": facts.exhibit,
                }[kind](n)
                if known and n.chance(0.35):  # the same head word with another name
                    old = n.pick(known)
                    if " " in old.name and old.kind in ("place", "event", "item"):
                        e = (
                            facts.Entity(
                                old.text.split()[0] + " " + n.word() + " " + old.name.split(" ", 1)[1],
                                old.kind,
                                plural=old.plural,
                            )
                            if old.text.split()[0] == "the"
                            else e
                        )
                have = set()
                if (
                    e.name.lower() in w.text
                    and n.chance(0.7)
                    or any(
                        k.name.lower().endswith(e.name.lower()) or e.name.lower().endswith(" " + k.name.lower())
                        for k in known
                    )
                ):
                    continue
                if any(k.text == e.text for k in known):
                    continue
            form = forms.draw_form(n, e.kind, set())
            if (
                form in (sample_place.rule, sample_place.pay, sample_place.bus, sample_place.dish, sample_place.code, sample_place.discount, sample_place.borrow)
                and x < 0.6
                and n.chance(0.5)
            ):
                continue
            f = n.pick(form(n, e).facts)
            group = f.group.split()[0] if f.group.startswith(("count", "is ")) else f.group
            if have & SAME.get(group, {group}):
                continue
            if f.entity.text != e.text and (
                group == "person"
                or any(
                    g.group == f.group
                    and (group in ("pay", "code", "rule", "dish", "bus", "loan") or g.entity.text == f.entity.text)
                    for g in w.facts
                )
            ):
                if group != "person" or f.entity.text.lower() in w.text:
                    continue
            q = (
                n.pick(f.asks)
                if f.asks and (not f.polar or n.chance(0.72))
                else n.pick(f.polar)[0] if f.polar else None
            )
            if not q or w.answers.get(q.lower()) or self._is_joined(q):
                continue
            if (
                group == "who"
                and "of" not in q.split()
                and e.text not in q
                and (have or any(g.group == "who" and g.role and g.role in q for g in w.facts))
            ):
                continue
            if q in ("Do I need", "Who is") or (group == "need" and e.text not in q):
                continue
            if group == "get at" or (group in ("get", "has") and e.text not in q):
                if (
                    any(word in w.text for word in f.entity.text.lower().split()[1:])
                    or e.text not in q
                    and group != "get at"
                ):
                    continue
            self.subject, self.group = e, f.group
            return Turn(q, REFUSAL, "refusal")

    def follow_up(self):
        n, w = self.n, self.world
        if not self.subject:
            return None
        e = self.subject
        if self.group and n.chance(0.3):
            others = [
                f
                for f in w.facts
                if f.group == self.group and f.entity.text != e.text and f.asks and f.entity.kind == e.kind
            ]
            if others:
                o = n.pick(others)
                same = {f.answer for f in w.facts if f.group == o.group and f.entity.text == o.entity.text}
                if len(same) == 1 and w.only(o.asks[0], o.answer):
                    q = n.pick(
                        (
                            f"What about {o.entity.text}?",
                            f"And {o.entity.text}?",
                            f"And what about {o.entity.text}?",
                            (
                                f"And for {o.entity.text}?"
                                if o.group in ("phone", "cost")
                                else f"What about {o.entity.text}?"
                            ),
                        )
                    )
                    self.subject, self.group = o.entity, o.group
                    return Turn(q, o.answer, "follow-up")
        mine = [f for f in w.facts if f.entity.text == e.text and f.more and f.group != self.group]
        if n.chance(0.1) and e.kind in forms.FORMS:
            f = n.pick(forms.draw_form(n, e.kind, set())(n, e).facts)
            group = f.group.split()[0] if f.group.startswith(("count", "is ")) else f.group
            if (
                f.more
                and f.entity.text == e.text
                and not (w.groups(e) & SAME.get(group, {group}))
                and group not in ("need", "who")
            ):
                self.group = None
                q = n.pick(f.more)
                return Turn(q[0] if isinstance(q, tuple) else q, REFUSAL, "follow-up")
        if not mine:
            return None
        f = n.pick(mine)
        q = n.pick(f.more)
        if isinstance(q, tuple):
            q, answer = q
        else:
            answer = f.answer
        rivals = {
            (m[1] if isinstance(m, tuple) else g.answer)
            for g in w.facts
            if g.entity.text == e.text
            for m in g.more
            if (m[0] if isinstance(m, tuple) else m) == q
        }
        if len(rivals) > 1 or w.answers.get(q.lower()) and answer not in w.answers[q.lower()]:
            return None
        if f.group == "where" and "How do I get there" in q and self.group == "who":
            return None
        self.group = f.group
        if f.group == "who" and n.chance(0.5):
            self.subject, self.group = f.person, "who"
        return Turn(q, answer, "follow-up")

    def tool(self):
        q, reply, result = tools.draw(self.n)
        return Turn(q, reply, "tool", result=result)

    def talk(self):
        q, reply = talk.draw(self.n)
        if self.n.chance(0.8):
            self.subject = self.group = None
        return Turn(q, reply, "talk")


MIX = (("fact", 34), ("yes-no", 17), ("joined", 20), ("refusal", 24), ("follow-up", 34), ("tool", 6), ("talk", 2))


def draw_kind(rng, mix):
    x = rng.random() * sum(w for _, w in mix)
    for kind, weight in mix:
        x -= weight
        if x <= 0:
            return kind
    return mix[0][0]


def bare(n, turns):
    """A conversation without any passage: tools, talk, and refusals of everything else."""
    out = []
    for _ in range(turns):
        x = n.rng.random()
        if x < 0.62:
            q, reply, result = tools.draw(n)
            out.append(Turn(q, reply, "tool", result=result))
        elif x < 0.82:
            q, reply = talk.draw(n)
            out.append(Turn(q, reply, "talk"))
        else:
            w = World(n, 1, 2)
            t = Dialogue(n, w).turn(n.pick(("fact", "fact", "yes-no")))
            out.append(Turn(t.user if t and n.chance(0.75) else talk.world(n), REFUSAL, "refusal"))
    return out


def needed(turn, lines, left):
    """Which of the lines left a question needs: those about its subject, or with its answer's words."""
    if turn.kind in ("tool", "talk", "refusal"):
        return []
    end = turn.reply.rstrip(".")[-12:]
    found = [i for i in left if turn.about and turn.about.lower() in lines[i].lower() or end in lines[i]]
    known = any(turn.about and turn.about.lower() in line.lower() for i, line in enumerate(lines) if i not in left)
    return left if turn.kind == "joined" or not (found or known) else found


def spread(n, lines, turns):
    """Shows the lines as the program does: before a question the ones that it needs and some that it does not."""
    left = list(range(len(lines)))
    n.rng.shuffle(left)
    early = n.chance(0.35)
    for turn in turns:
        new = needed(turn, lines, left)
        others = [i for i in left if i not in new]
        if early and turn.kind not in ("tool", "talk"):
            extra, early = len(others), False
        else:
            extra = n.number(0, 2) if turn.kind not in ("tool", "talk") or n.chance(0.25) else 0
        new = new + others[:extra]
        if n.chance(0.4):
            n.rng.shuffle(new)
        turn.passages = [lines[i] for i in new]
        left = [i for i in left if i not in new]


def dialogue(n, passages=4, turns=7, most=5, mix=MIX):
    """One conversation. Passages arrive before the first turn that needs them."""
    world = World(n, n.number(1, passages), most)
    d = Dialogue(n, world)
    out, again = [], []
    if n.chance(0.12):
        out += bare(n, 1)
    asked = set()
    for _ in range(turns):
        if again and n.chance(0.1):  # people ask twice
            t, d.subject, d.group = n.pick(again)
            out.append(Turn(t.user, t.reply, t.kind, result=t.result, about=t.about))
            continue
        kind = draw_kind(n.rng, mix)
        t = d.turn(kind)
        if t is None:
            t = d.turn("fact")
        if t is None:
            break
        if t.reply in asked and t.reply != REFUSAL and n.chance(0.85):
            continue
        asked.add(t.reply)
        t.about = d.subject.name if d.subject else ""
        out.append(t)
        if t.kind != "follow-up":
            again.append((t, d.subject, d.group))
        if t.kind in ("tool",) and n.chance(0.5):
            d.subject = d.group = None
    spread(n, [p.line() for p in world.passages], out)
    return out


def finish(n, turns):
    """Says each question the way people and speech recognition do."""
    for t in turns:
        if n.chance(0.3) and t.kind not in ("tool", "talk"):
            t.user = asr_noise.definite(t.user)
        t.user = asr_noise.spoken(n, t.user, t.kind)
    return turns


def sample(n, level=1.0):
    """One training dialogue; `level` below a half asks for a short one."""
    while True:
        if n.chance(0.07):
            turns = bare(n, n.number(2, 5))
        elif level < 0.5:
            turns = dialogue(n, passages=2, turns=n.number(3, 6), most=3)
        else:
            turns = dialogue(n, passages=4, turns=n.number(4, 10), most=n.pick((3, 4, 5, 6)))
        if turns:
            return finish(n, turns)


if __name__ == "__main__":
    names = Names(random.Random(3))
    for _ in range(6):
        for t in sample(names):
            print(
                "\n".join(t.passages) and "\n".join(t.passages) + "\n" or "",
                f"  [{t.kind}] {t.user}  ->  {t.reply}",
                sep="",
            )
        print()
