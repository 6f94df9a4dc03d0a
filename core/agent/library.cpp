#include "core/agent/library.hpp"

#include "core/agent/all_e/all_e.hpp"
#include "core/error.hpp"

/// The one door of libpenumbra-agents; see core/agent/agent.cpp for the other side.
extern "C" PENUMBRA_API void penumbra_make_agent(const char* id, const char* models_folder,
                                                 std::unique_ptr<penumbra::Agent>* agent) {
  if (std::string(id) == "all-e")
    *agent = penumbra::make_all_e(models_folder);
  else
    throw penumbra::Error(std::string("There is no method \"") + id + "\".");
}
