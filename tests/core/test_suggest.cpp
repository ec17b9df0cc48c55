#include "mlp/core/suggest.h"

#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

const std::vector<std::string> keys{"learning_rate", "momentum", "nesterov", "beta1"};

std::string help(std::string_view wrong, const std::vector<std::string>& candidates = keys) {
    return suggest(wrong, candidates, "known keys");
}

}  // namespace

TEST_CASE("suggest: offers the closest name, then all of them") {
    const std::string expected =
        "did you mean 'learning_rate'? known keys: learning_rate, momentum, nesterov, beta1";
    for (const std::string wrong : {"learning_rat", "learningrate", "leraning_rate",
                                    "Learning_Rate", "learning-rate", "larning_rats"}) {
        CAPTURE(wrong);
        CHECK(help(wrong) == expected);
    }
}

TEST_CASE("suggest: two neighbours swapped are one mistake, not two") {
    const std::vector<std::string> names{"mae"};
    CHECK(help("mea", names) == "did you mean 'mae'? known keys: mae");
    CHECK(help("xyz", names) == "known keys: mae");
}

TEST_CASE("suggest: offers nothing where nothing is close") {
    CHECK(help("temperature") == "known keys: learning_rate, momentum, nesterov, beta1");
    CHECK(help("") == "known keys: learning_rate, momentum, nesterov, beta1");
}

TEST_CASE("suggest: knows what other tools call our things") {
    struct Case {
        std::string other;
        std::string ours;
    };
    for (const auto& c :
         {Case{"lr", "learning_rate"}, Case{"eta", "learning_rate"}, Case{"n_epochs", "epochs"},
          Case{"max_iter", "epochs"}, Case{"identity", "linear"}, Case{"logistic", "sigmoid"},
          Case{"LeakyReLU", "leaky_relu"}, Case{"xavier_uniform", "glorot_uniform"},
          Case{"kaiming_normal", "he_normal"}, Case{"categorical_crossentropy", "cross_entropy"},
          Case{"BCELoss", "binary_cross_entropy"}, Case{"mean_squared_error", "mse"},
          Case{"neurons", "units"}, Case{"random_state", "seed"}, Case{"sep", "delimiter"},
          Case{"zscore", "standardize"}, Case{"double", "float64"}, Case{"criterion", "loss"}}) {
        CAPTURE(c.other);
        CHECK(help(c.other, {"unrelated", c.ours}).starts_with("did you mean '" + c.ours));
    }
}

TEST_CASE("suggest: another tool's name is offered only where it is a candidate") {
    CHECK(help("lr", {"units", "activation"}) == "known keys: units, activation");
}

TEST_CASE("suggest: of equally close names, the one that starts alike") {
    CHECK(suggest("xo", std::vector<std::string>{"x1", "x2", "xor"}, "columns") ==
          "did you mean 'xor'? columns: x1, x2, xor");
}
