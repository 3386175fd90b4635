// One picture through a network without branches, computed in the browser so that it keeps up with the pen. What Keras
// computes for the same picture takes its place when the pen is lifted; a browser test compares the two.

const LAYERS = {
  Rescaling: rescaled,
  Conv2D: convolved,
  MaxPooling2D: pooled,
  Flatten: (layer, values) => values,
  Dense: dense,
};

// The output of each layer by its name: Float32Array, maps in the order row, column, channel.
export function forward(layers, picture) {
  const outputs = new Map();
  let values = Float32Array.from(picture);
  for (const layer of layers) {
    values = LAYERS[layer.kind](layer, values);
    outputs.set(layer.name, values);
  }
  return outputs;
}

function rescaled({ scale }, values) {
  return values.map((value) => value * scale);
}

// Each input value times its weights, for all filters at once; most values are 0 and add nothing.
function convolved({ input: [rows, columns, channels], output: [down, across, filters], ...layer }, values) {
  const { kernelSize, strides, before, relu } = layer;
  const [kernel, bias] = layer.weights;
  const out = new Float32Array(down * across * filters);
  const sums = new Float64Array(filters);
  for (let cell = 0; cell < down * across; cell++) {
    const top = Math.floor(cell / across) * strides[0] - before[0];
    const left = (cell % across) * strides[1] - before[1];
    sums.set(bias);
    for (let i = 0; i < kernelSize[0]; i++) {
      for (let j = 0; j < kernelSize[1]; j++) {
        const [y, x] = [top + i, left + j];
        if (y < 0 || x < 0 || y >= rows || x >= columns) continue;
        for (let channel = 0; channel < channels; channel++) {
          const value = values[(y * columns + x) * channels + channel];
          if (value === 0) continue;
          const at = ((i * kernelSize[1] + j) * channels + channel) * filters;
          for (let filter = 0; filter < filters; filter++) sums[filter] += value * kernel[at + filter];
        }
      }
    }
    for (let filter = 0; filter < filters; filter++) {
      out[cell * filters + filter] = relu ? Math.max(0, sums[filter]) : sums[filter];
    }
  }
  return out;
}

function pooled({ input: [rows, columns, channels], output: [down, across], kernelSize, strides, before }, values) {
  const out = new Float32Array(down * across * channels).fill(-Infinity);
  for (let cell = 0; cell < down * across; cell++) {
    const top = Math.floor(cell / across) * strides[0] - before[0];
    const left = (cell % across) * strides[1] - before[1];
    for (let y = Math.max(0, top); y < Math.min(rows, top + kernelSize[0]); y++) {
      for (let x = Math.max(0, left); x < Math.min(columns, left + kernelSize[1]); x++) {
        for (let channel = 0; channel < channels; channel++) {
          const at = cell * channels + channel;
          out[at] = Math.max(out[at], values[(y * columns + x) * channels + channel]);
        }
      }
    }
  }
  return out;
}

function dense({ output: [units], weights: [kernel, bias], relu, softmax }, values) {
  const sums = Float64Array.from(bias);
  values.forEach((value, at) => {
    if (value === 0) return;
    for (let unit = 0; unit < units; unit++) sums[unit] += value * kernel[at * units + unit];
  });
  if (softmax) return softmaxed(sums);
  return Float32Array.from(sums, (sum) => (relu ? Math.max(0, sum) : sum));
}

function softmaxed(logits) {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return Float32Array.from(powers, (power) => power / total);
}
