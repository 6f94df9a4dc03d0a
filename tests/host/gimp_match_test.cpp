// SPDX-License-Identifier: GPL-3.0-or-later
// Match Look to Reference in real GIMP, with the fake tuner's known sliders.

#include "core/edit/finish/finish.hpp"
#include "tests/host/gimp_fixture.hpp"
#include "tests/image/pictures.hpp"

namespace penumbra::test {
namespace {

class GimpMatch : public GimpTest {
 protected:
  Photo make(unsigned seed) {
    const Image image = photo(90, 60, 3, seed);
    return make_photo(gimp(), Values{90, 60, 3, image.pixels}, Precision::u8);
  }
  static std::string id(int item) { return std::to_string(item); }
  std::string call(const Photo& photo, const std::string& reference, int layer, int output = 0) {
    return "(plug-in-penumbra-match-look 1 " + id(photo.image) + " " + id(photo.layer) + " " +
           quoted(reference) + " " + id(layer) + " 0 10 -1 1.0 0 " + id(output) + ")";
  }
};

TEST_F(GimpMatch, TheLayerTakesTheSlidersOfTheNearestStep) {
  const Photo photo = make(1), other = make(2);
  const Values before = values_of(gimp(), photo);
  gimp().eval(call(photo, "", other.layer));
  const Values after = values_of(gimp(), photo);
  Image image(before.width, before.height, 3);
  image.pixels = before.values;
  const Image wanted = render({make_finish_step({1.0})}, image);
  for (std::size_t i = 0; i < wanted.pixels.size(); ++i)
    ASSERT_NEAR(after.values[i], wanted.pixels[i], 2 * rounding(Precision::u8)) << i;
}

} // namespace
} // namespace penumbra::test
