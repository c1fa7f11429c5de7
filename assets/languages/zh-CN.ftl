# 简体中文界面。

you = 您
turns = { $value } 个回答
type-here = 请说话，或输入问题。/ 查看命令
search-for = 搜索：{" "}
scrolled = 下面还有 { $value } 行
page-foot = Esc 返回
commands = 命令
cut-off = 在此处被打断
yes = 是
no = 否
unset = 未设置
copied = 已发送到终端的剪贴板。
nothing-to-copy = 还没有可以复制的回答。
forgotten = 对话已忘记。
exported = 对话已保存到 { $value }。
not-exported = 无法把对话写入 { $value }：请用 /export 文件名 换一个名字。
sound-lost = 丢失了 { $value } 秒声音：机器太忙。
saved = 已保存。
unknown-command = 没有命令 { $value }：输入 / 查看所有命令。
no-such-theme = 没有这个主题；可用的有：{ $value }。
theme-needs-name = /theme 需要名称：{ $value }。
no-conversation = 现在无法回答：请看上面的信息。您输入的内容已保留。
wrong-key = 设置 interface.keys 有误：{ $value }。F1 列出所有操作。
restarting = 对话正在用新设置重新开始。

# 状态
state-loading = 正在加载
state-broken = 未运行
state-ready = 就绪
state-asleep = 请说“{ $value }”
state-key = 按 { $value } 说话
state-listening = 正在听
state-thinking = 正在想
state-speaking = 正在说
state-muted = 已静音
state-typing = 仅打字
echo = 回声：{ $value }
badge-holds = 离线 ✓
badge-partly = 离线：见 { $value }

# 提示
hint-help = 帮助
hint-palette = 命令
hint-mute = 静音
hint-search = 搜索
hint-settings = 设置
hint-layout = 大字
hint-quit = 退出

# 操作
action-send = 发送输入的内容
action-new-line = 换行
action-back = 返回；打断回答
action-quit = 退出
action-talk = 按键说话
action-mute = 关闭或打开麦克风
action-palette = 所有命令
action-search = 搜索对话
action-copy = 复制最后的回答
action-export = 把对话写入文件
action-forget = 忘记对话
action-page-up = 上一页
action-page-down = 下一页
action-help = 按键和命令
action-latency = 响应时间
action-offline = 离线保护
action-settings = 设置
action-models = 选择模型
action-voices = 选择声音
action-devices = 麦克风和扬声器
action-layout = 大字开关
keys-scroll = 滚动一行；也可用鼠标滚轮
keys-history = 以前的问题
keys-complete = 补全命令
command-language = 对话的语言
command-export = 写入文件：/export talk.json
command-mute = 关闭麦克风
command-unmute = 打开麦克风
command-theme = 更换颜色：/theme light

# 页面
help-title = 按键和命令
latency-title = 响应时间
offline-title = 离线保护
settings-title = 设置
models-title = 模型
voices-title = 声音
microphones-title = 麦克风
loudspeakers-title = 扬声器
languages-title = 对话的语言
introduction-title = 欢迎
palette-title = 所有命令
nothing-to-choose = 没有可选择的项目。
models-foot = 回车选用。更多模型：把文件放入模型文件夹。
voices-foot = 空格试听，回车选用。
devices-foot = 回车选用，Tab 切换扬声器和麦克风。
languages-foot = 回车选用。
settings-foot = ← → 更改，Del 恢复默认
default-device = 默认
default-detail = 系统使用的设备
preview-sentence = 我的声音是这样的。
preview-plays = 正在播放……
previewing = 请说话：音量条显示听到的声音。

# 速度
part-end-of-turn = 话说完
part-transcript = 文字
part-first-token = 第一个词元
part-first-sound = 第一个声音
median = 中位数 { $value }
tokens-per-second = { $value } 词元/秒
memory = { $value } MB
no-turns-yet = 还没有回答过问题。

# 加载的部分
part-hearing = 听
part-mind = 思考
part-voice = 声音

# 工具
tool-timer = 计时器
tool-time = 时间
tool-date = 日期
tool-calculate = 计算
tool-convert = 换算

# 为什么一切都留在本机
offline-intro = 下面各层把说的、输入的和回答的内容留在这台机器上；限度见 docs/security.md。每一层都按此刻的真实情况显示。
layer-holds = 有效
layer-missing = 未启用
layer-code = 没有网络代码
layer-code-told = 只有 prove-offline 的探测含有网络代码。
layer-seccomp = 系统调用
layer-seccomp-told = 内核拒绝网络套接字、新程序以及伪造的按键。
layer-landlock = 文件
layer-landlock-told = Landlock：只能访问系统文件、模型、文档和自己的文件，所有 TCP 端口都无法触及。
layer-privileges = 不能获得新权限
layer-privileges-told = 程序及其助手都不能获得新的权限。
layer-broker = 中介进程
layer-broker-told = 一个独立的进程启动语音程序，并且只连接语音服务和 mynah 自己的套接字。声音由另一个进程处理。
layer-terminal = 终端
layer-terminal-told = 由一个独立的进程写入终端，凡是终端会作出应答的内容都不写入。
layer-namespace = 没有可达的网络
layer-namespace-told = 程序运行的环境中没有任何网络接口。

# 设置
setting-capture-mode = 何时听
setting-capture-wake-phrase = 唤醒词
setting-capture-echo = 回声消除
setting-capture-patience = 耐心（百分比）
setting-capture-hang-over-finished = 回答前最短的静音
setting-capture-hang-over-usual = 回答前最长的静音
setting-capture-hang-over-unfinished = “和”“的”之后最长的静音
setting-capture-hang-over-daring = 过早回答的风险
setting-hearing-language = 对话的语言
setting-speaking-engine = 用什么说话
setting-speaking-voice = espeak-ng 的声音
setting-speaking-rate = 每分钟词数
setting-speaking-pitch = 音高
setting-cues-enabled = 提示音
setting-interface-language = 界面语言
setting-interface-theme = 颜色
setting-interface-layout = 布局
setting-interface-reduced-motion = 减少动画

# 首次启动
welcome = mynah 用声音回答，一切都不会离开这台机器。
welcome-told = 只需三步：麦克风、声音、模型。之后随时说话或打字都可以。在回答时说话，它就会停下。
try-microphone = 它能听到您吗？
try-microphone-told = 像对桌子对面的人那样说几个词。音量条应该会动。
no-microphone-yet = 还没有打开麦克风。您仍可以打字；以后用 F7 选择。
say-something = 请说点什么……
microphone-works = 我能听到您。
understood = 我听到的是：{ $value }
try-voice = 您能听到它吗？
try-voice-told = 按空格键：您应该听到一句话。如果没有，请检查扬声器；以后用 F7 选择其他扬声器，用 F6 选择其他声音。
see-models = 模型
see-models-told = 随程序附带的模型懂得不多：它们只是让一切立即可用。真正使用时，请把更好的模型放入模型文件夹；“mynah models”列出好的模型。
introduction-foot = 回车继续，Esc 跳过介绍。
introduction-foot-voice = 空格播放，回车继续，Esc 跳过介绍。
introduction-foot-last = 回车开始。
visit-welcome = 请提问：直接说话，或输入问题后按 Enter。
visit-type-here = 请说话，或输入问题
visit-begin = 请提问：说话、触摸屏幕或按任意键
visit-warning = 您还在吗？对话即将结束。
operator-title = 操作员页面
operator-pin = 输入 PIN，然后按 Enter：
operator-wrong = PIN 错误。
operator-locked = 尝试次数过多。请在 { $value } 秒后重试。
operator-none = 此终端没有 PIN，或无法记录错误次数。
operator-microphone = 选择麦克风
operator-loudspeaker = 选择扬声器
operator-voice = 选择声音
operator-volume = 音量：{ $value } %（← →）
operator-diagnosis = 状态
operator-restart = 开始新的访问
operator-machine = 重新启动计算机
operator-leave = 结束本终端

# 丢失之前的询问，以及更改的有效期
ask-quit = 要退出吗？本次对话不会保存。回车或 { $value } 退出，Esc 留下。
ask-forget = 要忘记本次对话吗？无法恢复。回车忘记，Esc 保留。
for-this-session = 仅在本次运行中有效；用 { $value } 永久保存。
search-found = { $value }
search-nothing = 没有找到
only-type-here = 请输入问题。/ 查看命令
models-know-english = 这里的模型只懂英语：其他语言的问题只能根据该语言的文档回答。{ $value } 显示模型，“mynah models”列出其他模型。
strip-first-sound = { $value } 后出声

# 第一个画面
first-what = mynah 根据您的文档回答问题，管理计时器和清单，还会计算。一切都不会离开这台电脑。
first-try-documents = 例如可以问：
first-try = 例如可以问下面的问题，也可以加入您自己的文档：
first-types-only = 无：用键盘输入
first-better = 这里只有自带的小模型。{ $value } 显示模型；更好的模型请放入 { $other }。
example-time = 现在几点？
example-timer = 设一个五分钟的计时器。
example-sum = 80 的百分之十五是多少？

# 设置的分组和说明
group-listening = 聆听
group-speech = 语言和声音
group-interface = 界面
setting-capture-mode-help = mynah 何时聆听：始终、说出唤醒词之后、按住按键时，或从不。
setting-capture-wake-phrase-help = 在“唤醒词之后”模式下开始提问的词。
setting-capture-echo-help = 让 mynah 听不到自己的声音。不用耳机时请保持开启。
setting-capture-patience-help = 与通常的静音相比，句末等多久。
setting-capture-hang-over-finished-help = 听到肯定完整的句子后等多久再回答。
setting-capture-hang-over-usual-help = 无法判断句子是否完整时最多等多久。
setting-capture-hang-over-unfinished-help = 听到话还没说完的词之后最多等多久。
setting-capture-hang-over-daring-help = 您继续说话的可能性降到这么低时就开始回答。数值越小，回答越晚，打断越少。
setting-hearing-language-help = 您说话和得到回答的语言。语音模型必须懂这种语言。
setting-speaking-engine-help = 用什么说话：Piper 最自然，espeak-ng 最快。
setting-speaking-voice-help = espeak-ng 声音的名称，例如 cmn。
setting-speaking-rate-help = 语音说话的速度。
setting-speaking-pitch-help = espeak-ng 声音的高低，0 到 99。
setting-cues-enabled-help = 麦克风静音、问题已收到、回答较慢、计时器到时的短音。
setting-interface-language-help = 这些页面的语言。对话有自己的语言。
setting-interface-theme-help = 颜色。“自动”按终端的能力选择。
setting-interface-layout-help = 对话，或隔着房间也能看清的大字。
setting-interface-reduced-motion-help = 不必要的动画都不显示。
value-auto = 自动
value-hands-free = 始终
value-wake-word = 唤醒词之后
value-push-to-talk = 按住按键时
value-off = 从不
value-cancel = 开启
value-half-duplex = 说话时暂停
value-sound-server = 由声音服务器处理
value-none = 无
value-espeak-ng = espeak-ng
value-piper = Piper
value-platform = 系统的声音
value-dark = 深色
value-light = 浅色
value-high-contrast = 高对比度
value-sixteen = 终端自己的颜色
value-normal = 对话
value-room = 大字
layer-not-promised = 此处不使用
operator-again = 请再按一次回车：此操作无法撤销。
visit-welcome-typing = 请提问：输入问题后按 Enter。
visit-only-type-here = 请输入问题
visit-begin-typing = 请提问：触摸屏幕或按任意键

# 操作员页面上的状态
status-no-record = 没有访问记录：尚无访问结束，或文件夹不可写
status-since = 自 { $value } 起运行
status-visits = 访问次数：{ $value }
status-broken-off = 中断次数：{ $value }
status-last-end = 上次访问：{ $value }
status-end-over = 已结束
status-end-crashed = 因崩溃而被替换
status-end-hung = 因无响应而被替换
status-end-stopped = 被系统停止
status-end-left = 操作员结束了本终端
status-end-machine = 操作员重新启动了计算机
status-memory = 本次访问占用内存：{ $value } MB
status-ready = 就绪
status-loading = 正在加载
status-level = 麦克风：{ $value } dB
status-no-level = 麦克风：无
status-microphones = 麦克风：{ $value }
status-loudspeakers = 扬声器：{ $value }
status-volume = 音量：{ $value } %
status-knowledge = 文档：{ $value }
status-protection-holds = 防护：所有防护层均有效
status-protection-missing = 防护：无效的防护层：{ $value }

# 为打字的人发声，以及单键扫描
action-speak = 替我说
command-say = 照原样朗读一段文字
speak-title = 替我说
speak-type-here = 输入要说的话，按回车
speak-no-phrases = 没有保存的短语：请在配置中写入 [speak] phrases = ["…"]。
speak-foot = 回车：说出 · 1–9、↑↓：短语 · Tab：补全 · Ctrl-R：重复 · Esc：停止
nothing-to-repeat = 还没有说过什么。
scan-title = 单键操作：空格、回车或点击
scan-talk = 说话
scan-talk-end = 说完了
scan-stop = 停止
scan-repeat = 重复
scan-phrases = 短语
scan-mute = 静音
scan-unmute = 取消静音
scan-leave = 退出
scan-leave-really = 确定退出吗？
scan-back = 不，返回
scan-leave-now = 是，退出

notice-nothing-heard = 录音中没有听到话语：请大声一点，或靠近麦克风。
notice-sound-lost = 电脑太忙，漏掉了一部分话：请关闭其他程序，或使用较小的模型。
notice-turns-dropped = 对话对模型来说太长了：它已经不记得最早的 { $value } 轮问答。
