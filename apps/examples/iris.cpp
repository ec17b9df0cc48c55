// An experiment from its JSON file: trained, judged, saved, and used.
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <mlp/mlp.h>

int main(int argc, char** argv) {
    const std::string config = argc > 1 ? argv[1] : "configs/iris.json";
    const auto file = std::filesystem::temp_directory_path() / "mlp_iris_example.safetensors";
    try {
        mlp::Experiment<float> experiment(mlp::read_experiment(config, {"training.epochs=100"}));
        experiment.train({});
        for (const auto& [name, value] : experiment.score(experiment.test_samples())) {
            std::cout << "test " << name << ' ' << value << '\n';
        }
        mlp::save_model(file, experiment.model());

        const mlp::Predictor iris(file);
        const mlp::Prediction flower = iris.predict({5.1, 3.5, 1.4, 0.2});
        std::cout << flower.label << '\n';  // setosa
        std::filesystem::remove(file);
        return flower.label == "setosa" ? EXIT_SUCCESS : EXIT_FAILURE;
    } catch (const mlp::Error& error) {
        std::cerr << "error: " << error.what() << '\n';  // as the program says it
        return EXIT_FAILURE;
    }
}
