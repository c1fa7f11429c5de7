"""Questions that need two facts: where a person is to be found, what two things cost, where and when at once."""

from collections import defaultdict


def joins(n, w):
    """(question, answer, entity) for every pair of the world's facts that belongs together."""
    where = {}
    for f in w.facts:
        if f.group == "where":
            where.setdefault(f.entity.text, []).append(f)
    found = []
    prices = [f for f in w.facts if f.group == "cost" and f.entity.kind == "item"]
    for f in w.facts:
        e = f.entity
        place = where.get(e.text, [])
        if len(place) == 1 and f is not place[0]:
            p = place[0]
            floor = "floor" in p.answer
            if f.group == "who" and f.works:
                name = f.person.text
                qs = [f"Where can I find {name}?", f"How do I find {name}?", f"How do I get to {name}?"] + (
                    [f"On which floor does {name} work?", f"Which floor does {name} work on?"] if floor else []
                )
                if f.role and " of " in f.answer:
                    qs += [
                        f"Where can I find the {f.role} of {e.text}?",
                        f"Where can I find the {f.role}?",
                        f"Where is the {f.role}?",
                    ]
                found += [(q, f.answer + " " + p.answer, p.entity) for q in qs]
            if (
                f.group in ("open", "close", "hours", "cost", "phone", "who", "starts", "lasts", "closed", "get")
                and f.asks
                and f.more
            ):
                follow = f.more[0]
                follow = follow[4:] if follow.startswith("And ") else follow
                q = f"{n.pick((f'Where {e.be} {e.text}', f'Where can I find {e.text}'))} and {follow[0].lower() + follow[1:]}"
                found += [(q, p.answer + " " + f.answer, e)] * 2
        if f.group == "get at" and len(where.get(f.at.text, [])) == 1:
            p = where[f.at.text][0]
            qs = [f"How do I get to the place that has {e.text}?", f"Where is the place where I can get {e.text}?"] + (
                [f"On which floor can I get {e.text}?", f"Which floor can I get {e.text} on?"]
                if "floor" in p.answer
                else []
            )
            found += [(q, f.answer + " " + p.answer, p.entity) for q in qs]
        if f.group == "get at":
            price = [g for g in w.facts if g.group == "cost" and g.entity.text == e.text]
            if len(price) == 1:
                found += [
                    (f"Where can I get {e.text} and how much is it?", f.answer + " " + price[0].answer, e),
                    (f"How much is {e.text} and where can I get it?", price[0].answer + " " + f.answer, e),
                ]
        if f.group == "cost":
            for group, words in (
                ("lasts", "how long does it take"),
                ("starts", "when does it start"),
                ("hours", "when is it open"),
            ):
                two = [g for g in w.facts if g.group == group and g.entity.text == e.text and not e.plural]
                if len(two) == 1:
                    found += [(f"How much is {e.text} and {words}?", f.answer + " " + two[0].answer, e)]
        if f.group == "cost" and e.kind == "item" and len(prices) > 1 and n.chance(0.4):
            o = n.pick(prices)
            if o.entity.text != e.text and len([g for g in prices if g.entity.text in (e.text, o.entity.text)]) == 2:
                found += [
                    (q, f.answer + " " + o.answer, e)
                    for q in (
                        f"How much is {e.text} and {o.entity.text}?",
                        f"What do {e.text} and {o.entity.text} cost?",
                    )
                ]
        if f.group == "where" and " floor" not in f.answer and f.asks:
            for text, others in where.items():
                if (
                    f.answer.rstrip(".").endswith(" " + text)
                    and text != e.text
                    and len(others) == 1
                    and "floor" in others[0].answer
                    and len(place) == 1
                ):
                    found += [
                        (q, f.answer + " " + others[0].answer, e)
                        for q in (
                            f"On which floor {e.be} {e.text}?",
                            f"Which floor {e.be} {e.text} on?",
                            f"What floor {e.be} {e.text} on?",
                        )
                    ]
        if f.group == "starts" and "Where does" in f.asks[-1]:
            for text, others in where.items():
                if f" at {text} at " in f.answer and len(others) == 1:
                    o = others[0]
                    found += [
                        (q, f.answer + " " + o.answer, e)
                        for q in ([f"On which floor does {e.text} start?"] if "floor" in o.answer else [])
                        + [f"How do I get to the start of {e.text}?"]
                    ]
    totals = defaultdict(set)
    for q, answer, _ in found:
        totals[q.lower()].add(answer)
    return [j for j in found if len(totals[j[0].lower()]) == 1]
