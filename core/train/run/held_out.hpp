#pragma once

namespace penumbra {

/// What every training holds out of a folder of photos unless its recipe says otherwise, for hold_out(): the
/// same photos, so that what one training is judged on, no oracle, denoiser or start that it uses has learnt
/// from.
constexpr int held_out_every = 10;

} // namespace penumbra
