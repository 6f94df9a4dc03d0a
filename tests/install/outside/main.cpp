// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a picture, lets an agent decide on a small copy of it, renders the decision at full size.
#include <cstdio>
#include <penumbra/penumbra.hpp>

int main(int count, char** arguments) {
  if (count != 3) return 2;
  try {
    penumbra::cli::Notes notes;
    const penumbra::cli::Photo photo = penumbra::cli::read_photo(arguments[1], notes);
    penumbra::Progress silent;
    const penumbra::Episode episode = penumbra::make_agent("all-e")->run(photo.image, {}, silent);
    const penumbra::Recipe recipe = penumbra::recipe_of(episode, int(episode.edits.size()));
    const penumbra::Image result = penumbra::render(recipe.steps, photo.image);
    penumbra::cli::write_photo(arguments[2], result, photo, 95, notes);
    std::printf("%zu steps: mean luma %.3f, then %.3f\n", recipe.steps.size(),
                penumbra::mean_luma(photo.image), penumbra::mean_luma(result));
  } catch (const penumbra::Error& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
}
