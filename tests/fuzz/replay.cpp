// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over the files of a folder and over damaged copies of each: the main() of compilers without
// libFuzzer. Fails where the folder holds nothing; what goes wrong in the target ends the process.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

} // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::size_t inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    run(bytes);
    run(bytes.substr(0, bytes.size() / 2));
    for (std::size_t i = 0; i < bytes.size(); i += std::max<std::size_t>(1, bytes.size() / 200)) {
      const char kept = bytes[i];
      for (const char other : {'\0', '\xff', '9', '}', char(kept ^ 1)}) {
        bytes[i] = other;
        run(bytes);
      }
      bytes[i] = kept;
    }
    ++inputs;
  }
  std::printf("%zu inputs\n", inputs);
  return inputs ? 0 : 1;
}
