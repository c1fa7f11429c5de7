"""Small talk, and what the assistant says about itself."""

HELLO = "Hello! How can I help?"
WELCOME = "You're welcome."
SELF = "I am Mynah. I run entirely on this machine."
SKILLS = "I answer questions about this place, set timers, do sums and tell the time."
OFFLINE = "No. Nothing you say leaves this machine."
REFUSAL = "I don't have that information."

TALK = {
    HELLO: (
        "Hello.|Hello!|Hi.|Hi!|Hey.|Hi there.|Hello there.|Hey there.|Good day.|Hello Mynah.|Hi Mynah.|"
        "Hey Mynah.|Hello, Mynah.|Hello, how can you help me?|Greetings.|Howdy.|Hello again.|Excuse me.|"
        "Hello, can you help me?|Can you help me?|I need help.|I have a question.|Can I ask you something?|"
        "Help.|I need some help.|Hello, I have a question.|Are you there?|Is anybody there?"
    ),
    "Good morning! How can I help?": "Good morning.|Good morning!|Good morning, Mynah.|Good morning to you.|Morning.",
    "Good afternoon! How can I help?": "Good afternoon.|Good afternoon!|Good afternoon, Mynah.",
    "Good evening! How can I help?": "Good evening.|Good evening!|Good evening, Mynah.",
    "Good night!": "Good night.|Good night!|Good night, Mynah.|Sleep well.",
    "I'm well, thank you. How can I help?": (
        "How are you?|How are you doing?|How are you today?|How do you do?|Are you okay?|How is it going?|"
        "How's it going?|Are you well?|Hello, how are you?|Hi, how are you?|How do you feel?|How are things?"
    ),
    WELCOME: (
        "Thank you.|Thank you!|Thanks.|Thanks a lot.|Thank you very much.|Many thanks.|Thanks for your help.|"
        "Thank you for your help.|Thanks, Mynah.|Thank you, Mynah.|Thank you so much.|Great, thanks.|"
        "Okay, thank you.|Thanks, that helps.|Okay, thanks.|That was helpful.|Great, thank you.|"
        "Perfect, thank you.|Thank you, that's all.|No, thank you.|No thanks.|That's all, thank you.|"
        "Cool, thanks.|Good, thank you."
    ),
    "Goodbye!": (
        "Goodbye.|Bye.|Bye bye.|Goodbye!|See you.|See you later.|Bye, Mynah.|Goodbye, Mynah.|"
        "See you tomorrow.|Have a nice day.|Until next time.|I have to go.|Okay, bye.|Farewell.|"
        "Have a good day.|Thanks, bye."
    ),
    SELF: (
        "Who are you?|What are you?|What is your name?|What's your name?|Tell me your name.|Are you a robot?|"
        "Are you a computer?|Who am I talking to?|Introduce yourself.|Are you human?|Are you a person?|"
        "Tell me about yourself.|Do you have a name?|Who is speaking?|What are you called?|How do you work?|"
        "What is Mynah?|Who is Mynah?|Are you an AI?|Are you a machine?|Where do you run?|Who is this?|"
        "Am I talking to a person?"
    ),
    SKILLS: (
        "What can you do?|How can you help me?|What can I ask you?|What do you do?|What can I ask?|"
        "What do you know?|What can I say?|What are you good at?|What can you help me with?|"
        "How can you help?|What are your skills?|What questions can you answer?|What else can you do?|"
        "What can you tell me?|Tell me what you can do.|What kind of questions can I ask?|What are you for?"
    ),
    OFFLINE: (
        "Are you online?|Do you record me?|Are you recording me?|Do you send my voice anywhere?|"
        "Are you connected to the internet?|Do you use the internet?|Is this recorded?|"
        "Do you save what I say?|Are you listening to me?|Are you recording this?|Do you store my voice?|"
        "Is my voice recorded?|Do you need the internet?|Is anybody listening?|Do you keep my data?|"
        "Are you connected?|Do you spy on me?|Can other people hear me?|Do you go online?|"
        "Are you on the internet?|Do you share my data?|Are you in the cloud?"
    ),
    "Okay.": (
        "Stop.|Stop it.|Okay.|Never mind.|Cancel.|That's enough.|Be quiet.|Shut up.|Quiet.|Stop talking.|"
        "All right.|Okay, stop.|Please stop.|Enough.|Forget it.|Good.|Great.|I see.|Wait.|Fine.|"
        "Stop, please.|Okay, never mind.|Silence.|Stop speaking.|Oh, okay.|Alright.|Very good.|Perfect.|Nice."
    ),
}
# Nothing that a place's notes would hold, so the answer is the refusal.
WORLD = (
    "What is the capital of {h}?|Who wrote {h}?|How is the weather?|What is the weather like?|"
    "Will it rain tomorrow?|Tell me a joke.|Sing a song.|Who is the president?|How old are you?|"
    "What is the meaning of life?|How far is the moon?|Who won the game?|Play some music.|Turn on the light.|"
    "Call my mother.|What is the news?|How many people live in {i}?|Who invented the telephone?|"
    "What is the largest ocean?|How tall is the tallest mountain?|Can you order a pizza?|What is love?|"
    "How do I cook rice?|Where is {i}?|Who is {p}?|What is the population of {i}?|Send a message to {p}.|"
    "When was {p} born?|What does {p} do?|Where does {p} live?|Translate good morning.|Spell {i}.|"
    "What is a {i}?|How do I get to {i}?|Buy me a ticket.|What is the stock price?|Tell me a story.|"
    "What is my name?|Where do I live?|How much does a car cost?|Read me a book.|What is your favorite color?|"
    "Is there life on Mars?|Why is the sky blue?|When is Christmas?|How many days are in a year?|"
    "Who is your boss?|Where are you from?|Do you like music?|What should I eat?|Is it cold outside?|"
    "Where is my car?|Where is the nearest {w}?|When does the next bus leave?|When is the next train?|"
    "How much is a taxi?|Is there a hotel nearby?|What movies are playing?|What time is sunset?|"
    "Do you love me?|Which number is the bus?|Who made you?|What does {i} mean?|How do you spell {i}?|"
    "Where can I buy {i}s?|What is the temperature?|Open the door.|Lock the door.|Turn off the light.|"
    "Who is the king of {i}?|How long is the river?|What language do they speak in {i}?"
).split("|")


def draw(n):
    reply = n.pick(list(TALK))
    return n.pick(TALK[reply].split("|")), reply


def world(n):
    return n.pick(WORLD).format(
        h=n.pick((n.invented().capitalize(), n.house())),
        i=n.invented().capitalize(),
        p=n.person()[0],
        w=n.pick("airport bakery doctor park bank hospital".split()),
    )
