#include "core/agent/tuner_ahead.hpp"

#include <future>

namespace penumbra {

std::function<std::unique_ptr<Tuner>()> make_tuner_ahead(const std::string& models) {
  const auto ahead = std::make_shared<std::future<std::unique_ptr<Tuner>>>(
      std::async(std::launch::async, [models] { return make_tuner(models); }));
  return [ahead, models] { return ahead->valid() ? ahead->get() : make_tuner(models); };
}

} // namespace penumbra
