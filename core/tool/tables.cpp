// SPDX-License-Identifier: GPL-3.0-or-later
// The tools' parameters and words: what a host shows, takes, checks or stores comes from here. Ranges and words
// stand nowhere else.

#include "core/edit/engine/strength.hpp"
#include "core/tool/parameter.hpp"
#include "core/tool/text.hpp"

namespace penumbra::host {

const Choice outputs[3] = {
    {"in-place", QT_TRANSLATE_NOOP("penumbra::Tool", "Change this layer"), "the layer itself"},
    {"new-layer", QT_TRANSLATE_NOOP("penumbra::Tool", "New layer above"), "a new layer"},
    {"layer-stack", QT_TRANSLATE_NOOP("penumbra::Tool", "Layer stack"), "a stack of layers"},
};

namespace {

constexpr Parameter strength(const char* title, const char* help) {
  return {.id = "strength",
          .title = title,
          .noun = "strength",
          .help = help,
          .type = Type::amount,
          .min = min_strength,
          .max = max_strength,
          .initial = 1,
          .unit = Unit::percent,
          .positional = true};
}

constexpr Parameter output(int last, const char* help) {
  return {.id = "output",
          .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Output"),
          .noun = "output",
          .help = help,
          .type = Type::output,
          .max = double(last),
          .positional = true,
          .option = ""};
}

constexpr Parameter steps(int max, int initial, const char* help) {
  return {.id = "steps",
          .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Steps"),
          .noun = "number of steps",
          .help = help,
          .type = Type::whole,
          .min = 1,
          .max = double(max),
          .initial = double(initial),
          .decides = Decides::yes,
          .positional = true};
}

constexpr Parameter step(const char* help, bool positional) {
  return {.id = "step",
          .noun = "step to keep",
          .help = help,
          .type = Type::step,
          .min = -1,
          .initial = -1,
          .kept = Kept::presets,
          .positional = positional};
}

const Parameter low_light[] = {
    {.id = "method",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Method"),
     .noun = "method",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "Which trained agent retouches the picture. Each brightens in its own way: compare them "
         "on your photo."),
     .type = Type::method,
     .decides = Decides::yes,
     .positional = true},
    steps(12, 6,
          QT_TRANSLATE_NOOP("penumbra::Tool",
                            "How many steps the agent takes. More steps brighten dark places further "
                            "and give the slider more stops. Changing it makes the agent decide "
                            "again.")),
    step("Which step is kept. Denoising and clarity, if switched on, are a step each.", true),
    strength(QT_TRANSLATE_NOOP("penumbra::Tool", "St&rength"),
             QT_TRANSLATE_NOOP("penumbra::Tool",
                               "How much of every step is applied. 0 % leaves the picture as it "
                               "is, 100 % applies what the agent decided, more exaggerates it.")),
    {.id = "denoise",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "De&noise"),
     .noun = "amount of denoising",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "How much of the noise that brightening brings out is removed. The agent looks for noise "
         "and removes it in a separate step; a photo without noise gets no such step."),
     .type = Type::amount,
     .max = 1,
     .unit = Unit::percent,
     .decides = Decides::whether},
    {.id = "clarity",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Cl&arity"),
     .noun = "clarity",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "How much of the local contrast that brightening flattens is restored. It brings out "
         "texture without halos along large edges, in a separate step after the best one."),
     .type = Type::amount,
     .max = 1,
     .unit = Unit::percent},
    output(1, QT_TRANSLATE_NOOP(
                  "penumbra::Tool",
                  "Where the result goes: into the layer itself, or into a new layer above it, which leaves "
                  "the original untouched below.")),
};

const Choice forms[] = {{"exact", "Exact", "exact"}, {"fast", "Fast", "fast, as a map of gains"}};

const Parameter local_exposure[] = {
    {.id = "method",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Method"),
     .noun = "method",
     .help = QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Which trained agent chooses the exposures: compare them on your photo."),
     .type = Type::method,
     .decides = Decides::yes,
     .positional = true},
    step("How many segments are exposed, the darkest first.", false),
    strength(QT_TRANSLATE_NOOP("penumbra::Tool", "St&rength"),
             QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Multiplies all exposures: 0 % leaves the picture as it is, 100 % "
                               "applies them unchanged, more exaggerates them.")),
    {.id = "form",
     .noun = "form of the fusion",
     .help = "How the exposures are fused. The fast form fuses a small copy and applies the result as "
             "a map of gains.",
     .type = Type::choice,
     .choices = forms,
     .positional = true},
    output(2, QT_TRANSLATE_NOOP(
                  "penumbra::Tool",
                  "Where the result goes: into the layer itself, into a new layer above it, or into a "
                  "group of layers, one for each exposure with its mask, which you can go on editing.")),
    {.id = "segments",
     .noun = "exposures of the segments",
     .help = "Changes a segment's exposure, as in 2=1.5 (EV) or 2=off. Segment 1 is the darkest.",
     .type = Type::changes,
     .unit = Unit::ev,
     .kept = Kept::recipe,
     .option = "segment",
     .example = "N=EV"},
};

const Choice contents[] = {
    {"auto", QT_TRANSLATE_NOOP("penumbra::Tool", "Automatic"), "detected"},
    {"same", QT_TRANSLATE_NOOP("penumbra::Tool", "The same picture"), "the same"},
    {"other", QT_TRANSLATE_NOOP("penumbra::Tool", "Something else"), "something else"},
};

const Parameter match_look[] = {
    {.id = "reference",
     .noun = "reference",
     .help = "The picture whose look is wanted. Without one, only the sliders that are set by hand "
             "are applied.",
     .type = Type::picture,
     .positional = true},
    {.id = "layer",
     .noun = "reference",
     .help = "A layer of any open image as the reference. -1 where the reference is a file.",
     .type = Type::layer,
     .initial = -1,
     .kept = Kept::host,
     .positional = true,
     .argument = "reference-layer",
     .option = ""},
    {.id = "content",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "It sho&ws"),
     .noun = "content",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "What the reference shows. If it is the same picture, edited by someone, the photo is "
         "matched to it point by point. If it is something else, the photo takes on its tones and "
         "colours. Automatic compares the two and decides."),
     .type = Type::choice,
     .decides = Decides::yes,
     .choices = contents,
     .positional = true},
    steps(10, 10,
          QT_TRANSLATE_NOOP("penumbra::Tool",
                            "How many times the tuner looks at the result and corrects the sliders. "
                            "The first steps usually make the most difference.")),
    step("Which step is kept. The polished one, if there is one, comes last.", true),
    strength(QT_TRANSLATE_NOOP("penumbra::Tool", "&Amount"),
             QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Multiplies all nine sliders: 0 % leaves the picture as it is, 100 "
                               "% applies them as they are set, more exaggerates them.")),
    {.id = "polish",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Polish"),
     .noun = "polish",
     .help = QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Refines the closest step with an optimiser, in a separate step. "
                               "Takes a few tenths of a second longer."),
     .type = Type::flag,
     .decides = Decides::yes,
     .positional = true},
    output(1, QT_TRANSLATE_NOOP(
                  "penumbra::Tool",
                  "Where the result goes: into the layer itself, or into a new layer above it, which leaves "
                  "the original untouched below.")),
    {.id = "by-hand",
     .noun = "sliders set by hand",
     .help = "Sets a slider by hand, as in contrast=0.2. If all nine are set, or there is no "
             "reference, no agent is asked.",
     .type = Type::changes,
     .kept = Kept::presets,
     .option = "set",
     .example = "NAME=VALUE"},
};

} // namespace

const Table& low_light_table() {
  static const Table table{
      .id = "low-light",
      .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Auto Enhance Low Light"),
      .menu = "Auto Enhance Lo_w Light…",
      .procedure = "plug-in-penumbra-auto-enhance-low-light",
      .command = "enhance",
      .suffix = "-enhanced",
      .blurb = "Brightens a dark photo step by step",
      .help =
          "A trained agent looks at a small copy of the photo and brightens it in up to twelve steps, each "
          "of which can be kept. It edits the selected part of the layer, in the layer itself or in a new "
          "layer, which carries the recipe of its making. Interactively a dialog shows every step. Works "
          "on RGB and grey layers of any precision. When it fails, the image is unchanged and the error "
          "message says why.",
      .window_help = QT_TRANSLATE_NOOP(
          "penumbra::Tool",
          "<p>An agent looks at a small copy of your photo and brightens it step by step, each "
          "place as much as it needs. Move the slider under the picture to see every step, and "
          "keep the one you like: the star marks the step that the agent itself rates "
          "best.</p><p><b>Method</b> chooses the agent, <b>Steps</b> how many steps it takes, "
          "<b>Strength</b> how much of each step is applied. <b>Denoise</b> removes noise, "
          "<b>Clarity</b> brings out texture. What you see is what OK gives you; at 100 % zoom the "
          "picture is computed from the photo at its full size.</p>"),
      .nothing_to_do =
          "No step is expected to be clearly better than the photo itself, which was left as it is.",
      .parameters = low_light};
  return table;
}

const Table& local_exposure_table() {
  static const Table table{
      .id = "local-exposure",
      .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Balance Local Exposure"),
      .menu = "_Balance Local Exposure…",
      .procedure = "plug-in-penumbra-balance-local-exposure",
      .command = "expose",
      .suffix = "-balanced",
      .blurb = "Balances the exposure of a photo's parts",
      .help =
          "A trained agent divides a small copy of the photo into one to eight segments and decides an "
          "exposure, in EV, for each. The photo and its exposed copies are fused, so that every place is "
          "taken from where it is well exposed. The result goes into the layer itself, into a new layer, "
          "or comes as a group of layers, one for each exposure, with masks, to go on from. When it fails, "
          "the image is unchanged and the error message says why.",
      .window_help = QT_TRANSLATE_NOOP(
          "penumbra::Tool",
          "<p>An agent divides your photo into segments, chooses an exposure for each, as if you "
          "had taken the photo several times, and blends them: each place comes from the exposure "
          "that shows it best.</p><p>Move the slider under the picture to add the exposures one "
          "after the other. In the list, change an exposure, switch it off, or show it alone; "
          "<b>Undo</b> and <b>Redo</b> step through your changes. While the pointer is on a row, "
          "red shows where that segment is. Choose <b>Layer stack</b> as output to get every "
          "exposure as a layer with its mask.</p>"),
      .nothing_to_do = "The photo is well exposed everywhere and was left as it is.",
      .parameters = local_exposure};
  return table;
}

const Table& match_look_table() {
  static const Table table{
      .id = "match-look",
      .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Match Look to Reference"),
      .menu = "_Match Look to Reference…",
      .procedure = "plug-in-penumbra-match-look",
      .command = "match",
      .suffix = "-matched",
      .blurb = "Brings a photo to the look of a reference",
      .help =
          "A trained agent sets nine sliders (exposure, temperature, tint, saturation, contrast, "
          "highlights, shadows, blacks, sharpness) in up to ten steps, so that the layer comes to look "
          "like the reference: a picture file, or another layer. Where the reference shows the same "
          "picture it is matched as exactly as the sliders can; otherwise its tones and colours are taken "
          "over. When it fails, the image is unchanged and the error message says why.",
      .window_help = QT_TRANSLATE_NOOP(
          "penumbra::Tool",
          "<p>Choose a <b>reference</b>, a picture whose look you want: a file, a picture that is "
          "open, or one from the clipboard. An agent, the tuner, then sets nine sliders in up to "
          "ten steps so that your photo comes to look like it; the curve shows how far each step "
          "is from the reference.</p><p>If the reference shows the same picture, edited by "
          "someone, the photo is matched to it point by point, and <b>Polish</b> refines the "
          "match. Otherwise the photo takes on its tones and colours; if no step is clearly closer "
          "in style, a polished step is added. <b>It shows</b> says which of the two was detected; "
          "you can choose the other.</p><p>Continue from any step with the <b>nine sliders</b>: "
          "what you set becomes a state of its own at the end of the filmstrip, <i>By hand</i>. "
          "The steps stay as they are, so you can compare them and come back. If you move a slider "
          "while another step is shown, you start over from that step; <b>Undo</b> brings back "
          "what was there, and <b>Redo</b> makes the change again. A double click on a slider "
          "resets it to the step's value.</p><p>OK applies exactly what is shown. <b>Repeat</b> in "
          "the editor then matches the next photo to the same reference; if you set the sliders by "
          "hand, or pasted the reference, it applies the same sliders.</p>"),
      .nothing_to_do = nullptr,
      .parameters = match_look};
  return table;
}

} // namespace penumbra::host
