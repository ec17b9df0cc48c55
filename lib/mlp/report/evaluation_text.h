#pragma once

#include "mlp/train/evaluate.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace mlp {

/// What an evaluation tells, to be read in a terminal of 80 columns: the scores and, for classes,
/// a table of how well each is found and which are taken for which. `classes`: their names in the
/// order of the outputs; none for numbers.
std::string evaluation_text(const Evaluation& evaluation, const std::vector<std::string>& classes);

/// The same for machines. Scores that are not defined are NaN, which JSON writes as null. Names are
/// taken over as they are: where they may be no UTF-8, write it with error_handler_t::replace.
nlohmann::ordered_json evaluation_json(const Evaluation& evaluation,
                                       const std::vector<std::string>& classes);

}  // namespace mlp
