#pragma once

#include <functional>
#include <string>

#include "plumb/core/table.h"
#include "plumb/data/image_codec.h"

namespace plumb {

/// The pixels of a cell, decoded if they are not yet. `where` is for messages.
Pixels pixels_of(const ImageView& image, const std::string& where);

/// A column of images with each cell changed; gaps stay.
Column change_images(const std::string& name, const Column& images, const std::function<Pixels(Pixels)>& change);

/// Whether every image is pixels already, of this size; 0 stands for any.
bool all_pixels(const Column& images, int64_t height, int64_t width, int64_t channels);

/// The first image of a column that is there, or an Error.
Pixels first_image(const std::string& step, const std::string& name, const Column& images);

}  // namespace plumb
