"""Writes the evaluation suite: unseen names, one case a line, balanced over kinds, with the program's exact format."""

import argparse
import json
import random
from pathlib import Path

import dialogues as D
import talk
import tools
from names import Names
from world import World

COUNTS = {"fact": 220, "joined": 40, "yes-no": 70, "refusal": 110, "tool": 110, "follow-up": 110, "talk": 30, "conversation": 80}
SHORT = {"fact": 20, "joined": 4, "yes-no": 8, "refusal": 10, "tool": 10, "follow-up": 10, "talk": 4, "conversation": 6}


def expect(turn):
    return {"tool": json.loads(turn.reply)} if turn.reply.startswith("{") else {"reply": turn.reply}


def passages(n, world, answer):
    """The world's passages, the one that holds the answer usually first, as retrieval would have it."""
    order = list(world.passages)
    n.rng.shuffle(order)
    if n.chance(0.6):
        order.sort(key=lambda p: 0 if answer.rstrip(".")[-12:] in p.text else 1)
    return [{"source": p.heading, "text": p.line()} for p in order]


def draw(n, kind):
    """(passages, turns) of one case, or None when this world has none of the kind."""
    world = World(n, n.number(1, 4), n.pick((3, 4, 5, 6)))
    d = D.Dialogue(n, world)
    if kind == "tool":
        q, reply, _ = tools.draw(n)
        return (passages(n, world, "") if n.chance(0.4) else []), [D.Turn(q, reply, kind)]
    if kind == "talk":
        q, reply = talk.draw(n)
        return (passages(n, world, "") if n.chance(0.4) else []), [D.Turn(q, reply, kind)]
    if kind == "follow-up":
        first = d.turn(n.pick(("fact", "fact", "fact", "yes-no")))
        second = first and d.turn("follow-up")
        if not second or second.reply == first.reply or second.reply in first.reply:
            return None
        return passages(n, world, first.reply), [first, second]
    turn = d.turn(kind)
    if turn is None:
        return None
    shown = passages(n, world, turn.reply)
    return ([] if kind == "refusal" and n.chance(0.15) else shown), [turn]


def conversation(n, name):
    """Three to five questions in a row, passages arriving as retrieval brings them; every reply counts."""
    while True:
        turns = D.dialogue(n, passages=4, turns=n.number(3, 5), most=4)
        if len(turns) > 2:
            break
    asked = [
        {
            "user": t.user,
            "passages": [{"source": "", "text": line} for line in t.passages],
            "expect": expect(t),
        }
        for t in D.finish(n, turns)
    ]
    return {"id": name, "kind": "conversation", "turns": asked}


def cases(seed, counts):
    n = Names(random.Random(seed), unseen=True)
    for kind, count in counts.items():
        made = 0
        while made < count:
            if kind == "conversation":
                made += 1
                yield conversation(n, f"{kind}-{made:03}")
                continue
            case = draw(n, kind)
            if case is None:
                continue
            shown, turns = case
            asked = [{"user": t.user} for t in D.finish(n, turns)]
            asked[-1]["expect"] = expect(turns[-1])
            made += 1
            yield {"id": f"{kind}-{made:03}", "kind": kind, "passages": shown, "turns": asked}


def write(path, seed=20260, counts=None):
    with open(path, "w") as out:
        for case in cases(seed, counts or COUNTS):
            out.write(json.dumps(case, ensure_ascii=False) + "\n")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("out", type=Path)
    p.add_argument("--short", action="store_true", help="about 60 cases")
    p.add_argument("--seed", type=int, default=20260)
    a = p.parse_args()
    write(a.out, a.seed, SHORT if a.short else COUNTS)


if __name__ == "__main__":
    main()
