# The interface in English. Every key must exist in every other language.

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
copied = Sent to the terminal's clipboard.
nothing-to-copy = There is no answer to copy yet.
forgotten = The conversation was forgotten.
exported = The conversation was saved to { $value }.
not-exported = The conversation cannot be written to { $value }: choose another name with /export NAME.
sound-lost = { $value } s of speech were lost: the computer was too busy.
saved = Saved.
unknown-command = There is no command { $value }: type / for a list.
no-such-theme = There is no such theme; choose one of { $value }.
theme-needs-name = /theme needs a name: { $value }.
no-conversation = No answer is possible: see the message above. Your text is kept.
wrong-key = The setting interface.keys is wrong at { $value }: F1 lists the actions.
restarting = The conversation restarts with the new setting.

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
badge-partly = offline: see { $value }

# Hints
hint-help = help
hint-palette = commands
hint-mute = mute
hint-search = search
hint-settings = settings
hint-layout = large
hint-quit = quit

# Actions
action-send = Send the text
action-new-line = Insert a new line
action-back = Go back; stop the answer
action-quit = Quit
action-talk = Push to talk
action-mute = Mute or unmute the microphone
action-palette = All commands
action-search = Search the conversation
action-copy = Copy the last answer
action-export = Save the conversation to a file
action-forget = Forget the conversation
action-page-up = Scroll up a page
action-page-down = Scroll down a page
action-help = Keys and commands
action-latency = Response times
action-offline = Offline protection
action-settings = Settings
action-models = Choose models
action-voices = Choose a voice
action-devices = Microphone and loudspeaker
action-layout = Large text on or off
keys-scroll = Scroll a line; also with the mouse wheel
keys-history = Previous questions
keys-complete = Complete a command
command-language = Language of the conversation
command-export = Save to a file: /export talk.json
command-mute = Mute the microphone
command-unmute = Unmute the microphone
command-theme = Change the colours: /theme light

# Pages
help-title = Keys and commands
latency-title = Response times
offline-title = Offline protection
settings-title = Settings
models-title = Models
voices-title = Voices
microphones-title = Microphones
loudspeakers-title = Loudspeakers
languages-title = Language of the conversation
introduction-title = Welcome
palette-title = All commands
nothing-to-choose = There is nothing to choose from.
models-foot = Enter selects. More models: put files into the models folder.
voices-foot = Space plays a sample, Enter selects.
devices-foot = Enter selects, Tab switches between microphones and loudspeakers.
languages-foot = Enter selects.
settings-foot = ← → change, Del restores the default
default-device = Default
default-detail = The system's default
preview-sentence = This is how I sound.
preview-plays = Playing a sample …
previewing = Speak: the bar shows the level.

# Latency
part-end-of-turn = end of turn
part-transcript = transcript
part-first-token = first token
part-first-sound = first sound
median = median { $value }
tokens-per-second = { $value } tokens/s
memory = { $value } MB
no-turns-yet = No question has been answered yet.

# Parts
part-hearing = Hearing
part-mind = Mind
part-voice = Voice

# Tools
tool-timer = timer
tool-time = time
tool-date = date
tool-calculate = calculation
tool-convert = conversion

# Offline protection
offline-intro = These layers keep what is said, typed and answered on this computer; docs/security.md lists their limits. Each is shown as it is now.
layer-holds = active
layer-missing = not active
layer-code = No network code
layer-code-told = Only the probes of prove-offline contain network code.
layer-seccomp = System calls
layer-seccomp-told = The kernel blocks network sockets, new programs and injected keystrokes.
layer-landlock = Files
layer-landlock-told = Landlock: only the system's files, models, documents and mynah's own are within reach, and no TCP port.
layer-privileges = No new privileges
layer-privileges-told = Neither the program nor its helpers can gain privileges.
layer-broker = Broker
layer-broker-told = A separate process starts the voices and connects to a voice service and mynah's own socket only. Sound has a process of its own.
layer-terminal = Terminal
layer-terminal-told = A separate process writes to the terminal, and nothing that the terminal would answer.
layer-namespace = No network interface
layer-namespace-told = The program runs without any network interface.

# Settings
setting-capture-mode = Listening mode
setting-capture-wake-phrase = Wake word
setting-capture-echo = Echo cancellation
setting-capture-patience = Patience, in percent
setting-capture-hang-over-finished = Shortest silence before an answer
setting-capture-hang-over-usual = Longest silence before an answer
setting-capture-hang-over-unfinished = Longest silence after “and”, “the”, …
setting-capture-hang-over-daring = Risk of answering too early
setting-hearing-language = Language of the conversation
setting-speaking-engine = Voice engine
setting-speaking-voice = espeak-ng voice
setting-speaking-rate = Words per minute
setting-speaking-pitch = Pitch
setting-cues-enabled = Short sounds
setting-interface-language = Language of the interface
setting-interface-theme = Colours
setting-interface-layout = Layout
setting-interface-reduced-motion = Reduce motion

# Introduction
welcome = mynah answers aloud, and nothing leaves this computer.
welcome-told = Three short steps: the microphone, the voice, the models. After that, speak or type whenever you like. Speak during an answer to stop it.
try-microphone = Can it hear you?
try-microphone-told = Say a few words as you would to somebody across a table. The bar should move.
no-microphone-yet = No microphone is open yet. You can type meanwhile; press F7 later to choose one.
say-something = Say something …
microphone-works = I can hear you.
understood = I understood: { $value }
try-voice = Can you hear it?
try-voice-told = Press the space bar: you should hear a sentence. If not, check the loudspeaker; later, F7 chooses another loudspeaker and F6 another voice.
see-models = Models
see-models-told = The included models know little: they are there so that everything works at once. For real use put better ones into the models folder; “mynah models” lists good ones.
introduction-foot = Enter: continue. Esc: skip the introduction.
introduction-foot-voice = Space: play. Enter: continue. Esc: skip the introduction.
introduction-foot-last = Enter: start.
visit-welcome = Ask me anything: speak, or type a question and press Enter.
visit-type-here = Speak, or type a question
visit-begin = Ask me anything: speak, touch, or press a key
visit-warning = Are you still there? This conversation ends in a moment.
operator-title = Operator
operator-pin = PIN, then Enter:
operator-wrong = Wrong PIN.
operator-locked = Too many attempts. Try again in { $value } seconds.
operator-none = This kiosk has no PIN, or cannot store wrong attempts.
operator-microphone = Choose the microphone
operator-loudspeaker = Choose the loudspeaker
operator-voice = Choose the voice
operator-volume = Volume: { $value } % (← →)
operator-diagnosis = Status
operator-restart = Start a new visit
operator-machine = Restart the computer
operator-leave = Quit the kiosk

# Questions before something is lost, and how long a change lasts
ask-quit = Quit? This conversation is not kept. Enter or { $value } quits, Esc stays.
ask-forget = Forget this conversation? It cannot be brought back. Enter forgets, Esc keeps it.
for-this-session = Until mynah ends; { $value } saves it for good.
search-found = { $value } found
search-nothing = nothing found
only-type-here = Type a question. / for commands
models-know-english = The models here know English only: a question in another language is answered only where a document in that language answers it. { $value } shows the models, “mynah models” lists others.
strip-first-sound = first sound after { $value }

# The first screen
first-what = mynah answers questions from your documents, keeps timers and lists, and calculates. Nothing leaves this computer.
first-try-documents = Ask, for example:
first-try = Ask, for example, or add documents of your own:
first-types-only = nothing: you type
first-better = Only the small included models are here. { $value } shows the models; put better ones into { $other }.
example-time = What time is it?
example-timer = Set a timer for five minutes.
example-sum = What is 15 percent of 80?

# Groups and explanations of the settings
group-listening = Listening
group-speech = Language and voice
group-interface = Interface
setting-capture-mode-help = When mynah listens: always, after the wake word, while a key is pressed, or never.
setting-capture-wake-phrase-help = The words that begin a question in the mode “after the wake word”.
setting-capture-echo-help = How mynah keeps from hearing itself. Without headphones leave it on.
setting-capture-patience-help = How long it waits at the end of a sentence, compared with the usual silences.
setting-capture-hang-over-finished-help = How long it waits after a sentence that is certainly complete.
setting-capture-hang-over-usual-help = How long it waits at most when it cannot tell whether the sentence is complete.
setting-capture-hang-over-unfinished-help = How long it waits at most after a word that rarely ends a sentence.
setting-capture-hang-over-daring-help = It answers as soon as the probability that you go on is this low. Lower: later answers, fewer interruptions.
setting-hearing-language-help = The language in which you speak and are answered. The speech model must know it.
setting-speaking-engine-help = What speaks: a Piper voice is the most natural, espeak-ng the quickest.
setting-speaking-voice-help = The name of an espeak-ng voice, such as en-gb.
setting-speaking-rate-help = How fast the voice speaks.
setting-speaking-pitch-help = How high espeak-ng speaks, from 0 to 99.
setting-cues-enabled-help = Short sounds for a muted microphone, a question understood, a slow answer, a failure, a timer.
setting-interface-language-help = The language of these pages. The conversation has its own.
setting-interface-theme-help = The colours. “Automatic” takes what the terminal can show.
setting-interface-layout-help = The conversation, or letters that can be read across a room.
setting-interface-reduced-motion-help = Nothing moves that need not move.
value-auto = automatic
value-hands-free = always
value-wake-word = after the wake word
value-push-to-talk = while a key is pressed
value-off = never
value-cancel = on
value-half-duplex = pause while speaking
value-sound-server = by the sound server
value-none = none
value-espeak-ng = espeak-ng
value-piper = Piper
value-platform = the system's voices
value-dark = dark
value-light = light
value-high-contrast = high contrast
value-sixteen = the terminal's own
value-normal = conversation
value-room = large text
layer-not-promised = not used here
operator-again = Press Enter again: this cannot be undone.
visit-welcome-typing = Ask me anything: type a question and press Enter.
visit-only-type-here = Type a question
visit-begin-typing = Ask me anything: touch the screen, or press a key

# The status on the operator's page
status-no-record = No record of visits: none has ended yet, or the folder cannot be written
status-since = Kiosk since { $value }
status-visits = Visits: { $value }
status-broken-off = Aborted visits: { $value }
status-last-end = Last visit: { $value }
status-end-over = ended
status-end-crashed = replaced, because it crashed
status-end-hung = replaced, because something hung
status-end-stopped = stopped by the system
status-end-left = the operator quit the kiosk
status-end-machine = the operator restarted the computer
status-memory = Memory of this visit: { $value } MB
status-ready = ready
status-loading = loading
status-level = Microphone: { $value } dB
status-no-level = Microphone: none
status-microphones = Microphones: { $value }
status-loudspeakers = Loudspeakers: { $value }
status-volume = Volume: { $value } %
status-knowledge = Documents: { $value }
status-protection-holds = Protection: all layers are active
status-protection-missing = Protection: not active: { $value }

# Speaking for people who type, and scanning with one key
action-speak = Speak for me
command-say = Say a text as it is
speak-title = Speak for me
speak-type-here = Type what is to be said, and press Enter
speak-no-phrases = No phrases are saved: write [speak] phrases = ["…"] into the configuration.
speak-foot = Enter: say · 1–9, ↑↓: phrase · Tab: complete · Ctrl-R: again · Esc: stop
nothing-to-repeat = Nothing has been said yet.
scan-title = One key: Space, Enter or a click
scan-talk = Talk
scan-talk-end = I have finished
scan-stop = Stop
scan-repeat = Repeat
scan-phrases = Phrases
scan-mute = Mute
scan-unmute = Unmute
scan-leave = Leave
scan-leave-really = Really leave?
scan-back = No, back
scan-leave-now = Yes, leave

notice-nothing-heard = No words were heard in the recording: speak louder or closer to the microphone.
notice-sound-lost = The machine is too busy and has missed some of what was said: close other programs, or use smaller models.
notice-turns-dropped = The conversation is too long for the model: it no longer knows the first { $value } questions and answers.
