"""What the documents name must exist: docs.py SOURCE

In README, TOUR, ARCHITECTURE, GLOSSARY and each slice's README: every `path/with/slash.ext` exists, every
`symbol()` of TOUR is in the file named last before it, every link leads somewhere, every `make target` is a target.
"""
import pathlib
import re
import sys

source = pathlib.Path(sys.argv[1])
faults = []
makefile = (source / "Makefile").read_text()
documents = sorted([*source.glob("*.md"), *source.glob("docs/**/*.md"), *source.glob("src/*/README.md")])
ENDINGS = ("cpp", "hpp", "py", "sql", "toml", "csv", "md", "mustache", "css", "js", "cmake", "txt", "svg", "png", "po")


def exists(path, document):
    return any((base / path).exists() for base in (source, source / "src", document.parent))


for document in documents:
    text = document.read_text()
    name = document.relative_to(source)
    last_file = None
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced or line.startswith("    "):
            continue
        prose = re.sub(r"`[^`]*`", "", line)
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)", prose):
            if not (document.parent / target).exists():
                faults.append(f"{name}:{number}: the link {target} leads nowhere")
        for command in re.findall(r"`make ([a-z]+)`", line):
            if not re.search(rf"^{command}:", makefile, re.M):
                faults.append(f"{name}:{number}: make has no target {command}")
        for code in re.findall(r"`([^`]+)`", line):
            is_path = re.fullmatch(r"[\w./-]+/[\w.-]+\.(%s)" % "|".join(ENDINGS), code)
            if is_path and not code.startswith(("build/", "/")):
                if not exists(code, document):
                    faults.append(f"{name}:{number}: there is no {code}")
                elif document.name == "TOUR.md":
                    last_file = source / code
            symbol = re.fullmatch(r"([a-z_]+)\(\)", code)
            if document.name == "TOUR.md" and symbol:
                if last_file is None or symbol[1] not in last_file.read_text():
                    faults.append(f"{name}:{number}: {code} is not in {last_file and last_file.relative_to(source)}")
for fault in faults:
    print(fault)
print(f"{len(documents)} documents, {len(faults)} faults")
sys.exit(1 if faults else 0)
