"""Makes metrics.json, the numbers that tests/train/test_metrics_reference.cpp compares with.

    python3 tests/reference/metrics.py > tests/reference/metrics.json

Computed with scikit-learn 1.2.1 in float64. `outputs` has one row a sample; `classes` the class of
each sample; `targets` the numbers. A value that scikit-learn does not define is null.
"""

import json
import sys
import warnings

import numpy as np
from sklearn import metrics as sk

warnings.simplefilter("ignore")  # those of undefined values


def predicted_classes(outputs, decision):
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > decision).astype(int)
    return outputs.argmax(axis=1)


def one_against_rest(score, outputs, classes):
    """Of the second of two classes; of more, the mean of each against all others."""
    if outputs.shape[1] <= 2:
        return score(classes == 1, outputs[:, -1])
    return np.mean([score(classes == k, outputs[:, k]) for k in range(outputs.shape[1])])


def roc_auc(yes, score):
    return np.nan if yes.all() or not yes.any() else sk.roc_auc_score(yes, score)


def brier(outputs, classes):
    if outputs.shape[1] <= 2:
        return sk.brier_score_loss(classes, outputs[:, -1], pos_label=1)
    # scikit-learn has none of several classes: Brier 1950
    return np.mean(np.sum((outputs - np.eye(outputs.shape[1])[classes]) ** 2, axis=1))


def classification(name, outputs, classes, probabilities=True, no=0):
    outputs = np.array(outputs, dtype=np.float64)
    if outputs.ndim == 1:
        outputs = outputs[:, np.newaxis]
    classes = np.array(classes)
    count = max(outputs.shape[1], 2)
    labels = list(range(count))
    decision = (no + 1) / 2
    predicted = predicted_classes(outputs, decision)
    values = {
        "accuracy": sk.accuracy_score(classes, predicted),
        "balanced_accuracy": sk.balanced_accuracy_score(classes, predicted),
        "roc_auc": one_against_rest(roc_auc, outputs, classes),
        "average_precision": one_against_rest(sk.average_precision_score, outputs, classes),
        "mcc": sk.matthews_corrcoef(classes, predicted),
        "cohen_kappa": sk.cohen_kappa_score(classes, predicted),
    }
    if count > 2 and len(set(classes)) == count and np.allclose(outputs.sum(axis=1), 1):
        whole = sk.roc_auc_score(classes, outputs, multi_class="ovr", average="macro")
        assert abs(whole - values["roc_auc"]) < 1e-14
    for which, score in [("precision", sk.precision_score), ("recall", sk.recall_score),
                         ("f1", sk.f1_score)]:
        if count == 2:
            values[which] = score(classes, predicted, pos_label=1, average="binary")
        for average in ["macro", "micro", "weighted"]:
            values[f"{which}_{average}"] = score(classes, predicted, average=average)
    if probabilities:
        by_class = outputs if outputs.shape[1] > 1 else outputs[:, 0]
        values["log_loss"] = sk.log_loss(classes, by_class, labels=labels)
        values["brier"] = brier(outputs, classes)
    top_k = {}
    if count > 2:
        for k in range(1, count):
            top_k[str(k)] = sk.top_k_accuracy_score(classes, outputs, k=k, labels=labels)
    per_class = sk.precision_recall_fscore_support(classes, predicted, labels=labels)
    return {
        "name": name, "no": no, "probabilities": probabilities,
        "outputs": outputs.tolist(), "classes": classes.tolist(),
        "values": values, "top_k": top_k,
        "per_class": [list(map(float, row)) for row in zip(*per_class)],
        "confusion": sk.confusion_matrix(classes, predicted, labels=labels).tolist(),
    }


def regression(name, outputs, targets):
    outputs = np.array(outputs, dtype=np.float64)
    targets = np.array(targets, dtype=np.float64)
    if outputs.ndim == 1:
        outputs, targets = outputs[:, np.newaxis], targets[:, np.newaxis]
    mse = sk.mean_squared_error(targets, outputs)
    return {
        "name": name, "outputs": outputs.tolist(), "targets": targets.tolist(),
        "values": {
            "mse": mse,
            "rmse": np.sqrt(mse),  # over all numbers
            "mae": sk.mean_absolute_error(targets, outputs),
            "median_ae": sk.median_absolute_error(targets, outputs),
            "mape": sk.mean_absolute_percentage_error(targets, outputs),
            "r2": sk.r2_score(targets, outputs),
            "explained_variance": sk.explained_variance_score(targets, outputs),
            "max_error": sk.max_error(targets.ravel(), outputs.ravel()),
        },
    }


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cases():
    random = np.random.RandomState(4)

    two = random.randint(0, 2, 40)
    noisy = 1 / (1 + np.exp(-(1.5 * (2 * two - 1) + 2 * random.randn(40))))
    rare = (random.rand(50) < 0.1).astype(int)
    three = random.randint(0, 3, 45)
    spread = softmax(1.2 * np.eye(3)[three] + random.randn(45, 3))
    uneven = random.choice(4, 60, p=[0.7, 0.2, 0.08, 0.02])
    uneven[:4] = [0, 1, 2, 3]
    never = softmax(np.eye(4)[uneven] + random.randn(60, 4) + [1, 0, -20, 0])  # class 2
    classified = [
        classification("binary", noisy, two),
        classification("binary with ties", np.round(noisy, 1), two),
        classification("binary with two outputs", np.stack([1 - noisy, noisy], axis=1), two),
        classification("binary with margins", np.round(4 * noisy - 2, 1), two,
                       probabilities=False, no=-1),
        classification("binary, rare yes that is never predicted", 0.4 * random.rand(50), rare),
        classification("binary, perfect and sure", [0.0, 1.0, 1.0, 0.0], [0, 1, 1, 0]),
        classification("binary, sure and wrong", [1.0, 0.0, 1.0, 0.25], [0, 1, 1, 0]),
        classification("binary, constant", [0.7] * 6, [0, 1, 1, 0, 0, 1]),
        classification("binary, only no", [0.2, 0.6, 0.1, 0.4], [0, 0, 0, 0]),
        classification("binary, only yes and right", [0.8, 0.6], [1, 1]),
        classification("three classes", spread, three),
        classification("three classes with ties", np.round(3 * spread) / 3, three,
                       probabilities=False),
        classification("three classes that do not add up", np.round(spread, 1), three),
        classification("three classes, linear outputs", 3 * random.randn(45, 3), three,
                       probabilities=False),
        classification("three classes, perfect", np.eye(3)[three], three),
        classification("three classes, constant", [[0.2, 0.5, 0.3]] * 45, three),
        classification("three classes, one without samples and predictions",
                       [[0.9, 0, 0.1], [0.4, 0, 0.6], [0.3, 0, 0.7]], [0, 0, 2]),
        classification("three classes, one predicted without samples",
                       [[0.9, 0, 0.1], [0.2, 0.6, 0.2], [0.3, 0, 0.7]], [0, 0, 2]),
        classification("four classes, uneven, one never predicted", never, uneven),
    ]

    y = 10 + 5 * random.randn(37)
    many = np.stack([y, 100 * random.rand(37), np.round(random.randn(37))], axis=1)
    with_zeros = np.array([0.0, 2.0, 0.0, -3.0, 5.0, 1e-3])
    numbers = [
        regression("one output", y + random.randn(37), y),
        regression("an even number of samples", y[:36] + random.randn(36), y[:36]),
        regression("three outputs", many * 1.1 + random.randn(37, 3), many),
        regression("targets of zero", with_zeros + [0.5, 0.25, 0, -1, 0.1, 0], with_zeros),
        regression("perfect", y, y),
        regression("always off by two", [3.0, 5.0, 2.0, 11.0], [1.0, 3.0, 0.0, 9.0]),
        regression("constant outputs", np.full(37, 10.0), y),
        regression("a target that never changes", [[1.0, 5.0], [2.5, 4.0], [3.0, 5.0]],
                   [[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]]),
        regression("a target that never changes and is hit", [[1.0, 5.0], [2.5, 5.0]],
                   [[1.0, 5.0], [2.0, 5.0]]),
        regression("a single sample", [2.0], [3.0]),
    ]
    return {"classification": classified, "regression": numbers}


def plain(value):
    """Numbers of Python, and null for NaN."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(value)
    return int(value) if isinstance(value, np.integer) else value


json.dump(plain(cases()), sys.stdout, indent=None, separators=(",", ":"))
print()
