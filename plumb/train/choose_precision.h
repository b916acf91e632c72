#pragma once

#include "plumb/train/trainer.h"

namespace plumb {

/// The precision that a training shall run in: the one that its options name (an Error where this machine cannot), and
/// for `auto` what is faster here.
///
///     options.precision = choose_precision(network, targets, rows, options, settings, cache);
///     train(network, targets, rows, valid, options, settings, states);
///
/// bf16 is taken where a step is at least 1.15 times as fast as in fp32, by a few steps of both in turns over the first
/// batch with weights of their own, which takes a second or two and the memory of a second training. Nothing is
/// measured, and fp32 taken, where bf16 could not win or would change what is promised: a processor without
/// instructions for bf16, another device than the CPU, `deterministic: any_threads`, trainings that a second or so is
/// all of, and where the caller has a reason of its own, `unmeasured`.
///
/// What was measured is kept in the folder `kept` (empty: nowhere), under a hash of all that decides a step's time, so
/// that every training of the same kind on this machine takes the same precision: the same task gives the same bits.
/// One line says what was chosen and why, with both times where they were measured.
Precision choose_precision(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                           const TrainOptions& options, const TrainSettings& settings, const Path& kept,
                           std::string unmeasured = "");

}  // namespace plumb
