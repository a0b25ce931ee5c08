"""The same measurement of the package imagecorruptions (pypi.org/project/imagecorruptions).

python imagecorruptions_speed.py --size 64      microseconds an image, as CSV

Needs requirements-imagecorruptions.txt: version 1.1.2 calls functions that newer versions of numpy
and scikit-image no longer have. Its parameters are ImageNet-C's whatever the size.
"""

import warnings

import cv2
from imagecorruptions import corrupt, get_corruption_names

import speed

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    cv2.setNumThreads(1)
    speed.run(
        speed.arguments(__doc__).parse_args(),
        get_corruption_names("all"),
        lambda name, image, severity: corrupt(image, severity, name),
        lambda pixels: pixels,
    )
