#include "plumb/data/image_codec.h"

#include <gtest/gtest.h>

#include "plumb/core/error.h"
#include "plumb/core/files.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

std::span<const uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

/// What a broken image is answered with.
std::string message(const std::string& content) {
  try {
    decode_image(bytes_of(content), "scan");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(ImageCodec, ReadsPnmAsTextAndAsBytes) {
  const Pixels grey = decode_image(bytes_of("P2 # a comment\n2 2\n4\n0 1\n2 4\n"), "a");
  EXPECT_EQ(grey.bytes, (std::vector<uint8_t>{0, 64, 128, 255}));
  EXPECT_EQ(grey.channels, 1);
  const Pixels colour = decode_image(bytes_of("P6\n1 2\n255\nabcxyz"), "b");
  EXPECT_EQ(colour.height, 2);
  EXPECT_EQ(colour.width, 1);
  EXPECT_EQ(colour.channels, 3);
  EXPECT_EQ(colour.bytes[5], 'z');
  const Pixels wide = decode_image(bytes_of(std::string("P5 1 1 65535 \x80\x00", 15)), "c");
  EXPECT_EQ(wide.bytes[0], 128);
}

TEST(ImageCodec, KnowsImagesByTheirNames) {
  EXPECT_TRUE(has_image_name("A.JPG"));
  EXPECT_TRUE(has_image_name("b.jpeg"));
  EXPECT_TRUE(has_image_name("c.Pgm"));
  EXPECT_FALSE(has_image_name("d.txt"));
}

TEST(ImageCodec, BrokenImagesAreNamed) {
  EXPECT_EQ(
      message(""),
      "scan: is empty, not an image that can be read (JPEG, PGM or PPM, PNG, TIFF, WebP); convert or remove it, or set "
      "`on_error: skip`");
  EXPECT_NE(message("P5 9 9 255 abc").find("scan: cannot be decoded as PGM or PPM: it has 3 of 81 bytes"),
            std::string::npos);
  EXPECT_NE(message("P5 99999999 99999999 255 ").find("and at most 100 million are read"), std::string::npos);
  EXPECT_NE(message("P2 9 9 255 1 2").find("it ends too early"), std::string::npos);
}

/// A file of each format decodes, and cut anywhere it does not.
void read_and_cut(const char* file, int64_t height, int64_t width, int64_t channels) {
  const std::string content = read_file(testing::source_dir() / "tests/data/images" / file);
  const Pixels pixels = decode_image(bytes_of(content), file);
  EXPECT_EQ(pixels.height, height) << file;
  EXPECT_EQ(pixels.width, width) << file;
  EXPECT_EQ(pixels.channels, channels) << file;
  for (const size_t size : {content.size() / 4, content.size() / 2, content.size() * 3 / 4})
    EXPECT_NE(message(content.substr(0, size)).find("scan: "), std::string::npos) << file << " cut at " << size;
}

TEST(ImageCodec, ReadsEachFormatAndRefusesPartsOfIt) {
  read_and_cut("grey.png", 12, 16, 1);
  read_and_cut("grey16_alpha.png", 12, 16, 1);
  read_and_cut("colour.png", 12, 16, 3);
  read_and_cut("palette.png", 12, 16, 3);
  read_and_cut("alpha.png", 12, 16, 3);
  read_and_cut("grey.jpg", 12, 16, 1);
  read_and_cut("colour.jpg", 12, 16, 3);
  read_and_cut("progressive.jpg", 12, 16, 3);
  read_and_cut("colour.webp", 12, 16, 3);
  read_and_cut("colour.tiff", 12, 16, 3);
  read_and_cut("grey.tif", 12, 16, 1);
}

TEST(ImageCodec, LosslessFormatsAgree) {
  const auto decode = [](const char* file) {
    return decode_image(bytes_of(read_file(testing::source_dir() / "tests/data/images" / file)), file).bytes;
  };
  EXPECT_EQ(decode("colour.png"), decode("colour.ppm"));
  EXPECT_EQ(decode("alpha.png"), decode("colour.ppm"));
  EXPECT_EQ(decode("grey.png"), decode("grey.pgm"));
  EXPECT_EQ(decode("grey16_alpha.png"), decode("grey.pgm"));
  EXPECT_EQ(decode("colour.webp"), decode("colour.ppm"));
  EXPECT_EQ(decode("colour.tiff"), decode("colour.ppm"));
  EXPECT_EQ(decode("grey.tif"), decode("grey.pgm"));
  EXPECT_EQ(decode("grey16.tif"), decode("grey.pgm"));
  // JPEG is close, not equal.
  const auto exact = decode("colour.ppm"), near = decode("colour.jpg");
  double difference = 0;
  for (size_t i = 0; i < exact.size(); ++i) difference += std::abs(exact[i] - near[i]);
  EXPECT_LT(difference / static_cast<double>(exact.size()), 6);
}

}  // namespace
}  // namespace plumb
