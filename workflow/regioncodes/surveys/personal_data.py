"""Personal data in an export: found by headers and contents, dropped or hashed before anything else is done."""

import hashlib
import os
import re
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import raise_problems

KEY_VARIABLE = "REGIONCODES_HASH_KEY"
KEY_FILE = Path("data/private/key")
LEAST_KEY_BYTES = 16
MOST_KEY_BYTES = 64
# No personal datum below is shorter ("1.1.1.1"): the numbers of a million respondents need not be searched.
LEAST_LETTERS = 7

# What a header may ask for, in English and Russian; a header is lower case with single blanks.
HEADERS = {
    "an e-mail address": r"e-?mail|электронн\w+ (?:почт|адрес)|эл\. ?почт|\bпочт[аы]\b",
    "a telephone number": r"\bphone|telephone|mobile number|телефон",
    "an internet address": r"\bip\b|ip ?addr|ipaddress|\bip[- ]адрес",
    "a name": r"\bфио\b|ф\. ?и\. ?о|фамили|отчество|^(?:ваше )?имя\b|как вас зовут|(?:first|last|full) ?name|surname",
    "a document's number": r"паспорт|снилс|\bинн\b|passport|social security",
    "an address": r"(?:ваш|домашний|почтовый) адрес|адрес (?:прожив|регистр)|^адрес$|street|postal|home address",
    "a place on the map": r"latitude|longitude|широта|долгота|геолокац|gps",
    "a device's number": r"device ?id|user ?agent|\bimei\b|user ?id|идентификатор (?:устройства|пользователя)|cookie",
    "a date of birth": r"дата рождения|date of birth|birth ?date",
}
# What a cell may hold.
CONTENTS = {
    "an e-mail address": r"[\w.+-]@[\w-]+\.\w",
    "a telephone number": r"(?:^|[^\d])(?:\+7|8|7)[ \-]?\(?\d{3}\)?[ \-]?\d{3}[ \-]?\d{2}[ \-]?\d{2}(?:$|[^\d])",
    "an internet address": r"^\d{1,3}(?:\.\d{1,3}){3}$|^[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){4,7}$",
    "a name": r"[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|ична)\b|[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.",
    "a document's number": r"(?:^|\D)(?:\d{3}-\d{3}-\d{3}[ -]\d{2}|\d{2} ?\d{2} (?:№ ?)?\d{6})(?:$|\D)",
    "an address": r"(?:ул\.|улица|просп\.|проспект|пер\.) ?[А-ЯЁ].*\d",
    "a device's number": r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$|Mozilla/\d",
}


def looks_personal(header: str, texts: pd.Series) -> str:
    """What personal datum a column seems to hold, by its header or by any of its cells; "" where none is seen."""
    asked = next((what for what, pattern in HEADERS.items() if re.search(pattern, header.lower())), "")
    if asked:
        return asked
    # One long text is searched faster than many short ones; each stands on lines of its own.
    written = "\n".join(text for text in texts.unique().tolist() if len(text) >= LEAST_LETTERS)
    return next((what for what, pattern in CONTENTS.items() if re.search(pattern, written, re.MULTILINE)), "")


def personal_problem(name: str, what: str, source: str) -> str:
    """Sentence for a column that seems to hold personal data and is not marked."""
    return (
        f"column '{name}' looks like {what}, and personal data are not read unmarked; write kind 'drop' (left out) or "
        f"'hash' (replaced by a keyed hash) beside it in {source}"
    )


def hashed(texts: pd.Series, key: bytes) -> pd.Series:
    """Every text as 32 hexadecimal digits of its keyed hash (BLAKE2b, RFC 7693); an empty cell stays empty.

    The same text and key give the same digits, so respondents are told apart; without the key nobody gets back.
    """
    digests = {
        text: hashlib.blake2b(text.encode(), key=key, digest_size=16).hexdigest() for text in texts.unique() if text
    }
    return texts.map(digests | {"": ""}).astype("str")


def hash_key() -> bytes:
    """The key of the hashes: from the environment, else from the file that is never committed.

    Raises StudyError where there is none or it is too short: a key that everybody knows protects nobody.
    """
    if stated := os.environ.get(KEY_VARIABLE):
        return _checked(stated.encode(), f"the environment variable {KEY_VARIABLE}")
    if KEY_FILE.is_file():
        return _checked(KEY_FILE.read_bytes().strip(), f"{KEY_FILE}")
    make = f"python -c 'import secrets; print(secrets.token_hex(32))' > {KEY_FILE}"
    way_out = f"make the folder {KEY_FILE.parent} and a key with {make}, or set {KEY_VARIABLE}; keep it private"
    raise_problems([f"there is none; {way_out}"], "the key for columns of kind 'hash'")


def _checked(key: bytes, subject: str) -> bytes:
    if not LEAST_KEY_BYTES <= len(key) <= MOST_KEY_BYTES:
        raise_problems([f"{len(key)} bytes; {LEAST_KEY_BYTES} to {MOST_KEY_BYTES} are allowed"], subject)
    return key
