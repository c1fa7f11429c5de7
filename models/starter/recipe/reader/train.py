"""Trains the order of units and the confidence of the reader: the probability that the best unit answers a question.

    cargo build --release -p mynah-knowledge --example ask
    python models/starter/recipe/reader/train.py [--order] [--ask target/release/examples/ask] [--models models/starter]

Puts every question of tests/answers to the example `ask`, which prints the features of the nearest units and what
would be said of each; what the bank's own expressions accept is right. A logistic model over the features of the best
unit is fitted and written to crates/knowledge/src/reader/weights.rs. With --order the weights of the order are fitted
first, starting from those that are there and held near them; build the example again before fitting the confidence.
Prints how often the best unit is right and wrong at several thresholds, on the places that were not trained on
(four folds). Needs numpy and torch.
"""
import argparse
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import torch

ROOT = pathlib.Path(__file__).resolve().parents[4]
WEIGHTS = ROOT / "crates/knowledge/src/reader/weights.rs"
# Features that the confidence looks at; the others say nothing more.
USED = """coverage strong own key focus holds lacks lacks_strict day_names day_differs date_names date_differs age_names near
only_context answered missing_here missing_anywhere modifier_missing length terms yes_no weakest margin semantic reads
semantic_margin reads_margin rivals score reads_coverage semantic_coverage english chinese forbids no_rule permits
only_price""".split()
# Answers of these kinds are put together from several units.
JOINT = {"smalltalk", "two-part", "compare"}

spec = importlib.util.spec_from_file_location("evaluate", ROOT / "tests/answers/evaluate.py")
evaluate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(evaluate)


def names():
    text = (ROOT / "crates/knowledge/src/reader/features.rs").read_text()
    return re.findall(r'"(\w+)"', text[text.index("NAMES") : text.index("];", text.index("NAMES"))])


def asked(place, program, models):
    """For each question the features of the best unit, and whether what would be said of it is right."""
    lang = place.parent.name
    rows = evaluate.load(str(place / "questions.jsonl"))
    order, talks = [], {}
    for row in rows:
        talk = row.get("conversation")
        if talk is None:
            order.append([row])
        elif talk in talks:
            talks[talk].append(row)
        else:
            talks[talk] = [row]
            order.append(talks[talk])
    with tempfile.TemporaryDirectory() as folder:
        for file in place.iterdir():
            if file.suffix != ".jsonl":
                shutil.copy(file, folder)
        lines = [line for group in order for line in [f"{lang}\t{row['ask']}" for row in group] + [""]]
        env = dict(os.environ, MEASURE="1", MODELS=str(models))
        out = subprocess.run([program, folder], input="\n".join(lines) + "\n", capture_output=True, text=True, env=env, check=True)
    answers = [json.loads(line) for line in out.stdout.splitlines()]
    now = datetime(2026, 11, 25, 10, 30, tzinfo=ZoneInfo("Europe/London"))
    found = []
    for row, answer in zip([row for group in order for row in group], answers):
        if row["kind"] in JOINT or not answer["measured"]:
            continue

        def right(unit):
            return float(row["kind"] != "refuse" and evaluate.judge(row, unit["text"], lang, now)[0] == "right")

        found.append([(unit["features"], right(unit)) for unit in answer["measured"]])
    return found


def order_of(questions, start, near=0.01, sharp=12.0):
    """Weights that put a right unit before the others (a softmax over the units of a question), held near the start."""
    questions = [units for units in questions if any(right for _, right in units)]
    most = max(len(units) for units in questions)
    features = torch.zeros(len(questions), most, len(start))
    right, absent = torch.zeros(len(questions), most), torch.full((len(questions), most), -1e4)
    for i, units in enumerate(questions):
        features[i, : len(units)] = torch.tensor([unit[0] for unit in units])
        right[i, : len(units)] = torch.tensor([unit[1] for unit in units])
        absent[i, : len(units)] = 0
    start = torch.tensor(start)
    weights = start.clone().requires_grad_(True)
    optimiser = torch.optim.Adam([weights], lr=0.01)
    for _ in range(400):
        scores = (features @ weights) * sharp + absent
        loss = (torch.logsumexp(scores, 1) - torch.logsumexp(scores + torch.log(right + 1e-9), 1)).mean()
        loss = loss + near * sharp * ((weights - start) ** 2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return weights.detach().tolist()


def first_right(questions, weights):
    """How often, in percent, the first unit is right, of the questions that any unit answers rightly."""
    first = []
    for units in questions:
        if any(right for _, right in units):
            scores = [sum(a * b for a, b in zip(unit[0], weights)) for unit in units]
            first.append(units[scores.index(max(scores))][1])
    return 100 * sum(first) / len(first)


def train_order(rows, places, known):
    text = WEIGHTS.read_text()
    start = text.index("pub(crate) const RANK:")
    end = text.index("];", start)
    old = [float(x) for x in re.findall(r"^\s+(-?[\d.]+),", text[start:end], re.M)]
    unseen = []
    for fold in range(6):
        weights = order_of([q for p in places if p not in places[fold::6] for q in rows[p]], old)
        unseen += [(place, weights) for place in places[fold::6]]
    before = sum(first_right(rows[p], old) for p, _ in unseen) / len(unseen)
    after = sum(first_right(rows[p], weights) for p, weights in unseen) / len(unseen)
    print(f"first unit right on places that were not trained on: {before:.1f} % before, {after:.1f} % after")
    weights = order_of([q for place in places for q in rows[place]], old)
    lines = "".join(f"    {round(weight, 3)}, // {name}\n" for weight, name in zip(weights, known))
    WEIGHTS.write_text(f"{text[:start]}pub(crate) const RANK: [f32; COUNT] = [\n{lines}{text[end:]}")


def fit(rows, columns):
    features = torch.tensor([[row[0][column] for column in columns] for row in rows])
    right = torch.tensor([row[1] for row in rows])
    torch.manual_seed(0)
    model = torch.nn.Linear(len(columns), 1)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.02, weight_decay=0.1)
    for _ in range(500):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(features).squeeze(-1), right)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ask", default=str(ROOT / "target/release/examples/ask"))
    arguments.add_argument("--order", action="store_true", help="fit the order, not the confidence")
    arguments.add_argument("--models", default=str(ROOT / "models/starter"))
    given = arguments.parse_args()
    places = sorted(path.parent for path in (ROOT / "tests/answers").glob("*/*/questions.jsonl"))
    rows = {place: asked(place, given.ask, given.models) for place in places}
    known = names()
    if given.order:
        return train_order(rows, places, known)
    rows = {place: [units[0] for units in rows[place]] for place in places}
    columns = [known.index(name) for name in USED]
    scored = []
    for fold in range(4):
        unseen = places[fold::4]
        model = fit([row for place in places if place not in unseen for row in rows[place]], columns)
        for place in unseen:
            features = torch.tensor([[row[0][column] for column in columns] for row in rows[place]])
            with torch.no_grad():
                chances = torch.sigmoid(model(features).squeeze(-1)).tolist()
            scored += [(chance, row[1]) for chance, row in zip(chances, rows[place])]
    chance, right = np.array(scored).T
    print("| threshold | right | wrong |\n| --- | --- | --- |")
    for threshold in (0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8):
        said = chance >= threshold
        print(f"| {threshold} | {100 * (said & (right > 0)).mean():.1f} % | {100 * (said & (right == 0)).mean():.1f} % |")
    model = fit([row for place in places for row in rows[place]], columns)
    weights = dict(zip(USED, model.weight.detach().numpy()[0]))
    lines = "\n".join(f"    {round(float(weights.get(name, 0.0)), 3)}, // {name}" for name in known)
    text = WEIGHTS.read_text()
    start = text.index("pub(crate) const ANSWER:")
    head = text[:start]
    bias = round(float(model.bias.detach()[0]), 3)
    WEIGHTS.write_text(
        f"{head}pub(crate) const ANSWER: [f32; COUNT] = [\n{lines}\n];\n\n"
        f"/// What is added to it.\npub(crate) const ANSWER_BIAS: f32 = {bias};\n"
    )


if __name__ == "__main__":
    main()
