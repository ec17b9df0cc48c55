// Loads a model and predicts the species of three flowers by the measures of each.
#include <iostream>

#include <mlp/mlp.h>

int main(int, char** argv) {
    const auto model = std::get<mlp::Model<float>>(mlp::load_model(argv[1]));
    mlp::Matrix<double> flowers(4, 3);  // features × samples
    flowers << 5.1, 6.0, 6.7,           // sepal length
        3.5, 2.8, 3.2,                  // sepal width
        1.4, 4.1, 5.8,                  // petal length
        0.2, 1.3, 2.3;                  // petal width
    const mlp::Matrix<float> probabilities = model.predict(flowers);

    static_assert(MLP_VERSION_MAJOR > 0 || MLP_VERSION_MINOR > 0);
    if (std::string(mlp::build_info().version) != MLP_VERSION) return 1;
    for (mlp::Index i = 0; i < probabilities.cols(); ++i) {
        mlp::Index best = 0;
        probabilities.col(i).maxCoeff(&best);
        std::cout << model.targets.classes[static_cast<std::size_t>(best)] << '\n';
    }
}
