"""Trains the vector of a question to point to that of the passage that answers it, and to none where none does."""

import json
import math
import random

import torch
import torch.nn.functional as F

from model import FIXTURES, Encoder, keep, model_path, schedule

EPOCHS, PEOPLE_A_STEP, RATE, DECAY, SEED = 3, 2, 1e-3, 0.05, 1
# Other people's passages are wrong, too, but nobody has to tell them apart from one's own.
OF_OTHERS = 0.3


def under_heading(passage):
    heading = passage["place"].split(" › ")[-1]
    return f"{heading}: {passage['text']}" if heading else passage["text"]


def people():
    for path in sorted((FIXTURES / "recall/training").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            person = json.loads(line)
            passages = [under_heading(passage) for passage in person["passages"]]
            right = torch.zeros(len(person["questions"]), len(passages) + 1)
            for row, question in zip(right, person["questions"]):
                row[question["right"] or [-1]] = 1
            yield passages, [question["q"] for question in person["questions"]], right


def missed(scores, right):
    """How unlikely it is that one of the right ones is taken."""
    return -torch.logsumexp(F.log_softmax(scores, -1).masked_fill(right == 0, -1e9), -1).mean()


def loss(encoder, scale, none, part):
    passages = encoder.vectors([text for person in part for text in person[0]], 104)
    questions = encoder.vectors([text for person in part for text in person[1]], 40)
    scores, total, row, column = questions @ passages.T * scale.exp(), 0, 0, 0
    for texts, asked, right in part:
        rows, columns = slice(row, row + len(asked)), slice(column, column + len(texts))
        nothing = (none * scale.exp()).expand(len(asked), 1)
        total = total + missed(torch.cat([scores[rows, columns], nothing], 1), right)
        answered = right[:, :-1].sum(1) > 0
        everybody = torch.zeros(len(asked), scores.shape[1])
        everybody[:, columns] = right[:, :-1]
        total = total + OF_OTHERS * missed(scores[rows][answered], everybody[answered])
        row, column = rows.stop, columns.stop
    return total / len(part)


def main():
    torch.manual_seed(SEED)
    everybody, order = list(people()), random.Random(SEED)
    encoder = Encoder(model_path())
    scale, none = torch.nn.Parameter(torch.tensor(math.log(16.0))), torch.nn.Parameter(torch.tensor(0.33))
    optimizer = torch.optim.AdamW([{"params": encoder.parameters(), "lr": RATE, "weight_decay": DECAY},
                                   {"params": [scale, none], "lr": 3e-3, "weight_decay": 0.0}])
    steps = schedule(optimizer, EPOCHS * (len(everybody) // PEOPLE_A_STEP), 0.1)
    for epoch in range(EPOCHS):
        order.shuffle(everybody)
        for begin in range(0, len(everybody) - PEOPLE_A_STEP + 1, PEOPLE_A_STEP):
            step = loss(encoder, scale, none, everybody[begin:begin + PEOPLE_A_STEP])
            optimizer.zero_grad()
            step.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            steps.step()
        print(f"epoch {epoch}: {step.item():.3f}", flush=True)
    keep("recall.adapter", encoder.tensors())


if __name__ == "__main__":
    main()
