#pragma once

#include "mlp/io/model.h"

#include <string>

namespace mlp {

struct CHeaderOptions {
    /// What the names of all functions and arrays begin with: any text, made a name for C.
    std::string name;
    /// Whether weights are held in eight bits, a quarter of the memory; see io/quantization.h.
    bool int8 = false;
};

/// A C99 header, which C++ takes as well, that computes what a model predicts. It needs no library,
/// asks for no memory, and keeps nothing between calls, so any number of threads may call it:
///
///     int NAME_predict(const float *input, float *output);
///
/// input: a number for each column in the order of NAME_input_names, NaN where it is missing; for a
/// column of texts the number of the category, NAME_category(column, text). output: what
/// Model::predict() gives, NAME_OUTPUTS numbers. Returns the number of the class, whose name is in
/// NAME_class_names, or 0 where numbers are predicted; −1 where an input cannot be used.
///
/// It computes in the type of the model, preprocessing in double. Throws InputError where a layer
/// cannot say what it computes (Layer::operations()).
template <class T>
std::string write_c_header(const Model<T>& model, const CHeaderOptions& options);

}  // namespace mlp
