#include "mlp/core/suggest.h"

#include "mlp/core/text.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

/// What other tools call our things. A name is offered only where it is a candidate.
constexpr std::pair<std::string_view, std::string_view> other_names[] = {
    {"activation_function", "activation"},
    {"adam_w", "adamw"},
    {"batchsize", "batch_size"},
    {"bce", "binary_cross_entropy"},
    {"bceloss", "binary_cross_entropy"},
    {"bcewithlogitsloss", "binary_cross_entropy"},
    {"beta_1", "beta1"},
    {"beta_2", "beta2"},
    {"bias_init", "bias_initializer"},
    {"binary_crossentropy", "binary_cross_entropy"},
    {"categorical_crossentropy", "cross_entropy"},
    {"class", "target"},
    {"cost", "loss"},
    {"criterion", "loss"},
    {"crossentropyloss", "cross_entropy"},
    {"decay", "weight_decay"},
    {"delim", "delimiter"},
    {"double", "float64"},
    {"dtype", "precision"},
    {"eps", "epsilon"},
    {"eta", "learning_rate"},
    {"file", "path"},
    {"filename", "path"},
    {"float", "float32"},
    {"gaussian", "normal"},
    {"gradient_descent", "sgd"},
    {"hidden_layer_sizes", "layers"},
    {"identity", "linear"},
    {"init", "initializer"},
    {"inputs_names", "feature_names"},
    {"kaiming_normal", "he_normal"},
    {"kaiming_uniform", "he_uniform"},
    {"kernel_initializer", "initializer"},
    {"l1_loss", "mae"},
    {"label", "target"},
    {"labels", "targets"},
    {"leakyrelu", "leaky_relu"},
    {"log_loss", "cross_entropy"},
    {"logistic", "sigmoid"},
    {"lr", "learning_rate"},
    {"max_iter", "epochs"},
    {"mean_absolute_error", "mae"},
    {"mean_squared_error", "mse"},
    {"minibatch_size", "batch_size"},
    {"minmaxscaler", "minmax"},
    {"model", "network"},
    {"mse_loss", "mse"},
    {"n_epochs", "epochs"},
    {"neurons", "units"},
    {"nodes", "units"},
    {"normalize", "minmax"},
    {"objective", "loss"},
    {"outputs", "targets"},
    {"random_state", "seed"},
    {"rectifier", "relu"},
    {"rho", "alpha"},
    {"sep", "delimiter"},
    {"separator", "delimiter"},
    {"size", "units"},
    {"slope", "alpha"},
    {"negative_slope", "alpha"},
    {"sparse_categorical_crossentropy", "cross_entropy"},
    {"standard", "standardize"},
    {"standardscaler", "standardize"},
    {"std", "stddev"},
    {"stdev", "stddev"},
    {"val", "validation"},
    {"validation_split", "validation"},
    {"weights_initializer", "initializer"},
    {"xavier_normal", "glorot_normal"},
    {"xavier_uniform", "glorot_uniform"},
    {"zscore", "standardize"},
};

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn a into b
/// (Damerau 1964, Levenshtein 1966; "optimal string alignment").
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

std::string closest(std::string_view wrong, std::span<const std::string> candidates) {
    const std::string name = lower(wrong);
    for (const auto& [other, ours] : other_names) {
        if (name == other &&
            std::find(candidates.begin(), candidates.end(), ours) != candidates.end())
            return std::string(ours);
    }
    // At most a third of the letters may differ, and never all of them. Of equally close names, the
    // one that starts alike.
    std::string best;
    std::size_t best_distance =
        std::min(std::max<std::size_t>(1, wrong.size() / 3) + 1, wrong.size());
    std::size_t best_start = 0;
    for (const auto& candidate : candidates) {
        const std::string other = lower(candidate);
        const std::size_t distance = edit_distance(name, other);
        const auto start = static_cast<std::size_t>(
            std::mismatch(name.begin(), name.end(), other.begin(), other.end()).first -
            name.begin());
        if (distance < best_distance ||
            (!best.empty() && distance == best_distance && start > best_start)) {
            best_distance = distance;
            best_start = start;
            best = candidate;
        }
    }
    return best;
}

}  // namespace

std::string suggest(std::string_view wrong, std::span<const std::string> candidates,
                    std::string_view what) {
    const std::string best = closest(wrong, candidates);
    const std::string all = fmt::format("{}: {}", what, join(candidates));
    return best.empty() ? all : fmt::format("did you mean '{}'? {}", best, all);
}

}  // namespace mlp
