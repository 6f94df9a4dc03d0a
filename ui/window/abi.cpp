#include "core/abi.hpp"

PENUMBRA_SHOW_ABI;
