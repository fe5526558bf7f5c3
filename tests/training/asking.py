"""Trains a reader of dialogues: does an utterance ask the user something, and what kind of answer does it want?"""

import json
import random
from itertools import groupby

import torch
import torch.nn.functional as F

from model import FIXTURES, WIDTH, Encoder, keep, model_path, padded, tokenizer

EPOCHS, BATCH, RATE, DECAY, SEED = 3, 32, 1e-3, 0.05, 1
# The order of the answers is that of `host/src/knowledge/meaning/asking.rs` and `host/src/question/kind.rs`.
LABELS = ["none", "question", "continues"]
KINDS = ["closing", "salary", "availability", "coding", "design", "behavioral", "follow_up", "motivation",
         "situational", "technical", "background", "other"]
# Tokens that are read, as in `asking.rs`.
BEFORE, OWN, OWN_FIRST = [14, 28], 56, 16
BEGIN, END = 101, 102


def bare(text):
    return tokenizer.encode(text, add_special_tokens=False).ids


def examples():
    """Numbers, kinds of text, label, kind of question (none: -1) of each utterance of theirs."""
    folder = FIXTURES / "questions"
    for path in [*sorted((folder / "training").glob("*.jsonl")), folder / "dev.jsonl", folder / "dev_rough.jsonl"]:
        lines = (json.loads(line) for line in path.read_text().splitlines())
        for _, dialogue in groupby(lines, key=lambda line: line["dialogue"]):
            dialogue = list(dialogue)
            for at, said in enumerate(dialogue):
                if said["speaker"] == "them":
                    kind = KINDS.index(said["kind"]) if "kind" in said else -1
                    yield *numbers(dialogue[max(0, at - 2):at], said["text"]), LABELS.index(said["label"]), kind


def numbers(before, text):
    lead = [BEGIN]
    for said, most in zip(before, BEFORE[len(BEFORE) - len(before):]):
        lead += bare("me:" if said["speaker"] == "me" else "they:") + bare(said["text"])[-most:]
    lead.append(END)
    own = bare(text)
    own = own if len(own) <= OWN else own[:OWN_FIRST] + own[OWN_FIRST - OWN:]
    own.append(END)
    return lead + own, [0] * len(lead) + [1] * len(own)


class Reader(torch.nn.Module):
    def __init__(self, path):
        super().__init__()
        self.encoder = Encoder(path)
        self.label, self.kind = torch.nn.Linear(WIDTH, len(LABELS)), torch.nn.Linear(WIDTH, len(KINDS))

    def forward(self, ids, kinds):
        own = ((ids != 0) & (kinds == 1))[:, :, None].float()
        state = (self.encoder.hidden(ids, kinds) * own).sum(1) / own.sum(1).clamp(min=1)
        state = F.dropout(state, 0.1, self.training)
        return self.label(state), self.kind(state)

    def tensors(self):
        heads = {f"{name}.{part}": getattr(getattr(self, name), part) for name in ("label", "kind")
                 for part in ("weight", "bias")}
        shaped = {name: (value.reshape(1, -1) if name.endswith("bias") else value) for name, value in heads.items()}
        return self.encoder.tensors() | {name: value.detach().half().contiguous() for name, value in shaped.items()}


def batches(known, order):
    """Of like length within some batches, in any order."""
    known = order.sample(known, len(known))
    near = [sorted(known[at:at + 8 * BATCH], key=lambda one: len(one[0])) for at in range(0, len(known), 8 * BATCH)]
    cut = [part[at:at + BATCH] for part in near for at in range(0, len(part), BATCH)]
    return order.sample(cut, len(cut))


def main():
    torch.manual_seed(SEED)
    known, order, reader = list(examples()), random.Random(SEED), Reader(model_path())
    heads = [*reader.label.parameters(), *reader.kind.parameters()]
    optimizer = torch.optim.AdamW([{"params": reader.encoder.parameters(), "lr": RATE},
                                   {"params": heads, "lr": 2 * RATE}], weight_decay=DECAY)
    total = EPOCHS * -(-len(known) // BATCH)
    steps = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (0.06 * total)) * max(0.02, 1 - step / total))
    for epoch in range(EPOCHS):
        for batch in batches(known, order):
            ids, kinds, label, kind = zip(*batch)
            label, kind = torch.tensor(label), torch.tensor(kind)
            labels, sorts = reader(padded(list(ids)), padded(list(kinds)))
            loss = F.cross_entropy(labels, label)
            if (kind >= 0).any():
                loss = loss + 0.5 * F.cross_entropy(sorts[kind >= 0], kind[kind >= 0])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            steps.step()
        print(f"epoch {epoch}: {loss.item():.3f}", flush=True)
    keep("asking.adapter", reader.tensors())


if __name__ == "__main__":
    main()
