"""The nineteen corruptions in numpy, SciPy, OpenCV, scikit-image, ImageMagick (by Wand) and Pillow.

Does what the code of D. Hendrycks and T. Dietterich (github.com/hendrycks/robustness,
make_cifar_c.py and make_tinyimagenet_c.py) does, with the same libraries, as its users run it: one
image after the other. The functions are written anew from the definitions.

python corruptions.py --check DIR               compares with reference outputs and recorded draws
python corruptions.py --size 32 --frost DIR     microseconds an image, as CSV

Needs requirements-corruptions.txt and the shared library of ImageMagick 6 or 7; --frost is the
folder of the code's pictures frost1.png to frost5.jpg.
"""

import io
import pathlib

import cv2
import numpy as np
from PIL import Image
from scipy.ndimage import map_coordinates, zoom
from skimage.color import hsv2rgb, rgb2hsv
from skimage.filters import gaussian
from skimage.util import random_noise
from wand.image import Image as WandImage
from wand.resource import limits

import corruptions_check
import speed

FROST = ["frost1.png", "frost2.png", "frost3.png", "frost4.jpg", "frost5.jpg"]
FROST_SCALE = {32: 0.2, 64: 0.3}
ZOOMS = [np.arange(1, end, 0.01) for end in (1.06, 1.11, 1.16, 1.21, 1.26)]

# For each size of image what severities 1 to 5 pass to the function, after image and draws.
PARAMETERS = {
    "gaussian_noise": {32: [0.04, 0.06, 0.08, 0.09, 0.10], 64: [0.04, 0.08, 0.12, 0.15, 0.18]},
    "shot_noise": {32: [500, 250, 100, 75, 50], 64: [250, 100, 50, 30, 15]},
    "impulse_noise": {32: [0.01, 0.02, 0.03, 0.05, 0.07], 64: [0.01, 0.02, 0.05, 0.08, 0.14]},
    "speckle_noise": {32: [0.06, 0.1, 0.12, 0.16, 0.2], 64: [0.15, 0.2, 0.25, 0.3, 0.35]},
    "gaussian_blur": {32: [0.4, 0.6, 0.7, 0.8, 1], 64: [0.5, 0.75, 1, 1.25, 1.5]},
    "glass_blur": {
        32: [(0.05, 1, 1), (0.25, 1, 1), (0.4, 1, 1), (0.25, 1, 2), (0.4, 1, 2)],
        64: [(0.1, 1, 1), (0.5, 1, 1), (0.6, 1, 2), (0.7, 2, 1), (0.9, 2, 2)],
    },
    "defocus_blur": {
        32: [(0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1, 0.2), (1.5, 0.1)],
        64: [(0.5, 0.6), (1, 0.1), (1.5, 0.1), (2.5, 0.01), (3, 0.1)],
    },
    "motion_blur": {
        32: [(6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5)],
        64: [(10, 1), (10, 1.5), (10, 2), (10, 2.5), (12, 3)],
    },
    "zoom_blur": {32: ZOOMS, 64: ZOOMS},
    "fog": {
        32: [(0.2, 3), (0.5, 3), (0.75, 2.5), (1, 2), (1.5, 1.75)],
        64: [(0.4, 3), (0.7, 3), (1, 2.5), (1.5, 2), (2, 1.75)],
    },
    "frost": {
        32: [(1, 0.2), (1, 0.3), (0.9, 0.4), (0.85, 0.4), (0.75, 0.45)],
        64: [(1, 0.3), (0.9, 0.4), (0.8, 0.45), (0.75, 0.5), (0.7, 0.55)],
    },
    "snow": {
        32: [
            (0.1, 0.2, 1, 0.6, 8, 3, 0.95),
            (0.1, 0.2, 1, 0.5, 10, 4, 0.9),
            (0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
            (0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
            (0.3, 0.3, 1.25, 0.65, 14, 12, 0.8),
        ],
        64: [
            (0.1, 0.2, 1, 0.6, 8, 3, 0.8),
            (0.1, 0.2, 1, 0.5, 10, 4, 0.8),
            (0.15, 0.3, 1.75, 0.55, 10, 4, 0.7),
            (0.25, 0.3, 2.25, 0.6, 12, 6, 0.65),
            (0.3, 0.3, 1.25, 0.65, 14, 12, 0.6),
        ],
    },
    "spatter": {
        32: [
            (0.62, 0.1, 0.7, 0.7, 0.5, False),
            (0.65, 0.1, 0.8, 0.7, 0.5, False),
            (0.65, 0.3, 1, 0.69, 0.5, False),
            (0.65, 0.1, 0.7, 0.69, 0.6, True),
            (0.65, 0.1, 0.5, 0.68, 0.6, True),
        ],
        64: [
            (0.62, 0.1, 0.7, 0.7, 0.6, False),
            (0.65, 0.1, 0.8, 0.7, 0.6, False),
            (0.65, 0.3, 1, 0.69, 0.6, False),
            (0.65, 0.1, 0.7, 0.68, 0.6, True),
            (0.65, 0.1, 0.5, 0.67, 0.6, True),
        ],
    },
    "brightness": {32: [0.05, 0.1, 0.15, 0.2, 0.3], 64: [0.1, 0.2, 0.3, 0.4, 0.5]},
    "contrast": {32: [0.75, 0.5, 0.4, 0.3, 0.15], 64: [0.4, 0.3, 0.2, 0.1, 0.05]},
    "elastic_transform": {
        32: [(0, 0, 0.08), (0.05, 0.2, 0.07), (0.08, 0.06, 0.06), (0.1, 0.04, 0.05), (0.1, 0.03, 0.03)],
        64: [(0, 0, 0.08), (0.05, 0.3, 0.06), (0.1, 0.08, 0.06), (0.1, 0.03, 0.03), (0.16, 0.03, 0.02)],
    },
    "pixelate": {32: [0.95, 0.9, 0.85, 0.75, 0.65], 64: [0.9, 0.8, 0.7, 0.6, 0.5]},
    "jpeg_compression": {32: [80, 65, 58, 50, 40], 64: [65, 58, 50, 40, 25]},
    "saturate": {
        32: [(0.3, 0), (0.1, 0), (1.5, 0), (2, 0.1), (2.5, 0.2)],
        64: [(0.3, 0), (0.1, 0), (2, 0), (5, 0.1), (30, 0.2)],
    },
}


class Draws:
    """numpy's global generator, as in the public code; others may stand in its place."""

    normal = staticmethod(np.random.normal)
    uniform = staticmethod(np.random.uniform)
    poisson = staticmethod(np.random.poisson)
    generator = None  # scikit-image makes one of its own for every image

    def __init__(self, frost):
        self.frost = frost

    @staticmethod
    def shift(delta):
        return np.random.randint(-delta, delta, size=(2,))

    def frost_patch(self, size):
        if not self.frost:
            raise ValueError("no folder of frost pictures is given")
        picture = cv2.imread(str(self.frost / FROST[np.random.randint(len(FROST))]))
        scale = FROST_SCALE[size]
        picture = cv2.resize(picture, (0, 0), fx=scale, fy=scale)
        top = np.random.randint(0, picture.shape[0] - size)
        left = np.random.randint(0, picture.shape[1] - size)
        return picture[top : top + size, left : left + size, ::-1]


def unit(image, dtype=np.float64):
    return np.array(image, dtype=dtype) / 255.0


def bytes_range(x):
    return np.clip(x, 0, 1) * 255


def gaussian_noise(image, draws, sigma):
    x = unit(image)
    return bytes_range(x + draws.normal(0, sigma, x.shape))


def shot_noise(image, draws, photons):
    return bytes_range(draws.poisson(unit(image) * photons) / photons)


def impulse_noise(image, draws, amount):
    return bytes_range(random_noise(unit(image), mode="s&p", amount=amount, rng=draws.generator))


def speckle_noise(image, draws, sigma):
    x = unit(image)
    return bytes_range(x + x * draws.normal(0, sigma, x.shape))


def gaussian_blur(image, draws, sigma):
    return bytes_range(gaussian(unit(image), sigma=sigma, channel_axis=-1))


def glass_blur(image, draws, parameters):
    sigma, delta, rounds = parameters
    x = np.uint8(gaussian(unit(image), sigma=sigma, channel_axis=-1) * 255)
    size = x.shape[0]
    for _ in range(rounds):
        for row in range(size - delta, delta, -1):
            for column in range(size - delta, delta, -1):
                dx, dy = draws.shift(delta)
                other = row + dy, column + dx
                # Both sides are views: the second assignment already sees the first one's result.
                x[row, column], x[other] = x[other], x[row, column]
    return bytes_range(gaussian(x / 255.0, sigma=sigma, channel_axis=-1))


def defocus_blur(image, draws, parameters):
    radius, alias = parameters
    grid = np.arange(-8, 9)
    across, down = np.meshgrid(grid, grid)
    disc = np.float32(across**2 + down**2 <= radius**2)
    kernel = cv2.GaussianBlur(disc / disc.sum(), (3, 3), alias)
    x = unit(image)
    channels = [cv2.filter2D(x[:, :, channel], -1, kernel) for channel in range(3)]
    return bytes_range(np.array(channels).transpose(1, 2, 0))


def magick_motion(picture, radius, sigma, angle):
    """ImageMagick's motion blur; picture and result cross over as PNG."""
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG")
    wand = WandImage(blob=buffer.getvalue())
    wand.motion_blur(radius=radius, sigma=sigma, angle=angle)
    return cv2.imdecode(np.frombuffer(wand.make_blob(), np.uint8), cv2.IMREAD_UNCHANGED)


def motion_blur(image, draws, parameters):
    x = magick_motion(image, *parameters, draws.uniform(-45, 45))
    if x.ndim == 2:  # a picture without colours comes back grey
        x = np.stack([x, x, x], axis=-1)
    return np.clip(x[..., [2, 1, 0]], 0, 255)


def clipped_zoom(x, factor):
    size = x.shape[0]
    crop = int(np.ceil(size / factor))
    top = (size - crop) // 2
    x = zoom(x[top : top + crop, top : top + crop], (factor, factor, 1), order=1)
    trim = (x.shape[0] - size) // 2
    return x[trim : trim + size, trim : trim + size]


def zoom_blur(image, draws, factors):
    x = unit(image).astype(np.float32)
    total = np.zeros_like(x)
    for factor in factors:
        total += clipped_zoom(x, factor)
    return bytes_range((x + total) / (len(factors) + 1))


def plasma(size, decay, draws):
    """A height map by the diamond-square method, from 0 to 1; its edges join."""
    heights = np.zeros((size, size))
    step, wibble = size, 100.0

    def shaken(total):
        return total / 4 + wibble * draws.uniform(-wibble, wibble, total.shape)

    while step >= 2:
        half = step // 2
        corners = heights[::step, ::step]
        pairs = corners + np.roll(corners, -1, axis=0)
        heights[half::step, half::step] = shaken(pairs + np.roll(pairs, -1, axis=1))
        middles = heights[half::step, half::step]
        across = middles + np.roll(middles, 1, axis=0) + corners + np.roll(corners, -1, axis=1)
        heights[::step, half::step] = shaken(across)
        down = middles + np.roll(middles, 1, axis=1) + corners + np.roll(corners, -1, axis=0)
        heights[half::step, ::step] = shaken(down)
        step = half
        wibble /= decay
    heights -= heights.min()
    return heights / heights.max()


def fog(image, draws, parameters):
    amount, decay = parameters
    x = unit(image)
    brightest = x.max()
    x += amount * plasma(x.shape[0], decay, draws)[..., np.newaxis]
    return bytes_range(x * brightest / (brightest + amount))


def frost(image, draws, parameters):
    a, b = parameters
    return np.clip(a * np.array(image) + b * draws.frost_patch(image.height), 0, 255)


def snow(image, draws, parameters):
    mean, deviation, factor, threshold, radius, sigma, mix = parameters
    x = unit(image, np.float32)
    layer = draws.normal(mean, deviation, x.shape[:2])
    layer = clipped_zoom(layer[..., np.newaxis], factor)
    layer[layer < threshold] = 0
    flakes = Image.fromarray(np.uint8(bytes_range(layer.squeeze())))
    layer = magick_motion(flakes, radius, sigma, draws.uniform(-135, -45)) / 255.0
    layer = layer[..., np.newaxis]
    grey = cv2.cvtColor(x, cv2.COLOR_RGB2GRAY)[..., np.newaxis]
    x = mix * x + (1 - mix) * np.maximum(x, grey * 1.5 + 0.5)
    return bytes_range(x + layer + np.rot90(layer, k=2))


def water(x, layer, strength):
    layer = np.uint8(layer * 255)
    distance = cv2.distanceTransform(255 - cv2.Canny(layer, 50, 150), cv2.DIST_L2, 5)
    _, distance = cv2.threshold(distance, 20, 20, cv2.THRESH_TRUNC)
    light = cv2.equalizeHist(cv2.blur(distance, (3, 3)).astype(np.uint8))
    light = cv2.filter2D(light, cv2.CV_8U, np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]))
    light = cv2.blur(light, (3, 3)).astype(np.float32)
    mask = cv2.cvtColor(layer * light, cv2.COLOR_GRAY2BGRA)
    mask /= np.max(mask, axis=(0, 1))
    mask *= strength
    ones = np.ones_like(mask[..., :1])
    colour = np.concatenate((175 / 255.0 * ones, 238 / 255.0 * ones, 238 / 255.0 * ones), axis=2)
    colour = cv2.cvtColor(colour, cv2.COLOR_BGR2BGRA)
    x = cv2.cvtColor(x, cv2.COLOR_BGR2BGRA)
    return cv2.cvtColor(np.clip(x + mask * colour, 0, 1), cv2.COLOR_BGRA2BGR) * 255


def mud(x, layer, threshold, strength):
    mask = gaussian(np.float32(layer > threshold), sigma=strength)
    mask[mask < 0.8] = 0
    mask = mask[..., np.newaxis]
    ones = np.ones_like(x[..., :1])
    colour = np.concatenate((63 / 255.0 * ones, 42 / 255.0 * ones, 20 / 255.0 * ones), axis=2)
    return bytes_range(x * (1 - mask) + colour * mask)


def spatter(image, draws, parameters):
    mean, deviation, sigma, threshold, strength, muddy = parameters
    x = unit(image, np.float32)
    layer = gaussian(draws.normal(mean, deviation, x.shape[:2]), sigma=sigma)
    layer[layer < threshold] = 0
    return mud(x, layer, threshold, strength) if muddy else water(x, layer, strength)


def brightness(image, draws, amount):
    x = rgb2hsv(unit(image))
    x[:, :, 2] = np.clip(x[:, :, 2] + amount, 0, 1)
    return bytes_range(hsv2rgb(x))


def contrast(image, draws, factor):
    x = unit(image)
    means = np.mean(x, axis=(0, 1), keepdims=True)
    return bytes_range((x - means) * factor + means)


def saturate(image, draws, parameters):
    factor, offset = parameters
    x = rgb2hsv(unit(image))
    x[:, :, 1] = np.clip(x[:, :, 1] * factor + offset, 0, 1)
    return bytes_range(hsv2rgb(x))


def jpeg_compression(image, draws, quality):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


def pixelate(image, draws, factor):
    small = int(image.width * factor), int(image.height * factor)
    return image.resize(small, Image.BOX).resize(image.size, Image.BOX)


def elastic_transform(image, draws, parameters):
    alpha, sigma, delta = (image.height * parameter for parameter in parameters)
    x = unit(image, np.float32)
    shape = x.shape
    centre = np.float32(shape[:2]) // 2
    third = min(shape[:2]) // 3
    fixed = np.float32([centre + third, centre + [third, -third], centre - third])
    moved = fixed + draws.uniform(-delta, delta, fixed.shape).astype(np.float32)
    warp = cv2.getAffineTransform(fixed, moved)
    x = cv2.warpAffine(x, warp, shape[1::-1], borderMode=cv2.BORDER_REFLECT_101)

    def displacement():
        field = gaussian(draws.uniform(-1, 1, shape[:2]), sigma, mode="reflect", truncate=3)
        return (field * alpha).astype(np.float32)[..., np.newaxis]

    dx, dy = displacement(), displacement()
    columns, rows, channels = np.meshgrid(*(np.arange(shape[axis]) for axis in (1, 0, 2)))
    at = [(rows + dy).reshape(-1, 1), (columns + dx).reshape(-1, 1), channels.reshape(-1, 1)]
    return bytes_range(map_coordinates(x, at, order=1, mode="reflect").reshape(shape))


def corrupt(name, image, severity, draws):
    """A picture of 32×32 or 64×64 pixels, corrupted, before it is truncated to 8 bits."""
    return globals()[name](image, draws, PARAMETERS[name][image.height][severity - 1])


def main():
    parser = speed.arguments(__doc__)
    parser.add_argument("--check", type=pathlib.Path, help="folder with cifar-32/NAME.npz …")
    parser.add_argument("--frost", type=pathlib.Path, help="folder with frost1.png …")
    options = parser.parse_args()
    if options.check:
        corruptions_check.run(options.check, corrupt)
        return
    cv2.setNumThreads(1)
    limits["thread"] = 1
    draws = Draws(options.frost)
    speed.run(
        options,
        PARAMETERS,
        lambda name, image, severity: corrupt(name, image, severity, draws),
        Image.fromarray,
    )


if __name__ == "__main__":
    main()
