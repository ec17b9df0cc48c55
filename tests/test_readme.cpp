#include "mlp/data/extra_features.h"
#include "mlp/data/generator.h"
#include "mlp/data/missing.h"
#include "mlp/data/scaling.h"
#include "mlp/data/source.h"
#include "mlp/data/text_encoding.h"
#include "mlp/nn/activation.h"
#include "mlp/nn/initializer.h"
#include "mlp/nn/layer.h"
#include "mlp/nn/loss.h"
#include "mlp/optim/optimizer.h"
#include "mlp/train/metric.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

std::string readme() { return content(source_directory() / "README.md"); }
bool has(const std::string& text) { return readme().find(text) != std::string::npos; }

}  // namespace

TEST_CASE("readme: it shows the example and the config as they are") {
    CHECK(has("```cpp\n" + content(source_directory() / "apps/examples/xor.cpp") + "```"));
    CHECK(has("```jsonc\n" + content(source_directory() / "configs/xor.json") + "```"));
}

TEST_CASE("readme: it opens with the two commands") {
    CHECK(readme().find("./run train configs/xor.json") < 200);
    CHECK(readme().find("./run test") < 300);
}

TEST_CASE("readme: it names everything that can be chosen") {
    for (const auto* catalogue :
         {&activation_names(), &initializer_names(), &loss_names(), &layer_names(),
          &optimizer_names(), &metric_names(), &scaler_names(), &source_names(), &generator_names(),
          &missing_rule_names(), &text_encoder_names(), &extra_feature_names()}) {
        for (const auto& name : catalogue->names()) {
            CAPTURE(catalogue->part());
            CAPTURE(name);
            CHECK(has("`" + name + "`"));
        }
    }
}
