"""all-MiniLM-L6-v2 with low-rank additions that can be trained, and its text as numbers."""

import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import BertWordPieceTokenizer

WORKSPACE = Path(__file__).resolve().parents[2]
ROOM = WORKSPACE / "host/src/knowledge/meaning"
FIXTURES = WORKSPACE / "tests/fixtures"
RANK, LAYERS, WIDTH = 8, 6, 384
LINEAR = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
          "intermediate.dense", "output.dense"]

tokenizer = BertWordPieceTokenizer(str(ROOM / "vocabulary.txt"), lowercase=True)


class Encoder(torch.nn.Module):
    """The published weights, never changed, and beside each matrix of a layer the two that are trained."""

    def __init__(self, path, drop=0.1):
        super().__init__()
        self.weights = {name: tensor.float() for name, tensor in load_file(path).items() if tensor.is_floating_point()}
        self.drop, self.a, self.b = drop, torch.nn.ParameterDict(), torch.nn.ParameterDict()
        for layer in range(LAYERS):
            for name in LINEAR:
                name = f"encoder.layer.{layer}.{name}"
                rows, columns = self.weights[f"{name}.weight"].shape
                self.a[name.replace(".", "/")] = torch.nn.Parameter(torch.randn(RANK, columns) / math.sqrt(columns))
                self.b[name.replace(".", "/")] = torch.nn.Parameter(torch.zeros(rows, RANK))

    def linear(self, x, name):
        key = name.replace(".", "/")
        added = F.linear(F.linear(F.dropout(x, self.drop, self.training), self.a[key]), self.b[key])
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]) + added

    def norm(self, x, name):
        return F.layer_norm(x, (WIDTH,), self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12)

    def block(self, x, bias, layer):
        name, (batch, length, _) = f"encoder.layer.{layer}.", x.shape
        query, key, value = (self.linear(x, f"{name}attention.self.{part}").view(batch, length, 12, 32).transpose(1, 2)
                             for part in ("query", "key", "value"))
        taken = F.scaled_dot_product_attention(query, key, value, attn_mask=bias).transpose(1, 2)
        taken = taken.reshape(batch, length, WIDTH)
        x = self.norm(x + self.linear(taken, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
        inner = F.gelu(self.linear(x, f"{name}intermediate.dense"))
        return self.norm(x + self.linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def hidden(self, ids, kinds=None):
        """What becomes of each token; 0 in `ids` is padding."""
        table = self.weights["embeddings.token_type_embeddings.weight"]
        x = self.weights["embeddings.word_embeddings.weight"][ids] + (table[0] if kinds is None else table[kinds])
        x = self.norm(x + self.weights["embeddings.position_embeddings.weight"][:ids.shape[1]], "embeddings.LayerNorm")
        bias = torch.where(ids != 0, 0.0, -1e9)[:, None, None, :]
        for layer in range(LAYERS):
            x = self.block(x, bias, layer)
        return x

    def vectors(self, texts, longest):
        """A direction for each text. Texts of like length go together, so that little is padding."""
        ids = [cut(tokenizer.encode(text).ids, longest) for text in texts]
        order, found = sorted(range(len(ids)), key=lambda at: len(ids[at])), [None] * len(ids)
        while order:
            shortest = len(ids[order[0]])
            part = [at for at in order if len(ids[at]) <= shortest + 8]
            order = order[len(part):]
            batch = padded([ids[at] for at in part])
            own = (batch != 0)[:, :, None].float()
            vectors = F.normalize((self.hidden(batch) * own).sum(1) / own.sum(1), dim=-1)
            for at, vector in zip(part, vectors):
                found[at] = vector
        return torch.stack(found)

    def tensors(self):
        """As the product reads them."""
        named = [(f"{key.replace('/', '.')}.{part}", value) for part, values in (("a", self.a), ("b", self.b))
                 for key, value in values.items()]
        return {name: value.detach().half().contiguous() for name, value in named}


def cut(ids, longest):
    return ids if len(ids) <= longest else ids[:longest - 1] + ids[-1:]


def padded(lists):
    longest = max(map(len, lists))
    return torch.tensor([ids + [0] * (longest - len(ids)) for ids in lists])


def schedule(optimizer, steps, warm):
    """Up at first, then down along half a wave."""
    shape = lambda step: min(1, (step + 1) / (warm * steps)) * max(0.03, 0.5 * (1 + math.cos(math.pi * step / steps)))
    return torch.optim.lr_scheduler.LambdaLR(optimizer, shape)


def model_path():
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} all-minilm-l6-v2.safetensors")
    return sys.argv[1]


def keep(name, tensors):
    save_file(tensors, ROOM / name)
    print(f"{name}: {(ROOM / name).stat().st_size} bytes")
