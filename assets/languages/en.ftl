# The interface in English. Every key here must be in every other language.

you = You
turns = { $value ->
    [one] { $value } turn
   *[other] { $value } turns
}
type-here = Speak, or type a question. / for commands
search-for = Search:{" "}
scrolled = { $value ->
    [one] { $value } line below
   *[other] { $value } lines below
}
page-foot = Esc goes back
commands = Commands
cut-off = interrupted here
yes = yes
no = no
unset = not set
copied = The last answer is in the clipboard.
nothing-to-copy = There is no answer yet that could be copied.
forgotten = The conversation is forgotten.
exported = The conversation is in { $value }.
not-exported = The conversation cannot be written to { $value }: choose another name with /export NAME.
sound-lost = { $value } s of what was said were lost: the machine was too busy.
saved = Saved.
unknown-command = There is no command { $value }: type / to see those that there are.
no-such-theme = There is no such theme; there are: { $value }.
no-conversation = Nothing can be answered: see the message above. What you typed is kept.
wrong-key = The setting interface.keys is wrong at { $value }: F1 lists the actions.
restarting = The conversation starts again with the new setting.

# The states
state-loading = Loading
state-broken = Not running
state-ready = Ready
state-asleep = Say “{ $value }”
state-key = Press { $value } to talk
state-listening = Listening
state-thinking = Thinking
state-speaking = Speaking
state-muted = Muted
state-typing = Typing only
echo = echo: { $value }
badge-holds = offline ✓
badge-partly = offline { $value }

# Hints
hint-help = help
hint-palette = everything
hint-mute = mute
hint-search = search
hint-settings = settings
hint-layout = large
hint-quit = leave

# What can be done
action-send = Send what is typed
action-new-line = A new line
action-back = Back; silences an answer
action-quit = Leave
action-talk = The key to talk
action-mute = Microphone off or on
action-palette = Everything that can be done
action-search = Search the conversation
action-copy = Copy the last answer
action-export = Write the conversation to a file
action-forget = Forget the conversation
action-page-up = A page up
action-page-down = A page down
action-help = Keys and commands
action-latency = How quick the answers are
action-offline = What keeps everything here
action-settings = Settings
action-models = Choose models
action-voices = Choose a voice
action-devices = Microphone and loudspeaker
action-layout = Large letters on or off
keys-scroll = Scroll by a line; the mouse wheel too
keys-history = What was typed before
keys-complete = Complete a command
command-language = The language of the conversation
command-export = Write it to a file: /export talk.json
command-mute = Microphone off
command-unmute = Microphone on
command-theme = Other colours: /theme light

# Pages
help-title = Keys and commands
latency-title = How quick the answers are
offline-title = What keeps everything here
settings-title = Settings
models-title = Models
voices-title = Voices
microphones-title = Microphones
loudspeakers-title = Loudspeakers
languages-title = Language of the conversation
introduction-title = Welcome
palette-title = Everything that can be done
nothing-to-choose = There is nothing to choose from.
models-foot = Enter takes it. More models: put files into the models folder.
voices-foot = Space lets it speak, Enter takes it.
devices-foot = Enter takes it, Tab shows loudspeakers or microphones.
languages-foot = Enter takes it.
settings-foot = ← → change it, Del restores the default
default-device = Default
default-detail = What the system uses
preview-sentence = This is how I sound.
preview-plays = It speaks …
previewing = Speak: the level shows what it hears.

# Latency
part-end-of-turn = end of turn
part-transcript = words
part-first-token = first token
part-first-sound = first sound
median = median { $value }
tokens-per-second = { $value } tokens/s
memory = { $value } MB
no-turns-yet = No question has been answered yet.

# Parts that are loaded
part-hearing = Hearing
part-mind = Mind
part-voice = Voice

# Tools
tool-timer = timer
tool-time = time
tool-date = date
tool-calculate = sum
tool-convert = conversion

# What keeps everything here
offline-intro = Nothing that is said, typed or answered leaves this machine. These layers see to it; each is shown as it really is at this moment.
layer-holds = holds
layer-missing = not in force
layer-code = No network code
layer-code-told = The program contains no code that could open a connection.
layer-seccomp = System calls
layer-seccomp-told = The kernel refuses the program every socket but those to programs on this machine.
layer-landlock = Files
layer-landlock-told = Landlock: hidden files, keys and other programs are out of reach, and every TCP port.
layer-privileges = No new privileges
layer-privileges-told = Neither the program nor its helpers can gain rights.
layer-namespace = No network to reach
layer-namespace-told = The program runs where there is no network interface at all.

# Settings
setting-capture-mode = When to listen
setting-capture-wake-phrase = Wake word
setting-capture-echo = Own voice in the microphone
setting-capture-hang-over-finished = Silence after a whole sentence
setting-capture-hang-over-usual = Silence that usually ends a turn
setting-capture-hang-over-unfinished = Silence after “and”, “the”, …
setting-hearing-language = Language of the conversation
setting-speaking-engine = What speaks
setting-speaking-voice = Voice of espeak-ng
setting-speaking-rate = Words a minute
setting-speaking-pitch = Pitch
setting-interface-language = Language of the interface
setting-interface-theme = Colours
setting-interface-layout = Layout
setting-interface-reduced-motion = Nothing moves by itself

# The guided start
welcome = mynah answers aloud, and nothing leaves this machine.
welcome-told = Three short steps: the microphone, the voice, the models. Afterwards speak whenever you like, or type. Speak into an answer and it stops.
try-microphone = Does it hear you?
try-microphone-told = Say a few words as you would to somebody across the table. The bar should move.
no-microphone-yet = No microphone is open yet. You can type all the same; F7 chooses one later.
say-something = Say something …
microphone-works = I can hear you.
understood = I understood: { $value }
try-voice = Do you hear it?
try-voice-told = Press the space bar: you should hear a sentence. If not, check the loudspeaker; F7 chooses another one later, F6 another voice.
see-models = What it thinks with
see-models-told = The models that came with the program know little: they are there so that everything works at once. For real use put better ones into the models folder; “mynah models” lists good ones.
introduction-foot = Enter goes on, Esc skips all of this for ever.
introduction-foot-voice = Space speaks, Enter goes on, Esc skips all of this for ever.
introduction-foot-last = Enter begins.
visit-welcome = Ask me anything: speak, or type a question and press Enter.
visit-type-here = Speak, or type a question
visit-begin = Speak, touch, or press a key
visit-warning = Are you still there? This conversation ends in a moment.
operator-title = The operator's page
operator-pin = PIN, then Enter:
operator-wrong = That is not it.
operator-locked = No PIN is looked at for { $value } seconds.
operator-none = This kiosk has no PIN, or nowhere to count wrong ones.
operator-microphone = Choose the microphone
operator-loudspeaker = Choose the loudspeaker
operator-voice = Choose the voice
operator-volume = Volume: { $value } % (← →)
operator-diagnosis = How it goes
operator-restart = Begin a new visit
operator-machine = Start the machine anew
operator-leave = End the kiosk
