"""The filter mynah_toml: a dictionary as TOML.

Owns quoting and the order of tables, so that every dictionary becomes valid TOML that holds the same values, or one sentence that names
the key whose value TOML cannot hold. What the keys mean is checked by "mynah check-config".
"""

import json
import math
import re

from ansible.errors import AnsibleFilterError

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
LARGEST_INTEGER = 2**63 - 1


def quoted(text: str, name: str) -> str:
    """A basic string: its escapes are those of JSON, and TOML wants DEL escaped, too."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise AnsibleFilterError(f"{name} is not valid Unicode: write it as UTF-8 text.") from None
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def key(part: object, name: str) -> str:
    if not isinstance(part, str):
        raise AnsibleFilterError(f"the key {part!r} in {name or 'the settings'} is not text: put it into quotation marks.")
    return str(part) if BARE_KEY.fullmatch(part) else quoted(part, name)


def value(what: object, name: str) -> str:
    """A value on one line."""
    if type(what).__name__ == "AnsibleVaultEncryptedUnicode":
        what = str(what)
    if isinstance(what, bool):
        return "true" if what else "false"
    if isinstance(what, int) and -LARGEST_INTEGER - 1 <= what <= LARGEST_INTEGER:
        return str(int(what))
    if isinstance(what, float) and math.isfinite(what):
        return repr(float(what))
    if isinstance(what, str):
        return quoted(what, name)
    if isinstance(what, (list, tuple)):
        return "[" + ", ".join(value(item, f"{name}[{at}]") for at, item in enumerate(what)) + "]"
    if isinstance(what, dict):
        pairs = [f"{key(part, name)} = {value(item, f'{name}.{part}')}" for part, item in what.items()]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    if what is None:
        raise AnsibleFilterError(f"{name} has no value: give it one, or remove the key.")
    raise AnsibleFilterError(f"{name} is {what!r}, which mynah's settings cannot hold: use text, a number, true, false or a list.")


def table(settings: dict, name: str) -> list:
    """The lines of a table: its own values first, then the tables in it."""
    lines = []
    for part, item in settings.items():
        if not isinstance(item, dict):
            lines.append(f"{key(part, name)} = {value(item, f'{name}.{part}' if name else str(part))}")
    for part, item in settings.items():
        if isinstance(item, dict):
            full = f"{name}.{key(part, name)}" if name else key(part, name)
            lines += ["", f"[{full}]", *table(item, full)]
    return lines


def mynah_toml(settings: object) -> str:
    if not isinstance(settings, dict):
        raise AnsibleFilterError("mynah_kiosk_settings is not a dictionary: write the settings as keys and values.")
    return "\n".join(table(settings, "")).lstrip("\n") + "\n"


class FilterModule:
    def filters(self) -> dict:
        return {"mynah_toml": mynah_toml}
