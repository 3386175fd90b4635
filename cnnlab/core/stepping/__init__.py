"""One output cell at a time: its window, its products and their sum; small inputs and kernels to step through.

Convolution is computed in five places, for different purposes. Tests compare each with Keras or with another one:

- `stepping.cell.run`, term by term, for every kind of layer: tests/core/stepping/test_against_keras.py (Keras);
- `pictures.filtering.filtered`, one kernel over a photograph, in strips: tests/core/pictures/test_filtering.py (Keras);
- `digits.kernels.feature_maps`, the first layer on one digit: tests/core/digits/test_drawing.py (Keras);
- cnnlab/ui/widgets/stepper/math.js, the stepper in the browser: tests/browser/test_arithmetic.py (`stepping.cell`);
- cnnlab/ui/lessons/digit/forward.js, a network while a digit is drawn: tests/browser/test_digit.py (Keras),
  tests/browser/test_digit_modules.py (NumPy).

Tests have two more as oracles: `value_in` in tests/core/stepping/test_scene.py computes a value from a scene alone,
`applied` in tests/browser/test_digit_modules.py a layer by NumPy.
"""
