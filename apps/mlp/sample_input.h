#pragma once

#include "mlp/data/dataset.h"
#include "mlp/data/preprocessing.h"
#include "mlp/data/source.h"
#include "mlp/nn/loss.h"

#include <string>

namespace mlp::app {

/// One raw sample typed on the command line: a cell for each column, in their order, with commas
/// between ("5.1,3.5,red"; a cell in "..." may hold commas, an empty one is missing). Throws
/// InputError that names the columns.
RawData sample_from(const std::string& text, const Preprocessing& preprocessing);

/// A target typed on the command line, as the network learnt it, one number an output: the name of
/// a class, or numbers in their own units with commas between. Throws InputError.
Vector<double> target_from(const std::string& text, const Targets& targets, const LossTraits& loss,
                           Index outputs);

}  // namespace mlp::app
