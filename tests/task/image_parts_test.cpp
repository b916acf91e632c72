// A folder of images that holds train/ and test/ is two parts, not two classes.
#include <gtest/gtest.h>

#include "plumb/task/task_data.h"
#include "tests/support/tar.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

std::string image(int number) {
  std::string pixels = "P5 4 4 255\n";
  for (int i = 0; i < 16; ++i) pixels += static_cast<char>((number * 37 + i * 11) % 251);
  return pixels;
}

class ImageParts : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  void put_classes(const std::string& below, int each) const {
    for (const char* kind : {"ant", "bee"})
      for (int i = 0; i < each; ++i) {
        std::filesystem::create_directories(folder / below / kind);
        testing::put(folder / below / kind / fmt::format("{}.pgm", i), image(i + (*kind == 'a' ? 0 : 100)));
      }
  }
  std::optional<Task> task(const std::string& data, Problems& problems) const {
    const std::string yaml = "name: insects\ndata: " + data +
                             "\ntarget: label\nsplit: {valid: 0.25}\nmodel: [flatten]\ntrain: {epochs: 1}\n";
    return read_task_text(yaml, "task.yaml", folder.path().string(), {}, problems);
  }
  Task task(const std::string& data) const {
    Problems problems;
    auto read = task(data, problems);
    problems.raise();
    return std::move(*read);
  }
  std::string problem(const std::string& data) const {
    Problems problems;
    EXPECT_FALSE(task(data, problems));
    return problems.all().empty() ? "" : problems.all().front().message;
  }
};

TEST_F(ImageParts, AreTakenAsIfTheTaskSaidThem) {
  put_classes("photos/train", 8);
  put_classes("photos/val", 3);
  put_classes("photos/Test", 2);
  testing::put(folder / "photos/README.txt", "who took them");
  std::filesystem::create_directories(folder / "photos/licences");
  const std::string said =
      render(task("{train: {images: {path: photos, folder: train}}, valid: {images: {path: photos, folder: val}}, "
                  "test: {images: {path: photos, folder: Test}}}"));
  for (const char* data : {"photos", "{images: photos}", "{images: {path: photos}}", "{train: photos}"}) {
    SCOPED_TRACE(data);
    const Task taken = task(data);
    EXPECT_EQ(render(taken), said);
    EXPECT_EQ(taken.data.reason,
              (folder / "photos").string() + ": its folders are parts: train as train, val as valid, Test as test");
  }
  const TaskData rows = read_task_data(task("photos"));
  EXPECT_EQ(rows.train.rows(), 16);
  EXPECT_EQ(rows.valid.rows(), 6);
  EXPECT_EQ(rows.test.rows(), 4);
  EXPECT_EQ(rows.train.targets.front().labels, (std::vector<std::string>{"ant", "bee"}));
}

TEST_F(ImageParts, OfATarToo) {
  std::string tar;
  for (const char* part : {"train", "test"})
    for (const char* kind : {"ant", "bee"}) tar += testing::tar_entry(fmt::format("{}/{}/1.pgm", part, kind), image(1));
  testing::put(folder / "photos.tar", tar + testing::tar_end());
  const Task taken = task("photos.tar");
  EXPECT_EQ(taken.data.train.size(), 1U);
  EXPECT_EQ(taken.data.test.size(), 1U);
  EXPECT_TRUE(taken.data.valid.empty());
}

TEST_F(ImageParts, ARunSaysSo) {
  put_classes("photos/train", 8);
  put_classes("photos/test", 2);
  testing::put(folder / "task.yaml",
               "name: insects\ndata: photos\ntarget: label\nmodel: [flatten]\ntrain: {epochs: 1}\n");
  const auto finished = testing::plumb(folder.path(), "train task.yaml");
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_NE(finished.err.find("photos: its folders are parts: train as train, test as test"), std::string::npos)
      << finished.err;
  EXPECT_NE(testing::content(folder / "runs/insects-1/network.json").find("bee"), std::string::npos);
}

TEST_F(ImageParts, ClassesStayClasses) {
  put_classes("insects", 3);
  put_classes("vehicles/train", 1);  // a train among cars
  put_classes("vehicles/car", 1);
  put_classes("trials/test", 1);
  put_classes("trials/control", 1);
  for (const char* data : {"insects", "vehicles", "trials", "{images: {path: trials, folder: test}}"}) {
    SCOPED_TRACE(data);
    const Task taken = task(data);
    EXPECT_FALSE(taken.data.divided());
    EXPECT_EQ(taken.data.reason, "");
  }
}

TEST_F(ImageParts, WhatIsNeitherIsRefused) {
  put_classes("photos/train", 1);
  put_classes("photos/test", 1);
  put_classes("photos/wasp", 1);
  const std::string path = (folder / "photos").string();
  EXPECT_EQ(problem("photos"),
            path +
                ": \"wasp\" lies beside train and test, which are parts of the rows; move it away, or say what is "
                "what: `data: {train: {images: {path: " +
                path + ", folder: train}}, test: {images: {path: " + path + ", folder: test}}}`");
  std::filesystem::rename(folder / "photos/wasp", folder / "photos/testing");
  EXPECT_NE(problem("photos").find("test and testing both mean the test rows"), std::string::npos) << problem("photos");
  EXPECT_TRUE(task("{train: {images: {path: photos, folder: train}}}").data.reason.empty());
}

}  // namespace
}  // namespace plumb
