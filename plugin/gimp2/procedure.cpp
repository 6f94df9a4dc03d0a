#include "plugin/gimp2/procedure.hpp"

namespace penumbra::gimp2 {

using host::RunMode;

nlohmann::json last_values(const char* procedure) {
  const int size = gimp_get_data_size(procedure);
  if (size <= 0) return nullptr;
  std::string text(std::size_t(size), '\0');
  if (!gimp_get_data(procedure, text.data())) return nullptr;
  // What cannot be read counts as values of which none is given.
  const nlohmann::json stored = nlohmann::json::parse(text, nullptr, false);
  return stored.is_object() ? stored : nlohmann::json::object();
}

void remember(const char* procedure, const nlohmann::json& values) {
  const std::string text = values.dump();
  gimp_set_data(procedure, text.data(), guint32(text.size()));
}

RunMode run_mode(int count, const GimpParam* arguments, int complete) {
  const gint32 given = count >= 3 ? arguments[0].data.d_int32 : -1;
  if (given == GIMP_RUN_INTERACTIVE) return RunMode::interactive;
  if (given == GIMP_RUN_WITH_LAST_VALS) return RunMode::with_last_values;
  if (given == GIMP_RUN_NONINTERACTIVE && count == complete) return RunMode::noninteractive;
  throw Error("The run mode must be 0, 1 or 2, and all arguments must be given.");
}

} // namespace penumbra::gimp2
