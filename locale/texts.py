"""The texts of the program and their English: texts.py check|missing SOURCE CATALOGUE.mo

French texts stand in templates, {{#t}}…{{/t}}, and in code, translate(language, "…"), translate_plural(language, "…",
"…", count), to_translate("…"). `check` fails on a text without English, on a translation that lost or gained a tag, a
placeholder or an element, and on a {{{raw}}} value outside the layout. `missing` prints the entries to fill in, slice
by slice, ready for locale/en/SLICE.po.
"""
import ast
import collections
import gettext
import pathlib
import re
import sys

TEMPLATE_TEXT = re.compile(r"\{\{#t\}\}(.*?)\{\{/t\}\}", re.S)
CALL = re.compile(r"\b(translate|translate_plural|to_translate)\(")
LITERALS = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*')
MARKS = re.compile(r"\{\{.*?\}\}|\{\d*\}|</?[a-z]\w*")
LAYOUT = "src/web/layout.mustache"

Text = collections.namedtuple("Text", "slice where french plural")


def arguments(source, start):
    """What stands between a parenthesis and the one that closes it; strings may hold parentheses."""
    depth, at = 1, start
    while depth and at < len(source):
        if literal := LITERALS.match(source, at):
            at = literal.end()
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
    return source[start:at - 1]


def literals(code):
    return ["".join(ast.literal_eval(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', found))
            for found in LITERALS.findall(code)]


def texts_of_template(path, source):
    for found in TEMPLATE_TEXT.findall(source):
        yield " ".join(found.split()), None


def texts_of_code(path, source):
    for call in CALL.finditer(source):
        found = literals(arguments(source, call.end()))
        if call[1] == "translate_plural" and len(found) == 2:
            yield found[0], found[1]
        else:
            yield from ((french, None) for french in found)


def read_texts(root):
    readers = {"*.mustache": texts_of_template, "*.cpp": texts_of_code, "*.hpp": texts_of_code}
    for pattern, read in readers.items():
        for path in sorted((root / "src").rglob(pattern)):
            if path.name.endswith("_test.cpp") or path.name == "i18n.hpp":
                continue
            where = path.relative_to(root)
            for french, plural in read(path, path.read_text()):
                yield Text(where.parts[1], str(where), french, plural)


def english_of(text, catalogue):
    """The translations of a text: one, or two for a plural; empty when it is missing."""
    keys = [text.french] if text.plural is None else [(text.french, 0), (text.french, 1)]
    return [catalogue[key] for key in keys if catalogue.get(key)] if all(catalogue.get(key) for key in keys) else []


def marks(text):
    return sorted(MARKS.findall(text))


def faults(texts, catalogue):
    for text in texts:
        english = english_of(text, catalogue)
        if not english:
            yield f"{text.where}: no English for « {text.french} »"
        for form in english:
            if marks(form) != marks(text.french) and not (text.plural and "{}" not in form):
                yield f"{text.where}: « {text.french} » and « {form} » differ in tags or placeholders"


def raw_values(root):
    for path in sorted((root / "src").rglob("*.mustache")):
        where = str(path.relative_to(root))
        source = path.read_text()
        if ("{{{" in source or "{{&" in source) and where != LAYOUT:
            yield f"{where}: a value that is not escaped"


def print_missing(texts, catalogue):
    missing = collections.defaultdict(dict)
    for text in texts:
        if not english_of(text, catalogue):
            missing[text.slice][text.french] = text.plural
    for slice_name, entries in sorted(missing.items()):
        print(f"# locale/en/{slice_name}.po")
        for french, plural in entries.items():
            quoted = [text and '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in (french, plural)]
            print(f"\nmsgid {quoted[0]}")
            print(f'msgid_plural {quoted[1]}\nmsgstr[0] ""\nmsgstr[1] ""' if plural else 'msgstr ""')


def main():
    command, root, catalogue_path = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    with open(catalogue_path, "rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    texts = list(read_texts(root))
    if command == "missing":
        return print_missing(texts, catalogue)
    found = sorted(set(faults(texts, catalogue)) | set(raw_values(root)))
    print("\n".join(found) or f"{len(texts)} texts, all in English too")
    sys.exit(1 if found or not texts else 0)


if __name__ == "__main__":
    main()
