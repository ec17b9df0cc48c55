#include "mlp/optim/optimizer.h"

#include "optim/reference_objective.h"
#include "support.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Choice from_reference(const std::string& name, const nlohmann::json& hyperparameters) {
    // Runs are called after their optimizer and what is special about them: sgd_nesterov.
    Choice choice(name.substr(0, name.find('_')));
    for (const auto& [key, value] : hyperparameters.items()) {
        if (key == "etas") {
            choice.options["eta_minus"] = value.at(0).get<double>();
            choice.options["eta_plus"] = value.at(1).get<double>();
        } else if (key == "step_sizes") {
            choice.options["step_min"] = value.at(0).get<double>();
            choice.options["step_max"] = value.at(1).get<double>();
        } else if (value.is_boolean()) {
            choice.options[key] = value.get<bool>();
        } else {
            choice.options[key] = value.get<double>();
        }
    }
    return choice;
}

}  // namespace

TEST_CASE("optimizers: 40 steps of each are those of PyTorch in float64") {
    const ReferenceObjective objective;
    const auto& runs = objective.file.at("runs");
    CHECK(runs.size() == 15);
    for (const auto& [name, run] : runs.items()) {
        const std::string title = name;
        CAPTURE(title);
        const auto optimizer =
            optimizers<double>().make(from_reference(name, run.at("hyperparameters")));
        const auto path = objective.run(*optimizer, 40);
        REQUIRE(run.at("w").size() == 40);
        double error = 0;
        for (std::size_t i = 0; i < path.size(); ++i) {
            error = std::max(error, difference(path[i], row(run.at("w")[i]).transpose()));
        }
        CHECK(error < 1e-12);
        CHECK(optimizer->steps() == 40);
    }
}

TEST_CASE("optimizers: options away from their defaults are PyTorch's too") {
    // w after 40 steps from the same start, computed with PyTorch 1.13 in float64.
    struct Run {
        const char* pytorch;
        Choice choice;
        std::vector<double> w;
    };
    const std::vector<Run> runs{
        {"SGD(lr=0.01, momentum=0.9, weight_decay=0.1, nesterov=True)",
         {"sgd",
          {{"learning_rate", 0.01}, {"momentum", 0.9}, {"weight_decay", 0.1}, {"nesterov", true}}},
         {0.004019960696430689, -0.19087475623652753, 0.3824023879945151, -0.770156240188479,
          -0.7385706905210505, -0.5348828387758564, 0.9788358943428478, -1.4770815257110472}},
        {"Adam(lr=0.1, betas=(0.8, 0.95), eps=0.01, weight_decay=0.1)",
         {"adam",
          {{"learning_rate", 0.1},
           {"beta1", 0.8},
           {"beta2", 0.95},
           {"epsilon", 0.01},
           {"weight_decay", 0.1}}},
         {0.17667024310109497, -0.28005153630119073, 0.4343976497414934, -0.9090695354216385,
          0.2283692816988014, -0.5584306709725338, 0.9743950684466364, -1.184756252592102}},
        {"AdamW(lr=0.1, betas=(0.8, 0.9), weight_decay=0.2, amsgrad=True)",
         {"adamw",
          {{"learning_rate", 0.1},
           {"beta1", 0.8},
           {"beta2", 0.9},
           {"weight_decay", 0.2},
           {"amsgrad", true}}},
         {0.10549587436950347, -0.19579407150361977, 0.40811614329873286, -0.6602209477723847,
          0.05910641506508031, -0.6643083887147421, 1.0121538361052966, -0.8259050007404124}},
        {"NAdam(lr=0.1, weight_decay=0.1, momentum_decay=0.1)",
         {"nadam", {{"learning_rate", 0.1}, {"weight_decay", 0.1}, {"momentum_decay", 0.1}}},
         {0.06898554272951214, -0.2276807150169576, 0.5075815582194788, -0.8038494330488282,
          0.5923042269757528, -0.5528029345589669, 0.9733177182406282, -0.9075391909793266}},
        {"RAdam(lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.1)",
         {"radam",
          {{"learning_rate", 0.1},
           {"beta1", 0.8},
           {"beta2", 0.9},
           {"epsilon", 0.01},
           {"weight_decay", 0.1}}},
         {0.16841269347571874, -0.24594718334779272, 0.4546662418194519, -0.9001453038889143,
          -1.0266056112335058, -0.5600693387285391, 0.9743965644047388, -1.2872019720351544}},
        {"Adamax(lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.1)",
         {"adamax",
          {{"learning_rate", 0.1},
           {"beta1", 0.8},
           {"beta2", 0.9},
           {"epsilon", 0.01},
           {"weight_decay", 0.1}}},
         {0.22148198596056307, -0.29440052966981084, 0.4627963725581487, -0.95259806895537,
          -0.9211847403699058, -0.5471677637117619, 0.9721795590813691, -1.2503348368132055}},
        {"Adagrad(lr=0.5, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5, eps=0.01)",
         {"adagrad",
          {{"learning_rate", 0.5},
           {"lr_decay", 0.1},
           {"weight_decay", 0.1},
           {"initial_accumulator_value", 0.5},
           {"epsilon", 0.01}}},
         {-0.14209465119321776, -0.038532765107872444, 0.44067295819928265, -0.5930749746009699,
          0.9042520616713855, -0.5492849174072733, 0.9733247000328615, -0.6263438161057567}},
        {"Adadelta(lr=2.0, rho=0.8, eps=0.001, weight_decay=0.1)",
         {"adadelta",
          {{"learning_rate", 2.0}, {"rho", 0.8}, {"epsilon", 0.001}, {"weight_decay", 0.1}}},
         {0.14739818647458852, -0.2450913404320876, 0.45298348259520294, -0.8778032510934916,
          -0.28077533768451324, -0.5549515095455758, 0.8146628046314139, -1.3425130196458728}},
        {"RMSprop(lr=0.02, alpha=0.9, eps=0.01, weight_decay=0.1, momentum=0.8)",
         {"rmsprop",
          {{"learning_rate", 0.02},
           {"alpha", 0.9},
           {"epsilon", 0.01},
           {"weight_decay", 0.1},
           {"momentum", 0.8}}},
         {0.17128383519237392, -0.26026102193863254, 0.455646122663808, -0.9018216671283237,
          0.030375658547279336, -0.5501512900440986, 0.9730259714840752, -1.2905911390255387}},
        {"RMSprop(lr=0.02, alpha=0.9, weight_decay=0.1, centered=True)",
         {"rmsprop",
          {{"learning_rate", 0.02}, {"alpha", 0.9}, {"weight_decay", 0.1}, {"centered", true}}},
         {-0.4367042209628758, 0.22520683092234334, 0.34070278877896626, -0.2989711086292075,
          1.262723235678729, -0.5506962991610768, 0.9733247000328601, -0.2847711722223913}},
        {"Rprop(lr=0.1, etas=(0.4, 1.5), step_sizes=(0.01, 0.3))",
         {"rprop",
          {{"learning_rate", 0.1},
           {"eta_minus", 0.4},
           {"eta_plus", 1.5},
           {"step_min", 0.01},
           {"step_max", 0.3}}},
         {0.16195370828983346, -0.25123413829919317, 0.47871657089910835, -0.9157071946420273,
          -0.7977123037139249, -0.7723815865574342, 1.0279429019151691, -1.4068386017332624}}};
    const ReferenceObjective objective;
    for (const auto& run : runs) {
        const std::string pytorch = run.pytorch;
        CAPTURE(pytorch);
        const Eigen::Map<const Vector<double>> expected(run.w.data(), 8);
        CHECK(difference(objective.run(run.choice, 40).back(), expected) < 1e-12);
    }
}
