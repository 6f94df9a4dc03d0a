// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/cli/commands.hpp"

namespace penumbra::cli {

// One line a command; each is defined in the file of its name, or in other_programs.cpp.
AddCommand add_enhance;
AddCommand add_match;
AddCommand add_open;
AddCommand add_expose;
AddCommand add_render;
AddCommand add_info;
AddCommand add_train;
AddCommand add_evaluate;
AddCommand add_bench;
AddCommand add_compare;
AddCommand add_darken;

const std::vector<AddCommand*>& commands() {
  static const std::vector<AddCommand*> all{
      add_enhance, add_expose, add_match,    add_open,    add_render, add_info,
      add_train,   add_bench,  add_evaluate, add_compare, add_darken,
  };
  return all;
}

} // namespace penumbra::cli
