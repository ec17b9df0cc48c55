"""What the checker of the onnx package finds wrong with models: check_models.py FILE...

Prints one line for each that is not right; shapes are inferred, and must agree.
"""
import sys

import onnx

for path in sys.argv[1:]:
    try:
        onnx.checker.check_model(path, full_check=True)
    except Exception as error:
        print(path, " ".join(str(error).split()))
