#include <iostream>

#include <mlp/mlp.h>

int main() {
    mlp::Dataset<float> data;
    data.inputs.resize(2, 4);   // features × samples: every sample is one column
    data.inputs << 0, 0, 1, 1,  //
        0, 1, 0, 1;
    data.targets.resize(1, 4);  // outputs × samples
    data.targets << 0, 1, 1, 0;

    mlp::Network<float> network(2, {mlp::dense(8, "tanh"), mlp::dense(1, "sigmoid")});
    mlp::Random random(42, mlp::RandomStream::weights);
    network.initialize(random);

    const mlp::Objective<float> loss("mse", network);
    const auto optimizer = mlp::optimizers<float>().make({"adam", {{"learning_rate", 0.1}}});
    mlp::Trainer<float> trainer(network, loss, *optimizer, {.epochs = 500, .batch_size = 4});
    trainer.fit({&data, {0, 1, 2, 3}});

    std::cout << mlp::predict(network, data.inputs) << '\n';  // close to 0 1 1 0
}
