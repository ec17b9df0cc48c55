#include "mlp/mlp.h"

#include "support.h"

#include <cmath>
#include <optional>

#include <doctest/doctest.h>

// Variants that a program adds to the library's catalogues, and names in JSON.

using namespace mlp;
using namespace mlp::test;

namespace {

/// f(x) = a x / (1 + |a x|), a softsign of any steepness.
struct SteepSoftsign {
    double steepness = 1;

    static constexpr std::string_view name = "steep_softsign";
    static constexpr std::string_view help = "a softsign of any steepness";
    static constexpr ActivationTraits traits{Smoothness::c1,   true,       false, true, true, true,
                                             "glorot_uniform", "saturates"};
    static Options<SteepSoftsign> options() {
        return {{"steepness", &SteepSoftsign::steepness, positive, "slope at 0"}};
    }
    Range range() const { return between(-1, 1); }
    template <class T>
    T value(T x) const {
        return T(steepness) * x / (1 + std::abs(T(steepness) * x));
    }
    template <class T>
    T slope(T x) const {
        const T d = 1 + std::abs(T(steepness) * x);
        return T(steepness) / (d * d);
    }
};

/// The mean of the fourth powers of the errors.
struct FourthPower {
    static constexpr std::string_view name = "fourth_power";
    static constexpr std::string_view help = "large errors count a great deal";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<FourthPower> options() { return {}; }
    Range outputs() const { return any_number; }
    template <class T>
    T value(T a, T t) const {
        return std::pow(a - t, T(4));
    }
    template <class T>
    T slope(T a, T t) const {
        return 4 * std::pow(a - t, T(3));
    }
};

/// Steps of one length, in the direction of the sign of the gradient.
struct SignDescent {
    double learning_rate = 0.01;

    static constexpr std::string_view name = "sign_descent";
    static constexpr std::string_view help = "steps of one length";
    static Options<SignDescent> options() {
        return {{"learning_rate", &SignDescent::learning_rate, positive, "step size"}};
    }
    int slots() const { return 0; }
    template <class T>
    void step(const StepSlice<T>& s, Index, T) const {
        for (Index i = 0; i < s.size; ++i) s.w[i] -= T(learning_rate) * sign(s.g[i]);
    }
};

struct RadialBasisOptions {
    std::optional<Index> units;
    double gamma = 1;

    static constexpr std::string_view name = "radial_basis";
    static constexpr std::string_view help = "each unit answers to the surroundings of a point";
    static Options<RadialBasisOptions> options() {
        return {{"units", &RadialBasisOptions::units, between(1, 1000), "points"},
                {"gamma", &RadialBasisOptions::gamma, positive, "how fast the answer falls"}};
    }
};

/// a_j = e^(-gamma |x - c_j|^2) with learnt centres c (inputs × units).
template <class T>
class RadialBasis : public Layer<T> {
  public:
    explicit RadialBasis(const RadialBasisOptions& options)
        : units_(options.units.value()), gamma_(T(options.gamma)) {}

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override {
        this->input_ = input;
        this->output_ = units_;
        centres_ = parameters.add_matrix(prefix + "centres", input.size(), units_);
    }
    void initialize(Parameters<T>& parameters, Random& random) const override {
        for (T& number : parameters.value(centres_).reshaped()) number = T(random.normal());
    }
    LayerBuffers<T> make_buffers(Index max_samples) const override {
        return output_buffers<T>(this->outputs(), max_samples);
    }
    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass&) const override {
        const auto centres = centres_.in(parameters);
        for (Index n = 0; n < x.cols(); ++n) {
            for (Index j = 0; j < units_; ++j) {
                buffers.a(j, n) = std::exp(-gamma_ * (x.col(n) - centres.col(j)).squaredNorm());
            }
        }
    }
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt, VectorView<T> gradients, View<T> dx) const override {
        const auto centres = centres_.in(parameters);
        auto d_centres = centres_.in(gradients);
        d_centres.setZero();
        dx.setZero();
        for (Index n = 0; n < x.cols(); ++n) {
            for (Index j = 0; j < units_; ++j) {
                const T factor = 2 * gamma_ * buffers.a(j, n) * buffers.delta(j, n);
                d_centres.col(j) += factor * (x.col(n) - centres.col(j));
                if (dx.size() > 0) dx.col(n) -= factor * (x.col(n) - centres.col(j));
            }
        }
    }

  private:
    Index units_;
    T gamma_;
    Block centres_;
};

Extensions extensions() {
    Extensions result;
    result.add(activation_extension<SteepSoftsign>());
    result.add(layer_extension<RadialBasisOptions, RadialBasis>());
    result.add(loss_extension<FourthPower>());
    result.add(optimizer_extension<SignDescent>());
    return result;
}

const std::string xor_json = R"({
  "name": "xor",
  "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
  "network": {"layers": [
    {"units": 6, "activation": {"type": "steep_softsign", "steepness": 2}},
    {"units": 1, "activation": "sigmoid"}]},
  "loss": "binary_cross_entropy",
  "optimizer": {"type": "adam", "learning_rate": 0.1},
  "training": {"epochs": 400, "batch_size": 4}
})";

/// The layer first, and in a residual, where an activation of one's own comes behind it.
const std::string radial_layers = R"(network.layers=[
    {"type": "radial_basis", "units": 4},
    {"type": "residual", "layers": [{"type": "radial_basis", "units": 3, "gamma": 0.5},
                                    {"units": 4, "activation": "steep_softsign"}]},
    {"units": 1, "activation": "sigmoid"}])";

double score(const Scores& scores, const std::string& name) {
    for (const auto& [candidate, value] : scores) {
        if (candidate == name) return value;
    }
    FAIL("no score " << name);
    return 0;
}

}  // namespace

TEST_CASE_TEMPLATE("extensions: an activation of one's own trains XOR from JSON by its name", T,
                   float, double) {
    Experiment<T> experiment(parse_experiment(xor_json, {}, extensions()));
    experiment.train({});
    const auto scores = experiment.score(experiment.train_samples());
    CHECK(score(scores, "accuracy") == 1);
    CHECK(score(scores, "loss") < 0.05);

    // The resolved config and the model file name it, and are read with the same extensions.
    const std::string resolved = write_experiment(experiment.config());
    CHECK(resolved.find("steep_softsign") != std::string::npos);
    CHECK_NOTHROW(parse_experiment(resolved, {}, extensions()));
    const TemporaryDirectory directory;
    const auto path = directory.path() / "model.safetensors";
    save_model(path, experiment.model());
    const auto again = std::get<Model<T>>(load_model(path, extensions()));
    CHECK(again.predict(Matrix<double>::Ones(2, 1)) ==
          experiment.model().predict(Matrix<double>::Ones(2, 1)));
    CHECK(message_of([&] { load_model(path); }).find("unknown activation 'steep_softsign'") !=
          std::string::npos);
}

TEST_CASE("extensions: their gradients can be checked like any other") {
    auto config = parse_experiment(xor_json, {"loss=fourth_power"}, extensions());
    Experiment<double> experiment(std::move(config));
    const auto checks = experiment.check_gradients(4);
    CHECK(checks.size() == 4);
    for (const auto& check : checks) CHECK(check.passed());
}

TEST_CASE_TEMPLATE("extensions: a layer of one's own trains XOR, also inside another", T, float,
                   double) {
    Experiment<T> experiment(parse_experiment(xor_json, {radial_layers}, extensions()));
    experiment.train({});
    CHECK(score(experiment.score(experiment.train_samples()), "accuracy") == 1);

    // The resolved config reads as itself, with every default written out.
    const std::string resolved = write_experiment(experiment.config());
    CHECK(nlohmann::json::parse(resolved).at("network").at("layers").at(0) ==
          nlohmann::json{{"type", "radial_basis"}, {"units", 4}, {"gamma", 1.0}});
    CHECK(write_experiment(parse_experiment(resolved, {}, extensions())) == resolved);

    const TemporaryDirectory directory;
    const auto path = directory.path() / "model.safetensors";
    save_model(path, experiment.model());
    const auto again = std::get<Model<T>>(load_model(path, extensions()));
    CHECK(again.network.parameters().blocks().at(1).name == "layers.1.layers.0.centres");
    const Matrix<double> inputs{{0, 1, 0.5}, {1, -1, 0.25}};
    CHECK(again.predict(inputs) == experiment.model().predict(inputs));
    CHECK(message_of([&] { load_model(path); }).find("unknown layer 'radial_basis'") !=
          std::string::npos);
}

TEST_CASE("extensions: the gradients of a layer of one's own can be checked") {
    Experiment<double> experiment(parse_experiment(xor_json, {radial_layers}, extensions()));
    const auto checks = experiment.check_gradients(4);
    CHECK(checks.size() == 6);
    for (const auto& check : checks) CHECK(check.passed());
}

TEST_CASE("extensions: the last layer takes its units from the data") {
    const Experiment<float> experiment(parse_experiment(
        xor_json, {R"(network.layers=["radial_basis"])", "loss=mse"}, extensions()));
    const auto& options = experiment.config().network.layers.back().options;
    CHECK(std::get<std::int64_t>(options.at("units")) == 1);
    CHECK(message_of([] {
              parse_experiment(xor_json, {R"(network.layers=["radial_basis", {}])", "loss=mse"},
                               extensions());
          }).find("'units' is missing") != std::string::npos);
}

TEST_CASE("extensions: a loss and an optimizer of one's own") {
    Experiment<double> experiment(parse_experiment(
        xor_json,
        {"loss=fourth_power", R"(optimizer={"type": "sign_descent", "learning_rate": 0.02})"},
        extensions()));
    const double before = score(experiment.score(experiment.train_samples()), "loss");
    experiment.train({});
    CHECK(score(experiment.score(experiment.train_samples()), "loss") < before / 100);
}

TEST_CASE("extensions: options are checked, and names suggested, as for the library's own") {
    const auto refusal = [](const std::string& assignment) {
        return message_of([&] { parse_experiment(xor_json, {assignment}, extensions()); });
    };
    CHECK(refusal("network.layers.0.activation.steepness=0").find("must be greater than 0") !=
          std::string::npos);
    CHECK(refusal("network.layers.0.activation=steep_softsgn")
              .find("did you mean 'steep_softsign'") != std::string::npos);
    CHECK(refusal("network.layers.0.activation.steep=1").find("unknown key 'steep'") !=
          std::string::npos);
    CHECK(refusal(R"(network.layers.0={"type": "radial_bases", "units": 2})")
              .find("did you mean 'radial_basis'") != std::string::npos);
    CHECK(refusal(R"(network.layers.0={"type": "radial_basis", "units": 2, "gamma": -1})")
              .find("must be greater than 0") != std::string::npos);
    // An activation is no loss.
    CHECK(refusal("loss=steep_softsign").find("unknown loss 'steep_softsign'") !=
          std::string::npos);
}

TEST_CASE("extensions: without them the name is unknown") {
    CHECK(message_of([] {
              parse_experiment(xor_json);
          }).find("unknown activation 'steep_softsign'") != std::string::npos);
}

TEST_CASE("extensions: in code, a choice carries its own") {
    Choice mine("steep_softsign");
    mine.extension = activation_extension<SteepSoftsign>();
    Network<float> network(2, {dense(3, mine), dense(1, "sigmoid")});
    CHECK(network.layers()[0]->activation()->name() == "steep_softsign");
    CHECK(Network<float>(2, network.describe()).layer_name(0) == network.layer_name(0));
}

TEST_CASE("extensions: in code, a network tells the choices of layers with their extensions") {
    Choice mine("radial_basis", {{"units", Index{3}}});
    mine.extension = layer_extension<RadialBasisOptions, RadialBasis>();
    const Choice around("residual", {{"layers", std::vector<Choice>{mine}}});
    const Network<double> network(2, {mine, around, dense(1, "sigmoid")});
    const Network<double> again(2, network.describe());
    for (std::size_t i = 0; i < 3; ++i) CHECK(again.layer_name(i) == network.layer_name(i));
    CHECK(again.parameters().size() == network.parameters().size());
    CHECK(network.layer_name(0) == "layers.0 (radial_basis, 2 -> 3)");
}
