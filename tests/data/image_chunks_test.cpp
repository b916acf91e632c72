// Images in pieces: a folder and a tar give the rows that reading them as a whole gives, and the same pieces.
#include <gtest/gtest.h>

#include "plumb/data/images.h"
#include "tests/support/program.h"
#include "tests/support/tables.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

class ImageChunks : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// PGM images of two classes, all different, in `photos` and `photos.tar`.
  void put_images(int count) const {
    for (int i = 0; i < count; ++i) {
      const std::string name = i % 3 == 0 ? "ant" : "bee";
      fs::create_directories(folder / "photos" / name);
      testing::put(folder / "photos" / name / (std::to_string(i) + ".pgm"),
                   "P5 4 3 255\n" + std::to_string(100000 + i) + "pixels");
    }
    ASSERT_EQ(testing::shell(folder.path(), "cd photos && tar cf ../photos.tar *").code, 0);
  }
  Images images(const std::string& path) const { return {.path = {(folder / path).string()}}; }
};

TEST_F(ImageChunks, AreTheRowsOfReading) {
  put_images(200);
  for (const char* path : {"photos", "photos.tar"}) {
    SCOPED_TRACE(path);
    const auto chunks = images(path).chunks({});
    ASSERT_TRUE(chunks);
    EXPECT_EQ(chunks->count(), 4);
    EXPECT_EQ(chunks->rows(3), 200 - 3 * 64);
    testing::expect_same_rows(testing::all_rows(*chunks), images(path).read({}).table);
    testing::expect_same_rows(chunks->read(2), images(path).read({}).table.slice(128, 192));
  }
  Table from_tar = images("photos.tar").read({}).table, from_folder = images("photos").read({}).table;
  from_tar.erase("file"), from_folder.erase("file");
  testing::expect_same_rows(from_tar, from_folder);
}

TEST_F(ImageChunks, SeveralPathsAreReadAsOne) {
  put_images(70);
  fs::rename(folder / "photos.tar", folder / "a.tar");
  fs::copy(folder / "a.tar", folder / "b.tar");
  const auto chunks = images("?.tar").chunks({});
  EXPECT_EQ(chunks->count(), 3);  // pieces know no borders of files
  testing::expect_same_rows(testing::all_rows(*chunks), images("?.tar").read({}).table);
}

TEST_F(ImageChunks, TakeTheSameFilesAndClasses) {
  put_images(30);
  Images some = images("photos.tar");
  some.files = "1*.pgm";
  some.labels = false;
  const Table table = testing::all_rows(*some.chunks({}));
  EXPECT_EQ(table.rows(), 11);
  EXPECT_FALSE(table.has("label"));
  testing::expect_same_rows(table, some.read({}).table);
}

TEST_F(ImageChunks, TheFingerprintIsOfWhatTheFilesHold) {
  put_images(100);
  const fs::path one = folder / "photos" / "bee" / "50.pgm";
  const uint64_t before = images("photos").chunks({})->fingerprint();
  testing::shell(folder.path(), "touch -d 2001-01-01 photos/bee/*");
  EXPECT_EQ(images("photos").chunks({})->fingerprint(), before);
  const std::string content = testing::content(one);
  testing::put(one, content.substr(0, content.size() - 1) + "!");
  EXPECT_NE(images("photos").chunks({})->fingerprint(), before);
  testing::put(one, content);
  fs::rename(one, folder / "photos" / "bee" / "5a.pgm");
  EXPECT_NE(images("photos").chunks({})->fingerprint(), before);
}

TEST_F(ImageChunks, FilesThatChangeAreNoticed) {
  put_images(100);
  const auto chunks = images("photos").chunks({});
  const Table all = testing::all_rows(*chunks);
  const fs::path one = std::string(all.at("file").text(99));
  const std::string content = testing::content(one);
  testing::put(one, content.substr(0, content.size() - 1) + "!");
  EXPECT_THROW(chunks->read(1), Error);
  testing::put(one, content.substr(0, 5));
  EXPECT_THROW(chunks->read(1), Error);
  testing::put(one, content);
  EXPECT_EQ(chunks->read(1).rows(), 36);
}

TEST_F(ImageChunks, BrokenImagesAreLeftOutAsInReading) {
  put_images(100);
  for (const char* name : {"bee/1.pgm", "bee/50.pgm", "ant/99.pgm"}) testing::put(folder / "photos" / name, "P5 4");
  testing::shell(folder.path(), "cd photos && tar cf ../photos.tar *");
  for (const char* path : {"photos", "photos.tar"}) {
    SCOPED_TRACE(path);
    const ReadSettings skip{.on_error = OnError::skip};
    const auto chunks = images(path).chunks(skip);
    const ReadResult read = images(path).read(skip);
    EXPECT_EQ(read.table.rows(), 97);
    testing::expect_same_rows(testing::all_rows(*chunks), read.table);
    ASSERT_EQ(chunks->skipped().size(), 3u);
    ASSERT_EQ(read.skipped.size(), 3u);
    for (size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(chunks->skipped()[i].where, read.skipped[i].where);
      EXPECT_EQ(chunks->skipped()[i].reason, read.skipped[i].reason);
    }
  }
}

TEST_F(ImageChunks, PackedArchivesHaveNone) {
  put_images(10);
  testing::shell(folder.path(), "gzip -k photos.tar && cp photos.tar.gz photos.tgz && cp photos.tar.gz plain.tar");
  for (const char* path : {"photos.tar.gz", "photos.tgz", "plain.tar"}) {
    SCOPED_TRACE(path);
    EXPECT_FALSE(images(path).chunks({}));
    EXPECT_EQ(images(path).read({}).table.rows(), 10);
  }
}

TEST_F(ImageChunks, ADamagedArchiveIsNamed) {
  put_images(10);
  const std::string archive = testing::content(folder / "photos.tar");
  testing::put(folder / "photos.tar", archive.substr(0, 1500));
  EXPECT_THROW(images("photos.tar").chunks({}), Error);
  std::string other = archive;
  other[512 + 10] ^= 1;  // behind the header of a folder
  testing::put(folder / "photos.tar", other);
  try {
    images("photos.tar").chunks({});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("photos.tar: broken tar archive at byte 512"), std::string::npos)
        << error.what();
  }
  testing::put(folder / "photos.tar", "no archive");
  EXPECT_THROW(images("photos.tar").read({}), Error);
}

}  // namespace
}  // namespace plumb
