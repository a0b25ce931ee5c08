"""What each notebook's claim implies for its numbers at the quick scale; see bounds.py.

One list a notebook, in their order; BOUNDS at the end has all of them.
"""

from bounds import Bound, Figure, Mean, Shown, Shows

SETS = ["shapes", "textures"]
NOISE = ["gaussian_noise", "shot_noise", "impulse_noise", "speckle_noise"]
FAMILIES = {
    "noise": NOISE,
    "blur": ["gaussian_blur", "defocus_blur", "glass_blur", "motion_blur", "zoom_blur"],
    "weather": ["snow", "frost", "fog", "spatter", "brightness"],
}
# The first two of eight convolutions, and the deeper half.
SHALLOW, DEEP = [1, 2], [5, 6, 7, 8]


def same(row):
    """the same"""
    return row["corruption"] == row["compared with"]


def different(row):
    """another"""
    return row["corruption"] != row["compared with"]


def family(corruption):
    """The family; the quick scale has two corruptions of each."""
    return next((name for name, of in FAMILIES.items() if corruption in of), "digital")


def relative(row):
    """another of the family"""
    return different(row) and family(row["corruption"]) == family(row["compared with"])


def stranger(row):
    """one of another family"""
    return family(row["corruption"]) != family(row["compared with"])


def corruptions():
    errors = Figure("00-accuracy")
    weak, strong = (Mean(errors, "accuracy", {"severity": level}) for level in (1, 5))
    clean = Mean(errors, "accuracy", {"corruption": "none"})
    return [
        Bound("corruptions cost accuracy", clean - strong, least=10),
        Bound("accuracy falls with severity", weak - strong, least=5),
        Bound("the network has learned its ten classes", clean, least=60),
    ]


def layer_differences():
    bounds = []
    for data, least in zip(SETS, (1.3, 1.1)):
        source = Figure("01-layer-differences-" + data)
        shallow, deep = (
            Mean(source, "relative difference", {"corruption": NOISE, "layer": layers})
            for layers in (SHALLOW, DEEP)
        )
        bounds.append(Bound("noise changes shallow layers most", shallow / deep, least=least))
    return bounds


def discriminability():
    cosines = Figure("02-cosines")
    alike = Mean(cosines, "mean cosine", {"compared with": same})
    unlike = Mean(cosines, "mean cosine", {"compared with": different})
    named = Shown("02-discriminability", "naming the corruption")
    unseen = {"features": "signature", "held out": "each seed in turn"}
    akin, strange = (Mean(cosines, "mean cosine", {"compared with": of}) for of in (relative, stranger))
    return [
        Bound("signatures of one corruption are alike", alike, least=0.4),
        Bound("those of different corruptions are less so", alike - unlike, least=0.2),
        Bound("a signature tells its corruption (chance 12 %)",
              Mean(named, "accuracy", unseen), least=40),
        # Of so few signatures clusters could follow the families by chance.
        Bound("signatures of one family are more alike than others", akin - strange, least=0.04),
    ]


def patching():
    bounds = []
    # The textures are hard for so short a training: what there is to restore is little.
    for data, gap, share, part in (("shapes", 8, 0.5, 4), ("textures", 2, 0.2, 0.5)):
        source = Figure("03-patching-" + data)
        standard = Mean(source, "RA", {"weights": "standard"})
        robust = Mean(source, "RA", {"weights": "robust"})
        patched = Mean(source, "RA", {"weights": "patched", "layers": 4, "α": 1})
        half = Mean(source, "RA", {"weights": "patched", "layers": 4, "α": 0.5})
        bounds += [
            Bound("training on a corruption brings robustness", robust - standard, least=gap),
            Bound("patching restores robustness",
                  (patched - standard) / (robust - standard), least=share, most=1.5),
            Bound("half a patch does part of it", half - standard, least=part),
        ]
    return bounds


def transfer():
    bounds = []
    for data in SETS:
        source = Figure("04-transfer-to-" + data)
        own, other, wrong = (
            Mean(source, "RA " + signature)
            for signature in
            ("own signature", "other set's signature", "other set's wrong signatures")
        )
        bounds += [
            Bound("a set's own signature helps more than a wrong one", own - wrong, least=3),
            Bound("the other set's helps more than a wrong one", other - wrong, least=2),
        ]
        if data == "shapes":
            bounds.append(Bound("and less than the set's own", own - other, least=4))
    cosines = Figure("04-cosines")
    alike = Mean(cosines, "mean cosine", {"compared with": same})
    unlike = Mean(cosines, "mean cosine", {"compared with": different})
    return [*bounds, Bound("signatures of two sets are alike", alike - unlike, least=0.1)]


def composition():
    pairs = Shown("05-composition", "mean RA of all pairs, %")

    one, both = {"images": "one corruption"}, {"images": "both corruptions"}
    unpatched, alone, pair = "RA unpatched", "RA with the right one (first)", "RA with both"
    return [
        Bound("a pair helps on images of one corruption",
              Mean(pairs, pair, one) - Mean(pairs, unpatched, one), least=0),
        Bound("the right signature alone helps them more",
              Mean(pairs, alone, one) - Mean(pairs, pair, one), least=4),
        Bound("a pair helps on images with both corruptions",
              Mean(pairs, pair, both) - Mean(pairs, unpatched, both), least=3),
        Bound("there it is better than one signature",
              Mean(pairs, pair, both) - Mean(pairs, alone, both), least=0.5),
    ]


def strength():
    source = Figure("06-strength")
    negative, none, half, full = (Mean(source, "RA", {"α": alpha}) for alpha in (-0.5, 0, 0.5, 1))
    return [
        Bound("RA rises with α", half - none, least=3),
        Bound("RA rises up to α = 1", full - half, least=1),
        Bound("a negative α does the opposite", none - negative, least=2),
        Shows("a patch comes off bit for bit", "06-adjustable-strength", "true"),
    ]


def lightweight():
    source = Figure("07-lightweight")
    small = {"layers": 4, "bits": 8}
    patched = Mean(source, "RA", small)
    standard = Mean(source, "RA standard", small)
    robust = Mean(source, "RA robust", small)
    return [
        Bound("13 times smaller", Mean(source, "full copy ÷ signature", small), least=13),
        Bound("and most of the gap is closed",
              (patched - standard) / (robust - standard), least=0.5, most=1.5),
    ]


def adapted_backbone():
    last = {"further epochs": 8}
    bounds = []
    for name, images, least in (
        ("further", "the same images", 6), ("new-classes", "new classes", 3)
    ):
        source = Figure("08-" + name)
        old, none, wrong = (
            Mean(source, column, last)
            for column in ("RA old signature", "RA", "RA wrong old signatures")
        )
        bounds += [
            Bound("an old signature still patches on " + images, old - none, least=least),
            Bound("and more than a wrong one", old - wrong, least=least),
        ]
    source = Figure("08-new-images")
    bounds.append(Bound("on new images it helps more than a wrong one",
                        Mean(source, "RA old signature", last)
                        - Mean(source, "RA wrong old signatures", last), least=0.5))
    return bounds


def adversarial():
    source = Figure("09-patching")
    standard, robust = (
        Mean(source, "under attack", {"weights": weights}) for weights in ("standard", "robust")
    )
    signatures = Figure("09-signatures")
    noise = Mean(signatures, "cosine", {"corruption": NOISE})
    blur = Mean(signatures, "cosine",
                {"corruption": ["gaussian_blur", "defocus_blur", "motion_blur", "zoom_blur"]})
    return [
        # So little training brings little, of which a patch's share could not be told from noise.
        Bound("training on attacked images brings robustness", robust - standard, least=3),
        Bound("it is more like noise's than like a blur's", noise - blur, least=0.1),
    ]


def projection():
    table = Shown("13-projection", "beside RWS")
    bounds = []
    for data, least in (("drawn shapes", 5), ("drawn textures", 1)):
        rws, vector, noise, stranger = (
            Mean(table, "RA", {"data": data, "method": method})
            for method in ("rws", "task-arithmetic", "random", "rws, stranger")
        )
        bounds += [
            Bound("a signature is more than noise of its length", rws - noise, least=least),
            Bound("and of its corruption", rws - stranger, least=least),
            # So small a scale sees no more than the side on which the difference lies.
            Bound("the projection does no harm", rws - vector, least=-0.5),
        ]
    return bounds


BOUNDS = [
    *corruptions(),
    *layer_differences(),
    *discriminability(),
    *patching(),
    *transfer(),
    *composition(),
    *strength(),
    *lightweight(),
    *adapted_backbone(),
    *adversarial(),
    *projection(),
]
