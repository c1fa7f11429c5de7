#!/bin/sh
# Puts pieces of the banks of tests/answers into the corpora: what fuzzing begins with.
set -eu
cd "$(dirname "$0")"
for target in documents values reading requests policy; do
    mkdir -p "corpus/$target"
done
number=0
for file in ../tests/answers/*/*/*.md ../tests/answers/*/*/*.txt ../tests/answers/*/*/*.csv; do
    number=$((number + 1))
    case $file in
        *.md) kind='\000' ;;
        *.csv) kind='\001' ;;
        *) kind='\003' ;;
    esac
    { printf "$kind"; head -n 20 "$file"; } > "corpus/documents/$number"
    sed -n 5,9p "$file" > "corpus/values/$number"
    sed -n 3,6p "$file" > "corpus/reading/$number"
done
for file in ../tests/answers/*/*/questions.jsonl; do
    sed -n 's/.*"ask": "\([^"]*\)".*/\1/p' "$file" | while read -r question; do
        printf '%s' "$question" > "corpus/requests/$(printf '%s' "$question" | cksum | cut -d' ' -f1)"
    done
done
printf '# Persona\nYou are kind.\n# Rules\n- Be brief.\n# Refuse\n## politics\n- elections\nexcept: birthday party\nSay: No.\n' > corpus/policy/policy
head -n 40 ../models/catalog.toml > corpus/policy/catalogue
