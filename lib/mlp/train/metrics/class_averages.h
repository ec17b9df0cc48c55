#pragma once

#include "mlp/train/metrics/classification.h"

/// Precision, recall and F1: of the second of two classes, which is scikit-learn's positive one, or
/// of all classes in one of three means.
namespace mlp::metric {

template <double ClassScores::*score>
struct OfSecondClass : Confusion {
    static constexpr MetricTraits traits{
        .classification = true, .larger_is_better = true, .binary = true};
    double value() const { return confusion.of_class(1).*score; }
};
template <double ClassScores::*score>
struct Macro : Confusion {
    double value() const { return confusion.macro().*score; }
};
template <double ClassScores::*score>
struct Micro : Confusion {
    double value() const { return confusion.micro().*score; }
};
template <double ClassScores::*score>
struct Weighted : Confusion {
    double value() const { return confusion.weighted().*score; }
};

struct Precision : OfSecondClass<&ClassScores::precision> {
    static constexpr std::string_view name = "precision";
    static constexpr std::string_view help =
        "of what is predicted as the second of two classes, the share that is right";
    static constexpr std::string_view formula = "n_11 / (n_01 + n_11)";
};
struct PrecisionMacro : Macro<&ClassScores::precision> {
    static constexpr std::string_view name = "precision_macro";
    static constexpr std::string_view help =
        "mean of the classes' precision, over the classes that occur";
};
struct PrecisionMicro : Micro<&ClassScores::precision> {
    static constexpr std::string_view name = "precision_micro";
    static constexpr std::string_view help =
        "precision of all classes taken together; the same as accuracy";
};
struct PrecisionWeighted : Weighted<&ClassScores::precision> {
    static constexpr std::string_view name = "precision_weighted";
    static constexpr std::string_view help =
        "mean of the classes' precision, weighted by their samples";
};

struct Recall : OfSecondClass<&ClassScores::recall> {
    static constexpr std::string_view name = "recall";
    static constexpr std::string_view help =
        "of the samples of the second of two classes, the share that is found";
    static constexpr std::string_view formula = "n_11 / (n_10 + n_11)";
};
struct RecallMacro : Macro<&ClassScores::recall> {
    static constexpr std::string_view name = "recall_macro";
    static constexpr std::string_view help =
        "mean of the classes' recall, over the classes that occur";
};
struct RecallMicro : Micro<&ClassScores::recall> {
    static constexpr std::string_view name = "recall_micro";
    static constexpr std::string_view help =
        "recall of all classes taken together; the same as accuracy";
};
struct RecallWeighted : Weighted<&ClassScores::recall> {
    static constexpr std::string_view name = "recall_weighted";
    static constexpr std::string_view help =
        "mean of the classes' recall, weighted by their samples; the same as accuracy";
};

struct F1 : OfSecondClass<&ClassScores::f1> {
    static constexpr std::string_view name = "f1";
    static constexpr std::string_view help =
        "harmonic mean of precision and recall of the second of two classes";
    static constexpr std::string_view formula = "2 precision recall / (precision + recall)";
    static constexpr std::string_view source = "van Rijsbergen 1979";
};
struct F1Macro : Macro<&ClassScores::f1> {
    static constexpr std::string_view name = "f1_macro";
    static constexpr std::string_view help = "mean of the classes' f1, over the classes that occur";
};
struct F1Micro : Micro<&ClassScores::f1> {
    static constexpr std::string_view name = "f1_micro";
    static constexpr std::string_view help =
        "f1 of all classes taken together; the same as accuracy";
};
struct F1Weighted : Weighted<&ClassScores::f1> {
    static constexpr std::string_view name = "f1_weighted";
    static constexpr std::string_view help = "mean of the classes' f1, weighted by their samples";
};

}  // namespace mlp::metric
