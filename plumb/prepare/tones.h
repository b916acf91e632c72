#pragma once

#include "plumb/prepare/augment.h"

/// Changes of an image's tones, each channel by itself, in place. Equal to Pillow's ImageOps of the same names to the
/// byte.
namespace plumb {

void autocontrast(ImageSpan image);                // the darkest tone becomes 0, the lightest 255, linear between
void equalize(ImageSpan image);                    // so that every tone is about as frequent
void posterize(ImageSpan image, int bits);         // keeps so many bits of each tone, 0 to 8
void solarize(ImageSpan image, double threshold);  // tones from the threshold on are inverted

}  // namespace plumb
