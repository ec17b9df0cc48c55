#pragma once

/// \mainpage The library mlp
///
/// Everything a program that uses the library needs:
/// - run an experiment from a JSON file: read_experiment(), Experiment, run()
/// - use a trained model: Predictor; load_model() where more of it is needed
/// - write it for other programs: write_onnx(), write_c_header()
/// - build and train a network in code: Network, Objective, optimizers(), Trainer
/// - add variants that configs can name: Extensions, filled by activation_extension(),
///   layer_extension(), loss_extension(), optimizer_extension(), schedule_extension()
/// - look on while training, and stop it: TrainingObserver; be told what looks wrong: Diagnosis
/// - look back at a run: FinishedRun, and its pictures: run_pictures(), draw()
/// Errors are exceptions derived from mlp::Error (core/error.h).

#include "mlp/config/experiment_config.h"
#include "mlp/config/schema.h"
#include "mlp/core/build_info.h"
#include "mlp/core/error.h"
#include "mlp/core/extension.h"
#include "mlp/core/matrix.h"
#include "mlp/core/random.h"
#include "mlp/data/dataset.h"
#include "mlp/data/source.h"
#include "mlp/experiment/cross_validation.h"
#include "mlp/experiment/experiment.h"
#include "mlp/experiment/finished_run.h"
#include "mlp/experiment/run.h"
#include "mlp/experiment/run_pictures.h"
#include "mlp/experiment/sweep.h"
#include "mlp/experiment/sweep_results.h"
#include "mlp/io/c_header/c_header.h"
#include "mlp/io/checkpoint.h"
#include "mlp/io/model.h"
#include "mlp/io/onnx/onnx_export.h"
#include "mlp/io/predictor.h"
#include "mlp/nn/activation.h"
#include "mlp/nn/activation_of.h"
#include "mlp/nn/initializer.h"
#include "mlp/nn/layer_extension.h"
#include "mlp/nn/layers/dense.h"
#include "mlp/nn/loss.h"
#include "mlp/nn/loss_of.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/optimizer_of.h"
#include "mlp/optim/schedule.h"
#include "mlp/optim/schedule_of.h"
#include "mlp/train/diagnosis.h"
#include "mlp/train/diagnostics.h"
#include "mlp/train/evaluate.h"
#include "mlp/train/gradient_check.h"
#include "mlp/train/metric.h"
#include "mlp/train/observer.h"
#include "mlp/train/trainer.h"
#include "mlp/version.h"
