#pragma once

#include "mlp/nn/backend.h"

/// What the table in backends.cpp is made of.
namespace mlp {

template <class T>
const Backend<T>& eigen_backend();

/// oneDNN has no products of double. Defined only if the build has it (MLP_ONEDNN).
const Backend<float>& onednn_backend();
const Backend<float>& onednn_bfloat16_backend();

}  // namespace mlp
