#pragma once

#include "plumb/prepare/augment.h"

/// Changes of an image's colours by a factor, in place: 1 leaves it, 0 takes the quality away, more exaggerates it.
/// Equal to Pillow's ImageEnhance to the byte, which is what torchvision's transforms of the same names use: the image
/// is blended with one that lacks the quality, y = lacking + factor * (x - lacking), cut off below the point and kept
/// in 0 … 255.
///
///     adjust_contrast(image, 1.3);
///
/// Grey is Pillow's: (19595 red + 38470 green + 7471 blue + 32768) >> 16. Images that have not three channels have no
/// colour: their grey is the mean of the channels, and saturation and hue leave them.
namespace plumb {

void adjust_brightness(ImageSpan image, double factor);  // lacking: black
void adjust_contrast(ImageSpan image, double factor);    // lacking: the image's mean grey everywhere
void adjust_saturation(ImageSpan image, double factor);  // lacking: the grey of each pixel
void adjust_sharpness(ImageSpan image,
                      double factor);  // lacking: Pillow's SMOOTH, (its 3x3 + 4 itself) / 13; not edges

/// Turns the hue by `turn` of the whole circle, in [-0.5, 0.5], through Pillow's HSV of 8 bits.
void adjust_hue(ImageSpan image, double turn);

/// y = lacking + factor * (x - lacking) for each byte.
void blend(ImageSpan image, std::span<const uint8_t> lacking, double factor);

/// The grey of a pixel of so many channels.
uint8_t grey_of(const uint8_t* pixel, int64_t channels);

}  // namespace plumb
