"""Proposes where a number of the prose is from: among the numbers of tables that round to it, the one
whose labels and column the words around it say most of. A proposal is to be read, not to be believed."""

import re

import evidence
from prose import WORDS

# Columns that prose names when it means them, with the words that it uses.
SAID = {"gap closed": "gap clos", "TA": "TA clean", "osine": "osine", "MB": "MB", "CE": "CE", "κ": "κ",
        "drift": "drift moves", "kept": "kept", "bytes": "byte", "÷": "times × ratio factors",
        "relative diff": "layer onvolution differ", "Rand": "Rand", "move": "moved a is",
        "standard deviation": "deviation", "absolute": "absolute", "component": "component", "mean −": "mean",
        "samples": "signatures", "pairs": "pairs of",
        "nearest": "nearest", "of$": " of ", "p$": " p "}
NOUNS = {"layers": "layer", "layer": "onvolution", "bits": "bit", "severity": "severit",
         "further epochs": "epoch", "α": "α"}
ENDS = re.compile(r" to |most|least|–|between|from| or ")


def proposal(number, notebooks, numbers):
    """The name of the likeliest source, or None."""
    best = (-1000.0, None)
    for at, notebook in enumerate(notebooks):
        for one in numbers.tables(notebook):
            for scale, suffix in ((1, ""), (100, " × 100")):
                if number.rounds(one.number * scale) and (scale == 1 or is_share(one)) and part(one) == number.part:
                    scored = likeness(number, one) - 3 * (scale > 1) - 1.5 * (at > 0)
                    best = max(best, (scored, one.name + suffix))
        if best[0] < -4 and any(map(number.rounds, numbers.outputs(notebook))) and number.step < 1:
            best = (-4, "output of " + notebook)
    return best[1]


def is_share(one):
    return abs(one.number) < 2 and "%" not in one.column and not one.column.startswith(("RA", "TA", "accuracy"))


def part(one):
    return next((end for end in (" ±", " low", " high") if one.column.endswith(end)), "")


def likeness(number, one):
    score = 0.2 * one.table.endswith(".csv")
    changes = " − " in one.column or any(" − " in text for _, text in one.labels)
    points = number.sign or "point" in number.sentence
    score += (1 if points else -5) if changes else (-1 if points and "change" not in one.column else 0)
    for column, words in SAID.items():
        if column in one.column or column == one.column + "$" or column == "÷" and "÷" in one.table:
            score += 2 if any(word in number.sentence for word in words.split()) else -4
    score -= 3 * bool(re.search(r"% of (?:the|its|their) gap", number.sentence) and "gap closed" not in one.column)
    words = [word for word in re.findall(r"[\w']+", one.column) if word not in ("RA", "TA", "signature", "with")]
    return score + share_said(number, words) + sum(agreement(number, name, text) for name, text in one.labels if text)


def share_said(number, words):
    """How much of some words the number's sentence says, or at least its paragraph."""
    said = [1 if word in number.sentence else 0.3 if word in number.block else -0.5 for word in words]
    return sum(said) / (len(words) or 1)


def agreement(number, name, text):
    if name in evidence.CORRUPTIONS and text not in ("mean", "least", "greatest"):
        return mentioned(number, text)
    if text in ("least", "greatest"):
        return 0 if ENDS.search(number.before[-12:] + number.after[:12]) else -4
    if name == "seed":
        return -8 if text != "mean" else 0
    if name in NOUNS:
        values = [float(value) for value in re.findall(r"-?\d+\.?\d*", text)]
        said = named(number.sentence) | named(number.block)
        fits = all(value in said for value in values) or name == "α" and (
            values == [1.0] or values == [.5] and "alf" in number.sentence)
        near = name in NOUNS and re.search(NOUNS[name], number.block)
        return (1 if set(values) & named(number.sentence) else 0.6) if fits else -1.5 if near else -0.3
    words = [word.strip(",") for word in text.replace("−", " ").split() if word not in ("drawn", "none", "mean", "rws")]
    words = [word for word in words if not re.fullmatch(r"[\d.=]+", word)]
    said = share_said(number, words)
    layers = [float(value) for value in re.findall(r"\b\d+\b(?= layer)", text)]
    return (2 if name == "data" else 1) * said + sum(1 if value in named(number.sentence) else -1 for value in layers)


def named(text):
    """The numbers that a text says, in digits or in words."""
    said = {WORDS.index(word) + 1.0 for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS}
    said |= {1.0 for _ in re.findall(r"first", text)} | {8.0 for _ in re.findall(r"\bend\b|last epoch", text)}
    return said | {float(digits) for digits in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", text)}


def mentioned(number, corruption):
    """How near the words before a number name a corruption, or those after it."""
    if corruption in evidence.CONTROLS:
        return 2 if re.search("seeds?\\b|control", number.sentence) else -4
    spellings = (corruption, corruption.replace("_", " "))
    if not any(spelling in number.block for spelling in spellings):
        return -8
    near = any(spelling in number.before[-40:] or spelling in number.after[:25] for spelling in spellings)
    return 3 if near else 2 if any(spelling in number.sentence for spelling in spellings) else 0
