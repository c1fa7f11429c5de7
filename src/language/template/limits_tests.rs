//! Tests of what a file's own chat template may use.

use super::*;

#[test]
fn templates_as_they_are_published_pass() {
    for source in [
        // ChatML with a default system message.
        "{%- if messages[0]['role'] == 'system' %}{{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}\
         {%- else %}{{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{%- endif %}\
         {%- for message in messages %}{%- if (message.role == \"user\") or (message.role == \"system\" and not loop.first) %}\
         {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}{%- endif %}{%- endfor %}\
         {%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}",
        // With the system message inside the first question.
        "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}\
         {% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}\
         {% set system_message = false %}{% endif %}{% for message in loop_messages %}\
         {% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}\
         {% if loop.index0 == 0 and system_message != false %}\
         {% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}\
         {% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}\
         {{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}\
         {{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
        // Tools, which are never given, and a condition that asks for what it continues.
        "{%- if tools %}{{- '# Tools\\n' }}{%- for tool in tools %}{{- tool | tojson }}{%- endfor %}{%- endif %}\
         {%- set ns = namespace(system='') %}{%- set ns.system = ns.system + ('\\n' if ns.system else '') + 'List of tools: [' %}\
         {%- for message in messages | list %}{{ message.role }}: {{ message['content'] | trim }}{% endfor %}",
        // A state that lives longer than a loop.
        "{% set ns = namespace(is_first=false, system='') %}{%- for message in messages %}\
         {%- if message['role'] == 'system' %}{%- set ns.system = ns.system + '\\n\\n' + message['content'] %}{%- endif %}\
         {%- endfor %}{{ bos_token }}{{ ns.system }}{%- for message in messages %}\
         {%- set content = message['content'].split('</think>')[-1].lstrip('\\n') %}{{ message.role }}: {{ content | trim }}\n\
         {% endfor %}",
    ] {
        check(source).unwrap();
    }
}

#[test]
fn what_could_overflow_the_stack_or_the_memory_is_named() {
    let minus = format!("{{{{ {}1 }}}}", "-".repeat(20_000));
    let brackets = format!("{{{{ {}1{} }}}}", "(".repeat(20_000), ")".repeat(20_000));
    let sum = format!("{{{{ 1{} }}}}", "+1".repeat(20_000));
    let ifs = format!("{}{}", "{% if a %}".repeat(5_000), "{% endif %}".repeat(5_000));
    let elifs = format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(5_000));
    for (source, reason) in [
        (minus.as_str(), "more than 500"),
        (&brackets, "more than 500"),
        (&sum, "more than 500"),
        (&ifs, "nested too deeply"),
        (&elifs, "nested too deeply"),
        (
            "{% set x = 'ab' %}{% for m in messages %}{% set x = x ~ x %}{% endfor %}",
            "grow",
        ),
        (
            "{% set ns = namespace(x='a') %}{% for m in messages %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
            "grow",
        ),
        ("{% set x = x ~ 'a' %}{% set y = x %}{% set x = x ~ y %}", "grow"),
        ("{% set x = 'a' ~ 'b' %}{% set x = [x, x] %}", "grow"),
        ("{% set x = 'a' ~ 'b' %}{% for y in [x, x] %}{% endfor %}", "grow"),
        (
            "{% for a in b %}{% for a in b %}{% for a in b %}{% endfor %}{% endfor %}{% endfor %}",
            "nested",
        ),
        ("{{ 'a' * 100000000 }}", "'*'"),
        ("{{ '%1000000000d' | format(1) }}", "'format'"),
        ("{{ ['a', 'b'] | join('long') }}", "'join'"),
        ("{{ 'aaaa'.replace('a', 'aaaaaa') }}", "'replace'"),
        ("{{ 'a'.center(1000000000) }}", "'center'"),
        ("{{ range(100000) }}", "'range'"),
        ("{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}", "'macro'"),
        ("{% set x %}{{ x }}{{ x }}{% endset %}", "around a block"),
        ("{% filter upper %}a{% endfilter %}", "'filter'"),
        ("{% include 'a' %}", "'include'"),
        ("{% set x = ([x] | map('replace', 'a', 'aa')) | first %}", "'map'"),
        ("{{ ('aaaa'.replace)('a', 'aaaaaaaa') }}", "'()('"),
        ("{{ (range)(100000) }}", "'()('"),
        ("{% set x = ['a'] %}{% set x = [x, x] %}", "grow"),
        ("{% set x = ['a'] %}{% set x = [x] | string %}", "grow"),
        ("{% set ns = namespace(x='a') %}{% set ns.x = [ns.x] %}", "grow"),
        ("{% set x = namespace(a=1) %}{% set x = namespace(a=x) %}", "grow"),
        ("{% set x = messages | tojson %}", "'tojson'"),
    ] {
        let told = check(source).unwrap_err();
        assert!(
            told.contains(reason),
            "{}: {told}",
            &source[..source.len().min(80)]
        );
    }
}
