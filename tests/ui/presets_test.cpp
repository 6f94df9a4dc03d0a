// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "ui/session/presets.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::ui;
using nlohmann::json;

namespace {

class Presets : public testing::Test {
 protected:
  QTemporaryDir folder_;
  QString file_ = folder_.filePath("deep/presets.json");
};

TEST_F(Presets, RoundTrip) {
  PresetStore store(file_);
  EXPECT_TRUE(store.names("low-light").isEmpty());
  store.save("low-light", "Nächtlich", {{"steps", 8}, {"strength", 0.5}});
  store.save("low-light", "again", {{"steps", 3}});
  store.save("match", "other tool", {{"amount", 1}});
  const PresetStore other(file_);
  EXPECT_EQ(other.names("low-light"), QStringList({"again", "Nächtlich"}));
  EXPECT_EQ(other.values("low-light", "Nächtlich"), (json{{"steps", 8}, {"strength", 0.5}}));
  EXPECT_TRUE(other.values("low-light", "other tool").is_null());
  store.remove("low-light", "again");
  EXPECT_EQ(other.names("low-light"), QStringList({"Nächtlich"}));
  EXPECT_EQ(other.names("match"), QStringList({"other tool"}));
}

TEST_F(Presets, SavingUnderTheSameNameReplaces) {
  PresetStore store(file_);
  store.save("low-light", "mine", {{"steps", 8}});
  store.save("low-light", "mine", {{"steps", 2}});
  EXPECT_EQ(store.names("low-light").size(), 1);
  EXPECT_EQ(store.values("low-light", "mine"), (json{{"steps", 2}}));
}

TEST_F(Presets, DamagedFilesHoldNoneAndAreNotOverwritten) {
  const QString damaged = folder_.filePath("damaged.json");
  for (const char* text : {"", "{", "[1,2]", "\xff\xfe"}) {
    QFile file(damaged);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    PresetStore store(damaged);
    EXPECT_TRUE(store.names("low-light").isEmpty()) << text;
    EXPECT_TRUE(store.values("low-light", "x").is_null()) << text;
    EXPECT_THROW(store.save("low-light", "x", {{"steps", 1}}), Error) << text;
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(file.readAll(), QByteArray(text));
    file.close();
  }
}

TEST_F(Presets, AFileThatCannotBeWrittenIsSaid) {
  PresetStore store(folder_.path()); // a folder
  EXPECT_THROW(store.save("low-light", "mine", {{"steps", 8}}), Error);
}

} // namespace
