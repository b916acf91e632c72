#!/usr/bin/env python3
"""What Pillow makes of the same pictures: the stored cases of tests/prepare/augment_changes_test.cpp.

Usage: augmentations.py > tests/prepare/augment_changes.json         Needs Pillow and numpy.

torchvision's transforms of Pillow images are these calls (torchvision/transforms/_functional_pil.py,
autoaugment.py); the blur is its formula, written in numpy. Rerun after changing it; the seed is fixed.
"""
import json
import sys

import numpy
from PIL import Image, ImageEnhance, ImageOps

random = numpy.random.default_rng(3)
HEIGHT, WIDTH = 11, 14
y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
slope = numpy.stack([x * 17, 40 + y * 18, 230 - x * 7 - y * 9], axis=2)
colour = numpy.clip(slope + random.normal(0, 25, slope.shape), 0, 255).astype(numpy.uint8)
grey = numpy.clip(60 + 5 * x + 6 * y + random.normal(0, 8, x.shape), 0, 255).astype(numpy.uint8)
noise = random.integers(0, 256, (HEIGHT, WIDTH, 3)).astype(numpy.uint8)
large = numpy.clip(random.normal(110, 25, (40, 40)), 0, 255).astype(numpy.uint8)  # enough pixels to equalize
PICTURES = {"colour": colour, "grey": grey, "noise": noise, "large": large}


def affine(image, matrix):
    return image.transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.NEAREST)


def hue(image, turn):
    h, s, v = image.convert("HSV").split()
    moved = numpy.array(h, dtype=numpy.uint8) + numpy.int32(turn * 255).astype(numpy.uint8)
    return Image.merge("HSV", (Image.fromarray(moved, "L"), s, v)).convert("RGB")


def blur(image, sigma, size):
    pixels = numpy.asarray(image).astype(float)
    places = numpy.arange(size) - size // 2
    bell = numpy.exp(-0.5 * (places / sigma) ** 2)
    bell /= bell.sum()
    reach = size // 2
    for axis in [0, 1]:
        pad = [(0, 0)] * pixels.ndim
        pad[axis] = (reach, reach)
        padded = numpy.pad(pixels, pad, mode="reflect")
        length = pixels.shape[axis]
        pixels = sum(w * numpy.take(padded, range(k, k + length), axis=axis) for k, w in enumerate(bell))
    return numpy.rint(pixels).astype(numpy.uint8)


CHANGES = {
    "identity": lambda image, m: image,
    "shear_x": lambda image, m: affine(image, (1, m, 0, 0, 1, 0)),
    "shear_y": lambda image, m: affine(image, (1, 0, 0, m, 1, 0)),
    "translate_x": lambda image, m: affine(image, (1, 0, -int(m), 0, 1, 0)),
    "translate_y": lambda image, m: affine(image, (1, 0, 0, 0, 1, -int(m))),
    "rotate": lambda image, m: image.rotate(m, Image.Resampling.NEAREST),
    "brightness": lambda image, m: ImageEnhance.Brightness(image).enhance(1 + m),
    "color": lambda image, m: ImageEnhance.Color(image).enhance(1 + m),
    "contrast": lambda image, m: ImageEnhance.Contrast(image).enhance(1 + m),
    "sharpness": lambda image, m: ImageEnhance.Sharpness(image).enhance(1 + m),
    "posterize": lambda image, m: ImageOps.posterize(image, int(m)),
    "solarize": lambda image, m: ImageOps.solarize(image, m),
    "auto_contrast": lambda image, m: ImageOps.autocontrast(image),
    "equalize": lambda image, m: ImageOps.equalize(image),
    "hue": hue,
}
STRENGTHS = {
    "identity": [0], "shear_x": [0.27, -0.94], "shear_y": [0.27, -0.94], "translate_x": [3.7, -2.2, 30],
    "translate_y": [3.7, -2.2], "rotate": [9, -41, 131], "brightness": [-1, -0.9, 0.27, 0.9],
    "color": [-1, -0.4, 0.27, 0.9], "contrast": [-1, -0.4, 0.27, 0.9], "sharpness": [-1, -0.4, 0.27, 0.9],
    "posterize": [2, 5, 8], "solarize": [255, 178.5, 40, 0], "auto_contrast": [0], "equalize": [0],
    "hue": [-0.5, -0.13, 0.02, 0.31],
}

cases = []
for name, change in CHANGES.items():
    pictures = {"equalize": ["large", "noise"], "hue": ["colour", "noise"]}.get(name, ["colour", "grey", "noise"])
    for strength in STRENGTHS[name]:
        for picture in pictures:
            gives = numpy.asarray(change(Image.fromarray(PICTURES[picture]), strength))
            cases.append({"change": name, "strength": strength, "picture": picture, "gives": gives.ravel().tolist()})
for sigma, size in [(0.4, 3), (1.3, 5), (2.0, 7)]:
    for picture in ["colour", "grey"]:
        cases.append({"change": "blur", "strength": sigma, "size": size, "picture": picture,
                      "gives": blur(PICTURES[picture], sigma, size).ravel().tolist()})
pictures = {name: {"shape": [*p.shape, 1][:3], "pixels": p.ravel().tolist()} for name, p in PICTURES.items()}
json.dump({"pictures": pictures, "cases": cases}, sys.stdout, separators=(",", ":"))
