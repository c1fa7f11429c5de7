"""Owns the everyday sentences about places, prices, people and things at a kiosk or in a house."""

from pieces import clock, is_or_are, nth, number, pick, politely, with_article
from words import BUY, COLORS, DAYS, DEVICES, ITEMS, MONTHS, PEOPLE, PLACES, PLURAL, ROOMS, TOPICS, WEATHER


def place(r):
    p = pick(r, PLACES)
    if r.random() < 0.1:
        p = pick(r, "nearest|closest|other|big|small|new|old|next") + " " + p
    return p


def places(r):
    p = place(r)
    q = pick(r, PLACES)
    w = pick(
        r,
        "library|museum|hospital|shop|store|gallery|cafe|pharmacy|clinic|pool|gym|park|restaurant|bank|post office|zoo",
    )
    day = pick(
        r,
        [
            "today",
            "tomorrow",
            "now",
            "on " + pick(r, DAYS),
            "on " + pick(r, DAYS),
            "on weekends",
            "on public holidays",
            "in the morning",
            "in the evening",
            "tonight",
            "this week",
            "next week",
            "on " + pick(r, MONTHS) + " " + nth(r),
        ],
    )
    b = is_or_are(p.split()[-1] if p.split()[-1] in PLURAL else p)
    return pick(
        r,
        [
            f"where {b} the {p}?",
            f"where {b} the {p}?",
            f"where can I find the {p}?",
            f"how do I get to the {p}?",
            f"how do I get from the {p} to the {q}?",
            f"is there {with_article(p)} here?" if b == "is" else f"are there {p} here?",
            f"is the {p} open {day}?" if b == "is" else f"are the {p} open {day}?",
            f"when does the {w} {pick(r, 'open|close')}?",
            f"when does the {w} {pick(r, 'open|close')} {day}?",
            f"what time does the {w} {pick(r, 'open|close')} {day}?",
            f"what are the opening hours of the {w}?",
            f"what are your opening hours {day}?",
            f"are you open {day}?",
            f"when do you {pick(r, 'open|close')} {day}?",
            f"which floor is the {p} on?",
            f"is the {p} on the {pick(r, 'first|second|third|ground|top|fourth|fifth')} floor?",
            f"how far is the {p}?",
            f"how far is it to the {p}?",
            f"show me the way to the {p}",
            politely(r, f"take me to the {p}"),
            f"I am looking for the {p}",
            f"I'm looking for the {p}",
            f"I can't find the {p}",
            f"is the {p} {pick(r, 'closed|busy|free|full|far|near here|accessible|clean')}?",
            f"the {p} {b} {pick(r, 'next to|behind|opposite|near|above|below|in front of|to the left of|to the right of')} the {q}",
            f"turn {pick(r, 'left|right')} at the {p}",
            f"go {pick(r, 'straight ahead|upstairs|downstairs|left|right|back')} to the {p}",
            f"is there wifi in the {p}?",
            f"can I take photos in the {p}?",
            f"can I {pick(r, 'eat|drink|smoke|wait|sleep|talk|study|print|work')} in the {p}?",
            f"are dogs allowed in the {p}?",
        ],
    )


def prices(r):
    x = pick(r, BUY)
    p = place(r)
    return pick(
        r,
        [
            f"how much is {with_article(x)}?",
            f"how much is the {x}?",
            f"how much does {with_article(x)} cost?",
            f"what is the price of {with_article(x)}?",
            f"I would like {with_article(x)}, please",
            f"I'd like {with_article(x)}",
            f"can I buy {with_article(x)} here?",
            f"where can I buy {with_article(x)}?",
            f"do you sell {x}s?" if not x.endswith(("s", "h", "y")) else f"do you sell {with_article(x)}?",
            f"is the {x} free?",
            f"two {pick(r, 'adults and one child|tickets, please|children and one adult|coffees, please')}".replace(
                "two", "2"
            ).replace("one", "1"),
            f"{number(r, 1, 20)} tickets for {pick(r, DAYS)}, please",
            f"{number(r, 1, 12)} tickets for the {pick(r, TOPICS)}",
            f"can I pay by {pick(r, 'card|cash|phone|credit card')}?",
            f"do you accept {pick(r, 'credit cards|cash|coupons|gift cards|insurance')}?",
            f"is there a discount for {pick(r, 'students|children|seniors|families|groups|members')}?",
            f"it costs {number(r, 1, 100)} {pick(r, 'dollars|euros|pounds|cents')}",
            f"that is {number(r, 1, 100)} {pick(r, 'dollars|euros|pounds')} and {number(r, 1, 99)} cents",
            f"do you have {with_article(x)}?",
            f"I want to return {with_article(x)}",
            f"is there {with_article(x)} in the {p}?",
        ],
    )


def people(r):
    pe = pick(r, PEOPLE)
    it = pick(r, ITEMS)
    to = pick(r, TOPICS)
    pl = place(r)
    dy = pick(r, ["today", "tomorrow", "next week", "tonight"] + ["on " + d for d in DAYS])
    return pick(
        r,
        [
            f"who is the {pe}?",
            f"who is the {pe} {dy}?",
            f"where is the {pe}?",
            f"I need to see {with_article(pe)}",
            f"I need {with_article(pe)}",
            f"I need to speak to the {pe}",
            f"can I speak to {with_article(pe)}?",
            politely(r, f"call the {pe}"),
            politely(r, f"call {with_article(pe)}"),
            f"I need {with_article(it)}",
            f"can I borrow {with_article(it)}?",
            f"I lost my {it}",
            f"I found {with_article(it)} in the {pl}",
            f"I would like to {pick(r, 'borrow|return|reserve|renew|cancel|change')} {pick(r, 'a|my|this|the')} {it}".replace(
                "a a", "an a"
            ),
            f"how do I {pick(r, 'borrow|return|reserve|renew|cancel|print|find')} {with_article(it)}?",
            f"when is the {to}?",
            f"what time is the {to}?",
            f"what time does the {to} {pick(r, 'start|end|begin')}?",
            f"where is the {to}?",
            f"how long is the {to}?",
            f"how much is the {to}?",
            f"is there {with_article(to)} {dy}?",
            f"tell me about the {to}",
            f"tell me more about the {to}",
            f"who painted this {pick(r, 'picture|painting|portrait|landscape')}?",
            f"who wrote this {pick(r, 'book|story|poem|letter')}?",
            f"who made this {pick(r, 'sculpture|statue|vase|chair|lamp')}?",
            f"how old is this {pick(r, 'painting|statue|book|building|vase|museum|library|map|dinosaur')}?",
            f"what is this {pick(r, 'painting|building|room|machine|place|book|medicine')}?",
            f"what is on {pick(r, 'at the museum|at the library|at the cinema|television')} {dy}?",
            f"the {pe} is {pick(r, 'busy|late|here|away|on holiday|at lunch|in the meeting room|in the office|upstairs')}",
            f"I have an appointment with the {pe} at {clock(r)}",
            f"I have an appointment {dy}",
            f"my appointment is at {clock(r)}",
            f"my name is {pick(r, 'Anna|Peter|Mary|John|Emma|David|Sarah|Michael|Tom|Lisa')}",
            f"I have {pick(r, 'a headache|a fever|a cough|an allergy|a cold|a question|a problem|a reservation|a broken arm|back pain')}",
            f"my {pick(r, 'head|arm|leg|back|foot|hand|ear|eye|knee|tooth')} hurts",
            "what are the visiting hours?",
            "how many books can I borrow?",
            f"when do I have to return the {it}?",
            f"do I need {with_article(it)}?",
            "how long do I have to wait?",
            f"is the {pe} {pick(r, 'here|free|available|busy|in')} {dy}?",
        ],
    )


def devices(r):
    d = pick(r, DEVICES)
    rm = pick(r, ROOMS)
    return pick(
        r,
        [
            politely(r, f"turn {pick(r, 'on|off')} the {d}"),
            politely(r, f"turn the {d} {pick(r, 'on|off|up|down')}"),
            politely(r, f"turn {pick(r, 'on|off')} the {d} in the {rm}"),
            politely(r, f"turn {pick(r, 'on|off')} the {rm} {pick(r, 'light|lights|lamp|fan|heater')}"),
            politely(
                r,
                f"{pick(r, 'open|close|lock|unlock')} the {pick(r, 'door|window|garage|blinds|front door|back door')}",
            ),
            politely(r, f"set the {pick(r, 'volume|temperature|thermostat|brightness|heating')} to {number(r)}"),
            politely(r, f"set the volume to {number(r)} percent"),
            politely(r, f"set the temperature to {number(r)} degrees"),
            f"what is the temperature {pick(r, 'outside|inside|in the ' + rm + '|today|tomorrow|now')}?",
            f"will it {pick(r, 'rain|snow')} {pick(r, ['today', 'tomorrow', 'tonight', 'this week', 'this weekend'] + ['on ' + x for x in DAYS])}?",
            f"what is the weather like {pick(r, 'today|tomorrow|now|this weekend|in Paris|in London')}?",
            f"is it {pick(r, WEATHER[2:])} {pick(r, 'today|outside|tomorrow')}?",
            politely(
                r,
                f"play {pick(r, 'some music|the radio|the news|a song|jazz|rock music|classical music|my favorite song|the next song')}",
            ),
            politely(r, f"make the light {pick(r, COLORS)}"),
            f"the {pick(r, 'door|window|light|book|car|bag|lamp|wall|chair')} is {pick(r, COLORS)}",
            politely(r, f"{pick(r, 'raise|lower')} the {pick(r, 'volume|blinds|temperature')}"),
            politely(
                r,
                f"add {pick(r, 'milk|bread|sugar|salt|rice|fish|cheese|apples|bananas|water|coffee|tea|eggs|butter')} to {pick(r, 'my|the')} shopping list",
            ),
            f"what is on my {pick(r, 'shopping list|calendar|to do list')}?",
            politely(
                r,
                f"send a message to {pick(r, 'Anna|Peter|Mary|John|Emma|David|Sarah|Michael|Tom|Lisa|my mother|my father|my brother|my sister')}",
            ),
        ],
    )
